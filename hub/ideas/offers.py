"""What can be linked to an idea: what is linked already, and what is near it or has the words."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from hub.accounts.models import Viewer
from hub.actions import queries as action_queries
from hub.actions.models import Action
from hub.core.db import db
from hub.ideas.models import Idea, idea_actions, idea_decisions, idea_menus
from hub.meetings.models import Decision, Meeting
from hub.meetings.queries import readable as readable_meeting
from hub.menus import queries as menu_queries
from hub.menus.models import Menu

MOST = 20  # beside those that are linked or chosen


def actions(
    viewer: Viewer, idea: Idea, words: str, chosen: Iterable[str]
) -> Sequence[Action]:  # fmt: skip
    """Near: of the same meeting, or open ones of the organizations concerned."""
    near = or_(
        and_(action_queries.worked_on_by(idea.concerned_ids), action_queries.is_open()),
        and_(Action.meeting_id.is_not(None), Action.meeting_id == idea.meeting_id),
    )
    linked = select(idea_actions.c.action_id).where(idea_actions.c.idea_id == idea.id)
    query = action_queries.visible_to(viewer).options(joinedload(Action.lead))
    return _offered(query, Action, near, words, linked, chosen)


def decisions(
    viewer: Viewer, idea: Idea, words: str, chosen: Iterable[str]
) -> Sequence[Decision]:  # fmt: skip
    """Near: of the meeting in which it was raised."""
    near = and_(Decision.meeting_id == idea.meeting_id, Decision.meeting_id.is_not(None))
    linked = select(idea_decisions.c.decision_id).where(idea_decisions.c.idea_id == idea.id)
    query = select(Decision).join(Decision.meeting).where(readable_meeting(viewer))
    query = query.options(contains_eager(Decision.meeting).joinedload(Meeting.series))
    return _offered(query, Decision, near, words, linked, chosen)


def menus(viewer: Viewer, idea: Idea, words: str, chosen: Iterable[str]) -> Sequence[Menu]:
    """Near: provided by the organizations concerned."""
    near = Menu.provider_id.in_(idea.concerned_ids)
    linked = select(idea_menus.c.menu_id).where(idea_menus.c.idea_id == idea.id)
    query = menu_queries.visible_to(viewer).options(joinedload(Menu.provider))
    return _offered(query, Menu, near, words, linked, chosen)


def _offered(
    query: Select[Any], model: Any, near: ColumnElement[bool], words: str,
    linked: Select[Any], chosen: Iterable[str],
) -> list[Any]:  # fmt: skip
    """In two queries: those of today and of the form that was sent, then as many others as fit."""
    ids = [int(text) for text in chosen if text.isascii() and text.isdigit() and len(text) < 10]
    kept = or_(model.id.in_(linked), model.id.in_(ids))
    first = db.session.scalars(query.where(kept).order_by(None).order_by(model.id)).all()
    title = Decision.text if model is Decision else model.title
    fits = near
    for word in words.split():
        found = title.icontains(word, autoescape=True)
        fits = found if fits is near else fits & found
    others = query.where(fits, ~kept).order_by(None).order_by(model.id.desc()).limit(MOST)
    return [*first, *db.session.scalars(others).unique()]
