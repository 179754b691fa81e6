"""Joint menus: asked by the provider, named once the partner accepts, edited by the provider."""

import pytest

from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.menus import queries
from hub.menus.models import MenuPartner, MenuState, MenuVisibility
from tests import make


@pytest.fixture
def partner(app):
    return make.organization(short_name="協力機関")


@pytest.fixture
def menu(app):
    return make.menu()


@pytest.fixture
def provider(as_user, menu):
    return as_user(make.user(menu.provider))


def ask(provider, menu, organization):
    return provider.post(f"/menus/{menu.id}/partners", data={"organization": organization.id})


def request() -> MenuPartner:
    return db.session.scalars(db.select(MenuPartner)).one()


def test_a_partner_is_named_only_once_it_accepts(provider, as_user, visitor, menu, partner):
    user = make.user(partner)
    assert ask(provider, menu, partner).status_code == 303
    assert "協力機関" not in visitor.get(f"/menus/{menu.id}").text
    assert "返事を待っています" in provider.get(f"/menus/{menu.id}").text
    assert [p.menu_id for p in queries.invitations_for(user)] == [menu.id]
    client = as_user(user)
    assert "引き受ける" in client.get(f"/menus/{menu.id}").text
    assert "協力の依頼" in client.get("/menus/mine").text

    client.post(f"/menus/{menu.id}/partners/{request().id}/accept")

    assert "協力機関" in visitor.get(f"/menus/{menu.id}").text
    assert "協力機関" in visitor.get("/menus").text
    assert not queries.invitations_for(user)
    verbs = db.session.scalars(db.select(AuditEntry.verb).order_by(AuditEntry.id)).all()
    assert verbs == ["menu:propose-partner", "menu:accept-partnership"]
    assert request().organization_id == partner.id


def test_a_partner_declines_leaves_and_may_be_asked_again(
    provider, as_user, visitor, menu, partner
):
    client = as_user(make.user(partner))
    ask(provider, menu, partner)
    client.post(f"/menus/{menu.id}/partners/{request().id}/decline")
    assert "断られました" in provider.get(f"/menus/{menu.id}").text
    assert client.post(f"/menus/{menu.id}/partners/{request().id}/decline").status_code == 409

    assert ask(provider, menu, partner).status_code == 303
    client.post(f"/menus/{menu.id}/partners/{request().id}/accept")
    assert client.post(f"/menus/{menu.id}/partners/{request().id}/accept").status_code == 409
    assert "協力機関" in visitor.get(f"/menus/{menu.id}").text
    client.post(f"/menus/{menu.id}/partners/{request().id}/decline")
    assert "協力機関" not in visitor.get(f"/menus/{menu.id}").text


def test_the_provider_takes_a_request_back(provider, menu, partner):
    ask(provider, menu, partner)

    provider.post(f"/menus/{menu.id}/partners/{request().id}/drop")

    assert not db.session.scalars(db.select(MenuPartner)).all()


def test_asking_twice_is_a_conflict_and_asking_oneself_is_refused(provider, menu, partner):
    ask(provider, menu, partner)

    assert ask(provider, menu, partner).status_code == 409
    assert ask(provider, menu, menu.provider).status_code == 422
    for wrong in ("", "x", "999999"):
        answer = provider.post(f"/menus/{menu.id}/partners", data={"organization": wrong})
        assert answer.status_code == 422


def test_what_the_partner_could_not_read_is_not_shared(as_user, partner):
    hidden = make.menu(visibility=MenuVisibility.ORGANIZATION)
    draft = make.menu(hidden.provider, state=MenuState.DRAFT)
    provider = as_user(make.user(hidden.provider))

    assert ask(provider, hidden, partner).status_code == 422
    assert ask(provider, draft, partner).status_code == 409


def test_only_editors_of_the_partner_answer(provider, as_user, menu, partner):
    ask(provider, menu, partner)
    number = request().id
    answers = {
        who: as_user(user).post(f"/menus/{menu.id}/partners/{number}/accept").status_code
        for who, user in {
            "viewer": make.user(partner, "viewer"),
            "stranger": make.user(),
            "coordinator": make.coordinator(),
            "system_admin": make.system_admin(),
        }.items()
    }

    assert answers == {
        "viewer": 403, "stranger": 404, "coordinator": 404, "system_admin": 404,
    }  # fmt: skip
    assert provider.post(f"/menus/{menu.id}/partners/{number}/accept").status_code == 403
    other = make.menu(menu.provider)
    assert provider.post(f"/menus/{other.id}/partners/{number}/drop").status_code == 404
    assert request().accepted_at is None


def test_a_request_does_not_tell_of_a_menu_that_was_withdrawn(provider, menu, partner):
    user = make.user(partner)
    ask(provider, menu, partner)

    provider.post(f"/menus/{menu.id}/withdraw")

    assert not queries.invitations_for(user)
