"""Who is told that a question waits, and that its answer came; the successor of an office too."""

from datetime import date

from hub.core.db import db
from hub.inquiries.models import Inquiry, InquiryMessage
from tests import make
from tests.inbox.mornings import live, mail_days, mails, notices


def test_a_question_is_told_at_once_and_weekly_and_its_answer_once(app, clock, as_user):
    office = make.department(short_name="推進課", valid_until=date(2026, 12, 10))
    heir = make.department(short_name="協働課")
    office.successor = heir
    body = make.organization(short_name="国際協会")
    asked, after, asker = make.user(office), make.user(heir), make.user(body)
    other = make.coordinator()
    inquiry = make.inquiry(body, office, title="様式の問合せ", answer_by=date(2026, 12, 4))
    live(clock, date(2026, 11, 24), date(2026, 12, 10))
    # told on the first morning, then when a week and two have gone by
    assert mail_days(asked) == [date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 7)]
    first, _second, last = mails(asked)
    assert "国際協会からの問合せです。12月4日（金）までに答えてください。" in first.body
    assert "回答希望日の12月4日（金）を過ぎています。" in last.body
    assert "問い合わせを受けた組織（推進課）の編集者だから届いています。" in last.body
    assert mails(after) == mails(asker) == mails(other) == []

    live(clock, date(2026, 12, 11), date(2026, 12, 14))
    assert mail_days(after) == [date(2026, 12, 11), date(2026, 12, 14)]
    assert len(mails(asked)) == 3
    assert all(notice.read_at for notice in notices(asked))  # it waits for another office now

    inquiry = db.session.get(Inquiry, inquiry.id)
    answer = InquiryMessage(organization=heir, text="あります", asks=False, at=inquiry.moved_at)
    inquiry.write(answer, asks=False)
    db.session.commit()
    live(clock, date(2026, 12, 15), date(2026, 12, 22))
    assert mail_days(asker) == [date(2026, 12, 15)]
    assert "推進課から回答が来ました。" in mails(asker)[0].body
    assert all(notice.read_at for notice in notices(after))
    assert "様式の問合せ" in as_user(asker).get("/inbox").text
