"""Which actions a list shows, in what order and groups, and how many the neighbouring ones have.

A selection is the address of a list; the page, the board, the exports and all counts come from
the same conditions. Order and counts of a list are kept, for all who read the same, until an
action, a meeting or who is in a series changes.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, case, func, null, or_, select

from hub.accounts.models import Circle, Viewer
from hub.actions import queries
from hub.actions.models import OPEN, Action, ActionEvent, ActionPartner, ActionStatus
from hub.core import calendar, generations
from hub.core.db import db
from hub.core.paging import SIZE, Page
from hub.meetings.models import Meeting, Series, SeriesMember
from hub.meetings.queries import readable as readable_meeting

generations.watch("actions", Action, ActionPartner, ActionEvent)
generations.watch("meetings", Meeting)
generations.watch("series", Series, SeriesMember)
LISTS = 64  # the newest that were asked for


class Who(StrEnum):
    LEAD = "lead"
    PARTNER = "partner"
    ALL = "all"

    @property
    def label(self):
        return WHO[self]


WHO = {Who.LEAD: _("自組織が担当"), Who.PARTNER: _("協力"), Who.ALL: _("すべて")}


class State(StrEnum):
    """未完了 and 期限超過 are made of several statuses; the others are one each."""

    OPEN = "open"
    OVERDUE = "overdue"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self):
        return COMBINED.get(self) or ActionStatus(self.value).label


COMBINED = {State.OPEN: _("未完了"), State.OVERDUE: _("期限超過")}


class Group(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    NONE = "none"
    CLOSED = "closed"

    @property
    def label(self):
        return GROUPS[self]


GROUPS = {
    Group.OVERDUE: _("期限を過ぎています"),
    Group.SOON: _("二週間以内"),
    Group.LATER: _("それより先"),
    Group.NONE: _("期限なし"),
    Group.CLOSED: _("終わったもの"),
}


@dataclass(frozen=True, kw_only=True)
class Selection:
    who: Who = Who.ALL
    state: State = State.OPEN
    organization_id: int | None = None  # as lead or partner
    lead_ids: tuple[int, ...] = ()  # one of them
    series_id: int | None = None
    meeting_id: int | None = None
    words: tuple[str, ...] = ()  # all of them


def matching(viewer: Viewer | Circle, chosen: Selection) -> Select[Any]:
    """In order: overdue first, then by due date (by the day to look again when on hold), those
    without a date, and last what has ended, the newest first."""
    return _scope(viewer, chosen).where(_state(chosen.state)).order_by(*_order())


def group_of(action: Action, today: date) -> Group:
    """The same as _group() says to the database."""
    if not action.is_open:
        return Group.CLOSED
    if action.is_overdue(today):
        return Group.OVERDUE
    day = action.review_on if action.status is ActionStatus.ON_HOLD else action.due_on
    if day is None:
        return Group.NONE
    return Group.SOON if day <= today + queries.SOON else Group.LATER


class _Counted(NamedTuple):
    status: ActionStatus
    group: str
    is_overdue: int
    is_led: int
    is_helped: int
    number: int

    def is_of(self, who: Who) -> bool:
        return who is Who.ALL or bool(self.is_led if who is Who.LEAD else self.is_helped)

    def is_in(self, state: State) -> bool:
        if state is State.OPEN:
            return self.status in OPEN
        if state is State.OVERDUE:
            return bool(self.is_overdue)
        return self.status.value == state.value


class Tally:
    """How many actions the neighbouring lists have, all else being as chosen."""

    def __init__(self, viewer: Viewer | Circle, chosen: Selection) -> None:
        every = replace(chosen, who=Who.ALL, state=State.OPEN)
        self._chosen = chosen
        self._rows = _counted(Circle.of(viewer), every, calendar.today())

    @property
    def total(self) -> int:
        """Of the list itself."""
        return sum(self.groups.values())

    @property
    def groups(self) -> dict[Group, int]:
        """How many of the whole list are in each group, whatever page is shown."""
        counts: dict[Group, int] = {}
        for row in self._rows:
            if row.is_in(self._chosen.state) and row.is_of(self._chosen.who):
                counts[Group(row.group)] = counts.get(Group(row.group), 0) + row.number
        return counts

    @property
    def states(self) -> dict[State, int]:
        rows = [row for row in self._rows if row.is_of(self._chosen.who)]
        return {state: sum(row.number for row in rows if row.is_in(state)) for state in State}

    @property
    def whos(self) -> dict[Who, int]:
        rows = [row for row in self._rows if row.is_in(self._chosen.state)]
        return {who: sum(row.number for row in rows if row.is_of(who)) for who in Who}

    @property
    def boards(self) -> dict[Who, int]:
        """How many cards each board has in all its columns."""
        return {who: sum(row.number for row in self._rows if row.is_of(who)) for who in Who}


def page(viewer: Viewer | Circle, chosen: Selection, *, number: int) -> Page:
    """The ids of one page of what ``matching`` finds."""
    ids = _ordered(Circle.of(viewer), chosen, calendar.today())
    number = min(number, max(1, -(-len(ids) // SIZE)))
    shown = ids[(number - 1) * SIZE : number * SIZE]
    return Page(items=shown, number=number, total=len(ids))


def first(viewer: Viewer | Circle, chosen: Selection, most: int) -> tuple[int, list[Action]]:
    """How many ``matching`` finds, and the first of them."""
    ids = _ordered(Circle.of(viewer), chosen, calendar.today())
    return len(ids), queries.by_ids(ids[:most], queries.FOR_FEW) if ids else []


def board(
    viewer: Viewer, who: Who, size: int, counts: dict[State, int]
) -> dict[ActionStatus, tuple[Sequence[Action], int]]:
    """For each status its first cards and how many there are in all; one query for the cards."""
    number = func.row_number().over(partition_by=Action.status, order_by=_order())
    every = _scope(viewer, Selection(who=who)).with_only_columns(Action.id, number.label("n"))
    first = every.subquery()
    query = (
        select(Action)
        .join(first, first.c.id == Action.id)
        .where(first.c.n <= size)
        .order_by(first.c.n)
        .options(*queries.for_list())
    )
    cards = db.session.scalars(query).all()
    return {
        status: ([a for a in cards if a.status is status], counts[State(status.value)])
        for status in ActionStatus
    }


def _count(circle: Circle, every: Selection, today: date) -> list[_Counted]:
    """In one query, whoever leads or helps and whatever the state."""
    own = circle.organization_ids
    parts = [
        case((condition, 1), else_=0).label(name)
        for name, condition in (
            ("overdue", queries.is_overdue(today)),
            ("led", queries.led_by(own)),
            ("helped", queries.helped_by(own)),
        )
    ]
    columns = [Action.status, _group().label("group"), *parts]
    rows = _scope(circle, every).with_only_columns(*columns, func.count())
    return [_Counted._make(row) for row in db.session.execute(rows.group_by(*columns))]


def _find(circle: Circle, chosen: Selection, _today: date) -> "array[int]":
    return array("l", db.session.scalars(matching(circle, chosen).with_only_columns(Action.id)))


def _scope(viewer: Viewer | Circle, chosen: Selection) -> Select[Any]:
    """Everything but the state."""
    query = queries.visible_to(viewer)
    if chosen.who is Who.LEAD:
        query = query.where(queries.led_by(viewer.organization_ids))
    if chosen.who is Who.PARTNER:
        query = query.where(queries.helped_by(viewer.organization_ids))
    if chosen.organization_id is not None:
        query = query.where(queries.worked_on_by([chosen.organization_id]))
    if chosen.lead_ids:
        query = query.where(queries.led_by(chosen.lead_ids))
    # Who reads an action only as its partner is not told by a filter where it comes from.
    if chosen.series_id is not None:
        query = query.where(readable_meeting(viewer), Meeting.series_id == chosen.series_id)
    if chosen.meeting_id is not None:
        query = query.where(readable_meeting(viewer), Meeting.id == chosen.meeting_id)
    for word in chosen.words:
        texts = (Action.title, Action.body, Action.result, Action.reason)
        query = query.where(or_(*(text.icontains(word, autoescape=True) for text in texts)))
    return query


def _state(state: State) -> ColumnElement[bool]:
    if state is State.OPEN:
        return queries.is_open()
    if state is State.OVERDUE:
        return queries.is_overdue(calendar.today())
    return Action.status == ActionStatus(state.value)


def _day() -> ColumnElement[Any]:
    """The day an open action waits for."""
    return case((Action.status == ActionStatus.ON_HOLD, Action.review_on), else_=Action.due_on)


def _group() -> ColumnElement[str]:
    today = calendar.today()
    return case(
        (~queries.is_open(), Group.CLOSED.value),
        (queries.is_overdue(today), Group.OVERDUE.value),
        (_day().is_(None), Group.NONE.value),
        (_day() <= today + queries.SOON, Group.SOON.value),
        else_=Group.LATER.value,
    )


def _order() -> tuple[Any, ...]:
    group = _group()
    rank = case({name.value: number for number, name in enumerate(Group)}, value=group)
    open_day = case((queries.is_open(), _day()), else_=null())
    return (rank, open_day, Action.closed_on.desc(), Action.id)


_STATES = ("actions", "meetings", "series")
_counted = generations.Kept(_STATES[0], _count, *_STATES[1:], results=LISTS)
_ordered = generations.Kept(_STATES[0], _find, *_STATES[1:], results=LISTS)
