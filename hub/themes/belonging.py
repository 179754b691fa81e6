"""What belongs to a theme, as far as somebody reads it: menus and ideas by their terms, actions
by these ideas and menus, decisions by these ideas."""

from typing import Any

from sqlalchemy import Select, Subquery, func, select

from hub.accounts.models import Viewer
from hub.actions import queries as actions
from hub.actions.models import Action, action_menus
from hub.core.db import db
from hub.ideas import queries as ideas
from hub.ideas.models import OPEN, Idea, idea_actions, idea_decisions, idea_terms
from hub.meetings.models import Decision, Meeting
from hub.meetings.queries import readable as readable_meeting
from hub.menus.models import Menu, menu_terms
from hub.menus.queries import visible_to as visible_menus


def menus_of(viewer: Viewer, term_id: int) -> Select[Any]:
    linked = select(menu_terms.c.menu_id).where(menu_terms.c.term_id == term_id)
    return visible_menus(viewer).where(Menu.id.in_(linked))


def ideas_of(viewer: Viewer, term_id: int) -> Select[Any]:
    linked = select(idea_terms.c.idea_id).where(idea_terms.c.term_id == term_id)
    return ideas.visible_to(viewer).where(Idea.id.in_(linked))


def actions_of(viewer: Viewer, term_id: int) -> Select[Any]:
    by_idea = select(idea_actions.c.action_id).where(
        idea_actions.c.idea_id.in_(ideas_of(viewer, term_id).with_only_columns(Idea.id))
    )
    by_menu = select(action_menus.c.action_id).where(
        action_menus.c.menu_id.in_(menus_of(viewer, term_id).with_only_columns(Menu.id))
    )
    return actions.visible_to(viewer).where(Action.id.in_(by_idea.union(by_menu)))


def decisions_of(viewer: Viewer, term_id: int) -> Select[Any]:
    by_idea = select(idea_decisions.c.decision_id).where(
        idea_decisions.c.idea_id.in_(ideas_of(viewer, term_id).with_only_columns(Idea.id))
    )
    return (
        select(Decision)
        .join(Decision.meeting)
        .where(readable_meeting(viewer), Meeting.cancelled_at.is_(None), Decision.id.in_(by_idea))
    )


def open_ideas(viewer: Viewer, term_id: int) -> Select[Any]:
    return ideas_of(viewer, term_id).where(Idea.stage.in_(OPEN))


def open_actions(viewer: Viewer, term_id: int) -> Select[Any]:
    return actions_of(viewer, term_id).where(actions.is_open())


def menu_counts(viewer: Viewer) -> dict[int, int]:
    """Id of the theme: how many menus. One query, like the two below."""
    visible = visible_menus(viewer).with_only_columns(Menu.id)
    return _counted(
        select(menu_terms.c.term_id, menu_terms.c.menu_id)
        .where(menu_terms.c.menu_id.in_(visible))
        .subquery()
    )


def open_idea_counts(viewer: Viewer) -> dict[int, int]:
    visible = ideas.visible_to(viewer).where(Idea.stage.in_(OPEN)).with_only_columns(Idea.id)
    return _counted(
        select(idea_terms.c.term_id, idea_terms.c.idea_id)
        .where(idea_terms.c.idea_id.in_(visible))
        .subquery()
    )


def open_action_counts(viewer: Viewer) -> dict[int, int]:
    visible = actions.visible_to(viewer).where(actions.is_open()).with_only_columns(Action.id)
    by_idea = (
        select(idea_terms.c.term_id, idea_actions.c.action_id)
        .join(idea_actions, idea_actions.c.idea_id == idea_terms.c.idea_id)
        .where(
            idea_terms.c.idea_id.in_(ideas.visible_to(viewer).with_only_columns(Idea.id)),
            idea_actions.c.action_id.in_(visible),
        )
    )
    by_menu = (
        select(menu_terms.c.term_id, action_menus.c.action_id)
        .join(action_menus, action_menus.c.menu_id == menu_terms.c.menu_id)
        .where(
            menu_terms.c.menu_id.in_(visible_menus(viewer).with_only_columns(Menu.id)),
            action_menus.c.action_id.in_(visible),
        )
    )
    return _counted(by_idea.union(by_menu).subquery())


def _counted(pairs: Subquery) -> dict[int, int]:
    query = select(pairs.c.term_id, func.count()).group_by(pairs.c.term_id)
    return {row[0]: row[1] for row in db.session.execute(query)}
