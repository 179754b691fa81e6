"""Reads of ideas. The viewer comes first, and nothing they may not see comes back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import Viewer
from hub.core.db import db
from hub.core.errors import NotFound
from hub.ideas import policy
from hub.ideas.models import OPEN, Idea, IdeaPartner, IdeaVisibility, Stage
from hub.meetings.models import Meeting, Series
from hub.meetings.queries import readable as readable_meeting


def readable(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Idea (outer-joined with its Meeting) under which the viewer reads it."""
    if not viewer.in_network:
        return and_(Idea.meeting_id.is_not(None), readable_meeting(viewer))
    mine = viewer.organization_ids
    return or_(
        and_(Idea.meeting_id.is_not(None), readable_meeting(viewer)),
        and_(Idea.meeting_id.is_(None), Idea.visibility == IdeaVisibility.NETWORK),
        Idea.proposer_id.in_(mine),
        Idea.keeper_id.in_(mine),
        Idea.partners.any(IdeaPartner.organization_id.in_(mine)),
    )


def visible_to(viewer: Viewer) -> Select[Any]:
    return select(Idea).outerjoin(Idea.meeting).where(readable(viewer))


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
        selectinload(Idea.partners),
        selectinload(Idea.terms),
    )
    query = query.where(Idea.stage == stage) if stage else query.where(Idea.stage.in_(OPEN))
    return query.order_by(Idea.raised_on.desc(), Idea.id.desc())


def stage_counts(viewer: Viewer) -> dict[Stage, int]:
    visible = visible_to(viewer).subquery()
    counted = select(visible.c.stage, func.count()).group_by(visible.c.stage)
    return {Stage(row[0]): row[1] for row in db.session.execute(counted)}
