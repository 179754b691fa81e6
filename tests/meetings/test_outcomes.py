"""What became of each agenda item: asked for at 確定, and 継続 goes to the next meeting."""

from datetime import date

import pytest

from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.meetings.models import AgendaKind, AgendaOutcome, Meeting, MinutesState
from tests import make

LATER = date(2026, 12, 9)


@pytest.fixture
def meeting(app):
    return make.meeting()


@pytest.fixture
def item(meeting):
    return make.agenda_item(meeting, title="早見表の置き場所", planned_minutes=20)


@pytest.fixture
def writer(as_user, meeting):
    return as_user(make.user(meeting.series.secretariat))


def write(client, meeting, outcomes, version=None):
    data = {f"outcome_{item.id}": value for item, value in outcomes.items()}
    data["version"] = meeting.version if version is None else version
    return client.post(f"/meetings/{meeting.id}/outcomes", data=data)


def titles(meeting):
    db.session.expire_all()
    return [item.title for item in meeting.agenda_items]


def call_meeting(client, series, day="2026-12-09"):
    data = {"held_on": day, "visibility": "network"}
    assert client.post(f"/meetings/new?series={series.id}", data=data).status_code == 303
    return db.session.scalars(db.select(Meeting).order_by(Meeting.id.desc())).first()


def test_outcomes_of_all_items_on_one_page(writer, meeting, item):
    other = make.agenda_item(meeting, title="<b>報告</b>", kind=AgendaKind.REPORT)
    page = writer.get(f"/meetings/{meeting.id}/outcomes").text
    for word in ("決定", "宿題", "連携の種", "継続", "報告を受けた", "了承", "早見表の置き場所"):
        assert word in page
    assert "<b>報告" not in page
    assert write(writer, meeting, {item: "decided", other: "reported"}).status_code == 303
    assert [i.outcome for i in meeting.agenda_items] == [
        AgendaOutcome.DECIDED, AgendaOutcome.REPORTED,
    ]  # fmt: skip
    shown = writer.get(f"/meetings/{meeting.id}").text
    assert "報告を受けた" in shown
    entry = db.session.scalars(db.select(AuditEntry).filter_by(verb="meeting:outcomes")).one()
    assert entry.after == {str(item.id): "decided", str(other.id): "reported"}


def test_an_outcome_is_set_on_the_form_of_the_item_too(writer, meeting, item):
    address = f"/meetings/{meeting.id}/agenda/{item.id}/edit"
    assert "結果" in writer.get(address).text
    data = {"kind": "discuss", "title": item.title, "outcome": "approved",
            "version": meeting.version}  # fmt: skip
    assert writer.post(address, data=data).status_code == 303
    assert item.outcome is AgendaOutcome.APPROVED
    assert "outcome" not in writer.get(f"/meetings/{meeting.id}/agenda/new").text


def test_an_unknown_outcome_is_refused_and_two_editors_see_both(writer, meeting, item):
    assert write(writer, meeting, {item: "solved"}).status_code == 422
    seen = meeting.version
    write(writer, meeting, {item: "decided"})
    late = write(writer, meeting, {item: "idea"}, version=seen)
    assert late.status_code == 409
    assert "連携の種" in late.text
    assert "決定" in late.text
    assert item.outcome is AgendaOutcome.DECIDED


def test_outcomes_of_confirmed_minutes_stand(writer, meeting, item):
    make.minutes(meeting, MinutesState.CONFIRMED)
    assert write(writer, meeting, {item: "decided"}).status_code == 409
    assert writer.get(f"/meetings/{meeting.id}/outcomes").status_code == 409


def test_only_the_secretariat_and_coordinators_write_outcomes(as_user, visitor, meeting, item):
    assert write(as_user(make.coordinator()), meeting, {item: "decided"}).status_code == 303
    assert write(as_user(make.user()), meeting, {item: "idea"}).status_code == 403
    assert "/login" in write(visitor, meeting, {item: "idea"}).location


def confirm(client, meeting, **more):
    version = meeting.minutes.version
    data = {"version": version, "objections": 0} | more
    return client.post(f"/meetings/{meeting.id}/minutes/confirm", data=data)


def test_a_missing_outcome_warns_and_needs_a_reason(writer, meeting, item):
    make.minutes(meeting, MinutesState.REVIEW)
    page = writer.get(f"/meetings/{meeting.id}/minutes/confirm").text
    assert "結果を書いていない議題が1件" in page
    refused = confirm(writer, meeting)
    assert refused.status_code == 422
    assert "理由を入れてください" in refused.text
    assert confirm(writer, meeting, reason="あ" * 301).status_code == 422
    assert confirm(writer, meeting, reason="時間切れで話さなかった").status_code == 303
    assert meeting.minutes.is_confirmed
    assert "時間切れで話さなかった" in writer.get(f"/meetings/{meeting.id}/minutes").text
    entry = db.session.scalars(db.select(AuditEntry).filter_by(verb="minutes:confirm")).one()
    assert entry.after == {"outcomes_missing": "時間切れで話さなかった"}


def test_nothing_is_asked_where_every_item_has_an_outcome(writer, meeting, item):
    make.agenda_item(meeting, title="継続課題の確認", kind=AgendaKind.CARRY)  # opens each meeting
    write(writer, meeting, {item: "decided"})
    make.minutes(meeting, MinutesState.REVIEW)
    page = writer.get(f"/meetings/{meeting.id}/minutes/confirm").text
    assert "議題が" not in page
    assert confirm(writer, meeting).status_code == 303


def test_what_is_continued_goes_to_the_next_meeting_once(writer, meeting, item):
    coming = make.meeting(series=meeting.series, held_on=LATER)
    make.agenda_item(coming, title="継続課題の確認", kind=AgendaKind.CARRY)
    make.agenda_item(coming, title="新しい議題")
    write(writer, meeting, {item: "continued"})
    assert titles(coming) == ["継続課題の確認", "早見表の置き場所", "新しい議題"]
    carried = coming.agenda_items[1]
    assert (carried.kind, carried.continued_from_id) == (AgendaKind.CARRY, item.id)
    assert [i.position for i in coming.agenda_items] == [1, 2, 3]
    assert f"/meetings/{meeting.id}#agenda-{item.id}" in writer.get(f"/meetings/{coming.id}").text
    assert "へ続く" in writer.get(f"/meetings/{meeting.id}").text
    write(writer, meeting, {item: "continued"})
    call_meeting(writer, meeting.series, "2026-12-20")
    assert titles(coming) == ["継続課題の確認", "早見表の置き場所", "新しい議題"]


def test_what_is_continued_waits_for_the_next_meeting_to_be_called(writer, meeting, item):
    write(writer, meeting, {item: "continued"})
    coming = call_meeting(writer, meeting.series)
    assert titles(coming) == ["継続課題の確認", "早見表の置き場所"]
    later = call_meeting(writer, meeting.series, "2027-02-10")
    assert titles(later) == ["継続課題の確認"]


def test_what_is_continued_again_goes_on_to_the_meeting_after(writer, meeting, item, clock):
    write(writer, meeting, {item: "continued"})
    coming = call_meeting(writer, meeting.series)
    clock.move_to("2026-12-10 09:00+09:00")
    write(writer, coming, {coming.agenda_items[1]: "continued"})
    later = call_meeting(writer, meeting.series, "2027-02-10")
    assert titles(later) == ["継続課題の確認", "早見表の置き場所"]
    assert later.agenda_items[1].continued_from_id == coming.agenda_items[1].id


def test_what_was_taken_off_by_hand_does_not_come_back(writer, meeting, item):
    write(writer, meeting, {item: "continued"})
    coming = call_meeting(writer, meeting.series)
    carried = coming.agenda_items[1]
    writer.post(f"/meetings/{coming.id}/agenda/{carried.id}/delete")
    write(writer, meeting, {item: "continued"})
    assert titles(coming) == ["継続課題の確認"]


def test_a_meeting_that_is_called_off_is_passed_over(writer, meeting, item):
    write(writer, meeting, {item: "continued"})
    coming = call_meeting(writer, meeting.series)
    writer.post(f"/meetings/{coming.id}/cancel", data={"reason": "大雪"})
    later = call_meeting(writer, meeting.series, "2027-02-10")
    assert titles(later) == ["継続課題の確認", "早見表の置き場所"]
    third = call_meeting(writer, meeting.series, "2027-03-10")
    assert titles(third) == ["継続課題の確認"]


def test_called_off_with_another_meeting_ahead_it_moves_there(writer, meeting, item):
    write(writer, meeting, {item: "continued"})
    coming = call_meeting(writer, meeting.series)
    later = call_meeting(writer, meeting.series, "2027-02-10")
    writer.post(f"/meetings/{coming.id}/cancel", data={"reason": "大雪"})
    assert titles(later) == ["継続課題の確認", "早見表の置き場所"]


def test_nothing_goes_back_to_a_meeting_that_was_held(writer, meeting, item):
    make.meeting(series=meeting.series, held_on=date(2026, 10, 1))
    write(writer, meeting, {item: "continued"})
    assert item.continued_in_id is None
    other = make.series(secretariat=meeting.series.secretariat)
    assert titles(call_meeting(writer, other)) == ["継続課題の確認"]


def test_an_item_that_goes_on_elsewhere_cannot_be_deleted(writer, meeting, item):
    write(writer, meeting, {item: "continued"})
    call_meeting(writer, meeting.series)
    answer = writer.post(f"/meetings/{meeting.id}/agenda/{item.id}/delete")
    assert answer.status_code == 409
    assert "続いている" in answer.text
