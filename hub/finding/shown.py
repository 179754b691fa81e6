"""The rows behind results, of all kinds in one statement, and what else is said about them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, literal, select, union_all
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value

from hub.core.db import db
from hub.finding.kinds import KINDS
from hub.meetings.models import Meeting, Series, SeriesMember, Visibility

_WITH_LINES = frozenset(name for name, kind in KINDS.items() if kind.lines(()))


def rows(keys: Iterable[str]) -> dict[str, Any]:
    """By key (``kind:id``). Rights are asked of each by who shows them."""
    ids = _by_kind(keys)
    if not ids:
        return {}
    found: dict[str, Any] = {}
    for loaded in db.session.execute(_rows_of(tuple(ids)), ids).unique():
        for name, row in zip(ids, loaded, strict=True):
            if row is not None:
                found[f"{name}:{row.id}"] = row
    _load_members(found.values())
    return found


def lines(keys: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """By key: what rows of other tables say about it, best first, in one query."""
    ids = {name: numbers for name, numbers in _by_kind(keys).items() if name in _WITH_LINES}
    found: dict[str, list[str]] = {}
    if ids:
        for kind, number, text in db.session.execute(_lines_of(tuple(ids)), ids):
            found.setdefault(f"{kind}:{number}", []).append(text)
    return found


@lru_cache(maxsize=256)  # putting it together takes longer than asking the database with it
def _rows_of(names: Sequence[str]) -> Any:
    """Of these kinds; which rows of each is a parameter by its name."""
    wanted = union_all(
        *(
            select(literal(name).label("kind"), KINDS[name].model.id.label("id")).where(
                KINDS[name].model.id.in_(bindparam(name, expanding=True))
            )
            for name in names
        )
    ).subquery("wanted")
    query: Any = select(*(KINDS[name].model for name in names)).select_from(wanted)
    for name in names:
        model = KINDS[name].model
        query = query.outerjoin(model, and_(wanted.c.kind == name, model.id == wanted.c.id))
        query = query.options(*KINDS[name].shown)
    return query


@lru_cache(maxsize=256)
def _lines_of(names: Sequence[str]) -> Select[Any]:
    every = union_all(
        *(
            part.add_columns(literal(name).label("kind"))
            for name in names
            for part in KINDS[name].lines(bindparam(name, expanding=True))
        )
    ).subquery("lines")
    return select(every.c.kind, every.c.id, every.c.text).order_by(every.c.place)


def _load_members(found: Iterable[Any]) -> None:
    """Of the series whose meetings only their members read: the rule asks each for them."""
    meetings = {row if isinstance(row, Meeting) else getattr(row, "meeting", None) for row in found}
    series = {
        meeting.series_id: meeting.series
        for meeting in meetings
        if meeting is not None and meeting.visibility is Visibility.SERIES
    }
    if not series:
        return
    query = select(SeriesMember).where(SeriesMember.series_id.in_(sorted(series)))
    members: dict[int, list[SeriesMember]] = {number: [] for number in series}
    ordered = query.options(lazyload(SeriesMember.organization)).order_by(SeriesMember.id)
    for member in db.session.scalars(ordered):
        members[member.series_id].append(member)
    for number, one in series.items():
        set_committed_value(one, Series.members.key, members[number])


def _by_kind(keys: Iterable[str]) -> dict[str, list[int]]:
    ids: dict[str, list[int]] = {}
    for key in sorted(keys):
        name, _colon, number = key.partition(":")
        ids.setdefault(name, []).append(int(number))
    return ids
