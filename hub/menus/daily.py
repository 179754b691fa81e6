"""Once a day: menus that became 見直し待ち sink in the search, though nobody saved them."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from hub.core import calendar
from hub.core.db import db, transaction
from hub.core.worker import TimedTask, claim, every_tick
from hub.menus.models import Menu, MenuState
from hub.search.outbox import enqueue

LOOK_BACK = timedelta(days=62)  # a hub that was off is caught up after this long


@every_tick
def sink_stale_menus() -> None:
    for day in _days_to_do():
        with transaction():
            if claim(_key(day)):
                enqueue(_became_stale(day))


def _days_to_do() -> Sequence[date]:
    """Days on which menus became stale and that were not dealt with; read without a lock."""
    today = calendar.today()
    days = db.session.scalars(
        select(Menu.stale_from)
        .where(
            Menu.state == MenuState.PUBLISHED,
            Menu.stale_from > today - LOOK_BACK,
            Menu.stale_from <= today,
        )
        .distinct()
    ).all()
    keys = [_key(day) for day in days if day]
    done = set(db.session.scalars(select(TimedTask.key).where(TimedTask.key.in_(keys))))
    return sorted(day for day in days if day and _key(day) not in done)


def _became_stale(day: date) -> Sequence[Menu]:
    return db.session.scalars(
        select(Menu).where(Menu.state == MenuState.PUBLISHED, Menu.stale_from == day)
    ).all()


def _key(day: date) -> str:
    return f"menus-stale:{day}"
