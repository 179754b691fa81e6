"""Which inquiries a list shows, and how many the neighbouring lists have.

A selection is the address of a list; the page and all counts come from the same conditions.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, case, func, select, true

from hub.accounts.models import Viewer
from hub.core.db import db
from hub.inquiries import queries
from hub.inquiries.models import STATES, Inquiry, InquiryState
from hub.organizations import successors


class Who(StrEnum):
    ALL = "all"
    ASKED = "asked"
    ASKER = "asker"

    @property
    def label(self):
        return WHO[self]


WHO = {Who.ALL: _("すべて"), Who.ASKED: _("自組織が答える"), Who.ASKER: _("自組織が問い合わせた")}


class State(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    ALL = "all"

    @property
    def label(self):
        return _("すべて") if self is State.ALL else STATES[InquiryState(self.value)]


@dataclass(frozen=True, kw_only=True)
class Selection:
    who: Who = Who.ALL
    state: State = State.OPEN
    organization_id: int | None = None  # the other side


def matching(viewer: Viewer, chosen: Selection) -> Select[Any]:
    return (
        _scope(viewer, chosen)
        .where(_who(viewer, chosen.who), _state(chosen.state))
        .options(*queries.for_list())
        .order_by(*queries.in_order())
    )


class Tally:
    """One query for all of them."""

    def __init__(self, viewer: Viewer, chosen: Selection) -> None:
        parts = [
            Inquiry.state,
            *(case((_who(viewer, who), 1), else_=0).label(who.value) for who in Who),
        ]
        rows = _scope(viewer, chosen).with_only_columns(*parts, func.count()).group_by(*parts)
        self._chosen = chosen
        self._rows = db.session.execute(rows).all()

    def _count(self, who: Who, state: State) -> int:
        place = 1 + list(Who).index(who)
        return sum(
            row[-1] for row in self._rows
            if row[place] and (state is State.ALL or row[0].value == state.value)
        )  # fmt: skip

    @property
    def total(self) -> int:
        return self._count(self._chosen.who, self._chosen.state)

    @property
    def whos(self) -> dict[Who, int]:
        return {who: self._count(who, self._chosen.state) for who in Who}

    @property
    def states(self) -> dict[State, int]:
        return {state: self._count(self._chosen.who, state) for state in State}


def _scope(viewer: Viewer, chosen: Selection) -> Select[Any]:
    """Everything but who and state."""
    if chosen.organization_id is None:
        return queries.visible_to(viewer)
    with_it = queries.with_organization(viewer, chosen.organization_id).order_by(None)
    return select(Inquiry).where(Inquiry.id.in_(with_it.with_only_columns(Inquiry.id)))


def _who(viewer: Viewer, who: Who) -> ColumnElement[bool]:
    if who is Who.ALL:
        return true()
    column = Inquiry.asked_id if who is Who.ASKED else Inquiry.asker_id
    return column.in_(successors.today().held_by(viewer.organization_ids))


def _state(state: State) -> ColumnElement[bool]:
    return true() if state is State.ALL else Inquiry.state == InquiryState(state.value)
