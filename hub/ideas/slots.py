"""Ideas on the pages of what lies below them."""

from typing import Any

from flask import get_template_attribute, render_template
from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hub.accounts.models import Circle
from hub.actions.models import Action
from hub.core import calendar, generations
from hub.core.db import db
from hub.core.slots import kept, panel
from hub.ideas import policy, queries
from hub.ideas.models import Idea, IdeaPartner
from hub.meetings.events import Kind, line_states
from hub.meetings.models import Meeting
from hub.menus.models import Menu

SHOWN = 6  # the rest is behind a link
generations.watch("ideas", Idea, IdeaPartner)


@panel("meeting", order=20)
def of_meeting(viewer: Any, meeting: Meeting) -> str | None:
    may_raise = meeting.held_on <= calendar.today() and policy.can_raise_in(viewer, meeting)
    return _of_meeting(Circle.of(viewer), meeting.id, may_raise)


@kept("ideas", "meetings", "series", "organizations")
def _of_meeting(circle: Circle, meeting_id: int, may_raise: bool) -> str:
    ideas = queries.of_meeting(circle, meeting_id)
    if not ideas and not may_raise:
        return ""
    return render_template(
        "ideas/_panel_meeting.html", ideas=ideas, meeting_id=meeting_id, may_raise=may_raise
    )


@panel("organization", order=35)
def of_organization(viewer: Any, organization: Any) -> str | None:
    if not viewer.in_network:
        return None
    may_raise = viewer.edits_for(organization.id)
    return _of_organization(Circle.of(viewer), organization.id, may_raise)


@kept("ideas", "meetings", "series", "organizations")
def _of_organization(circle: Circle, organization_id: int, may_raise: bool) -> str:
    query = queries.of_organization(circle, organization_id)
    ideas = db.session.scalars(query.options(joinedload(Idea.keeper)).limit(SHOWN)).all()
    if not ideas and not may_raise:
        return ""
    total = len(ideas)
    if total == SHOWN:
        everything = query.order_by(None).subquery()
        total = db.session.scalar(select(func.count()).select_from(everything)) or 0
    return render_template(
        "ideas/_panel_organization.html", ideas=ideas, total=total, may_raise=may_raise,
        organization_id=organization_id,
    )  # fmt: skip


@panel("menu", order=35)
def of_menu(viewer: Any, menu: Menu) -> str | None:
    """Inside the network only: a citizen who looks for support is not shown our ideas."""
    if not viewer.in_network:
        return None
    return _of_menu(Circle.of(viewer), menu.id, policy.can_raise(viewer))


@kept("ideas", "meetings", "series", "organizations")
def _of_menu(circle: Circle, menu_id: int, may_raise: bool) -> str:
    ideas = queries.of_menu(circle, menu_id)
    if not ideas and not may_raise:
        return ""
    return render_template(
        "ideas/_panel_menu.html", ideas=ideas, menu_id=menu_id, may_raise=may_raise
    )


@panel("action", order=10)
def of_action(viewer: Any, action: Action) -> str | None:
    """Which idea it works on."""
    ideas = queries.of_action(viewer, action)
    return render_template("ideas/_panel_action.html", ideas=ideas) if ideas else None


@line_states.connect
def of_lines(viewer: Any, *, things: dict[Kind, list[int]]) -> dict[tuple[Kind, int], Markup]:
    """The stage of today of what the lines of minutes became."""
    ids = things.get(Kind.IDEA, [])
    if not ids:
        return {}
    macro = get_template_attribute("ideas/_parts.html", "line_state")
    query = queries.visible_to(viewer).where(Idea.id.in_(ids))
    return {(Kind.IDEA, idea.id): macro(idea) for idea in db.session.scalars(query)}
