"""Which actions a list shows, in what order and groups, and how many the neighbouring ones have.

A selection is the address of a list; the page, the board, the exports and all counts come from
the same conditions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, case, func, null, or_

from hub.accounts.models import Viewer
from hub.actions import queries
from hub.actions.models import OPEN, Action, ActionStatus
from hub.core import calendar
from hub.core.db import db
from hub.meetings.models import Meeting
from hub.meetings.queries import readable as readable_meeting


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
    series_id: int | None = None
    meeting_id: int | None = None
    words: tuple[str, ...] = ()  # all of them


def matching(viewer: Viewer, chosen: Selection) -> Select[Any]:
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


def group_counts(viewer: Viewer, chosen: Selection) -> dict[Group, int]:
    """How many of the whole list are in each group, whatever page is shown."""
    rows = _scope(viewer, chosen).where(_state(chosen.state))
    group = _group().label("group")
    found = rows.with_only_columns(group, func.count()).group_by(group)
    return {Group(name): count for name, count in db.session.execute(found)}


def state_counts(viewer: Viewer, chosen: Selection) -> dict[State, int]:
    """For each state, how many its list would have, all else being as chosen."""
    overdue = case((queries.is_overdue(calendar.today()), 1), else_=0).label("overdue")
    rows = db.session.execute(
        _scope(viewer, chosen)
        .with_only_columns(Action.status, overdue, func.count())
        .group_by(Action.status, overdue)
    )
    counts = dict.fromkeys(State, 0)
    for status, is_overdue, count in rows:
        counts[State(status.value)] += count
        counts[State.OPEN] += count if status in OPEN else 0
        counts[State.OVERDUE] += count if is_overdue else 0
    return counts


def who_counts(viewer: Viewer, chosen: Selection) -> dict[Who, int]:
    """For each of them, how many its list would have, all else being as chosen; one query."""
    own = viewer.organization_ids
    led, helped = (
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
        for condition in (queries.led_by(own), queries.helped_by(own))
    )
    rows = _scope(viewer, replace(chosen, who=Who.ALL)).where(_state(chosen.state))
    found = db.session.execute(rows.with_only_columns(led, helped, func.count())).one()
    return dict(zip((Who.LEAD, Who.PARTNER, Who.ALL), found, strict=True))


def board(viewer: Viewer, who: Who, size: int) -> dict[ActionStatus, tuple[Sequence[Action], int]]:
    """For each status its first cards and how many there are in all."""
    columns = {}
    counts = state_counts(viewer, Selection(who=who))
    for status in ActionStatus:
        chosen = Selection(who=who, state=State(status.value))
        first = matching(viewer, chosen).options(*queries.for_list()).limit(size)
        columns[status] = (db.session.scalars(first).all(), counts[State(status.value)])
    return columns


def board_counts(viewer: Viewer) -> dict[Who, int]:
    """How many cards each board has in all its columns."""
    return {who: _in_all_columns(state_counts(viewer, Selection(who=who))) for who in Who}


def _in_all_columns(counts: dict[State, int]) -> int:
    return sum(counts[State(status.value)] for status in ActionStatus)


def _scope(viewer: Viewer, chosen: Selection) -> Select[Any]:
    """Everything but the state."""
    query = queries.visible_to(viewer)
    if chosen.who is Who.LEAD:
        query = query.where(queries.led_by(viewer.organization_ids))
    if chosen.who is Who.PARTNER:
        query = query.where(queries.helped_by(viewer.organization_ids))
    if chosen.organization_id is not None:
        query = query.where(queries.worked_on_by([chosen.organization_id]))
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
