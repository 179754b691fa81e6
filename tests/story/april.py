"""The first of April: people leave, a theme gets another lead, and nobody's work is left behind."""

import re
from datetime import date

from sqlalchemy import select

from hub.actions.models import Action
from hub.core.db import db
from hub.ideas.models import Idea
from hub.menus.models import Menu, MenuState
from hub.successions.models import SuccessionShare
from hub.themes import queries as themes
from hub.themes.models import ThemeHandover
from tests.story.network import PEOPLE, THEME, Network
from tests.story.year import organization, sent

LAST_DAY, APRIL = date(2027, 3, 31), date(2027, 4, 1)
NOTE = "鍵は事務室の棚にあります。"


def everything_gets_a_holder(network: Network, chief: str, holder: str) -> None:
    address = f"/organizations/{organization(PEOPLE[chief][0]).id}/holders"
    page = network[chief].get(address).text
    things = re.findall(r'name="things"[^>]*value="([^"]+)"', page)
    assert things
    data = {"user_id": network.user(holder).id, "things": things}
    sent(network[chief].post(address, data=data))


def the_theme_changes_its_lead(network: Network, giver: str, receiver: str, to: str) -> set[str]:
    """Returns the titles of what moved."""
    data = {"to_id": organization(to).id, "moves_on": APRIL.isoformat()}
    sent(network[giver].post(f"/themes/{THEME}/handovers/new", data=data))
    for name, what in ((giver, "propose"), (receiver, "accept")):
        db.session.rollback()
        handover = db.session.scalars(select(ThemeHandover)).one()
        address = f"/themes/{THEME}/handovers/{handover.id}/{what}"
        sent(network[name].post(address, data={"version": handover.version}))
    db.session.rollback()
    items = db.session.scalars(select(ThemeHandover)).one().items
    return {(item.idea or item.action).title for item in items if item.moved_on}


def leaves(network: Network, chief: str, leaver: str, successor: str) -> set[str]:
    """Ends the membership, which leads to passing everything on; returns the keys of that."""
    membership = network.user(leaver).memberships[0]
    address = f"/organizations/{membership.organization_id}/members/{membership.id}"
    ended = {"role": "editor", "ends_on": LAST_DAY.isoformat()}
    place = network[chief].post(address, data=ended).location
    page = network[chief].get(place).text
    keys = set(re.findall(r'<select id="((?:menu|action|idea)-\d+)"', page))
    data = dict.fromkeys(keys, "same")
    data |= {"successor": network.user(successor).id, "last_on": LAST_DAY, "note": NOTE}
    sent(network[chief].post(place, data=data))
    return keys


def nothing_is_without_an_owner(network: Network, passed: set[str]) -> None:
    """Asked of the tables, then of the pages."""
    db.session.rollback()
    live = [
        *((it, it.provider) for it in db.session.scalars(
            select(Menu).where(Menu.state != MenuState.ARCHIVED))),
        *((it, it.lead) for it in db.session.scalars(select(Action)) if it.is_open),
        *((it, it.keeper) for it in db.session.scalars(select(Idea)) if it.is_open and it.keeper),
    ]  # fmt: skip
    for it, owner in live:
        assert owner.is_valid, it.title
        assert it.holder is None or it.holder.belongs_to(owner.id), it.title
        assert it.holder or owner.short_name not in {"国際", "社協"}, it.title
    shares = db.session.scalars(select(SuccessionShare)).all()
    assert sum(len(share.items) for share in shares) == len(passed) > 0
    for chief in ("国際の長", "社協の長"):
        home = organization(PEOPLE[chief][0]).id
        assert "担当者のいないもの" not in network[chief].get("/").text
        page = network[chief].get(f"/organizations/{home}/holders").text
        assert "ありません。どれにも担当者がいます。" in page
    for successor in ("加藤", "小野"):
        first = network[successor].get("/").text
        mine = {item.thing.title for share in shares for item in share.items
                if share.successor.name == successor}  # fmt: skip
        assert NOTE in first
        assert [title for title in mine if title not in first] == []
        [share] = [s.id for s in shares if s.successor.name == successor]
        sent(network[successor].post(f"/successions/{share}/receive"))
    assert themes.lead_of(themes.roles_of(themes.get_term(THEME)), APRIL).short_name == "社協"
    for leaver in ("青木", "石田"):
        assert network.user(leaver).active_memberships == []
