"""When people are told: at 8:30 on working days, and what is urgent at once within those hours.

Each step is a transaction of its own. A worker that is killed in the middle leaves nothing of the
step it was at, and the next tick does it; what is done has its row (``claim``, or the unique key
of the mail) and is not done again.
"""

from datetime import time

from sqlalchemy import select

from hub.core import calendar
from hub.core.db import db, transaction
from hub.core.worker import TimedTask, claim, every_tick
from hub.inbox import commands, letters, made, queries

BEGIN, END = time(8, 30), time(19)  # a hub that was off does not write in the middle of the night
BATCH = 100  # people whose mails are written in one transaction


@every_tick
def tell_what_is_due() -> None:
    today = calendar.today()
    if not _is_time() or _is_done(_key()):
        return
    with transaction():
        if claim(_key()):
            commands.put_away_what_is_over(today)
            commands.tell(queries.matters(today), today)
            commands.tell_news(today)


@every_tick
def tell_what_is_urgent() -> None:
    today = calendar.today()
    if not _is_time() or all(_is_done(_urgent(m.key)) for m in queries.urgent_matters(today)):
        return
    with transaction():
        matters = [m for m in queries.urgent_matters(today) if claim(_urgent(m.key))]
        commands.tell(matters, today)
        letters.send_urgent(today)


@every_tick
def tell_what_was_made() -> None:
    """At any hour: who asked for a report waits for it. Its mail is the next morning's."""
    keys = made.keys()
    if not keys - {key for _person, key in queries.told_before(keys)}:
        return
    with transaction():
        commands.tell(made.matters(), calendar.today())


@every_tick
def send_digests() -> None:
    today = calendar.today()
    done = f"digests:{today}"  # what comes after that waits for the next morning
    if not _is_time() or not _is_done(_key()) or _is_done(done):
        return
    while people := queries.waiting_people(today)[:BATCH]:
        with transaction():
            letters.send_digests(people, today)
    with transaction():
        claim(done)


def _is_time() -> bool:
    moment = calendar.now()
    return BEGIN <= moment.time() < END and calendar.is_working_day(moment.date())


def _key() -> str:
    return f"notices:{calendar.today()}"


def _urgent(key: str) -> str:
    return f"notices:{key}"


def _is_done(key: str) -> bool:
    """Read without a lock, so that a tick at which nothing is due costs next to nothing."""
    return db.session.scalar(select(TimedTask.id).where(TimedTask.key == key)) is not None
