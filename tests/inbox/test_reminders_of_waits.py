"""The lead of what waits is told once of each slip, and only of what they may read."""

from datetime import date

from hub.actions.models import ActionVisibility
from hub.core.db import db
from tests import make
from tests.inbox.mornings import live, mail_days, mails, notices


def test_a_slip_is_told_once_and_is_over_when_it_is_put_right(app, clock, as_user):
    lead = make.organization(short_name="市民活動センター")
    editor, other_lead = make.user(lead), make.user()
    action = make.action(lead, title="申込書を送る", due_on=date(2027, 3, 1))
    awaited = make.action(
        other_lead.active_memberships[0].organization,
        title="申込書を作る", due_on=date(2027, 2, 15),
    )  # fmt: skip
    hidden = make.action(
        title="内々の相談", due_on=date(2027, 9, 1), visibility=ActionVisibility.ORGANIZATION
    )
    action.awaited = [awaited, hidden]
    db.session.commit()
    live(clock, date(2026, 12, 1), date(2026, 12, 2))
    assert mails(editor) == []  # what they may not read does not slip for them
    awaited.due_on = date(2027, 3, 15)
    db.session.commit()
    live(clock, date(2026, 12, 3), date(2026, 12, 14))
    assert mail_days(editor) == [date(2026, 12, 3)]
    [mail] = mails(editor)
    assert "申込書を送る" in mail.body
    assert "待っている「申込書を作る」の期限が2027年3月15日（月）で" in mail.body
    assert "担当（市民活動センター）の編集者だから届いています。" in mail.body
    assert "内々の相談" not in mail.body + as_user(editor).get("/inbox").text
    assert mails(other_lead) == []
    awaited.due_on = date(2027, 2, 1)
    db.session.commit()
    live(clock, date(2026, 12, 15), date(2026, 12, 15))
    assert [notice.read_at is not None for notice in notices(editor)] == [True]
