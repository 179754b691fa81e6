"""Ideas on the pages of what lies below them."""

from typing import Any

from flask import get_template_attribute, render_template
from markupsafe import Markup

from hub.core.db import db
from hub.core.slots import panel
from hub.ideas import queries
from hub.ideas.models import Idea
from hub.meetings.events import Kind, line_states
from hub.meetings.models import Meeting


@panel("meeting", order=20)
def of_meeting(viewer: Any, meeting: Meeting) -> str | None:
    ideas = queries.of_meeting(viewer, meeting)
    return render_template("ideas/_panel_meeting.html", ideas=ideas) if ideas else None


@line_states.connect
def of_lines(viewer: Any, *, things: dict[Kind, list[int]]) -> dict[tuple[Kind, int], Markup]:
    """The stage of today of what the lines of minutes became."""
    ids = things.get(Kind.IDEA, [])
    if not ids:
        return {}
    macro = get_template_attribute("ideas/_parts.html", "line_state")
    query = queries.visible_to(viewer).where(Idea.id.in_(ids))
    return {(Kind.IDEA, idea.id): macro(idea) for idea in db.session.scalars(query)}
