"""Changing an action: what needs a reason, what is kept, and two people at once."""

from datetime import date

import pytest

from hub.actions import commands
from hub.actions.models import EventKind
from hub.actions.rules import Entry
from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.core.errors import Conflict, Forbidden, Invalid
from hub.menus.models import MenuState
from tests import make


@pytest.fixture
def secretariat(app):
    return make.organization()


@pytest.fixture
def action(secretariat):
    held = make.meeting(series=make.series(secretariat=secretariat))
    return make.action(meeting=held, owner=secretariat, due_on=date(2026, 12, 4))


@pytest.fixture
def client(as_user, secretariat):
    return as_user(make.user(secretariat))


def fields(action, **given):
    return {
        "title": action.title, "kind": action.kind.value, "lead_id": action.lead_id,
        "due_on": action.due_on.isoformat() if action.due_on else "",
        "partner_ids": [p.organization_id for p in action.partners],
        "version": action.version, "visibility": action.visibility.value,
        "menu_ids": [menu.id for menu in action.menus],
    } | given  # fmt: skip


def save(client, action, **given):
    return client.post(f"/actions/{action.id}/edit", data=fields(action, **given))


def test_every_field_is_shown_as_it_is(client, action):
    page = client.get(f"/actions/{action.id}/edit").text
    assert f'value="{action.title}"' in page
    assert 'value="2026-12-04"' in page
    assert f'<option selected value="{action.lead_id}">' in page


def test_a_later_due_date_needs_a_reason_and_counts_as_an_extension(client, action):
    refused = save(client, action, due_on="R9.1.20", body="事情あり")
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    assert "事情あり" in refused.text
    assert action.due_on == date(2026, 12, 4)
    assert (
        save(client, action, due_on="R9.1.20", reason="様式の差で集計が止まる").status_code == 303
    )
    assert (action.due_on, action.first_due_on) == (date(2027, 1, 20), date(2026, 12, 4))
    assert action.extensions == 1
    page = client.get(f"/actions/{action.id}").text
    assert "期限を12月4日（金）から2027年1月20日（水）に変えた" in page
    assert "様式の差で集計が止まる" in page
    assert "延長1回" in page
    save(client, action, due_on="2027-02-20", reason="もう一度")
    assert action.extensions == 2
    assert action.first_due_on == date(2026, 12, 4)


def test_an_earlier_due_date_needs_a_reason_but_is_no_extension(client, action):
    assert save(client, action, due_on="2026-12-01").status_code == 422
    save(client, action, due_on="2026-12-01", reason="早く要る")
    assert (action.due_on, action.extensions) == (date(2026, 12, 1), 0)


def test_another_lead_needs_a_reason(client, action):
    before, other = action.lead, make.organization()
    assert save(client, action, lead_id=other.id).status_code == 422
    assert save(client, action, lead_id=other.id, reason="人が替わった").status_code == 303
    assert action.lead == other
    event = action.events[-1]
    assert (event.kind, event.lead_before, event.lead_after) == (EventKind.LEAD, before, other)
    page = client.get(f"/actions/{action.id}").text
    assert f"担当を{before.short_name}から{other.short_name}に変えた" in page


def test_a_new_lead_that_was_a_partner_stops_being_one(client, action):
    other = make.organization()
    make.action_partner(action, other)
    save(client, action, lead_id=other.id, reason="交代")
    assert action.partner_ids == frozenset()


def test_other_fields_need_no_reason_and_stay_in_the_history(client, action):
    other = make.organization()
    assert save(client, action, title="別の一覧", partner_ids=[other.id]).status_code == 303
    assert action.events[-1].changed == ["title", "partners"]
    assert "内容、協力を直した" in client.get(f"/actions/{action.id}").text


def test_saving_without_a_change_leaves_no_trace(client, action):
    seen = action.version
    assert save(client, action).status_code == 303
    assert action.events == []
    assert action.version == seen


def test_a_change_of_partners_alone_raises_the_version(client, action):
    seen = action.version
    save(client, action, partner_ids=[make.organization().id])
    assert action.version > seen


def test_two_people_at_once_lose_nothing(client, as_user, secretariat, action):
    seen = action.version
    second = as_user(make.user(secretariat))
    assert save(client, action, title="先に直した題").status_code == 303
    late = save(second, action, version=seen, title="後から直した題", body="大事な事情")
    assert late.status_code == 409
    for text in ("先に直した題", "後から直した題", "大事な事情", "ほかの人が先に保存しました"):
        assert text in late.text
    assert action.title == "先に直した題"
    assert f'name="version" type="hidden" value="{action.version}"' in late.text
    merged = save(second, action, title="両方を生かした題", body="大事な事情")
    assert merged.status_code == 303
    assert (action.title, action.body) == ("両方を生かした題", "大事な事情")


def test_a_conflict_shows_names_not_numbers(client, as_user, secretariat, action):
    seen, first, second = action.version, make.organization(), make.organization()
    save(client, action, partner_ids=[first.id], due_on="2027-01-20", reason="遅れ")
    late = save(as_user(make.user(secretariat)), action, version=seen,
                partner_ids=[second.id], due_on="2026-12-04")  # fmt: skip
    assert late.status_code == 409
    for text in (first.short_name, second.short_name, "令和9年（2027年）1月20日（水）"):
        assert text in late.text


@pytest.mark.parametrize("version", ["", "x", "99999", "-1", "9" * 30])
def test_a_version_that_is_none_is_a_conflict_not_a_crash(client, action, version):
    assert save(client, action, version=version, title="別の題").status_code == 409


def test_menus_that_the_editor_cannot_see_stay_linked(client, action):
    hidden = make.menu(action.lead, state=MenuState.DRAFT)
    seen, new = make.menu(action.lead), make.menu(action.lead)
    action.menus = [hidden, seen]
    db.session.commit()
    assert save(client, action, menu_ids=[new.id]).status_code == 303
    assert {menu.id for menu in action.menus} == {hidden.id, new.id}


def test_without_a_meeting_the_lead_stays_with_those_one_writes_for(as_user):
    mine, second, other = (make.organization() for _ in range(3))
    editor = make.user(mine)
    make.member(editor, second)
    action = make.action(mine)
    client = as_user(editor)
    assert save(client, action, lead_id=other.id, reason="頼む").status_code == 422
    assert save(client, action, lead_id=second.id, reason="移す").status_code == 303
    assert action.lead == second
    coordinator = as_user(make.coordinator())
    assert save(coordinator, action, lead_id=other.id, reason="調整").status_code == 303
    assert action.lead == other


def test_the_command_refuses_by_itself(action, secretariat):
    editor = make.user(secretariat)
    given = {"title": action.title, "lead_id": action.lead_id, "due_on": action.due_on}

    def edit(actor=editor, seen=None, reason="", **change):
        entry = Entry(**(given | change))
        commands.edit_action(actor, action, entry, seen=seen or action.version, reason=reason)

    with pytest.raises(Invalid):
        edit(due_on=date(2027, 1, 20))
    with pytest.raises(Invalid):
        edit(lead_id=make.organization().id, reason=" 　")
    with pytest.raises(Invalid):
        edit(due_on=None, reason="不要")
    with pytest.raises(Invalid):
        edit(lead_id=99999, reason="なし")
    with pytest.raises(Invalid):
        edit(agenda_item_id=make.agenda_item().id)
    with pytest.raises(Conflict):
        edit(seen=action.version + 1)
    with pytest.raises(Forbidden):
        edit(actor=make.user(action.lead))


def test_every_command_is_recorded_with_before_and_after(client, action, secretariat):
    save(client, action, title="別の題", due_on="2027-01-20", reason="遅れ")
    client.post(f"/actions/{action.id}/start")
    client.post(f"/actions/{action.id}/notes", data={"text": "集めた"})
    client.post(f"/actions/{action.id}/complete", data={"result": "配った"})
    client.post(f"/actions/{action.id}/reopen", data={"note": "足りない"})
    entries = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id)).all()
    entries = [e for e in entries if e.subject_type == "actions"]
    assert [e.verb for e in entries] == [
        "action:edit", "action:status", "action:note", "action:status", "action:status",
    ]  # fmt: skip
    assert all(e.subject_id == action.id for e in entries)
    assert all(e.organization_id == secretariat.id for e in entries)
    assert entries[0].before["due_on"] == "2026-12-04"
    assert entries[0].after["due_on"] == "2027-01-20"
    assert entries[0].after["reason"] == "遅れ"
    assert entries[3].after["result"] == "配った"
    assert entries[4].before == {"status": "done"}
