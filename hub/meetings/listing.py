"""What the lists of meetings show: those that come, the next one first, and a page of those before.

What is counted and sorted are ids; the rows that are shown are loaded by one query, without what
no row shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from hub.accounts.models import Standing, Viewer
from hub.core import calendar
from hub.core.db import db
from hub.core.paging import SIZE, Page
from hub.meetings import policy
from hub.meetings.models import (
    Attendance,
    Decision,
    Meeting,
    Minutes,
    Series,
    SeriesMember,
)
from hub.meetings.queries import readable

COMING = 5  # at first; all of them behind a link
_SHOWN = (
    load_only(
        Meeting.series_id, Meeting.subtitle, Meeting.held_on, Meeting.fiscal_year,
        Meeting.starts_at, Meeting.ends_at, Meeting.place, Meeting.visibility,
        Meeting.cancelled_at, Meeting.number,
    ),
    joinedload(Meeting.series).load_only(Series.name, Series.secretariat_id),
    joinedload(Meeting.minutes).load_only(
        Minutes.meeting_id, Minutes.state, Minutes.review_until, Minutes.confirmed_at
    ),
)  # fmt: skip
_TAKING_PART = (
    joinedload(Meeting.series).load_only(Series.id).selectinload(Series.members)
    .lazyload(SeriesMember.organization),
    selectinload(Meeting.attendances).lazyload(Attendance.organization),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Listing:
    coming: Sequence[Meeting]  # called-off ones are said so
    coming_count: int
    past: Page
    minutes: frozenset[int]  # ids of the meetings whose minutes the viewer reads

    @property
    def meetings(self) -> list[Meeting]:
        return [*self.coming, *self.past.items]


def listed(
    viewer: Viewer | Standing, series_id: int | None, *, number: int, coming: int | None = COMING
) -> Listing:
    """Page ``number`` of what was, and of what comes so many (all: None)."""
    is_coming = Meeting.held_on >= calendar.today()
    every = select(Meeting.id).where(readable(viewer))
    if series_id is not None:
        every = every.where(Meeting.series_id == series_id)
    counts = every.with_only_columns(
        func.count().filter(is_coming), func.count().filter(~is_coming)
    )
    coming_count, past_count = db.session.execute(counts).one()
    number = min(number, max(1, -(-past_count // SIZE)))
    next_ids = every.where(is_coming).order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
    past_ids = every.where(~is_coming).order_by(Meeting.held_on.desc(), Meeting.id.desc())
    shown = or_(
        Meeting.id.in_(next_ids.limit(coming)),
        Meeting.id.in_(past_ids.limit(SIZE).offset((number - 1) * SIZE)),
    )
    order = (Meeting.held_on, Meeting.starts_at, Meeting.id)
    found = db.session.scalars(select(Meeting).where(shown).order_by(*order).options(*_SHOWN)).all()
    today = calendar.today()
    past = [meeting for meeting in found if meeting.held_on < today]
    past.sort(key=lambda meeting: (meeting.held_on, meeting.id), reverse=True)
    return Listing(
        coming=[meeting for meeting in found if meeting.held_on >= today],
        coming_count=coming_count,
        past=Page(items=past, number=number, total=past_count),
        minutes=_readable_minutes(viewer, found),
    )


def decision_counts(meetings: Sequence[Meeting]) -> dict[int, int]:
    """Number of decisions by id of the meeting."""
    rows = db.session.execute(
        select(Decision.meeting_id, func.count())
        .where(Decision.meeting_id.in_([m.id for m in meetings]))
        .group_by(Decision.meeting_id)
    )
    return {row[0]: row[1] for row in rows}


def _readable_minutes(viewer: Viewer | Standing, meetings: Sequence[Meeting]) -> frozenset[int]:
    """Ids of the meetings, which the viewer reads, whose minutes they read too.

    What is confirmed is read by who reads the meeting; for the rest the policy asks who is in it.
    """
    written = [meeting.minutes for meeting in meetings if meeting.minutes]
    in_review = [minutes.meeting_id for minutes in written if minutes.is_in_review]
    if in_review:
        query = select(Meeting).where(Meeting.id.in_(in_review))
        db.session.scalars(query.options(load_only(Meeting.id), *_TAKING_PART)).all()
    return frozenset(
        minutes.meeting_id
        for minutes in written
        if minutes.is_confirmed or policy.can_view_minutes(viewer, minutes)
    )
