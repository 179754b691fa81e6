"""The states of an action: what each asks for, who sets it, and what stays in the history."""

from datetime import date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from hub.actions import commands
from hub.actions.models import ActionStatus, EventKind
from hub.core.calendar import TOKYO
from hub.core.db import db
from hub.core.errors import Conflict, Forbidden, Invalid
from tests import make


@pytest.fixture
def action(app):
    return make.action()


@pytest.fixture
def client(as_user, action):
    return as_user(make.user(action.lead))


def test_start_and_put_back_are_one_press(client, action):
    assert client.post(f"/actions/{action.id}/start").location == f"/actions/{action.id}"
    assert action.status is ActionStatus.IN_PROGRESS
    assert "進行中にした" in client.get(f"/actions/{action.id}").text
    client.post(f"/actions/{action.id}/put-back")
    assert action.status is ActionStatus.NOT_STARTED


def test_done_asks_for_a_result(client, action):
    refused = client.post(f"/actions/{action.id}/complete", data={"result": " 　\n"})
    assert refused.status_code == 422
    assert 'href="#result"' in refused.text
    assert '<details class="ask" id="complete" open>' in refused.text
    assert action.status is ActionStatus.NOT_STARTED
    assert client.post(
        f"/actions/{action.id}/complete", data={"result": "配った"}
    ).status_code == 303  # fmt: skip
    assert (action.status, action.result) == (ActionStatus.DONE, "配った")
    assert action.closed_on == date(2026, 11, 23)


def test_dropped_asks_for_a_reason(client, action):
    assert client.post(f"/actions/{action.id}/drop", data={"reason": ""}).status_code == 422
    client.post(f"/actions/{action.id}/drop", data={"reason": "効果が見込めない"})
    assert (action.status, action.reason) == (ActionStatus.DROPPED, "効果が見込めない")


@pytest.mark.parametrize("day", ["", "いつか", "2026-11-23", "2026-11-22", "R8.13.1"])
def test_on_hold_asks_for_a_day_after_today(client, action, day):
    refused = client.post(
        f"/actions/{action.id}/hold", data={"review_on": day, "note": "様子を見る"}
    )
    assert refused.status_code == 422
    assert "様子を見る" in refused.text
    if day:
        assert day in refused.text
    assert action.status is ActionStatus.NOT_STARTED


def test_on_hold_shows_the_day_to_look_again_and_it_can_be_moved(client, action):
    client.post(f"/actions/{action.id}/hold", data={"review_on": "R8.12.9", "note": "様子を見る"})
    assert action.status is ActionStatus.ON_HOLD
    page = client.get(f"/actions/{action.id}").text
    assert "に見直す" in page
    assert "様子を見る" in page
    client.post(f"/actions/{action.id}/hold", data={"review_on": "2027/1/20"})
    assert action.review_on == date(2027, 1, 20)
    client.post(f"/actions/{action.id}/start")
    assert action.review_on is None


def test_what_ended_is_opened_again_by_the_secretariat_with_a_note(as_user):
    secretariat, lead = make.organization(), make.organization()
    held = make.meeting(series=make.series(secretariat=secretariat))
    action = make.action(lead, meeting=held, owner=secretariat)
    of_lead, of_secretariat = as_user(make.user(lead)), as_user(make.user(secretariat))
    of_lead.post(f"/actions/{action.id}/complete", data={"result": "配った"})
    assert "再開する" not in of_lead.get(f"/actions/{action.id}").text
    assert of_lead.post(f"/actions/{action.id}/reopen", data={"note": "まだ"}).status_code == 403
    assert of_lead.post(f"/actions/{action.id}/start").status_code == 409
    assert "再開する" in of_secretariat.get(f"/actions/{action.id}").text
    assert of_secretariat.post(
        f"/actions/{action.id}/reopen", data={"note": " "}
    ).status_code == 422  # fmt: skip
    of_secretariat.post(f"/actions/{action.id}/reopen", data={"note": "足りなかった"})
    assert action.status is ActionStatus.IN_PROGRESS
    assert (action.result, action.closed_on) == ("", None)
    page = of_lead.get(f"/actions/{action.id}").text
    assert "足りなかった" in page
    assert "配った" in page  # what it was stays in the history


def test_a_move_that_came_too_late_keeps_what_was_written(client, action):
    client.post(f"/actions/{action.id}/complete", data={"result": "配った"})
    late = client.post(f"/actions/{action.id}/drop", data={"reason": "もう要らないので"})
    assert late.status_code == 409
    assert "もう完了になっています" in late.text
    assert "もう要らないので" in late.text
    assert action.status is ActionStatus.DONE


def test_the_commands_refuse_by_themselves(app, action):
    editor = make.user(action.lead)
    for move in (
        lambda: commands.complete_action(editor, action, result=" "),
        lambda: commands.drop_action(editor, action, reason="\n"),
        lambda: commands.hold_action(editor, action, until=None),
        lambda: commands.hold_action(editor, action, until=date(2026, 11, 23)),
        lambda: commands.add_note(editor, action, text="　"),
    ):
        with pytest.raises(Invalid):
            move()
    with pytest.raises(Conflict):
        commands.reopen_action(editor, action, note="まだ")
    with pytest.raises(Conflict):
        commands.put_back_action(editor, action)
    with pytest.raises(Forbidden):
        commands.start_action(make.user(), action)
    assert action.status is ActionStatus.NOT_STARTED


@pytest.mark.parametrize("status", ["on_hold", "done", "dropped"])
def test_the_database_refuses_too(app, status):
    with pytest.raises(IntegrityError):
        make.action(status=ActionStatus(status))
    db.session.rollback()


def test_overdue_begins_the_day_after(app, clock):
    action = make.action(due_on=date(2026, 11, 23))
    assert not action.is_overdue(date(2026, 11, 23))
    assert action.is_overdue(date(2026, 11, 24))
    action.hold(date(2026, 12, 9))
    assert not action.is_overdue(date(2026, 11, 24))


def test_notes_and_comments_stand_with_their_organization(as_user, action):
    partner = make.organization()
    make.action_partner(action, partner)
    department = make.department()
    for person, text in (
        (make.user(action.lead), "様式を集めた"),
        (make.user(partner, name="佐藤花子"), "三件送った"),
        (make.user(department), "庁内にも伝えます"),
    ):
        answer = as_user(person).post(f"/actions/{action.id}/notes", data={"text": text})
        assert answer.status_code == 303
    page = as_user(make.user()).get(f"/actions/{action.id}").text
    assert page.index("庁内にも伝えます") < page.index("三件送った") < page.index("様式を集めた")
    assert "佐藤花子" not in page
    assert page.count("コメント</span>") == 1
    assert page.count("経過</span>") == 2
    kinds = [event.kind for event in action.events]
    assert kinds == [EventKind.NOTE, EventKind.NOTE, EventKind.COMMENT]
    assert [e.organization for e in action.events] == [action.lead, partner, department]


def test_a_note_does_not_stop_who_is_editing(as_user, action):
    seen = action.version
    as_user(make.user()).post(f"/actions/{action.id}/notes", data={"text": "よいと思います"})
    db.session.refresh(action)
    assert action.version == seen


def test_an_empty_or_overlong_note_comes_back(client, action):
    assert client.post(f"/actions/{action.id}/notes", data={"text": ""}).status_code == 422
    long = "あ" * 2_001
    answer = client.post(f"/actions/{action.id}/notes", data={"text": long})
    assert answer.status_code == 422
    assert long in answer.text
    assert "2,000字まで" in answer.text
    assert action.events == []


def test_the_newest_move_is_remembered_by_its_day(client, action, clock):
    clock.move_to(datetime(2026, 12, 1, 10, tzinfo=TOKYO))
    client.post(f"/actions/{action.id}/notes", data={"text": "進んだ"})
    db.session.refresh(action)
    assert action.moved_on == date(2026, 12, 1)


def test_only_a_path_of_the_hub_is_returned_to(client, action):
    away = client.post(f"/actions/{action.id}/start", data={"next": "//evil.example/"})
    assert away.location == f"/actions/{action.id}"
    back = client.post(f"/actions/{action.id}/put-back", data={"next": "/actions/board?who=lead"})
    assert back.location == "/actions/board?who=lead"


def test_moves_of_what_is_not_there_are_not_found(client):
    for name in ("start", "put-back", "hold", "complete", "drop", "reopen", "notes"):
        assert client.post(f"/actions/99999/{name}").status_code == 404
