"""新しいこと: what changed in the network that the viewer may read, newest first."""

from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, bindparam, literal, select, union_all

from hub.accounts.models import Standing, Viewer
from hub.actions import queries as actions
from hub.core import calendar
from hub.core.db import UtcDateTime, db
from hub.ideas import queries as ideas
from hub.meetings import minutes_queries
from hub.menus import queries as menus

COUNT = 8


class Source(StrEnum):
    MENU = "menu"
    ACTION = "action"
    IDEA = "idea"
    MINUTES = "minutes"


FOUND = {
    Source.MENU: menus.recently_changed,
    Source.ACTION: actions.recently_moved,
    Source.IDEA: ideas.recently_moved,
    Source.MINUTES: minutes_queries.recently_confirmed,
}


class News(NamedTuple):
    """One thing that changed; of minutes the id is that of their meeting."""

    source: str
    id: int
    title: str
    organization: str | None
    at: datetime


def news(viewer: Viewer, since: datetime) -> list[News]:
    """What changed since then, in one query."""
    newest = _newest(Standing.of(viewer), calendar.today())
    return [News._make(row) for row in db.session.execute(newest, {"since": since})]


@lru_cache(maxsize=256)  # making it costs more than asking the database with it
def _newest(standing: Standing, _today: date) -> CompoundSelect[Any]:
    since: Any = bindparam("since", type_=UtcDateTime())
    parts = [
        (source, find(standing, since).limit(COUNT).subquery()) for source, find in FOUND.items()
    ]
    each = union_all(
        *(select(literal(source.value).label("source"), part) for source, part in parts)
    )
    return each.order_by(each.selected_columns.at.desc()).limit(COUNT)
