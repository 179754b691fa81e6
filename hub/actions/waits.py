"""先に終わるのを待つもの: which action waits for which, and where the awaited one slips.

What a viewer may not read is not told of in either direction. Nothing waits for itself, not even
over others: a circle is refused whether or not all of it can be read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, bindparam, case, delete, insert, or_, select, text
from sqlalchemy.orm import joinedload

from hub.accounts.models import Circle, User, Viewer
from hub.actions import policy, queries
from hub.actions.commands import happened
from hub.actions.models import Action, ActionStatus, EventKind, action_waits
from hub.audit.log import record
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import Invalid, NotFound, authorize


class Slip(StrEnum):
    """Why what is awaited does not come in time; the gravest first."""

    DROPPED = "dropped"
    OVERDUE = "overdue"
    HELD = "held"  # on hold until after the due date of what waits
    LATER = "later"  # due after what waits for it


@dataclass(frozen=True, kw_only=True)
class Waits:
    """Both directions, as far as the viewer reads them."""

    awaited: Sequence[tuple[Action, Slip | None]]
    waiting: Sequence[tuple[Action, Slip | None]]


def slip_of(action: Action, awaited: Action, today: date) -> Slip | None:
    """Whether ``awaited`` keeps an open ``action`` waiting too long."""
    if not action.is_open or awaited.status is ActionStatus.DONE:
        return None
    if awaited.status is ActionStatus.DROPPED:
        return Slip.DROPPED
    if awaited.is_overdue(today):
        return Slip.OVERDUE
    if action.due_on is None:
        return None
    if awaited.status is ActionStatus.ON_HOLD:
        is_late = awaited.review_on is not None and awaited.review_on > action.due_on
        return Slip.HELD if is_late else None
    return Slip.LATER if awaited.due_on is not None and awaited.due_on > action.due_on else None


def of(viewer: Viewer, action: Action, today: date) -> Waits:
    """One query for both directions."""
    query = _beside(Circle.of(viewer), calendar.today())
    rows = db.session.execute(query, {"action_id": action.id}).all()
    return Waits(
        awaited=[(other, slip_of(action, other, today)) for other, first in rows if first],
        waiting=[(other, slip_of(other, action, today)) for other, first in rows if not first],
    )


@lru_cache(maxsize=256)  # making it costs more than asking the database with it
def _beside(circle: Circle, _today: date) -> Select[Action, bool]:
    own: Any = bindparam("action_id")
    awaited = select(action_waits.c.awaited_id).where(action_waits.c.action_id == own)
    waiting = select(action_waits.c.action_id).where(action_waits.c.awaited_id == own)
    return (
        queries.visible_to(circle)
        .add_columns(Action.id.in_(awaited).label("is_awaited"))
        .where(or_(Action.id.in_(awaited), Action.id.in_(waiting)))
        .order_by(Action.due_on, Action.id)
        .options(joinedload(Action.lead))
    )


def awaited_of(viewer: Viewer | Circle, actions: Sequence[Action]) -> dict[int, list[Action]]:
    """What each of these waits for, by its id, in one query."""
    query = _awaited(Circle.of(viewer), calendar.today())
    rows = db.session.execute(query, {"ids": [action.id for action in actions]})
    found: dict[int, list[Action]] = {}
    for other, number in rows:
        found.setdefault(number, []).append(other)
    return found


@lru_cache(maxsize=256)  # making it costs more than asking the database with it
def _awaited(circle: Circle, _today: date) -> Select[Action, int]:
    return (
        queries.visible_to(circle)
        .add_columns(action_waits.c.action_id)
        .join(action_waits, action_waits.c.awaited_id == Action.id)
        .where(action_waits.c.action_id.in_(bindparam("ids", expanding=True)))
        .order_by(Action.due_on, Action.id)
    )


def slips_of(viewer: Viewer | Circle, actions: Sequence[Action], today: date) -> dict[int, Slip]:
    """The gravest slip of each of these that has one."""
    by_id = {action.id: action for action in actions}
    order = list(Slip)
    return {
        number: min(slips, key=order.index)
        for number, others in awaited_of(viewer, actions).items()
        if (slips := [s for other in others if (s := slip_of(by_id[number], other, today))])
    }


def offered(viewer: Viewer, action: Action, words: Iterable[str]) -> Select[Any]:
    """Open actions that it could wait for: of its own meeting first, then by due date."""
    chosen = select(action_waits.c.awaited_id).where(action_waits.c.action_id == action.id)
    query = queries.visible_to(viewer).where(
        queries.is_open(),
        Action.id != action.id,
        Action.id.not_in(chosen),
        Action.id.not_in(_closure(action.id, back=True)),
    )
    for word in words:
        query = query.where(
            or_(Action.title.icontains(word, autoescape=True),
                Action.body.icontains(word, autoescape=True))
        )  # fmt: skip
    near = case((Action.meeting_id == action.meeting_id, 0), else_=1)
    return query.order_by(near, Action.due_on.is_(None), Action.due_on, Action.id).options(
        joinedload(Action.lead)
    )


def wait_for(actor: User, action: Action, awaited: Action) -> None:
    """``action`` can go on only when ``awaited`` has ended.

    Raises:
        Invalid: one of them has ended, or ``awaited`` waits for ``action`` itself.
    """
    authorize(policy.can_edit(actor, action) and policy.can_view(actor, awaited))
    _alone()
    if not action.is_open or not awaited.is_open:
        raise Invalid(_("終わった宿題事項は、待つものにできません。"))
    if action.id in _reached(awaited.id):
        raise Invalid(
            _("この2つは、たがいに終わるのを待つことになります。どちらを先にするか決めてください。")
        )
    pair = {"action_id": action.id, "awaited_id": awaited.id}
    there = db.session.execute(select(action_waits).filter_by(**pair)).first()
    if there is None:
        db.session.execute(insert(action_waits), [pair])
        _record(actor, action, {}, {"awaited": awaited.id})


def stop_waiting(actor: User, action: Action, awaited: Action) -> None:
    """Raises NotFound where it does not wait for it."""
    authorize(policy.can_edit(actor, action))
    gone: Any = db.session.execute(
        delete(action_waits).where(
            action_waits.c.action_id == action.id, action_waits.c.awaited_id == awaited.id
        )
    )
    if not gone.rowcount:
        raise NotFound
    _record(actor, action, {"awaited": awaited.id}, {})


def _alone() -> None:
    """Two editors could close a circle together, each seeing only their own half.

    SQLite lets only one write in any case.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE action_waits IN SHARE ROW EXCLUSIVE MODE"))


def _reached(action_id: int) -> set[int]:
    return set(db.session.scalars(_closure(action_id, back=False)))


def _closure(action_id: int, *, back: bool) -> Select[Any]:
    """It, and all that it waits for (``back``: all that wait for it), over others too."""
    near, far = action_waits.c.action_id, action_waits.c.awaited_id
    if back:
        near, far = far, near
    way = select(Action.id.label("id")).where(Action.id == action_id).cte("way", recursive=True)
    way = way.union(select(far).join(way, near == way.c.id))
    return select(way.c.id)


def _record(actor: User, action: Action, before: dict[str, int], after: dict[str, int]) -> None:
    """The history names the field only: its readers may not all read what is awaited."""
    db.session.expire(action, ["awaited"])
    happened(actor, action, EventKind.EDITED, changed=["awaited"])
    record(actor, "action:edit", action, organization_id=policy.speaks_for(actor, action),
           before=before, after=after)  # fmt: skip
