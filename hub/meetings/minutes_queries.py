"""Reads of minutes: who may read them, who is asked to check them, what was answered, and how they
became what they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import Standing, Viewer
from hub.audit import revisions
from hub.audit.models import Revision
from hub.core.db import db
from hub.core.errors import NotFound, authorize
from hub.meetings import policy
from hub.meetings.models import (
    CAME,
    Attendance,
    Meeting,
    Minutes,
    MinutesCheck,
    MinutesState,
    Series,
)
from hub.meetings.queries import get_meeting, readable
from hub.organizations.models import Organization


def get_minutes(viewer: Viewer, meeting_id: int) -> Minutes:
    """The minutes of a meeting. Raises NotFound when there are none that the viewer may read."""
    meeting = get_meeting(viewer, meeting_id)
    if meeting.minutes is None or not policy.can_view_minutes(viewer, meeting.minutes):
        raise NotFound
    return meeting.minutes


def is_in_review_for(viewer: Viewer | Standing) -> ColumnElement[bool]:
    """The condition on Minutes under which an organization the viewer writes for is asked."""
    came = select(Attendance.meeting_id).where(
        Attendance.organization_id.in_(viewer.editing_ids), Attendance.answer.in_(CAME)
    )
    return and_(Minutes.state == MinutesState.REVIEW, Minutes.meeting_id.in_(came))


def minutes_to_check(viewer: Viewer) -> Sequence[Minutes]:
    """In review, and an organization the viewer writes for has not answered to today's text."""
    if not viewer.editing_ids:
        return []
    in_review = (
        _minutes(viewer)
        .where(is_in_review_for(viewer))
        .order_by(Minutes.review_until, Minutes.id)
        .options(
            selectinload(Minutes.checks),
            joinedload(Minutes.meeting).selectinload(Meeting.attendances),
            joinedload(Minutes.meeting).joinedload(Meeting.series).selectinload(Series.members),
        )
    )
    waiting = []
    for minutes in db.session.scalars(in_review):
        answered = {c.organization_id for c in current_checks(minutes)}
        if policy.can_check_minutes(viewer, minutes) - answered:
            waiting.append(minutes)
    return waiting


def recently_confirmed(
    viewer: Viewer | Standing, since: datetime
) -> Select[int, str, str, datetime | None]:
    """``id`` of the meeting, ``title``, ``organization`` (of its secretariat) and ``at`` of
    minutes that the viewer reads, newest first."""
    title = func.coalesce(func.nullif(Minutes.confirmed_title, ""), Series.name)
    return (
        select(
            Meeting.id, title.label("title"), Organization.short_name.label("organization"),
            Minutes.confirmed_at.label("at"),
        )
        .select_from(Minutes)
        .join(Minutes.meeting)
        .join(Meeting.series)
        .join(Series.secretariat)
        .where(
            readable(viewer),
            Minutes.state == MinutesState.CONFIRMED,
            Minutes.confirmed_at > since,
        )
        .order_by(Minutes.confirmed_at.desc(), Minutes.id.desc())
    )  # fmt: skip


def current_checks(minutes: Minutes) -> list[MinutesCheck]:
    """Answers to the text as it went to be confirmed; one to an earlier text does not count."""
    if not minutes.checks:
        return []
    sent = (r for r in revisions.of(minutes) if r.content.get("state") != MinutesState.CONFIRMED)
    last = next(sent, None)
    return [c for c in minutes.checks if last is None or c.revision >= last.number]


def objections(minutes: Minutes) -> list[MinutesCheck]:
    """修正意見 to the text as it is now."""
    return [check for check in current_checks(minutes) if not check.is_agreed]


def silent(minutes: Minutes) -> list[Organization]:
    """Organizations that came and have not answered to the text as it is now."""
    answered = {check.organization_id for check in current_checks(minutes)}
    waiting = policy.asked_to_check(minutes.meeting) - answered
    return [a.organization for a in minutes.meeting.attendances if a.organization_id in waiting]


def readable_revisions(viewer: Viewer, minutes: Minutes) -> list[Revision]:
    """Newest first. Raises Forbidden for who reads the minutes but may not look back."""
    authorize(policy.can_see_history(viewer, minutes))
    kept = revisions.of(minutes)
    if policy.can_write_minutes(viewer, minutes.meeting):
        return list(kept)
    return [r for r in kept if r.content.get("state") == MinutesState.CONFIRMED]


def corrections(minutes: Minutes) -> list[Revision]:
    """What was put right after the minutes were confirmed: day and reason, oldest first."""
    if minutes.state is not MinutesState.CONFIRMED:
        return []
    return [r for r in reversed(revisions.of(minutes)) if r.reason]


def _minutes(viewer: Viewer) -> Any:
    return (
        select(Minutes)
        .join(Minutes.meeting)
        .where(readable(viewer))
        .options(joinedload(Minutes.meeting).joinedload(Meeting.series))
    )
