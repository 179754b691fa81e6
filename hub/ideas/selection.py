"""Which ideas a ledger shows, in what order and groups, and how many the neighbouring ones have.

A selection is the address of a list; the page, the exports and all counts come from the same
conditions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, case, func, not_, null, select, true

from hub.accounts.models import Viewer
from hub.core import calendar
from hub.core.db import db
from hub.ideas import queries
from hub.ideas.models import OPEN, Idea, Stage, idea_terms
from hub.meetings.models import Meeting
from hub.meetings.queries import readable as readable_meeting
from hub.taxonomies.models import Scheme, Term


class Who(StrEnum):
    ALL = "all"
    OURS = "ours"

    @property
    def label(self):
        return WHO[self]


WHO = {Who.ALL: _("すべて"), Who.OURS: _("自組織の種")}


class Need(StrEnum):
    ANY = "any"
    WAITING = "waiting"  # for the viewer's organizations
    NOW = "now"
    ALONE = "alone"

    @property
    def label(self):
        return NEEDS[self]


NEEDS = {
    Need.ANY: _("すべて"),
    Need.WAITING: _("自組織を待つもの"),
    Need.NOW: _("いま見るもの"),
    Need.ALONE: _("育てる組織なし"),
}


class State(StrEnum):
    """育っているもの and すべて are made of several stages; the others are one each."""

    OPEN = "open"
    SEED = "seed"
    STUDIED = "studied"
    TRIED = "tried"
    ROOTED = "rooted"
    DROPPED = "dropped"
    ALL = "all"

    @property
    def label(self):
        return COMBINED.get(self) or Stage(self.value).label


COMBINED = {State.OPEN: _("育っているもの"), State.ALL: _("すべて")}


class Group(StrEnum):
    WAITING = "waiting"
    NOW = "now"
    ALONE = "alone"
    LATER = "later"
    UNDATED = "undated"
    CLOSED = "closed"

    @property
    def label(self):
        return GROUPS[self]


GROUPS = {
    Group.WAITING: _("いま、自組織を待っています"),
    Group.NOW: _("見る日が来ています"),
    Group.ALONE: _("育てる組織が決まっていません"),
    Group.LATER: _("次に見る日が決まっています"),
    Group.UNDATED: _("次に見る日がありません"),
    Group.CLOSED: _("定着・見送り"),
}


@dataclass(frozen=True, kw_only=True)
class Selection:
    who: Who = Who.ALL
    need: Need = Need.ANY
    state: State = State.OPEN
    keeper_id: int | None = None
    organization_id: int | None = None  # proposed, keeps or joined
    theme: str = ""  # code
    year: int | None = None  # 年度 in which it was raised
    series_id: int | None = None
    meeting_id: int | None = None

    @property
    def is_plain(self) -> bool:
        return self == Selection()


@dataclass(frozen=True)
class Counts:
    """How many each neighbouring list has, all else being as chosen."""

    total: int
    who: dict[Who, int]
    need: dict[Need, int]
    state: dict[State, int]
    group: dict[Group, int]


def matching(viewer: Viewer, chosen: Selection) -> Select[Any]:
    """In order of the groups: what waits for the viewer first; within them by day."""
    conditions = [_who(viewer, chosen.who), _need(viewer, chosen.need), _state(chosen.state)]
    return _scope(viewer, chosen).where(*conditions).order_by(*_order(viewer))


def group_of(viewer: Viewer, idea: Idea, today: date) -> Group:
    """The same as _group() says to the database."""
    if not idea.is_open:
        return Group.CLOSED
    if queries.waits_for(viewer, idea, today):
        return Group.WAITING
    if idea.is_due(today):
        return Group.NOW
    if idea.keeper_id is None:
        return Group.ALONE
    return Group.LATER if idea.look_at_on else Group.UNDATED


def counts(viewer: Viewer, chosen: Selection) -> Counts:
    """All of them in one query: how many ideas are alike in everything that a filter asks."""
    today = calendar.today()
    flags = {
        "ours": _who(viewer, Who.OURS),
        "waiting": queries.is_waiting(viewer, today),
        "due": queries.is_due(today),
        "alone": queries.is_alone(),
        "dated": Idea.look_at_on.is_not(None),
    }
    columns = [case((condition, 1), else_=0).label(name) for name, condition in flags.items()]
    rows = db.session.execute(
        _scope(viewer, chosen)
        .with_only_columns(Idea.stage, *columns, func.count().label("number"))
        .group_by(Idea.stage, *columns)
    ).all()

    def number(who: Who, need: Need, state: State, group: Group | None = None) -> int:
        return sum(
            row.number
            for row in rows
            if (who is Who.ALL or row.ours)
            and _needs(need, row)
            and _is_in(state, row.stage)
            and (group is None or _group_of_row(row) is group)
        )

    who, need, state = chosen.who, chosen.need, chosen.state
    return Counts(
        total=number(who, need, state),
        who=_each(Who, lambda one: number(one, need, state)),
        need=_each(Need, lambda one: number(who, one, state)),
        state=_each(State, lambda one: number(who, need, one)),
        group=_each(Group, lambda one: number(who, need, state, one)),
    )


def _each(choices: Any, count: Callable[[Any], int]) -> dict[Any, int]:
    return {one: count(one) for one in choices}


def _needs(need: Need, row: Any) -> bool:
    if need is Need.ANY:
        return True
    return bool({Need.WAITING: row.waiting, Need.NOW: row.due, Need.ALONE: row.alone}[need])


def _is_in(state: State, stage: Stage) -> bool:
    return state is State.ALL or (stage.is_open if state is State.OPEN else stage == state.value)


def _group_of_row(row: Any) -> Group:
    if not row.stage.is_open:
        return Group.CLOSED
    named = ((row.waiting, Group.WAITING), (row.due, Group.NOW), (row.alone, Group.ALONE))
    rest = Group.LATER if row.dated else Group.UNDATED
    return next((group for holds, group in named if holds), rest)


def _scope(viewer: Viewer, chosen: Selection) -> Select[Any]:
    """Everything but whose, what it needs, and its stage."""
    query = queries.visible_to(viewer)
    if chosen.keeper_id is not None:
        query = query.where(Idea.keeper_id == chosen.keeper_id)
    if chosen.organization_id is not None:
        query = query.where(queries.concerns([chosen.organization_id]))
    if chosen.theme:
        tagged = (
            select(idea_terms.c.idea_id)
            .join(Term, Term.id == idea_terms.c.term_id)
            .where(Term.scheme == Scheme.THEME, Term.code == chosen.theme)
        )
        query = query.where(Idea.id.in_(tagged))
    if chosen.year is not None:
        query = query.where(Idea.raised_on.between(*calendar.fiscal_year_bounds(chosen.year)))
    # Who reads an idea only because it concerns them is not told by a filter where it comes from.
    if chosen.series_id is not None:
        query = query.where(readable_meeting(viewer), Meeting.series_id == chosen.series_id)
    if chosen.meeting_id is not None:
        query = query.where(readable_meeting(viewer), Meeting.id == chosen.meeting_id)
    return query


def _who(viewer: Viewer, who: Who) -> ColumnElement[bool]:
    return queries.concerns(viewer.organization_ids) if who is Who.OURS else true()


def _need(viewer: Viewer, need: Need) -> ColumnElement[bool]:
    today = calendar.today()
    return {
        Need.ANY: true(),
        Need.WAITING: queries.is_waiting(viewer, today),
        Need.NOW: queries.is_due(today),
        Need.ALONE: queries.is_alone(),
    }[need]


def _state(state: State) -> ColumnElement[bool]:
    if state is State.ALL:
        return true()
    return Idea.stage.in_(OPEN) if state is State.OPEN else Idea.stage == Stage(state.value)


def _order(viewer: Viewer) -> tuple[Any, ...]:
    today = calendar.today()
    is_open = Idea.stage.in_(OPEN)
    groups = (
        (not_(is_open), Group.CLOSED),
        (queries.is_waiting(viewer, today), Group.WAITING),
        (queries.is_due(today), Group.NOW),
        (Idea.keeper_id.is_(None), Group.ALONE),
        (Idea.look_at_on.is_not(None), Group.LATER),
    )
    ranks = {group: number for number, group in enumerate(Group)}
    rank = case(*((holds, ranks[group]) for holds, group in groups), else_=ranks[Group.UNDATED])
    open_day = case((is_open, Idea.look_at_on), else_=null())
    return (rank, open_day, Idea.closed_on.desc(), Idea.raised_on.desc(), Idea.id.desc())
