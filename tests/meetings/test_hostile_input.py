"""Whatever is sent: a clear answer with the input kept, never a failure of ours."""

import pytest

from hub.core.db import db
from hub.meetings.models import Meeting, MinutesState
from tests import make

ODD = ["", "　", "x" * 100_000, "\x00\x07\x1b[31m", "\u202e逆", "🐾" * 300, "' OR 1=1 --",
       "<script>alert(1)</script>", "9" * 5000, "-1", "１２", "\ud83d"]  # fmt: skip


@pytest.fixture
def meeting(app):
    held = make.meeting(make.organization())
    make.agenda_item(held)
    make.decision(held)
    make.minutes(held, MinutesState.REVIEW)
    db.session.refresh(held)
    return held


@pytest.fixture
def editor(as_user, meeting):
    return as_user(make.coordinator(meeting.series.secretariat))


def forms(meeting):
    here, series = f"/meetings/{meeting.id}", f"/meetings/series/{meeting.series_id}"
    item, decision = meeting.agenda_items[0].id, meeting.decisions[0].id
    member = meeting.series.members[0].id
    return {
        f"{here}/edit": ["held_on", "starts_at", "ends_at", "place", "online_url", "subtitle",
                         "visibility", "handouts", "next_meeting_note", "version"],
        f"/meetings/new?series={meeting.series_id}": ["held_on", "starts_at", "visibility"],
        f"{here}/attendance": ["guest_id", "guest_answer", "version"],
        f"{here}/agenda/new": ["kind", "title", "presenter_id", "planned_minutes", "summary"],
        f"{here}/agenda/{item}/edit": ["kind", "title", "presenter_id", "version"],
        f"{here}/agenda/{item}/move": ["to"],
        f"{here}/decisions/new": ["text", "agenda_item_id"],
        f"{here}/decisions/{decision}/edit": ["text", "agenda_item_id", "version"],
        f"{here}/cancel": ["reason"],
        f"{here}/minutes/edit": ["body", "version"],
        f"{here}/minutes/review": ["review_until", "version"],
        f"{here}/minutes/answer": ["organization_id", "answer", "comment"],
        f"{here}/minutes/confirm": ["version", "objections"],
        f"{here}/minutes/correct": ["body", "reason", "version"],
        "/meetings/series/new": ["name", "kind", "secretariat_id", "visibility", "description"],
        f"{series}/edit": ["name", "kind", "secretariat_id", "version"],
        f"{series}/members": ["organization_id", "role", "starts_on", "ends_on"],
        f"{series}/members/{member}/edit": ["role", "starts_on", "ends_on", "version"],
    }  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_values_in_every_field_of_every_form(editor, meeting, odd):
    for path, names in forms(meeting).items():
        sent = {name: odd.encode("utf-8", "surrogatepass") for name in names}
        answer = editor.post(path, data=sent)
        assert answer.status_code < 500, path
        assert "<script>alert(1)" not in answer.text, path


def test_empty_posts_are_answered(editor, meeting):
    for path in forms(meeting):
        assert editor.post(path, data={}).status_code < 500, path


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("held_on", "2026-02-30", "日付として読めません"),
        ("held_on", "1026-02-20", "2000年から2100年まで"),
        ("held_on", "", "入れてください"),
        ("starts_at", "25:00", "時刻として読めません"),
        ("starts_at", "", "開始も入れてください"),
        ("ends_at", "13:00", "開始より後"),
        ("visibility", "everybody", ""),
        ("online_url", "javascript:alert(1)", "https:// で始まるアドレス"),
        ("online_url", "http://[", "https:// で始まるアドレス"),
        ("place", "あ" * 201, "200字まで"),
        ("subtitle", "あ" * 101, "100字まで"),
    ],
)
def test_a_meeting_that_makes_no_sense_is_refused_and_kept(editor, meeting, name, value, said):
    count = db.session.query(Meeting).count()
    good = {"held_on": "R8.12.9", "starts_at": "14時30分", "ends_at": "１６：００",
            "visibility": "series", "place": "多摩区役所"}  # fmt: skip
    path = f"/meetings/new?series={meeting.series_id}"
    answer = editor.post(path, data=good | {name: value})
    assert answer.status_code == 422
    assert f'href="#{name}"' in answer.text or name == "starts_at"
    assert said in answer.text
    assert name == "place" or 'value="多摩区役所"' in answer.text
    assert db.session.query(Meeting).count() == count
    assert editor.post(path, data=good).status_code == 303


@pytest.mark.parametrize("wanted", ["", "?series=", "?series=x", "?series=999999", "?series=²",
                                    "?series=" + "9" * 400])  # fmt: skip
def test_a_meeting_of_no_series_is_not_found(editor, wanted):
    assert editor.get(f"/meetings/new{wanted}").status_code == 404


def test_wrong_numbers_in_addresses_are_not_found(editor, meeting):
    for path in ("/meetings/0", "/meetings/99999999999999999999", "/meetings/-1", "/meetings/x",
                 "/meetings/series/99999999999999999999",
                 f"/meetings/{meeting.id}/agenda/99999999999999999999/edit"):  # fmt: skip
        assert editor.get(path).status_code == 404, path


def test_names_and_notes_are_shown_as_text(editor, meeting):
    payload = '"><script>alert(1)</script>'
    meeting.place = meeting.subtitle = meeting.handouts = meeting.next_meeting_note = payload
    meeting.agenda_items[0].title = meeting.decisions[0].text = payload
    meeting.agenda_items[0].summary = meeting.attendances[0].post_title = payload
    meeting.series.name = payload
    db.session.commit()
    here = f"/meetings/{meeting.id}"
    for path in ("/meetings", here, f"/meetings/series/{meeting.series_id}", f"{here}/minutes",
                 f"{here}/minutes/edit", f"{here}/edit", f"{here}/attendance",
                 f"{here}/agenda/new", f"{here}/decisions/new"):  # fmt: skip
        page = editor.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text, path
