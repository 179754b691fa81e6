"""What a series decided and left open, on one page."""

from datetime import date

import pytest

from hub.core.db import db
from hub.meetings.models import MinutesState, Visibility
from tests import make


@pytest.fixture
def series(app):
    return make.series(make.organization())


@pytest.fixture
def reader(as_user, series):
    return as_user(make.user(series.members[0].organization))


def decided(series, text, state=MinutesState.CONFIRMED, **given):
    meeting = make.meeting(series=series, **given)
    make.decision(meeting, text=text)
    make.minutes(meeting, state)
    return meeting


def test_decisions_stand_under_their_year_with_the_way_to_the_meeting(reader, series):
    old = decided(series, "昔の決定", held_on=date(2026, 3, 10))
    new = decided(series, "新しい決定", held_on=date(2026, 9, 16))
    page = reader.get(f"/meetings/series/{series.id}/compiled").text
    places = [
        page.index(text)
        for text in ("令和8年度（2026年度）", "新しい決定", "令和7年度（2025年度）", "昔の決定")
    ]
    assert places == sorted(places)
    for meeting in (old, new):
        assert f'href="/meetings/{meeting.id}"' in page
    assert "data-print" in page


def test_only_what_was_confirmed_and_may_be_read(reader, as_user, series):
    decided(series, "まだ下書きの決定", MinutesState.DRAFT)
    decided(series, "確認中の決定", MinutesState.REVIEW)
    decided(series, "会議体までの決定", visibility=Visibility.SERIES)
    decided(make.series(), "よその決定")
    page = reader.get(f"/meetings/series/{series.id}/compiled").text
    assert "会議体までの決定" in page
    for hidden in ("まだ下書きの決定", "確認中の決定", "よその決定"):
        assert hidden not in page
    outside = as_user(make.user()).get(f"/meetings/series/{series.id}/compiled").text
    assert "会議体までの決定" not in outside


def test_open_actions_stand_under_the_year_of_their_meeting(reader, as_user, series):
    meeting = make.meeting(series=series, held_on=date(2026, 3, 10))
    hidden = make.meeting(series=series, visibility=Visibility.SERIES)
    make.action(title="残った宿題", meeting=meeting)
    make.action(title="内輪の宿題", meeting=hidden)
    done = make.action(title="済んだ宿題", meeting=meeting)
    done.complete("できた", date(2026, 4, 1))
    db.session.commit()
    page = reader.get(f"/meetings/series/{series.id}/compiled").text
    assert "残った宿題" in page
    assert "内輪の宿題" in page
    assert "済んだ宿題" not in page
    assert "令和7年度（2025年度）" in page
    assert "内輪" not in as_user(make.user()).get(f"/meetings/series/{series.id}/compiled").text


def test_an_empty_series_says_so_and_the_series_leads_here(reader, visitor, series):
    address = f"/meetings/series/{series.id}/compiled"
    assert "決定事項はまだありません" in reader.get(address).text
    assert f'href="{address}"' in reader.get(f"/meetings/series/{series.id}").text
    assert "/login" in visitor.get(address).headers["Location"]
    assert reader.get("/meetings/series/999999/compiled").status_code == 404
