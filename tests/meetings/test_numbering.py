"""回次: counted within the 年度 of the series, whatever is added, moved or called off."""

from datetime import date

import pytest

from hub.core.db import db
from tests import make


@pytest.fixture
def series(app):
    return make.series()


@pytest.fixture
def editor(as_user, series):
    return as_user(make.user(series.secretariat))


def held(series, *days):
    return [make.meeting(series=series, held_on=day) for day in days]


def ordinals(*meetings):
    db.session.expire_all()
    return [meeting.ordinal for meeting in meetings]


def test_numbers_follow_the_days_and_begin_anew_in_april(series):
    meetings = held(series, date(2026, 9, 16), date(2026, 5, 20), date(2027, 3, 31),
                    date(2027, 4, 1))  # fmt: skip
    assert ordinals(*meetings) == [
        "令和8年度 第2回", "令和8年度 第1回", "令和8年度 第3回", "令和9年度 第1回",
    ]  # fmt: skip


def test_two_meetings_on_one_day_keep_the_order_they_were_entered_in(series):
    assert ordinals(*held(series, date(2026, 9, 16), date(2026, 9, 16))) == [
        "令和8年度 第1回", "令和8年度 第2回",
    ]  # fmt: skip


def test_other_series_do_not_count(series):
    make.meeting(held_on=date(2026, 5, 1))
    assert ordinals(*held(series, date(2026, 9, 16))) == ["令和8年度 第1回"]


def test_a_cancelled_meeting_has_no_number_and_gets_it_back(series, editor):
    first, second = held(series, date(2026, 5, 20), date(2026, 12, 9))
    answer = editor.post(f"/meetings/{first.id}/cancel", data={"reason": "大雨のため"})
    assert answer.status_code == 303
    assert ordinals(first, second) == ["令和8年度", "令和8年度 第1回"]
    page = editor.get(f"/meetings/{first.id}").text
    assert "中止" in page
    assert "大雨のため" in page
    assert "中止" in editor.get("/meetings").text
    assert editor.post(f"/meetings/{first.id}/cancel", data={"reason": "x"}).status_code == 409
    assert editor.post(f"/meetings/{first.id}/resume").status_code == 303
    assert ordinals(first, second) == ["令和8年度 第1回", "令和8年度 第2回"]


def test_calling_off_needs_a_reason(series, editor):
    [meeting] = held(series, date(2026, 12, 9))
    answer = editor.post(f"/meetings/{meeting.id}/cancel", data={"reason": "　"})
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert meeting.cancelled_at is None


def test_a_meeting_that_is_put_in_between_moves_the_later_ones(series, editor):
    first, later = held(series, date(2026, 5, 20), date(2026, 12, 9))
    made = editor.post(
        f"/meetings/new?series={series.id}", data={"held_on": "R8.9.1", "visibility": "network"}
    )
    assert made.status_code == 303
    assert "令和8年度 第2回" in editor.get(made.location).text
    assert ordinals(first, later) == ["令和8年度 第1回", "令和8年度 第3回"]


def test_a_meeting_that_is_moved_to_another_year_is_counted_there(series, editor):
    first, second = held(series, date(2026, 5, 20), date(2026, 12, 9))
    data = {"held_on": "2027/4/7", "visibility": "network", "version": first.version}
    assert editor.post(f"/meetings/{first.id}/edit", data=data).status_code == 303
    assert ordinals(first, second) == ["令和9年度 第1回", "令和8年度 第1回"]


def test_each_meeting_leads_to_the_one_before_and_after(series, editor):
    first, second, third = held(series, date(2026, 5, 20), date(2026, 9, 16), date(2026, 12, 9))
    page = editor.get(f"/meetings/{second.id}").text
    assert f'href="/meetings/{first.id}" rel="prev"' in page
    assert f'href="/meetings/{third.id}" rel="next"' in page
    assert 'rel="prev"' not in editor.get(f"/meetings/{first.id}").text
    assert 'rel="next"' not in editor.get(f"/meetings/{third.id}").text


def test_confirmed_minutes_keep_the_number_they_were_confirmed_under(series, editor):
    [meeting] = held(series, date(2026, 9, 16))
    make.minutes(meeting, make.MinutesState.CONFIRMED)
    held(series, date(2026, 5, 20))
    assert ordinals(meeting) == ["令和8年度 第2回"]
    assert "令和8年度 第1回" in editor.get(f"/meetings/{meeting.id}/minutes").text
