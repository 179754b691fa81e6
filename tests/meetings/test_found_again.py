"""What a change of a meeting means for the search index, and what other pages ask of meetings."""

from datetime import date, timedelta

import pytest

from hub.accounts.models import Visitor
from hub.core.db import db, now
from hub.meetings import minutes_queries, queries
from hub.meetings.models import Meeting, MinutesState, Visibility
from hub.search import building, outbox
from tests import make


@pytest.fixture
def series(app):
    return make.series(make.organization())


@pytest.fixture
def editor(as_user, series):
    return as_user(make.user(series.secretariat))


def in_step():
    outbox.drain()
    return list(building.differences()) == []


def test_the_index_follows_visibility_day_name_and_minutes(editor, series):
    first = make.meeting(series=series, held_on=date(2026, 5, 20))
    second = make.meeting(series=series, held_on=date(2026, 9, 16))
    make.agenda_item(first)
    make.decision(first)
    make.action(meeting=first)
    outbox.rebuild()
    assert in_step()
    data = {"held_on": "2026-05-20", "visibility": "series", "version": first.version}
    assert editor.post(f"/meetings/{first.id}/edit", data=data).status_code == 303
    assert in_step()
    editor.post(f"/meetings/{first.id}/cancel", data={"reason": "大雨"})
    assert in_step()  # the second one became 第1回
    data = {"held_on": "2027-09-16", "visibility": "network", "version": second.version}
    editor.post(f"/meetings/{second.id}/edit", data=data)
    assert in_step()
    data = {"name": "改めた名前", "kind": "liaison", "visibility": "network",
            "secretariat_id": series.secretariat_id, "version": series.version}  # fmt: skip
    assert editor.post(f"/meetings/series/{series.id}/edit", data=data).status_code == 303
    assert in_step()
    make.minutes(second, MinutesState.REVIEW, body="さがされる言葉")
    assert in_step()
    data = {"version": second.minutes.version, "objections": 0}
    assert editor.post(f"/meetings/{second.id}/minutes/confirm", data=data).status_code == 303
    assert in_step()
    data = {"version": second.minutes.version, "body": "訂正した言葉", "reason": "誤字"}
    assert editor.post(f"/meetings/{second.id}/minutes/correct", data=data).status_code == 303
    assert in_step()
    assert "訂正した言葉" in second.search_document().body


def test_members_come_and_go_and_no_document_changes(editor, series):
    """Readers of 会議体まで are a token of the series; who has it is asked at each search."""
    meeting = make.meeting(series=series, visibility=Visibility.SERIES)
    outbox.rebuild()
    before = meeting.search_document()
    data = {"organization_id": make.organization().id, "role": "member"}
    path = f"/meetings/series/{series.id}/members"
    assert editor.post(path, data=data).status_code == 303
    assert len(series.members) == 2
    assert meeting.search_document() == before
    assert before.readers == {f"series:{series.id}"}
    assert in_step()


def test_drafts_are_not_in_the_document_of_the_meeting(series):
    meeting = make.meeting(series=series)
    make.minutes(meeting, MinutesState.DRAFT, body="下書きの言葉")
    assert "下書きの言葉" not in meeting.search_document().body


def test_what_waits_for_the_secretariat_and_for_who_came(series):
    member = series.members[0].organization
    held = make.meeting(member, series=series, held_on=date(2026, 11, 23))
    make.meeting(series=series, held_on=date(2026, 12, 9))
    off = make.meeting(series=series, held_on=date(2026, 10, 1))
    off.cancel("大雨", now())
    done = make.meeting(series=series, held_on=date(2026, 9, 16))
    make.minutes(done, MinutesState.CONFIRMED)
    writer, reader = make.user(series.secretariat), make.user(member)
    assert queries.at_desk(writer, 5)[0] == [held]
    assert queries.at_desk(reader, 5)[0] == []
    assert queries.at_desk(Visitor(), 5)[0] == []
    make.minutes(held, MinutesState.REVIEW)
    assert [m.meeting for m in minutes_queries.minutes_to_check(reader)] == [held]
    assert minutes_queries.minutes_to_check(Visitor()) == []


def test_the_next_meetings_and_what_was_confirmed_of_late(series):
    soon = make.meeting(series=series, held_on=date(2026, 11, 23))
    later = make.meeting(series=series, held_on=date(2026, 12, 9), visibility=Visibility.SERIES)
    past = make.meeting(series=series, held_on=date(2026, 11, 22))
    make.minutes(past, MinutesState.CONFIRMED)
    inside, outside = make.user(series.members[0].organization), make.user()
    assert queries.at_desk(inside, 5)[1] == [soon, later]
    assert queries.at_desk(outside, 5)[1] == [soon]
    assert queries.at_desk(inside, 1)[1] == [soon]
    hour = timedelta(hours=1)

    def confirmed(viewer, since):
        return [
            row.id for row in db.session.execute(minutes_queries.recently_confirmed(viewer, since))
        ]

    assert confirmed(outside, now() - hour) == [past.id]
    assert confirmed(outside, now() + hour) == []
    assert confirmed(Visitor(), now() - hour) == []


def test_decisions_of_a_series_leave_out_what_one_may_not_see(series):
    open_one = make.decision(make.meeting(series=series), text="みなで決めた")
    closed = make.meeting(series=series, visibility=Visibility.SERIES)
    make.decision(closed, text="内で決めた")
    assert list(queries.decisions_of(make.user(), series)) == [open_one]
    assert len(queries.decisions_of(make.user(series.secretariat), series)) == 2


def test_the_page_of_an_organization_shows_its_latest_meetings(as_user, series):
    member = series.members[0].organization
    for month in range(4, 11):
        make.meeting(member, series=series, held_on=date(2026, month, 1))
    make.meeting(member, series=make.series(member, visibility=Visibility.SERIES))
    found = queries.taking_part(make.user(), member.id)
    assert [m.held_on.month for m in found] == [10, 9, 8, 7, 6]
    page = as_user(make.user()).get(f"/organizations/{member.id}")
    assert page.status_code == 200
    assert f'href="/meetings/{found[0].id}"' in page.text
    assert db.session.scalar(db.select(db.func.count(Meeting.id))) == 8
