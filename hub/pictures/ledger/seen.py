"""What one circle of readers meets on the shelves."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from hub.actions.models import action_menus
from hub.core import calendar, generations
from hub.core.bits import Bits, positions
from hub.core.db import db
from hub.ideas.models import idea_actions, idea_terms
from hub.menus.models import menu_terms
from hub.pictures.ledger import shelves
from hub.pictures.ledger.shelf import Circle, Shelf
from hub.taxonomies.models import Scheme, Term

CIRCLES = 64
Link = tuple[str, int, int]  # code of a theme, number of what has it, number of the action


@dataclass(frozen=True, kw_only=True)
class Seen:
    actions: int
    ideas: int
    meetings: int
    menus: int
    themes: Bits  # of actions: those of their ideas and menus, as far as they are read


def seen(circle: Circle) -> Seen:
    return _seen(circle, calendar.today())


def links() -> tuple[list[Link], list[Link]]:
    """Themes of actions: by their ideas, and by their menus."""
    return _links(calendar.today())


def _look(circle: Circle, _today: date) -> Seen:
    ideas = shelves.ideas().readable(circle)
    menus = shelves.menus().readable(circle)
    by_idea, by_menu = links()
    read_ideas, read_menus = set(positions(ideas)), set(positions(menus))
    named = [(code, n) for code, idea, n in by_idea if idea in read_ideas]
    named += [(code, n) for code, menu, n in by_menu if menu in read_menus]
    return Seen(
        actions=shelves.actions().readable(circle),
        ideas=ideas,
        meetings=shelves.meetings().readable(circle),
        menus=menus,
        themes=Bits(named),
    )


def _read_links(_today: date) -> tuple[list[Link], list[Link]]:
    by_idea = (
        select(Term.code, idea_actions.c.idea_id, idea_actions.c.action_id)
        .join(idea_terms, idea_terms.c.idea_id == idea_actions.c.idea_id)
        .join(Term, Term.id == idea_terms.c.term_id)
    )
    by_menu = (
        select(Term.code, action_menus.c.menu_id, action_menus.c.action_id)
        .join(menu_terms, menu_terms.c.menu_id == action_menus.c.menu_id)
        .join(Term, Term.id == menu_terms.c.term_id)
    )
    actions = shelves.actions()
    return (
        _numbered(by_idea, shelves.ideas(), actions),
        _numbered(by_menu, shelves.menus(), actions),
    )


def _numbered(query: Any, holders: Shelf, actions: Shelf) -> list[Link]:
    rows = db.session.execute(query.where(Term.scheme == Scheme.THEME))
    return [
        (code, holders.at[holder], actions.at[action])
        for code, holder, action in rows
        if holder in holders.at and action in actions.at
    ]


_links = generations.Kept("menus", _read_links, *shelves.SUBJECTS[1:])
_seen = generations.Kept("menus", _look, *shelves.SUBJECTS[1:], results=CIRCLES)
