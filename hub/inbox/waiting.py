"""Actions that wait for another one which slips: told to their lead.

The notice is about what waits; which ones slip is looked up where it is read, so that one notice
holds them all, each person hears only of those they may read, and what was put right is gone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from hub.accounts.models import User
from hub.actions import policy as actions
from hub.actions import queries as action_queries
from hub.actions import waits
from hub.actions.models import Action, action_waits
from hub.actions.waits import Slip
from hub.core import calendar
from hub.core.db import db
from hub.inbox.models import NoticeKind, Reason, SubjectKind
from hub.inbox.rules import Audience, Matter


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An open action, and what it waits for that slips, the gravest first."""

    action: Action
    slips: Sequence[tuple[Action, Slip]]

    @property
    def id(self) -> int:
        return self.action.id

    @property
    def title(self) -> str:
        return self.action.title

    def as_read_by(self, user: User) -> "Waiting":
        told = [pair for pair in self.slips if actions.can_view(user, pair[0])]
        return replace(self, slips=told)

    def may_be_told(self, user: User, organization_id: int | None) -> bool:
        """To who leads what waits, as long as they read both."""
        if self.action.lead_id != organization_id or not actions.can_view(user, self.action):
            return False
        return bool(self.as_read_by(user).slips)


def matters(today: date) -> Iterator[Matter]:
    """One for each slip, so that a new one is told; all about the same action take its place."""
    for waiting in load(today).values():
        for other, slip in waiting.slips:
            day = other.review_on if slip is Slip.HELD else other.due_on
            lead = Audience(reason=Reason.WAITS, organization_id=waiting.action.lead_id)
            yield Matter(
                kind=NoticeKind.ACTION_WAITS,
                key=f"action-waits:{waiting.id}:{other.id}:{slip.value}:{day}",
                subject_kind=SubjectKind.WAITING,
                subject=replace(waiting, slips=[(other, slip)]),
                to=(lead,),
                due_on=waiting.action.due_on,
            )


def load(today: date | None = None, ids: Iterable[int] | None = None) -> dict[int, Waiting]:
    """By id of what waits: all, or some; only where something slips."""
    day = today or calendar.today()
    awaited = aliased(Action)
    query = (
        select(Action, action_waits.c.awaited_id)
        .join(action_waits, action_waits.c.action_id == Action.id)
        .join(awaited, awaited.id == action_waits.c.awaited_id)
        .where(action_queries.is_open())
        .order_by(Action.id, awaited.due_on, awaited.id)
        .options(*action_queries.for_list())
    )
    if ids is not None:
        query = query.where(Action.id.in_(list(ids)))
    rows = db.session.execute(query).all()
    others = _others({number for _action, number in rows})
    found: dict[int, Waiting] = {}
    for action, number in rows:
        if slip := waits.slip_of(action, others[number], day):
            before = found[action.id].slips if action.id in found else ()
            found[action.id] = Waiting(action=action, slips=[*before, (others[number], slip)])
    order = list(Slip)
    return {
        number: replace(one, slips=sorted(one.slips, key=lambda pair: order.index(pair[1])))
        for number, one in found.items()
    }


def _others(ids: set[int]) -> dict[int, Action]:
    query = select(Action).where(Action.id.in_(ids)).options(*action_queries.for_list())
    return {action.id: action for action in db.session.scalars(query)}
