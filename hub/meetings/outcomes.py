"""What became of each agenda item, and how what is 継続 gets onto the next agenda by itself."""

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from hub.accounts.models import User
from hub.audit.log import changed, record
from hub.core import calendar
from hub.core.db import db, lock_version
from hub.core.errors import Conflict, authorize
from hub.meetings import policy
from hub.meetings.models import (
    AgendaItem,
    AgendaKind,
    AgendaOutcome,
    Meeting,
    Minutes,
    MinutesState,
    Series,
)


def set_outcomes(
    actor: User, meeting: Meeting, given: Mapping[int, AgendaOutcome | None], *, seen: int
) -> None:
    """Of all items at once; ``given`` by id of the item."""
    authorize(policy.can_edit(actor, meeting))
    lock_version(meeting, seen)
    if meeting.is_locked:
        raise Conflict
    before = {str(item.id): item.outcome for item in meeting.agenda_items}
    for item in meeting.agenda_items:
        item.outcome = given.get(item.id, item.outcome)
    meeting.touch()
    after = {str(item.id): item.outcome for item in meeting.agenda_items}
    acting = meeting.series.secretariat_id
    record(
        actor, "meeting:outcomes", meeting, **changed(before, after),
        organization_id=acting if actor.edits_for(acting) else None,
    )  # fmt: skip
    carry_on(actor, meeting.series)


def missing(meeting: Meeting) -> list[AgendaItem]:
    return [item for item in meeting.agenda_items if item.lacks_outcome]


def goes_on(item: AgendaItem) -> bool:
    """Whether an item of a later agenda continues this one."""
    later = select(AgendaItem.id).where(AgendaItem.continued_from_id == item.id)
    return db.session.scalar(later.limit(1)) is not None


def carry_on(actor: User, series: Series) -> None:
    """Put what is 継続 onto the agenda of the next meeting, each item once.

    An item whose next meeting is called off waits for the one after it; one that was taken off
    that agenda by hand does not come back.
    """
    db.session.flush()
    coming = _coming(series)
    for item in _waiting(series):
        later = (m for m in coming if (m.held_on, m.id) > (item.meeting.held_on, item.meeting_id))
        if meeting := next(later, None):
            _put(actor, item, meeting)


def _coming(series: Series) -> Sequence[Meeting]:
    """Meetings whose agenda can still be written, the next one first."""
    confirmed = select(Minutes.meeting_id).where(Minutes.state == MinutesState.CONFIRMED)
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.series_id == series.id,
            Meeting.held_on >= calendar.today(),
            Meeting.cancelled_at.is_(None),
            Meeting.id.not_in(confirmed),
        )
        .order_by(Meeting.held_on, Meeting.id)
    ).all()


def _waiting(series: Series) -> Sequence[AgendaItem]:
    """継続 and on no agenda yet, in the order in which they were talked about."""
    target = aliased(Meeting)
    return db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .outerjoin(target, target.id == AgendaItem.continued_in_id)
        .where(
            Meeting.series_id == series.id,
            Meeting.cancelled_at.is_(None),
            AgendaItem.outcome == AgendaOutcome.CONTINUED,
            or_(AgendaItem.continued_in_id.is_(None), target.cancelled_at.is_not(None)),
        )
        .order_by(Meeting.held_on, Meeting.id, AgendaItem.position)
    ).all()


def _put(actor: User, item: AgendaItem, meeting: Meeting) -> None:
    """After the items that are carried over already, before what is new."""
    going_on = AgendaItem(
        kind=AgendaKind.CARRY,
        title=item.title,
        presenter_id=item.presenter_id,
        planned_minutes=item.planned_minutes,
        continued_from=item,
    )
    carried = [i for i, other in enumerate(meeting.agenda_items) if other.kind is AgendaKind.CARRY]
    meeting.agenda_items.insert(carried[-1] + 1 if carried else 0, going_on)
    for position, other in enumerate(meeting.agenda_items, start=1):
        other.position = position
    item.continued_in = meeting
    meeting.touch()
    acting = meeting.series.secretariat_id
    record(
        actor, "agenda_item:continue", going_on, after={"title": item.title, "from": item.id},
        organization_id=acting if actor.edits_for(acting) else None,
    )  # fmt: skip
