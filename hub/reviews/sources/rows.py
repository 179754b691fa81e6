"""One query for what several sources ask of the database: the same columns of each."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import (
    Boolean,
    Date,
    Integer,
    Select,
    String,
    Table,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from hub.actions.models import ActionVisibility
from hub.core.calendar import TOKYO
from hub.core.db import UtcDateTime, db
from hub.meetings.models import Visibility
from hub.programmes.models import Programme, programme_menus
from hub.reviews.sources.facts import Occasion, Source

_TYPES: dict[str, Any] = {
    "title": String, "said": String, "state": String, "by": String, "day": Date, "until": Date,
    "at": UtcDateTime, "count": Integer, "role": Integer, "is_changed": Boolean,
    "own": String, "meeting": String, "programme_id": Integer,
}  # fmt: skip


class Asking(Protocol):
    """A source whose facts are rows of the hub."""

    KIND: Source

    def asks(self, occasion: Occasion) -> Select[Any]: ...


def columns(kind: Source, number: Any, **given: Any) -> list[Any]:
    """The columns of one source; those it does not have are empty."""
    return [
        literal(kind.value).label("kind"),
        number.label("id"),
        *(
            type_coerce(given[name], of).label(name)
            if name in given
            else cast(null(), of).label(name)
            for name, of in _TYPES.items()
        ),
    ]


def found(occasion: Occasion, sources: Iterable[Asking]) -> dict[Source, list[Any]]:
    asked = list(sources)
    rows: dict[Source, list[Any]] = {source.KIND: [] for source in asked}
    for row in db.session.execute(union_all(*(source.asks(occasion) for source in asked))):
        rows[Source(row.kind)].append(row)
    return rows


def programme_of(links: Table, column: Any, owner: Any, occasion: Occasion) -> Any:
    """The programme of the organization to which a menu belongs that is linked to ``owner``."""
    return (
        select(func.min(Programme.id))
        .join(programme_menus, programme_menus.c.programme_id == Programme.id)
        .join(links, links.c.menu_id == programme_menus.c.menu_id)
        .where(column == owner, Programme.organization_id == occasion.organization_id)
        .where(Programme.is_archived.is_(False))
        .correlate(owner.table)
        .scalar_subquery()
    )


def limit_of(row: Any) -> str:
    """公開範囲 of what fewer than the network read: that of its meeting, else its own."""
    if row.meeting is not None:
        narrow = row.meeting == Visibility.SERIES
        return str(Visibility.SERIES.label) if narrow else ""
    private = row.own == ActionVisibility.ORGANIZATION  # ideas and menus say it with the same word
    return str(ActionVisibility.ORGANIZATION.label) if private else ""


def day_of(row: Any) -> date | None:
    return row.at.astimezone(TOKYO).date() if row.at else row.day


def in_order(rows: Sequence[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.day or date.max, row.id))
