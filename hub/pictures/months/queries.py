"""The lists behind the numbers of the months, asked of the database. The viewer comes first."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import joinedload

from hub.accounts.models import Viewer
from hub.actions import queries as actions
from hub.actions.models import Action, ActionStatus
from hub.core import calendar
from hub.ideas import queries as ideas
from hub.ideas.models import Idea, Stage
from hub.pictures.ledger.measures import What
from hub.pictures.months.selection import NO_THEME, Months, Selection
from hub.pictures.survival.selection import has_theme
from hub.pictures.timeline.selection import about


def listed(
    viewer: Viewer, within: Iterable[Selection], what: What, months: Months | None
) -> Select[Any]:
    """Ideas or actions that are in all of these selections, the newest first."""
    if what.is_of_ideas:
        query = ideas.visible_to(viewer).where(_idea(what, months))
        for chosen in within:
            query = query.where(*_of_ideas(chosen))
        return query.options(joinedload(Idea.keeper)).order_by(Idea.raised_on.desc(), Idea.id)
    query = actions.visible_to(viewer).where(_action(what, months))
    for chosen in within:
        query = query.where(*_of_actions(viewer, chosen))
    return query.options(*actions.for_list()).order_by(Action.created_at.desc(), Action.id)


def _of_ideas(chosen: Selection) -> Iterator[ColumnElement[bool]]:
    if chosen.organization is not None:
        yield ideas.concerns([chosen.organization])
    if chosen.theme is not None:
        yield has_theme(chosen.theme)


def _of_actions(viewer: Viewer, chosen: Selection) -> Iterator[ColumnElement[bool]]:
    if chosen.organization is not None:
        yield actions.worked_on_by([chosen.organization])
    if chosen.theme == NO_THEME:
        yield ~about(viewer)
    elif chosen.theme is not None:
        yield about(viewer, chosen.theme)


def _action(what: What, months: Months | None) -> ColumnElement[bool]:
    today = calendar.today()
    is_late = actions.is_overdue(today)
    if what is What.DONE:
        return and_(Action.status == ActionStatus.DONE, _within(Action.closed_on, months))
    if what is What.DROPPED:
        return and_(Action.status == ActionStatus.DROPPED, _within(Action.closed_on, months))
    if what in {What.DUE, What.MISSED}:
        came = and_(Action.due_on < today, _within(Action.due_on, months))
        missed = or_(is_late, Action.closed_on > Action.due_on)
        return came if what is What.DUE else and_(came, missed)
    stands = {
        What.OF_DONE: Action.status == ActionStatus.DONE,
        What.OF_DROPPED: Action.status == ActionStatus.DROPPED,
        What.OF_OPEN: and_(actions.is_open(), or_(Action.due_on.is_(None), ~is_late)),
        What.OF_LATE: is_late,
    }.get(what)
    entered = _entered(months)
    return entered if stands is None else and_(entered, stands)


def _idea(what: What, months: Months | None) -> ColumnElement[bool]:
    if what is What.RAISED:
        return _within(Idea.raised_on, months)
    stage = Stage.ROOTED if what is What.ROOTED else Stage.DROPPED
    return and_(Idea.stage == stage, _within(Idea.closed_on, months))


def _within(day: Any, months: Months | None) -> ColumnElement[bool]:
    if months is None:
        return day.is_not(None)
    return and_(day >= months.first, day < months.end)


def _entered(months: Months | None) -> ColumnElement[bool]:
    if months is None:
        return Action.created_at.is_not(None)
    first, end = (datetime.combine(d, time(), calendar.TOKYO) for d in (months.first, months.end))
    return and_(Action.created_at >= first, Action.created_at < end)
