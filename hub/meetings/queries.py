"""Reads of series and meetings. The viewer comes first, and nothing they may not see comes back."""

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from hub.accounts.models import Viewer
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound
from hub.meetings import policy
from hub.meetings.models import Meeting, Minutes, Series, SeriesMember, Visibility


def series_ids_of(viewer: Viewer) -> frozenset[int]:
    """Series in which an organization of the viewer is today, as member, observer, secretariat."""
    if not viewer.in_network:
        return frozenset()
    today = calendar.today()
    member_of = select(SeriesMember.series_id).where(
        SeriesMember.organization_id.in_(viewer.organization_ids),
        or_(SeriesMember.starts_on.is_(None), SeriesMember.starts_on <= today),
        or_(SeriesMember.ends_on.is_(None), SeriesMember.ends_on >= today),
    )
    kept = select(Series.id).where(Series.secretariat_id.in_(viewer.organization_ids))
    return frozenset(db.session.scalars(member_of.union(kept)))


def readable(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Meeting under which the viewer reads it; for joins in other slices."""
    allowed: list[Any] = [Meeting.visibility == Visibility.PUBLIC]
    if viewer.in_network:
        allowed.append(Meeting.visibility == Visibility.NETWORK)
        allowed.append(Meeting.series_id.in_(series_ids_of(viewer)))
    if viewer.coordinates:
        allowed.append(Meeting.visibility == Visibility.SERIES)
    return or_(*allowed)


def visible_to(viewer: Viewer) -> Select[tuple[Meeting]]:
    return select(Meeting).where(readable(viewer)).order_by(Meeting.held_on.desc(), Meeting.id)


def get_meeting(viewer: Viewer, meeting_id: int) -> Meeting:
    """Raises NotFound."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or not policy.can_view(viewer, meeting):
        raise NotFound
    return meeting


def get_series(viewer: Viewer, series_id: int) -> Series:
    """Raises NotFound."""
    series = db.session.get(Series, series_id)
    if series is None or not policy.can_view_series(viewer, series):
        raise NotFound
    return series


def get_minutes(viewer: Viewer, meeting_id: int) -> Minutes:
    """The minutes of a meeting. Raises NotFound when there are none that the viewer may read."""
    meeting = get_meeting(viewer, meeting_id)
    if meeting.minutes is None or not policy.can_view_minutes(viewer, meeting.minutes):
        raise NotFound
    return meeting.minutes
