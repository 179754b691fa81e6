"""Visibility of meetings and of minutes in each state, for every kind of person."""

import pytest

from hub.accounts.models import Visitor
from hub.core.db import db
from hub.meetings import queries
from hub.meetings.models import Meeting, MinutesState, Visibility
from tests import make
from tests.meetings.people import INSIDE, NETWORK, READERS, WRITERS, around


def client_of(app, person):
    return app.test_client(user=person) if person is not None else app.test_client()


def readers_of_minutes(visibility: Visibility, state: MinutesState) -> set[str]:
    if state is MinutesState.DRAFT:
        return WRITERS
    if state is MinutesState.CONFIRMED:
        return READERS[visibility]
    attended = {"left"} if visibility is not Visibility.SERIES else set()
    return INSIDE | attended  # in review: who takes part and sees the meeting


@pytest.mark.parametrize("visibility", Visibility)
def test_a_meeting_is_seen_by_its_readers_only(app, visibility):
    given = around(visibility)
    for kind, person in given.people.items():
        page = client_of(app, person).get(f"/meetings/{given.meeting.id}")
        assert page.status_code == (200 if kind in READERS[visibility] else 404), kind
        found = queries.visible_to(person or Visitor()).with_only_columns(Meeting.id)
        listed = given.meeting.id in set(db.session.scalars(found))
        assert listed == (kind in READERS[visibility]), kind


@pytest.mark.parametrize("state", MinutesState)
@pytest.mark.parametrize("visibility", Visibility)
def test_minutes_are_read_by_whom_their_state_allows(app, visibility, state):
    given = around(visibility, state)
    allowed = readers_of_minutes(visibility, state)
    for kind, person in given.people.items():
        client = client_of(app, person)
        page = client.get(f"/meetings/{given.meeting.id}/minutes")
        assert page.status_code == (200 if kind in allowed else 404), kind
        assert ("ひみつの相談" in page.text) == (kind in allowed), kind
        around_it = [f"/meetings/{given.meeting.id}", "/meetings",
                     f"/meetings/series/{given.meeting.series_id}"]  # fmt: skip
        for address in around_it:
            text = client.get(address).text
            assert "ひみつの相談" not in text, (kind, address)
            link = f'href="/meetings/{given.meeting.id}/minutes"'
            assert kind in allowed or link not in text, (kind, address)


def test_what_one_may_not_see_answers_like_what_does_not_exist(app):
    given = around(Visibility.SERIES, MinutesState.DRAFT)
    client = client_of(app, given.people["elsewhere"])
    number = given.meeting.id
    for path in ("", "/minutes"):
        hidden = client.get(f"/meetings/{number}{path}")
        missing = client.get(f"/meetings/999999{path}")
        assert hidden.status_code == missing.status_code == 404
        assert hidden.text == missing.text
    for path in ("/edit", "/attendance", "/agenda/new", "/minutes/edit", "/minutes/history"):
        assert client.get(f"/meetings/{number}{path}").status_code == 404


def test_a_series_is_known_in_the_network_and_asks_visitors_to_sign_in(app):
    given = around(Visibility.PUBLIC)
    for kind, person in given.people.items():
        page = client_of(app, person).get(f"/meetings/series/{given.meeting.series_id}")
        if kind == "visitor":
            assert "/login?next=" in page.location
        else:
            assert page.status_code == (200 if kind in NETWORK else 404), kind


def test_a_visitor_sees_no_persons_and_no_way_into_the_room(visitor, as_user):
    given = around(Visibility.PUBLIC)
    given.meeting.online_url = "https://example.jp/room"
    given.meeting.attendances[0].person_name = "川崎花子"
    db.session.commit()
    page = visitor.get(f"/meetings/{given.meeting.id}").text
    assert "example.jp/room" not in page
    assert "川崎花子" not in page
    inside = as_user(given.people["viewer"]).get(f"/meetings/{given.meeting.id}").text
    assert "https://example.jp/room" in inside
    assert "川崎花子" in inside


def test_who_leaves_a_series_today_reads_until_tonight(app, clock):
    member = make.organization()
    series = make.series(member, visibility=Visibility.SERIES)
    meeting = make.meeting(member, series=series)
    client = app.test_client(user=make.user(member))
    series.members[0].ends_on = meeting.held_on.replace(month=11, day=23)
    db.session.commit()
    assert client.get(f"/meetings/{meeting.id}").status_code == 200
    clock.shift(60 * 60 * 24)
    assert client.get(f"/meetings/{meeting.id}").status_code == 404


def test_confirmed_text_is_what_readers_get_and_nothing_else(app):
    given = around(Visibility.PUBLIC, MinutesState.CONFIRMED)
    given.minutes.body = "まだ出していない文"
    db.session.commit()
    for person in given.people.values():
        page = client_of(app, person).get(f"/meetings/{given.meeting.id}/minutes").text
        assert "まだ出していない文" not in page
