"""Reads. Each takes the viewer first and returns only what the viewer may see."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from hub.accounts.models import Viewer
from hub.actions import policy
from hub.actions.models import Action, ActionVisibility
from hub.core.db import db
from hub.core.errors import NotFound
from hub.meetings.queries import readable as readable_meeting


def readable(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Action (outer-joined with its Meeting) under which the viewer reads it."""
    own: list[Any] = [false()]
    if viewer.in_network:
        mine = viewer.organization_ids
        own = [
            Action.visibility == ActionVisibility.NETWORK,
            Action.owner_id.in_(mine),
            Action.lead_id.in_(mine),
        ]
    return or_(
        and_(Action.meeting_id.is_(None), or_(*own)),
        and_(Action.meeting_id.is_not(None), readable_meeting(viewer)),
    )


def visible_to(viewer: Viewer) -> Select[tuple[Action]]:
    return select(Action).outerjoin(Action.meeting).where(readable(viewer))


def get_action(viewer: Viewer, action_id: int) -> Action:
    """Raises NotFound."""
    action = db.session.get(Action, action_id)
    if action is None or not policy.can_view(viewer, action):
        raise NotFound
    return action
