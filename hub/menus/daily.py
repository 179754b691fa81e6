"""Once a day: menus that became 見直し待ち or 受付終了 sink in the search, and those that open soon
rise, though nobody saved them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import load_only

from hub.core import calendar
from hub.core.db import db, transaction
from hub.core.worker import TimedTask, claim, every_tick
from hub.menus.models import SOON_DAYS, Menu, MenuState
from hub.search.outbox import enqueue

LOOK_BACK = timedelta(days=62)  # a hub that was off is caught up after this long
# a day of a menu, and how long after it something is another
TURNS: dict[str, tuple[Any, timedelta]] = {
    "stale": (Menu.stale_from, timedelta()),
    "closed": (Menu.closes_on, timedelta(days=1)),
    "soon": (Menu.opens_on, timedelta(days=-SOON_DAYS)),
}


@every_tick
def sink_and_raise_menus() -> None:
    for name in TURNS:
        if days := _days_to_do(name):
            with transaction():
                enqueue(_turned(name, [day for day in days if claim(_key(name, day))]))


def _days_to_do(name: str) -> Sequence[date]:
    """Days of menus that turned and were not dealt with; read without a lock."""
    column, later = TURNS[name]
    today = calendar.today()
    days = db.session.scalars(
        select(column)
        .where(
            Menu.state == MenuState.PUBLISHED,
            column > today - later - LOOK_BACK,
            column <= today - later,
        )
        .distinct()
    ).all()
    keys = [_key(name, day) for day in days]
    done = set(db.session.scalars(select(TimedTask.key).where(TimedTask.key.in_(keys))))
    return sorted(day for day in days if _key(name, day) not in done)


def _turned(name: str, days: Iterable[date]) -> Sequence[Menu]:
    column, _later = TURNS[name]
    return db.session.scalars(
        select(Menu)
        .where(Menu.state == MenuState.PUBLISHED, column.in_(days))
        .options(load_only(Menu.id))
    ).all()


def _key(name: str, day: date) -> str:
    return f"menus-{name}:{day}"
