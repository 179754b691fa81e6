"""Agenda items, their order and time, decisions, and what confirmed minutes lock."""

import pytest

from hub.core.db import db
from hub.meetings.models import AgendaKind, MinutesState
from tests import make


@pytest.fixture
def meeting(app):
    return make.meeting(make.organization())


@pytest.fixture
def editor(as_user, meeting):
    return as_user(make.user(meeting.series.secretariat))


def titles(meeting):
    db.session.expire_all()
    return [item.title for item in meeting.agenda_items]


def add(editor, meeting, title, kind="discuss", **more):
    data = {"title": title, "kind": kind} | more
    return editor.post(f"/meetings/{meeting.id}/agenda/new", data=data)


def test_items_are_added_before_the_closing_ones(editor, meeting):
    add(editor, meeting, "報告", "report")
    add(editor, meeting, "次回の日程", "other")
    add(editor, meeting, "助成")
    assert titles(meeting) == ["報告", "助成", "次回の日程"]
    assert [item.position for item in meeting.agenda_items] == [1, 2, 3]


def test_items_move_up_and_down_and_stop_at_the_ends(editor, meeting):
    for title in "一二三":
        add(editor, meeting, title)
    first, _second, third = meeting.agenda_items
    here = f"/meetings/{meeting.id}/agenda"
    for item, to, expected in [
        (third, "up", ["一", "三", "二"]),
        (third, "up", ["三", "一", "二"]),
        (third, "up", ["三", "一", "二"]),
        (first, "down", ["三", "二", "一"]),
        (first, "down", ["三", "二", "一"]),
    ]:
        answer = editor.post(f"{here}/{item.id}/move", data={"to": to})
        assert answer.status_code == 303
        assert titles(meeting) == expected


def test_an_item_is_dragged_to_a_place(editor, meeting):
    for title in "一二三":
        add(editor, meeting, title)
    first = meeting.agenda_items[0]
    path = f"/meetings/{meeting.id}/agenda/{first.id}/move"
    for to, expected in [
        ("3", ["二", "三", "一"]),
        ("2", ["二", "一", "三"]),
        *((wrong, ["二", "一", "三"]) for wrong in ("0", "4", "-1", "x", "", "９", "9" * 999)),
    ]:
        assert editor.post(path, data={"to": to}).status_code == 303
        assert titles(meeting) == expected


def test_what_is_carried_over_stays_first(editor, meeting):
    opening = make.agenda_item(meeting, kind=AgendaKind.CARRY, title="継続課題の確認")
    for title in "一二":
        add(editor, meeting, title)
    here = f"/meetings/{meeting.id}/agenda"
    first = meeting.agenda_items[1]
    for item, to in [(opening, "down"), (first, "up"), (first, "1"), (opening, "3")]:
        assert editor.post(f"{here}/{item.id}/move", data={"to": to}).status_code == 303
    assert editor.post(f"{here}/{opening.id}/delete").status_code == 409
    assert titles(meeting) == ["継続課題の確認", "一", "二"]
    page = editor.get(f"/meetings/{meeting.id}").text
    assert f"{here}/{opening.id}/move" not in page
    assert f"{here}/{opening.id}/delete" not in page


def test_the_planned_time_stands_against_the_length_of_the_meeting(editor, meeting):
    add(editor, meeting, "助成", planned_minutes="９０")
    page = editor.get(f"/meetings/{meeting.id}").text
    assert "枠は120分、残り30分" in page
    assert 'viewBox="0 0 120 10"' in page
    add(editor, meeting, "報告", "report", planned_minutes="40")
    page = editor.get(f"/meetings/{meeting.id}").text
    assert "枠は120分、10分超えています" in page
    assert "協議事項90分、報告事項40分" in page


@pytest.mark.parametrize("minutes", ["0", "-5", "601", "十", "9" * 5000, "1e3"])
def test_time_that_is_no_number_of_minutes_is_refused(editor, meeting, minutes):
    answer = add(editor, meeting, "助成", planned_minutes=minutes)
    assert answer.status_code == 422
    assert 'value="助成"' in answer.text
    assert not meeting.agenda_items


def test_an_item_is_edited_and_deleted(editor, meeting):
    add(editor, meeting, "助成")
    [item] = meeting.agenda_items
    presenter = meeting.attendances[0].organization_id
    data = {"title": "助成の早見表", "kind": "report", "presenter_id": presenter,
            "summary": "**窓口**で使う", "version": meeting.version}  # fmt: skip
    path = f"/meetings/{meeting.id}/agenda/{item.id}"
    assert editor.post(f"{path}/edit", data=data).status_code == 303
    assert (item.title, item.kind, item.presenter_id) == (
        "助成の早見表", AgendaKind.REPORT, presenter,
    )  # fmt: skip
    assert "<strong>窓口</strong>" in editor.get(f"/meetings/{meeting.id}").text
    assert editor.post(f"{path}/delete").status_code == 303
    assert titles(meeting) == []


def test_two_editors_of_one_item_see_both_texts(editor, meeting):
    add(editor, meeting, "助成")
    [item] = meeting.agenda_items
    seen = meeting.version
    path = f"/meetings/{meeting.id}/agenda/{item.id}/edit"
    theirs = {"title": "彼らの題", "kind": "discuss", "version": seen}
    assert editor.post(path, data=theirs).status_code == 303
    late = editor.post(path, data={"title": "わたしの題", "kind": "discuss", "version": seen})
    assert late.status_code == 409
    assert "彼らの題" in late.text
    assert "わたしの題" in late.text
    again = {"title": "わたしの題", "kind": "discuss", "keep-title": "mine",
             "version": meeting.version}  # fmt: skip
    assert editor.post(path, data=again).status_code == 303
    assert item.title == "わたしの題"


def test_a_decision_survives_its_agenda_item(editor, meeting):
    item = make.agenda_item(meeting)
    data = {"text": "一覧を刷る", "agenda_item_id": item.id}
    assert editor.post(f"/meetings/{meeting.id}/decisions/new", data=data).status_code == 303
    [decision] = meeting.decisions
    assert decision.agenda_item_id == item.id
    editor.post(f"/meetings/{meeting.id}/agenda/{item.id}/delete")
    assert decision.agenda_item_id is None
    assert "一覧を刷る" in editor.get(f"/meetings/{meeting.id}").text


def test_an_action_survives_its_agenda_item(editor, meeting):
    item = make.agenda_item(meeting)
    action = make.action(meeting=meeting, agenda_item=item)
    assert editor.post(f"/meetings/{meeting.id}/agenda/{item.id}/delete").status_code == 303
    db.session.refresh(action)
    assert action.agenda_item_id is None
    assert action.meeting_id == meeting.id


def test_decisions_are_edited_and_deleted(editor, meeting):
    decision = make.decision(meeting)
    path = f"/meetings/{meeting.id}/decisions/{decision.id}"
    data = {"text": "決め直した", "version": meeting.version}
    assert editor.post(f"{path}/edit", data=data).status_code == 303
    assert decision.text == "決め直した"
    late = editor.post(f"{path}/edit", data=data | {"text": "遅れて来た"})
    assert late.status_code == 409
    assert "遅れて来た" in late.text
    assert editor.post(f"{path}/delete").status_code == 303
    assert editor.get(f"/meetings/{meeting.id}").text.count("決め直した") == 0


def test_an_item_of_another_meeting_is_not_found_under_this_one(editor, meeting):
    item, decision = make.agenda_item(), make.decision()
    here = f"/meetings/{meeting.id}"
    assert editor.get(f"{here}/agenda/{item.id}/edit").status_code == 404
    assert editor.post(f"{here}/agenda/{item.id}/delete").status_code == 404
    assert editor.post(f"{here}/decisions/{decision.id}/delete").status_code == 404
    own = {"text": "決めた", "agenda_item_id": item.id}
    assert editor.post(f"{here}/decisions/new", data=own).status_code == 422


def test_confirmed_minutes_lock_agenda_decisions_and_attendance(editor, meeting):
    item, decision = make.agenda_item(meeting), make.decision(meeting)
    make.minutes(meeting, MinutesState.CONFIRMED)
    here, version = f"/meetings/{meeting.id}", meeting.version
    for path, data in [
        ("/agenda/new", {"kind": "report", "title": "報告"}),
        (f"/agenda/{item.id}/edit", {"kind": "report", "title": "報告", "version": version}),
        (f"/agenda/{item.id}/move", {"to": "up"}),
        (f"/agenda/{item.id}/delete", {}),
        ("/decisions/new", {"text": "決めた"}),
        (f"/decisions/{decision.id}/edit", {"text": "決めた", "version": version}),
        (f"/decisions/{decision.id}/delete", {}),
        ("/attendance", {"version": version, "guest_answer": "observer"}
         | {f"answer_{o.organization_id}": "absent" for o in meeting.attendances}
         | {f"answer_{meeting.series.secretariat_id}": "absent"}),
        ("/cancel", {"reason": "大雨"}),
    ]:  # fmt: skip
        answer = editor.post(here + path, data=data)
        assert answer.status_code == 409, path
        assert "確定" in answer.text, path
    page = editor.get(here).text
    assert "議題を足す" not in page
    assert "出欠を書く" not in page
