"""April: two people and the lead of a theme change, and nothing is left without an owner."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from hub.accounts.models import Role, User
from hub.actions.models import Action
from hub.core import calendar
from hub.core.db import db
from hub.ideas.models import Idea
from hub.menus.models import Menu
from hub.successions.models import SuccessionShare
from hub.taxonomies.models import Scheme
from hub.themes import queries as themes
from hub.themes.models import ThemeHandover
from tests import make

LAST_DAY = date(2027, 3, 31)
APRIL = date(2027, 4, 1)


@pytest.fixture
def network(app, clock):
    """``old`` leads the theme; 青木 works there and 石田 at ``new``: both leave in April."""
    clock.move_to(date(2027, 3, 15))
    term = make.term(Scheme.THEME, "f03", label="まちづくり")
    old, new = make.organization(), make.organization()
    make.theme_role(term, old, starts_on=date(2025, 4, 1))
    people = {
        "chief_of_old": make.user(old, Role.ADMIN), "aoki": make.user(old, name="青木"),
        "kato": make.user(old, name="加藤"), "chief_of_new": make.user(new, Role.ADMIN),
        "ishida": make.user(new, name="石田"), "ono": make.user(new, name="小野"),
    }  # fmt: skip
    meeting = make.meeting(old, new)
    for number in range(3):
        idea = make.idea(meeting, keeper=old, terms=[term], holder=people["aoki"])
        idea.actions = [make.action(old, holder=people["aoki"], title=f"春の用意{number}")]
        make.menu(old, holder=people["aoki"], terms=[term])
        make.action(new, holder=people["ishida"])
        make.idea(meeting, keeper=new, holder=people["ishida"])
        make.menu(new, holder=people["ishida"])
    db.session.commit()
    return SimpleNamespace(term=term, old=old, new=new, **people)


def _hand_over_the_theme(network, as_user):
    giver, receiver = as_user(network.aoki), as_user(network.ono)
    sent = {"to_id": network.new.id, "moves_on": str(APRIL)}
    assert giver.post("/themes/f03/handovers/new", data=sent).status_code == 303
    handover = db.session.scalars(select(ThemeHandover)).one()
    address = f"/themes/f03/handovers/{handover.id}"
    giver.post(f"{address}/propose", data={"version": handover.version})
    db.session.rollback()
    answer = receiver.post(f"{address}/accept", data={"version": handover.version})
    assert answer.status_code == 303


def _leave(as_user, chief, leaver, successor):
    membership = leaver.memberships[0]
    address = f"/organizations/{membership.organization_id}/members/{membership.id}"
    client = as_user(chief)
    place = client.post(address, data={"role": "editor", "ends_on": str(LAST_DAY)}).location
    page = client.get(place).text
    keys = [part.split('"')[0] for part in page.split('<select id="')[1:]]
    data = {key: "same" for key in keys if key != "successor"}
    data |= {"successor": successor.id, "last_on": str(LAST_DAY), "note": "よろしく"}
    assert client.post(place, data=data).status_code == 303


def test_nothing_is_left_without_an_owner(network, as_user, clock):
    _hand_over_the_theme(network, as_user)
    _leave(as_user, network.chief_of_old, network.aoki, network.kato)
    _leave(as_user, network.chief_of_new, network.ishida, network.ono)
    clock.move_to(APRIL)
    db.session.rollback()

    roles = themes.roles_of(network.term)
    assert themes.lead_of(roles, LAST_DAY).id == network.old.id
    assert themes.lead_of(roles, calendar.today()).id == network.new.id
    owners = {
        Menu: lambda menu: menu.provider_id, Action: lambda action: action.lead_id,
        Idea: lambda idea: idea.keeper_id,
    }  # fmt: skip
    for model, owner in owners.items():
        for thing in db.session.scalars(select(model)):
            assert thing.holder is not None
            assert thing.holder.belongs_to(owner(thing)), thing.title
    moved = db.session.scalars(select(Idea).where(Idea.terms.any(code="f03"))).all()
    assert {idea.keeper_id for idea in moved} == {network.new.id}
    assert all(idea.events[-1].text for idea in moved)  # a dated reason
    for chief in (network.chief_of_old, network.chief_of_new):
        assert "担当者のいないもの" not in as_user(chief).get("/").text
    shares = {s.successor_id: len(s.items) for s in db.session.scalars(select(SuccessionShare))}
    assert shares == {network.kato.id: 3, network.ono.id: 9}
    for successor in (network.kato, network.ono):
        assert "よろしく" in as_user(successor).get("/").text
    assert db.session.get(User, network.aoki.id).active_memberships == []
