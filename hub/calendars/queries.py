"""What a calendar address shows: rights are those of the person at the moment it is asked."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import User
from hub.accounts.queries import hash_of
from hub.actions import queries as actions
from hub.actions.models import Action
from hub.calendars import policy
from hub.calendars.models import CalendarFeed
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound
from hub.ideas import queries as ideas
from hub.ideas.models import Idea
from hub.meetings import queries as meetings
from hub.meetings.models import Meeting

KEPT = timedelta(days=183)  # how far back a calendar goes


def feed_of(user: User) -> CalendarFeed | None:
    return db.session.scalars(select(CalendarFeed).where(CalendarFeed.user_id == user.id)).first()


def reader_of(token: str) -> User:
    """Whose calendar this is. Raises NotFound also when they may not read anything any more."""
    found = db.session.scalars(
        select(CalendarFeed)
        .where(CalendarFeed.token_hash == hash_of(token))
        .options(joinedload(CalendarFeed.user))
    ).first()
    if found is None or not policy.can_have_feed(found.user):
        raise NotFound
    return found.user


def meetings_for(viewer: User) -> Sequence[Meeting]:
    """Of the series of their organizations, as far as they may read them."""
    return db.session.scalars(
        select(Meeting)
        .where(
            meetings.readable(viewer),
            Meeting.series_id.in_(meetings.series_ids_of(viewer)),
            Meeting.held_on >= calendar.today() - KEPT,
        )
        .order_by(Meeting.held_on, Meeting.id)
        .options(joinedload(Meeting.series), selectinload(Meeting.agenda_items))
    ).all()


def due_for(viewer: User) -> Sequence[Action]:
    """Open ones with a due date that their organizations lead or help with."""
    return db.session.scalars(
        actions.visible_to(viewer)
        .where(
            actions.worked_on_by(viewer.organization_ids),
            actions.is_open(),
            Action.due_on >= calendar.today() - KEPT,
        )
        .order_by(Action.due_on, Action.id)
    ).all()


def ideas_for(viewer: User) -> Sequence[Idea]:
    """連携の種 that their organizations keep or proposed, on the day to look at them again."""
    return ideas.to_look_at(viewer, calendar.today() - KEPT)
