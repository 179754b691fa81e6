"""Draft, published, withdrawn and back; 受付を休む and 再開する."""

import pytest

from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.menus.models import MenuState, Reception
from tests import make


@pytest.fixture
def menu(app):
    return make.menu()


@pytest.fixture
def client(as_user, menu):
    return as_user(make.user(menu.provider))


def test_withdrawing_asks_first_and_deletes_nothing(client, menu, visitor):
    partner = make.organization(short_name="協力機関")
    make.menu_partner(menu, partner)
    asked = client.get(f"/menus/{menu.id}/withdraw").text
    assert "取り下げますか" in asked
    assert "協力機関" in asked

    response = client.post(f"/menus/{menu.id}/withdraw", follow_redirects=True)

    assert "いつでも下書きに戻せます" in response.text
    assert visitor.get(f"/menus/{menu.id}").status_code == 404
    assert menu.title not in client.get("/menus").text
    assert menu.title in client.get("/menus/mine?show=archived").text


def test_restoring_gives_a_draft(client, menu, visitor):
    client.post(f"/menus/{menu.id}/withdraw")

    response = client.post(f"/menus/{menu.id}/restore", follow_redirects=True)

    assert "下書きに戻しました" in response.text
    db.session.refresh(menu)
    assert menu.state is MenuState.DRAFT
    assert visitor.get(f"/menus/{menu.id}").status_code == 404


def test_pausing_and_resuming_in_one_click(client, menu, visitor):
    client.post(f"/menus/{menu.id}/pause")
    assert menu.reception is Reception.PAUSED
    assert "休止中" in visitor.get(f"/menus/{menu.id}").text

    client.post(f"/menus/{menu.id}/resume")
    assert menu.reception is Reception.ALWAYS


@pytest.mark.parametrize(
    ("state", "verb"),
    [("published", "restore"), ("draft", "restore"), ("draft", "confirm"), ("draft", "pause"),
     ("archived", "confirm"), ("archived", "pause"), ("archived", "resume"),
     ("archived", "withdraw")],
)  # fmt: skip
def test_what_its_state_does_not_allow_is_a_conflict(client, menu, state, verb):
    menu.state = MenuState(state)
    db.session.commit()

    assert client.post(f"/menus/{menu.id}/{verb}").status_code == 409


def test_every_change_is_recorded_for_the_provider(client, menu):
    for verb in ("confirm", "pause", "resume", "withdraw", "restore"):
        client.post(f"/menus/{menu.id}/{verb}")

    entries = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.verb for entry in entries] == [
        "menu:confirm", "menu:pause", "menu:resume", "menu:withdraw", "menu:restore",
    ]  # fmt: skip
    assert {entry.organization_id for entry in entries} == {menu.provider_id}


@pytest.mark.parametrize("verb", ["confirm", "pause", "resume", "restore"])
def test_a_link_changes_nothing(client, menu, verb):
    assert client.get(f"/menus/{menu.id}/{verb}").status_code == 405
