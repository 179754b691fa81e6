"""議事録: unwritten, on circulation, before the 回答期限, and when it is over."""

from datetime import date, time

import pytest

from hub.core.db import db, transaction
from hub.meetings import minutes_commands
from hub.meetings.models import MinutesState, Visibility
from tests import make
from tests.inbox.mornings import at, live, mail_days, mails


@pytest.fixture
def held(app):
    """A meeting on Monday, November 30: secretariat, two that came, and their editors."""
    secretariat, first, second = (make.organization(short_name=n) for n in ("幹事", "甲", "乙"))
    meeting = make.meeting(
        secretariat, first, second, held_on=date(2026, 11, 30),
        series=make.series(first, second, secretariat=secretariat),
    )  # fmt: skip
    return meeting, make.user(secretariat), make.user(first), make.user(second)


def send_round(writer, minutes, until):
    with transaction():
        minutes_commands.send_for_review(writer, minutes, until, seen=minutes.version)


def answer(person, minutes):
    with transaction():
        minutes_commands.answer(
            person, minutes, person.active_memberships[0].organization_id, is_agreed=True
        )


def test_unwritten_minutes_are_asked_for_3_and_7_days_after_the_meeting(held, clock):
    _meeting, writer, first, _second = held
    live(clock, date(2026, 11, 30), date(2027, 1, 15))
    assert mail_days(writer) == [date(2026, 12, 3), date(2026, 12, 7)]
    assert mails(first) == []
    assert "会議から3日たちましたが、議事録がまだ書かれていません。" in mails(writer)[0].body
    assert "幹事組織（幹事）の編集者だから届いています。" in mails(writer)[0].body


def test_a_draft_that_nobody_sends_round_is_asked_for_too(held, clock):
    meeting, writer, _first, _second = held
    make.minutes(meeting)
    live(clock, date(2026, 12, 3), date(2026, 12, 4))
    (mail,) = mails(writer)
    assert "議事録がまだ確認に回っていません。" in mail.body


def test_the_third_day_on_a_weekend_is_told_on_the_monday(app, clock):
    writer = make.user()
    secretariat = writer.active_memberships[0].organization
    make.meeting(series=make.series(secretariat=secretariat), held_on=date(2026, 12, 2))
    live(clock, date(2026, 12, 4), date(2026, 12, 8))
    assert mail_days(writer) == [date(2026, 12, 7)]


def test_meetings_called_off_or_long_ago_are_left_alone(app, clock):
    writer = make.user()
    series = make.series(secretariat=writer.active_memberships[0].organization)
    make.meeting(series=series, held_on=date(2026, 6, 1))
    off = make.meeting(series=series, held_on=date(2026, 11, 18))
    off.cancel("台風のため", off.created_at)
    db.session.commit()
    live(clock, date(2026, 11, 24), date(2026, 11, 25))
    assert mails(writer) == []


def test_who_came_is_told_on_circulation_two_working_days_before_and_at_last(held, clock):
    meeting, writer, first, second = held
    minutes = make.minutes(meeting)
    send_round(writer, minutes, date(2026, 12, 14))  # a Monday
    live(clock, date(2026, 12, 1), date(2026, 12, 9))
    answer(second, minutes)
    live(clock, date(2026, 12, 10), date(2026, 12, 14))
    assert mail_days(first) == [date(2026, 12, 1), date(2026, 12, 10), date(2026, 12, 11)]
    assert mail_days(second) == [date(2026, 12, 1)]
    begun, _soon, last = mails(first)
    assert "12月14日（月）までに、異議なしか修正意見を答えてください。" in begun.body
    assert "異議なしとみなします" in begun.body
    assert "出席した組織（甲）の編集者で、まだ答えがないから" in begun.body
    assert last.subject.startswith("【つなぎハブ】急ぎ：")
    assert mails(writer) == []


def test_when_the_period_is_over_silence_counts_and_the_secretariat_is_told_once(
    held, clock, as_user
):
    meeting, writer, first, second = held
    minutes = make.minutes(meeting)
    send_round(writer, minutes, date(2026, 12, 14))
    answer(second, minutes)
    live(clock, date(2026, 12, 15), date(2026, 12, 28))
    assert mail_days(writer) == [date(2026, 12, 15)]
    assert "答えのない1組織は異議なしとみなします" in mails(writer)[0].body
    assert mails(first) == []
    page = as_user(writer).get(f"/meetings/{meeting.id}/minutes").text
    assert "期限までに答えがなく、異議なしとみなします" in page


def test_a_deadline_set_short_is_told_at_once_but_not_in_the_night(held, clock):
    meeting, writer, first, _second = held
    minutes = make.minutes(meeting)
    at(clock, date(2026, 12, 3), time(20, 0))
    send_round(writer, minutes, date(2026, 12, 4))
    at(clock, date(2026, 12, 3), time(20, 1))
    at(clock, date(2026, 12, 4), time(8, 29))
    assert mails(first) == []
    live(clock, date(2026, 12, 4), date(2026, 12, 4))
    (mail,) = mails(first)
    assert mail.subject.startswith("【つなぎハブ】急ぎ：")


def test_what_is_urgent_comes_at_noon_too_and_not_again_in_the_digest(held, clock):
    meeting, writer, first, _second = held
    minutes = make.minutes(meeting)
    at(clock, date(2026, 12, 3))
    at(clock, date(2026, 12, 3), time(12, 0))
    assert mails(first) == []
    send_round(writer, minutes, date(2026, 12, 4))
    at(clock, date(2026, 12, 3), time(12, 1))
    assert len(mails(first)) == 1
    live(clock, date(2026, 12, 4), date(2026, 12, 7))
    assert len(mails(first)) == 1


def test_no_more_than_three_urgent_mails_a_day(held, clock):
    meeting, writer, first, _second = held
    for hour in (9, 10, 11, 12, 13):
        another = make.meeting(
            *(a.organization for a in meeting.attendances), series=meeting.series,
            held_on=date(2026, 11, 30),
        )  # fmt: skip
        minutes = make.minutes(another)
        at(clock, date(2026, 12, 3), time(hour, 0))
        send_round(writer, minutes, date(2026, 12, 4))
        at(clock, date(2026, 12, 3), time(hour, 1))
    assert len(mails(first)) == 3
    live(clock, date(2026, 12, 4), date(2026, 12, 4))
    digest = mails(first)[-1]
    assert "お知らせ 2件" in digest.subject


def test_sent_round_a_second_time_it_is_asked_again(held, clock):
    meeting, writer, first, _second = held
    minutes = make.minutes(meeting)
    send_round(writer, minutes, date(2026, 12, 18))
    at(clock, date(2026, 12, 1))
    with transaction():
        minutes_commands.take_back(writer, minutes)
    at(clock, date(2026, 12, 2))
    send_round(writer, minutes, date(2026, 12, 18))
    live(clock, date(2026, 12, 3), date(2026, 12, 4))
    assert mail_days(first) == [date(2026, 12, 1), date(2026, 12, 3)]


def test_without_a_deadline_it_is_told_once(held, clock):
    meeting, _writer, first, _second = held
    make.minutes(meeting, MinutesState.REVIEW)
    live(clock, date(2026, 12, 1), date(2026, 12, 11))
    assert mail_days(first) == [date(2026, 12, 1)]


def test_who_may_not_read_the_minutes_any_more_is_not_told(held, clock):
    """Of a series whose minutes stay in it: who came and has left it since keeps nothing."""
    meeting, writer, first, second = held
    meeting.visibility = Visibility.SERIES
    leaver = first.active_memberships[0].organization_id
    gone = next(m for m in meeting.series.members if m.organization_id == leaver)
    gone.ends_on = date(2026, 11, 30)
    db.session.commit()
    send_round(writer, make.minutes(meeting), date(2026, 12, 14))
    live(clock, date(2026, 12, 1), date(2026, 12, 15))
    assert mails(first) == []
    assert mail_days(second) == [date(2026, 12, 1), date(2026, 12, 10), date(2026, 12, 11)]
