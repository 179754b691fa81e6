"""Making, changing and ending a series, and who belongs to it."""

from datetime import date

import pytest

from hub.core.db import db
from hub.meetings.models import SeriesRole
from tests import make


@pytest.fixture
def series(app):
    return make.series(make.organization(short_name="公園の会"))


@pytest.fixture
def editor(as_user, series):
    return as_user(make.user(series.secretariat))


def fields(series, **more):
    stored = {"name": series.name, "kind": "liaison", "secretariat_id": series.secretariat_id}
    return stored | {"visibility": "series", "description": "", "version": series.version} | more


def test_a_series_is_changed(editor, series):
    data = fields(series, name="新しい名前", description="顔を合わせる")
    assert editor.post(f"/meetings/series/{series.id}/edit", data=data).status_code == 303
    page = editor.get(f"/meetings/series/{series.id}").text
    assert "新しい名前" in page
    assert "顔を合わせる" in page


def test_the_list_of_meetings_leads_who_may_to_calling_one(as_user, editor, series):
    calls = f'href="/meetings/new?series={series.id}"'
    assert calls in editor.get("/meetings").text
    assert calls in editor.get(f"/meetings?series={series.id}").text
    assert calls not in as_user(make.user(make.organization())).get("/meetings").text


def test_two_series_cannot_have_one_name(editor, series):
    other = make.series()
    data = fields(series, name=other.name)
    page = editor.post(f"/meetings/series/{series.id}/edit", data=data)
    assert page.status_code == 422
    assert "同じ名前の会議体があります" in page.text
    made = {k: v for k, v in data.items() if k != "version"}
    coordinator = make.coordinator()
    answer = editor.application.test_client(user=coordinator).post(
        "/meetings/series/new", data=made
    )
    assert answer.status_code == 422


def test_two_editors_of_a_series_see_both_texts(editor, series):
    old = fields(series)
    editor.post(f"/meetings/series/{series.id}/edit", data=old | {"name": "彼らの名前"})
    late = editor.post(f"/meetings/series/{series.id}/edit", data=old | {"name": "わたしの名前"})
    assert late.status_code == 409
    assert "彼らの名前" in late.text
    assert "わたしの名前" in late.text


def test_an_ended_series_keeps_its_meetings_and_takes_no_new_ones(editor, series):
    meeting = make.meeting(series=series)
    here = f"/meetings/series/{series.id}"
    assert editor.post(f"{here}/archive").status_code == 303
    assert editor.post(f"{here}/archive").status_code == 409
    assert editor.get(f"/meetings/{meeting.id}").status_code == 200
    data = {"held_on": "2026-12-09", "visibility": "network"}
    assert editor.post(f"/meetings/new?series={series.id}", data=data).status_code == 409
    assert f"series={series.id}" not in editor.get("/meetings").text
    assert editor.post(f"{here}/reopen").status_code == 303
    assert editor.post(f"{here}/reopen").status_code == 409


def test_a_member_comes_changes_and_goes(editor, series):
    organization = make.organization(short_name="学びの会")
    here = f"/meetings/series/{series.id}/members"
    data = {"organization_id": organization.id, "role": "member", "starts_on": "R8.4.1"}
    assert editor.post(here, data=data).status_code == 303
    member = series.members[-1]
    assert (member.starts_on, member.role) == (date(2026, 4, 1), SeriesRole.MEMBER)
    change = {"role": "observer", "starts_on": "2026-04-01", "ends_on": "2026-11-22",
              "version": series.version}  # fmt: skip
    assert editor.post(f"{here}/{member.id}/edit", data=change).status_code == 303
    assert not member.is_current
    page = editor.get(f"/meetings/series/{series.id}").text
    assert "今は入っていない組織（1）" in page
    late = editor.post(f"{here}/{member.id}/edit", data=change | {"ends_on": "2026-10-01"})
    assert late.status_code == 409
    assert editor.post(f"{here}/{member.id}/remove").status_code == 303
    assert len(series.members) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"ends_on": "2026-03-31"},  # before it begins
        {"starts_on": "きのう"},
        {"role": "chief"},
        {"organization_id": "999999"},
        {"organization_id": "9" * 400},
        {"organization_id": ""},
    ],
)
def test_a_member_that_makes_no_sense_is_refused(editor, series, more):
    organization = make.organization()
    data = {"organization_id": organization.id, "role": "member", "starts_on": "2026-04-01"}
    answer = editor.post(f"/meetings/series/{series.id}/members", data=data | more)
    assert answer.status_code == 422
    assert len(series.members) == 1


def test_an_organization_is_in_a_series_once_at_a_time(editor, series):
    here = f"/meetings/series/{series.id}/members"
    data = {"organization_id": series.members[0].organization_id, "role": "member"}
    assert editor.post(here, data=data).status_code == 422
    series.members[0].ends_on = date(2026, 3, 31)
    db.session.commit()
    assert editor.post(here, data=data | {"starts_on": "2026-04-01"}).status_code == 303


def test_a_member_of_another_series_is_not_found_under_this_one(editor, series):
    other = make.series(make.organization())
    path = f"/meetings/series/{series.id}/members/{other.members[0].id}"
    assert editor.get(f"{path}/edit").status_code == 404
    assert editor.post(f"{path}/remove").status_code == 404


def test_the_list_shows_next_meetings_first_then_years(editor, series):
    make.meeting(series=series, held_on=date(2025, 9, 10))
    make.meeting(series=series, held_on=date(2026, 12, 9))
    make.meeting(series=series, held_on=date(2026, 9, 16))
    other = make.meeting(series=make.series(name="別の会議体"))
    page = editor.get("/meetings").text
    order = ["これからの会議", "12月9日", "令和8年度（2026年度）", "9月16日",
             "令和7年度（2025年度）", "9月10日"]  # fmt: skip
    places = [page.find(said) for said in order]
    assert -1 not in places
    assert places == sorted(places)
    one = editor.get(f"/meetings?series={series.id}").text
    assert f'href="/meetings/{other.id}"' in page
    assert f'href="/meetings/{other.id}"' not in one
    for query in ("?series=x", "?series=999", "?page=x", "?page=0", "?page=99", "?series="):
        assert editor.get("/meetings" + query).status_code == 200


def test_of_many_coming_meetings_the_next_are_shown_and_all_are_behind_a_link(editor, series):
    for day in range(1, 9):
        make.meeting(series=series, held_on=date(2026, 12, day))
    for address in ("/meetings", f"/meetings/series/{series.id}"):
        page = editor.get(address).text
        assert "12月5日" in page
        assert "12月6日" not in page
        assert "8件をすべて見る" in page
        assert "12月8日" in editor.get(f"{address}?coming=all").text


def test_long_lists_come_in_pages(editor, series):
    for number in range(27):
        make.meeting(series=series, held_on=date(2026, 1 + number % 8, 1 + number % 27))
    assert "?page=2" in editor.get("/meetings").text
    assert editor.get("/meetings?page=2").status_code == 200
    assert editor.get(f"/meetings/series/{series.id}?page=2").status_code == 200
