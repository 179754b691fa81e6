"""What each kind of person may change: 404 for outsiders, 403 for readers, done for editors."""

from datetime import date

import pytest

from hub.core.db import db
from hub.meetings.models import MinutesState, Visibility
from tests import make
from tests.meetings.people import EDITORS, NETWORK, READERS, WRITERS, around

DAY = {"held_on": "2026-09-16", "visibility": "network"}


def status_for(kind, readers, allowed):
    if kind == "visitor":
        return {302, 303}  # asked to sign in
    if kind not in readers:
        return {404}
    return {200, 303} if kind in allowed else {403}


def changes_of(given):
    """(path, data) of every way to change a meeting that its editors have."""
    meeting = given.meeting
    item, decision = meeting.agenda_items[0], meeting.decisions[0]
    here = f"/meetings/{meeting.id}"
    return [
        (f"{here}/edit", DAY),
        (f"{here}/attendance", {"guest_answer": "observer"}),
        (f"{here}/agenda/new", {"kind": "report", "title": "報告"}),
        (f"{here}/agenda/{item.id}/edit", {"kind": "report", "title": "報告"}),
        (f"{here}/agenda/{item.id}/move", {"to": "down"}),
        (f"{here}/agenda/{item.id}/delete", {}),
        (f"{here}/decisions/new", {"text": "決めた"}),
        (f"{here}/decisions/{decision.id}/edit", {"text": "決めた"}),
        (f"{here}/decisions/{decision.id}/delete", {}),
        (f"{here}/cancel", {"reason": "大雨"}),
        (f"{here}/resume", {}),
    ]


@pytest.mark.parametrize("visibility", Visibility)
def test_meetings_are_changed_by_the_secretariat_and_coordinators(app, visibility):
    given = around(visibility)
    make.agenda_item(given.meeting)
    make.decision(given.meeting)
    db.session.refresh(given.meeting)
    changes = changes_of(given)
    for kind, person in given.people.items():
        if kind in EDITORS:
            continue
        client = app.test_client(user=person) if person else app.test_client()
        for path, data in changes:
            answer = client.post(path, data=data)
            assert answer.status_code in status_for(kind, READERS[visibility], EDITORS), (
                kind,
                path,
            )
    assert given.meeting.cancelled_at is None
    assert len(given.meeting.agenda_items) == len(given.meeting.decisions) == 1


@pytest.mark.parametrize("kind", sorted(EDITORS))
def test_editors_open_every_form(app, kind):
    given = around(Visibility.SERIES)
    item, decision = make.agenda_item(given.meeting), make.decision(given.meeting)
    client = app.test_client(user=given.people[kind])
    here = f"/meetings/{given.meeting.id}"
    for path in ("/edit", "/attendance", "/agenda/new", f"/agenda/{item.id}/edit", "/cancel",
                 "/decisions/new", f"/decisions/{decision.id}/edit"):  # fmt: skip
        assert client.get(here + path).status_code == 200, path
    series = f"/meetings/series/{given.meeting.series_id}"
    member = given.meeting.series.members[0]
    for path in ("/edit", "/members", f"/members/{member.id}/edit"):
        assert client.get(series + path).status_code == 200, path
    assert client.get(f"/meetings/new?series={given.meeting.series_id}").status_code == 200


def test_series_are_changed_by_the_secretariat_and_coordinators(app):
    given = around(Visibility.NETWORK)
    series = given.meeting.series
    member = series.members[0]
    here = f"/meetings/series/{series.id}"
    changes = [
        (f"{here}/edit", {"name": "別の名前"}),
        (f"{here}/members", {"organization_id": "1", "role": "member"}),
        (f"{here}/members/{member.id}/edit", {"role": "observer"}),
        (f"{here}/members/{member.id}/remove", {}),
        (f"{here}/archive", {}),
        (f"/meetings/new?series={series.id}", DAY),
    ]
    for kind, person in given.people.items():
        if kind in EDITORS:
            continue
        client = app.test_client(user=person) if person else app.test_client()
        for path, data in changes:
            answer = client.post(path, data=data)
            assert answer.status_code in status_for(kind, NETWORK, EDITORS), (kind, path)
    assert not series.is_archived


def test_only_coordinators_make_a_series(app):
    given = around(Visibility.NETWORK)
    for kind, person in given.people.items():
        client = app.test_client(user=person) if person else app.test_client()
        wanted = {302, 303} if kind == "visitor" else {200} if kind == "coordinator" else {403}
        assert client.get("/meetings/series/new").status_code in wanted, kind


def test_only_a_coordinator_hands_the_secretariat_to_another_organization(as_user):
    given = around(Visibility.NETWORK)
    series, other = given.meeting.series, make.organization()
    data = {"name": series.name, "kind": "liaison", "visibility": "network",
            "secretariat_id": other.id, "version": series.version}  # fmt: skip
    path = f"/meetings/series/{series.id}/edit"
    assert as_user(given.people["secretariat"]).post(path, data=data).status_code == 403
    assert as_user(given.people["coordinator"]).post(path, data=data).status_code == 303
    assert series.secretariat_id == other.id


@pytest.mark.parametrize("state", MinutesState)
def test_minutes_are_written_by_the_secretariat_only(app, state):
    given = around(Visibility.NETWORK, state)
    here = f"/meetings/{given.meeting.id}/minutes"
    readable = {
        MinutesState.DRAFT: WRITERS,
        MinutesState.REVIEW: {"left", "viewer", "editor", "admin", "observer",
                              "secretariat viewer"} | WRITERS,
        MinutesState.CONFIRMED: NETWORK,
    }[state]  # fmt: skip
    for kind, person in given.people.items():
        if kind in WRITERS:
            continue
        client = app.test_client(user=person) if person else app.test_client()
        for path in ("/edit", "/review", "/take-back", "/confirm", "/correct"):
            answer = client.post(here + path, data={"version": given.minutes.version})
            assert answer.status_code in status_for(kind, readable, WRITERS), (kind, path)
    assert given.minutes.state is state


def test_attending_organizations_answer_and_nobody_else(app):
    given = around(Visibility.NETWORK, MinutesState.REVIEW)
    came = {a.organization_id for a in given.meeting.attendances}
    path = f"/meetings/{given.meeting.id}/minutes/answer"
    for kind, person in given.people.items():
        client = app.test_client(user=person) if person else app.test_client()
        own = next(iter(person.organization_ids), 0) if person else 0
        answer = client.post(path, data={"organization_id": own, "answer": "agreed"})
        if kind in {"editor", "admin", "observer", "left"}:
            assert answer.status_code == 303, kind
        elif kind == "visitor":
            assert "/login" in answer.location
        elif own in came:
            assert answer.status_code == 403, kind  # viewers, and the secretariat itself
        else:
            assert answer.status_code == 404, kind
    editor = given.people["editor"]
    for other in came - editor.organization_ids:
        client = app.test_client(user=editor)
        assert client.post(
            path, data={"organization_id": other, "answer": "agreed"}
        ).status_code == 403  # fmt: skip


def test_an_answer_of_an_organization_that_was_absent_is_refused(as_user):
    given = around(Visibility.NETWORK, MinutesState.REVIEW)
    editor = given.people["editor"]
    row = next(a for a in given.meeting.attendances if a.organization_id in editor.organization_ids)
    row.answer = "absent"
    db.session.commit()
    answer = as_user(editor).post(
        f"/meetings/{given.meeting.id}/minutes/answer",
        data={"organization_id": row.organization_id, "answer": "agreed"},
    )
    assert answer.status_code == 403


def test_a_membership_that_ended_gives_nothing(as_user):
    given = around(Visibility.SERIES)
    writer = given.people["secretariat"]
    writer.memberships[0].ends_on = date(2026, 11, 22)
    db.session.commit()
    assert as_user(writer).get(f"/meetings/{given.meeting.id}").status_code == 404
