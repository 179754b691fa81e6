"""One mail a morning: nothing lost, nothing doubled, nothing said that may not be read any more."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import event

from hub.core import worker
from hub.core.calendar import TOKYO
from hub.core.db import db, transaction
from hub.core.worker import TimedTask
from hub.inbox import commands, daily, letters
from hub.inbox.models import MailSettings, Notice, NoticeKind
from hub.meetings.models import Visibility
from hub.notifications import delivery
from tests import make
from tests.inbox.mornings import at, live, mail_days, mails, notices
from tests.notifications.test_delivery import inbox

__all__ = ["inbox"]  # the mail server of the tests of delivery, as a fixture here

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def editor(app):
    """Of a lead with one action due in 13 days."""
    person = make.user(name="佐藤")
    make.action(person.active_memberships[0].organization, title="早見表", due_on=date(2026, 12, 7))
    return person


def test_everything_of_a_morning_is_one_mail_in_groups(editor, clock):
    lead = editor.active_memberships[0].organization
    make.action(lead, title="遅れ", due_on=date(2026, 11, 20))
    make.menu(lead, title="部屋", stale_from=date(2026, 11, 1))
    at(clock, TUESDAY)
    (mail,) = mails(editor)
    assert mail.subject == "【つなぎハブ】お知らせ 3件"
    assert mail.to_address == editor.email
    places = [mail.body.index(text) for text in (
        "佐藤さん", "■ 期限を過ぎた宿題事項（1件）", "・遅れ", "■ 期限の近い宿題事項（1件）",
        "・早見表", "■ 見直し待ちの支援メニュー（1件）", "・部屋", "/account/mails",
    )]  # fmt: skip
    assert places == sorted(places)


def test_nothing_is_sent_when_there_is_nothing(app, clock):
    make.user()
    live(clock, TUESDAY, date(2026, 12, 4))
    assert mails() == []


def test_neither_before_half_past_eight_nor_on_a_holiday_nor_at_night(editor, clock):
    at(clock, date(2026, 11, 23))  # 勤労感謝の日
    at(clock, TUESDAY, time(8, 29))
    at(clock, TUESDAY, time(19, 0))
    assert notices(editor) == []
    at(clock, date(2026, 11, 25), time(8, 30))
    assert mail_days(editor) == [date(2026, 11, 25)]


def test_a_hub_that_was_off_catches_up_once(editor, clock):
    at(clock, date(2026, 12, 1), time(15, 40))
    at(clock, date(2026, 12, 1), time(15, 41))
    assert mail_days(editor) == [date(2026, 12, 1)]


def test_a_long_list_is_cut_and_leads_to_the_page(editor, clock):
    lead = editor.active_memberships[0].organization
    for _ in range(30):
        make.action(lead, due_on=date(2026, 12, 7))
    at(clock, TUESDAY)
    (mail,) = mails(editor)
    assert mail.body.count("・") == letters.LINES
    assert "ほか11件は、お知らせのページにあります。" in mail.body
    live(clock, date(2026, 11, 25), date(2026, 11, 26))
    assert len(mails(editor)) == 1


@pytest.mark.parametrize("where", ["_supersede", "put_away_what_is_over"])
def test_a_worker_killed_while_telling_tells_once_at_the_next_tick(
    editor, clock, monkeypatch, where
):
    def power_fails(*_):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(commands, where, power_fails)
        with pytest.raises(SystemExit):
            at(clock, TUESDAY)
    db.session.rollback()
    assert notices(editor) == []
    assert db.session.scalars(db.select(TimedTask)).all() == []
    live(clock, TUESDAY, date(2026, 11, 25))
    assert len(mails(editor)) == len(notices(editor)) == 1


def test_a_worker_killed_while_writing_mails_writes_the_rest_once(app, clock, monkeypatch):
    monkeypatch.setattr(daily, "BATCH", 2)
    lead = make.organization()
    people = [make.user(lead) for _ in range(5)]
    make.action(lead, due_on=date(2026, 12, 7))
    real, calls = letters.queue_mail, []

    def dies_at_the_fourth(**given):
        calls.append(given)
        if len(calls) == 4:
            raise SystemExit
        return real(**given)

    with monkeypatch.context() as patch:
        patch.setattr(letters, "queue_mail", dies_at_the_fourth)
        with pytest.raises(SystemExit):
            at(clock, TUESDAY)
    db.session.rollback()
    assert len(mails()) == 2  # the first batch stands
    at(clock, TUESDAY, time(8, 33))
    assert [len(mails(person)) for person in people] == [1] * 5


def test_two_workers_at_once_tell_once(editor, clock):
    at(clock, TUESDAY)
    with transaction():
        assert worker.claim("notices:2026-11-24") is False
    daily.send_digests()
    assert len(mails(editor)) == 1


def test_a_clock_that_is_set_back_doubles_nothing(editor, clock):
    lead = editor.active_memberships[0].organization
    make.action(lead, due_on=date(2026, 11, 10))
    live(clock, TUESDAY, date(2026, 11, 27))
    before = [mail.key for mail in mails(editor)]
    live(clock, TUESDAY, date(2026, 11, 27))
    at(clock, date(2026, 11, 20))
    at(clock, date(2026, 11, 18))
    keys = [mail.key for mail in mails(editor)]
    assert keys == before


def test_a_mail_server_that_is_down_loses_and_doubles_nothing(app, editor, clock, inbox):
    url = app.config["SMTP_URL"]
    app.config["SMTP_URL"] = "smtp://127.0.0.1:9"
    for minute in range(31, 40):
        at(clock, TUESDAY, time(8, minute))
        delivery.send_due()
    assert inbox.received == []
    app.config["SMTP_URL"] = url
    for hour in (10, 12, 14):
        at(clock, TUESDAY, time(hour, 0))
        delivery.send_due()
    (message,) = inbox.received
    assert message["To"] == editor.email
    assert "早見表" in message.get_content()


def test_a_mail_that_is_refused_for_good_waits_among_the_failed(app, editor, clock, inbox, as_user):
    inbox.refused = {editor.email}
    at(clock, TUESDAY)
    for day in range(25, 31):
        for hour in (9, 15, 23):
            clock.move_to(datetime(2026, 11, day, hour, 0, tzinfo=TOKYO))
            delivery.send_due()
    page = as_user(make.system_admin()).get("/mails/failed").text
    assert editor.email in page
    assert "早見表" not in page


def test_what_may_not_be_read_any_more_is_not_in_the_mail(app, clock, as_user):
    """Between the notice and its mail the right goes: the canary stays silent."""
    home = make.organization()
    leaver, mover = make.user(home), make.user(home)
    meeting = make.meeting(home, visibility=Visibility.SERIES)
    make.action(home, title="カナリア宿題", meeting=meeting, due_on=date(2026, 12, 7))
    make.menu(home, title="カナリアの部屋", stale_from=date(2026, 11, 1))
    clock.move_to(datetime(2026, 11, 24, 8, 31, tzinfo=TOKYO))
    daily.tell_what_is_due()
    assert len(notices(leaver)) == 2
    leaver.memberships[0].ends_on = date(2026, 11, 22)
    mover.memberships[0].role = "viewer"
    db.session.commit()
    daily.send_digests()
    assert mails() == []
    for person in (leaver, mover):
        assert "カナリア" not in as_user(person).get("/inbox").text
        assert not any(notice.is_waiting for notice in notices(person))


def test_another_lead_is_told_instead(app, clock):
    before, after = make.user(), make.user()
    action = make.action(before.active_memberships[0].organization, due_on=date(2026, 12, 7))
    clock.move_to(datetime(2026, 11, 24, 8, 31, tzinfo=TOKYO))
    daily.tell_what_is_due()
    action.lead = after.active_memberships[0].organization
    db.session.commit()
    daily.send_digests()
    live(clock, date(2026, 11, 25), date(2026, 11, 25))
    assert mails(before) == []
    assert len(mails(after)) == 1


def test_what_was_done_in_the_meantime_is_not_mailed(editor, clock):
    clock.move_to(datetime(2026, 11, 24, 8, 31, tzinfo=TOKYO))
    daily.tell_what_is_due()
    for action in db.session.scalars(db.select(make.Action)):
        action.complete("できた", date(2026, 11, 24))
    db.session.commit()
    daily.send_digests()
    assert mails(editor) == []
    assert [notice.read_at is None for notice in notices(editor)] == [False]


def test_a_disabled_account_gets_nothing(editor, clock):
    editor.disable()
    db.session.commit()
    live(clock, TUESDAY, date(2026, 11, 25))
    assert mails() == []


def test_kinds_that_are_turned_off_are_on_the_page_only(editor, clock, as_user):
    lead = editor.active_memberships[0].organization
    make.menu(lead, title="部屋", stale_from=date(2026, 11, 1))
    make.save(MailSettings(user_id=editor.id, unwanted=[NoticeKind.ACTION_NEWS.value]))
    live(clock, TUESDAY, date(2026, 11, 25))
    (mail,) = mails(editor)
    assert "部屋" in mail.body
    assert "早見表" not in mail.body
    assert "早見表" in as_user(editor).get("/inbox").text


def test_turned_on_again_nothing_old_is_mailed(editor, clock):
    settings = make.save(MailSettings(user_id=editor.id, wants_none=True))
    at(clock, TUESDAY)
    settings.wants_none = False
    db.session.commit()
    live(clock, date(2026, 11, 25), date(2026, 11, 26))
    assert mails(editor) == []


def test_hostile_titles_stay_in_their_line_and_make_no_header(editor, clock):
    lead = editor.active_memberships[0].organization
    make.action(lead, title="a\r\nBcc: x@example.jp", due_on=date(2026, 12, 7))
    at(clock, TUESDAY)
    (mail,) = mails(editor)
    message = delivery.compose(mail)
    assert message["Bcc"] is None
    assert "・a Bcc: x@example.jp" in mail.body


def test_people_and_actions_do_not_multiply_the_queries(app, clock):
    """But for the one row of each mail, their number depends neither on people nor on actions."""
    few = _queries_of_a_morning(clock, TUESDAY, people=4, actions=4)
    many = _queries_of_a_morning(clock, date(2026, 12, 1), people=60, actions=40)
    assert many <= few + 3
    assert db.session.scalar(db.select(db.func.count()).select_from(Notice)) > 500


def _queries_of_a_morning(clock, day, *, people, actions):
    leads = [make.organization() for _ in range(4)]
    for number in range(people):
        make.user(leads[number % 4])
    for number in range(actions):
        make.action(leads[number % 4], due_on=day - timedelta(days=3))
    with transaction():
        pass  # the search takes up what was made
    seen = []

    def count(_conn, _cursor, statement, *_):
        if "INSERT INTO mails" not in statement:
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        at(clock, day)
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(seen)
