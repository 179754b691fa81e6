"""宿題事項: news asked for before the due date, weekly when overdue, and who else is told."""

from datetime import date

from hub.accounts.models import Role
from hub.actions.models import ActionStatus
from hub.core.db import db
from tests import make
from tests.inbox.mornings import at, live, mail_days, mails, notices


def test_news_is_asked_for_14_and_3_days_before_on_working_mornings(app, clock):
    lead = make.organization(short_name="市民活動センター")
    editor, viewer = make.user(lead), make.user(lead, Role.VIEWER)
    partner = make.user()
    make.action(lead, title="早見表を作る", due_on=date(2026, 12, 24),
                partners=[partner.active_memberships[0].organization])  # fmt: skip
    live(clock, date(2026, 12, 7), date(2026, 12, 24))
    assert mail_days(editor) == [date(2026, 12, 10), date(2026, 12, 21)]
    assert mails(viewer) == []
    assert mails(partner) == []
    first = mails(editor)[0]
    assert first.subject == "【つなぎハブ】お知らせ 1件"
    assert "早見表を作る" in first.body
    assert "期限は12月24日（木）、あと14日です。" in first.body
    assert "担当（市民活動センター）の編集者だから届いています。" in first.body
    assert "http://localhost/actions/" in first.body
    assert "http://localhost/account/mails" in first.body


def test_a_reminder_that_falls_into_the_new_year_comes_on_the_first_working_day(app, clock):
    editor = make.user()
    lead = editor.active_memberships[0].organization
    make.action(lead, due_on=date(2027, 1, 4))  # three days before is a holiday, Jan 1
    live(clock, date(2026, 12, 25), date(2027, 1, 5))
    # 14 days before was missed while nothing ran: told on the first working day, once
    assert mail_days(editor) == [date(2026, 12, 25), date(2027, 1, 4), date(2027, 1, 5)]
    assert "期限は今日（1月4日（月））です。" in mails(editor)[1].body
    assert "1日過ぎています" in mails(editor)[2].body


def test_overdue_is_told_weekly_and_after_14_days_to_coordinators_and_the_secretariat(app, clock):
    secretariat, lead = make.organization(short_name="幹事"), make.organization()
    series = make.series(lead, secretariat=secretariat)
    meeting = make.meeting(lead, series=series, held_on=date(2026, 6, 1))
    editor, keeper, coordinator = make.user(lead), make.user(secretariat), make.coordinator()
    make.action(lead, meeting=meeting, due_on=date(2026, 12, 1))
    live(clock, date(2026, 12, 2), date(2026, 12, 23))
    assert mail_days(editor) == [date(2026, 12, day) for day in (2, 9, 16, 23)]
    assert mail_days(keeper) == [date(2026, 12, 15), date(2026, 12, 22)]
    assert mail_days(coordinator) == [date(2026, 12, 15), date(2026, 12, 22)]
    assert "会議体の幹事組織（幹事）の編集者だから" in mails(keeper)[0].body
    assert "事務局だから届いています" in mails(coordinator)[0].body
    assert "/reply/" not in mails(coordinator)[0].body


def test_overdue_over_the_holidays_is_told_once_a_week(app, clock):
    editor = make.user()
    lead = editor.active_memberships[0].organization
    make.action(lead, due_on=date(2026, 12, 21))
    live(clock, date(2026, 12, 22), date(2027, 1, 20))
    assert mail_days(editor) == [
        date(2026, 12, 22),
        date(2027, 1, 4),  # Dec 29 to Jan 3 nobody is written to
        date(2027, 1, 12),  # Jan 11 is 成人の日
        date(2027, 1, 19),
    ]


def test_on_hold_is_told_when_its_day_has_come_once(app, clock):
    editor = make.user()
    lead = editor.active_memberships[0].organization
    action = make.action(lead, due_on=date(2026, 11, 1), status=ActionStatus.ON_HOLD,
                         review_on=date(2026, 12, 5))  # fmt: skip
    live(clock, date(2026, 11, 24), date(2026, 12, 18))
    assert mail_days(editor) == [date(2026, 12, 7)]  # December 5 is a Saturday
    assert "保留を見直す日（12月5日（土））" in mails(editor)[0].body
    action.review_on = date(2026, 12, 21)
    db.session.commit()
    live(clock, date(2026, 12, 19), date(2026, 12, 25))
    assert mail_days(editor) == [date(2026, 12, 7), date(2026, 12, 21)]


def test_a_moved_due_date_is_asked_about_anew(app, clock):
    editor = make.user()
    lead = editor.active_memberships[0].organization
    action = make.action(lead, due_on=date(2026, 12, 7))
    at(clock, date(2026, 11, 24))
    action.set_due(date(2026, 12, 14))
    db.session.commit()
    live(clock, date(2026, 11, 25), date(2026, 12, 2))
    assert mail_days(editor) == [date(2026, 11, 24), date(2026, 11, 30)]


def test_a_continuing_task_without_due_date_and_a_closed_one_are_left_alone(app, clock):
    editor = make.user()
    lead = editor.active_memberships[0].organization
    make.action(lead, due_on=None)
    make.action(lead, due_on=date(2026, 11, 1), status=ActionStatus.DONE, result="できた")
    live(clock, date(2026, 11, 24), date(2026, 11, 26))
    assert mails() == []
    assert notices(editor) == []


def test_what_is_told_anew_takes_the_place_of_what_was_told_before(app, clock):
    editor = make.user()
    lead = editor.active_memberships[0].organization
    make.action(lead, due_on=date(2026, 12, 1))
    live(clock, date(2026, 11, 24), date(2026, 12, 2))
    assert [notice.read_at is None for notice in notices(editor)] == [False, False, True]
