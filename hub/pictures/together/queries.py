"""The list behind a pair, asked of the database. The viewer comes first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from hub.accounts.models import Viewer
from hub.actions import queries as actions
from hub.actions.models import Action
from hub.core import calendar
from hub.core.db import db
from hub.core.paging import SIZE, Page
from hub.ideas import queries as ideas
from hub.ideas.models import Idea
from hub.meetings.models import CAME, Attendance, Meeting
from hub.meetings.queries import readable as readable_meeting
from hub.menus import queries as menus
from hub.menus.models import Menu, MenuPartner
from hub.pictures.together.selection import Kind, Since

MODELS = {
    Kind.ACTIONS: Action,
    Kind.MENUS: Menu,
    Kind.MEETINGS: Meeting,
    Kind.IDEAS: Idea,
}


@dataclass(frozen=True)
class Row:
    kind: Kind
    thing: Any
    day: date | None


def listed(viewer: Viewer, both: tuple[int, int], kind: Kind, since: Since, *, number: int) -> Page:
    """What both organizations are in, the newest first."""
    keys = union_all(*(_keys(viewer, one, both, since) for one in kind.single)).subquery()
    total = db.session.scalar(select(func.count()).select_from(keys)) or 0
    number = min(number, max(1, -(-total // SIZE)))
    rows = db.session.execute(
        select(keys.c.kind, keys.c.id, keys.c.day)
        .order_by(keys.c.day.desc(), keys.c.kind, keys.c.id)
        .limit(SIZE)
        .offset((number - 1) * SIZE)
    ).all()
    return Page(items=_loaded(rows), number=number, total=total)


def _keys(viewer: Viewer, kind: Kind, both: tuple[int, int], since: Since) -> Any:
    """(kind, id, day)"""
    query, day = _shared(viewer, kind, both, since.day)
    model: Any = MODELS[kind]
    return query.with_only_columns(
        literal(kind.value).label("kind"), model.id.label("id"), day.label("day")
    ).order_by(None)


def _shared(
    viewer: Viewer, kind: Kind, both: tuple[int, int], since: date | None
) -> tuple[Select[Any], Any]:
    if kind is Kind.ACTIONS:
        query = actions.visible_to(viewer).where(*(actions.worked_on_by([o]) for o in both))
        if since is not None:
            query = query.where(
                Action.created_at >= datetime.combine(since, time(), calendar.TOKYO)
            )
        return query, func.coalesce(Action.closed_on, Action.due_on, Action.moved_on)
    if kind is Kind.MENUS:
        return menus.visible_to(viewer).where(*map(_names, both)), Menu.confirmed_on
    if kind is Kind.IDEAS:
        query = ideas.visible_to(viewer).where(*(ideas.concerns([o]) for o in both))
        return query.where(*_from(Idea.raised_on, since)), Idea.raised_on
    came = (Meeting.id.in_(_came(organization_id)) for organization_id in both)
    held = (Meeting.cancelled_at.is_(None), Meeting.held_on <= calendar.today())
    query = select(Meeting).where(readable_meeting(viewer), *held, *came)
    return query.where(*_from(Meeting.held_on, since)), Meeting.held_on


def _from(day: Any, since: date | None) -> Iterator[Any]:
    if since is not None:
        yield day >= since


def _names(organization_id: int) -> Any:
    """A menu that it provides, or agreed to be named on."""
    joined = select(MenuPartner.menu_id).where(
        MenuPartner.organization_id == organization_id, MenuPartner.accepted_at.is_not(None)
    )
    return or_(Menu.provider_id == organization_id, Menu.id.in_(joined))


def _came(organization_id: int) -> Any:
    return select(Attendance.meeting_id).where(
        Attendance.organization_id == organization_id, Attendance.answer.in_(CAME)
    )


def _loaded(rows: Sequence[Any]) -> list[Row]:
    things: dict[tuple[str, int], Any] = {}
    for kind in {Kind(row.kind) for row in rows}:
        model: Any = MODELS[kind]
        query = select(model).where(model.id.in_([r.id for r in rows if r.kind == kind.value]))
        if kind is Kind.MEETINGS:
            query = query.options(joinedload(Meeting.series))
        things |= {(kind.value, thing.id): thing for thing in db.session.scalars(query)}
    return [Row(Kind(row.kind), things[row.kind, row.id], row.day) for row in rows]
