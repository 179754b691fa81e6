"""Reads of ideas. The viewer comes first, and nothing they may not see comes back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import joinedload

from hub.accounts.models import Viewer
from hub.core.db import db
from hub.core.errors import NotFound
from hub.ideas import policy
from hub.ideas.models import OPEN, Idea, Stage
from hub.meetings.models import Meeting, Series
from hub.meetings.queries import readable as readable_meeting


def readable(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Idea (joined with its Meeting) under which the viewer reads it."""
    keeps: ColumnElement[bool] = false()
    if viewer.in_network:
        keeps = Idea.keeper_id.in_(viewer.organization_ids)
    return or_(readable_meeting(viewer), keeps)


def visible_to(viewer: Viewer) -> Select[Any]:
    return select(Idea).join(Idea.meeting).where(readable(viewer))


def get_idea(viewer: Viewer, idea_id: int) -> Idea:
    """Raises NotFound."""
    idea = db.session.get(Idea, idea_id)
    if idea is None or not policy.can_view(viewer, idea):
        raise NotFound
    return idea


def of_meeting(viewer: Viewer, meeting: Meeting) -> Sequence[Idea]:
    query = visible_to(viewer).where(Idea.meeting_id == meeting.id).order_by(Idea.id)
    return db.session.scalars(query.options(joinedload(Idea.keeper))).all()


def listed(viewer: Viewer, stage: Stage | None) -> Select[Any]:
    """For paging: of one stage, else those that still grow; the newest first."""
    query = visible_to(viewer).options(
        joinedload(Idea.keeper),
        joinedload(Idea.meeting).joinedload(Meeting.series).selectinload(Series.members),
    )
    query = query.where(Idea.stage == stage) if stage else query.where(Idea.stage.in_(OPEN))
    return query.order_by(Meeting.held_on.desc(), Idea.id.desc())


def stage_counts(viewer: Viewer) -> dict[Stage, int]:
    visible = visible_to(viewer).subquery()
    counted = select(visible.c.stage, func.count()).group_by(visible.c.stage)
    return {Stage(row[0]): row[1] for row in db.session.execute(counted)}
