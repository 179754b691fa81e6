"""On working days before the morning's mail: what do saved searches find that is new?

So much at a tick and no more. What is not looked through by then is told on the next morning.
"""

import time as clock
from datetime import time

from hub.core import calendar
from hub.core.db import db, transaction
from hub.core.worker import every_tick
from hub.finding import saved_commands, saved_queries
from hub.finding.saved_keys import Keys

BEGIN = time(5, 0)
SECONDS = 10.0  # of one tick
BATCH = 50  # searches that are written in one transaction


@every_tick
def look_for_news() -> None:
    moment = calendar.now()
    day = moment.date()
    if moment.time() < BEGIN or not calendar.is_working_day(day):
        return
    until = clock.monotonic() + SECONDS
    waiting = list(saved_queries.due(day))
    while waiting and clock.monotonic() < until:
        batch, waiting = waiting[:BATCH], waiting[BATCH:]
        found = _look(batch, until)
        with transaction():
            saved_commands.looked(found, day)
            saved_commands.forget_news(day - saved_queries.KEPT)


def _look(ids: list[int], until: float) -> dict[int, Keys]:
    """Reads only. What is asked while the index is built anew waits for the next tick."""
    db.session.rollback()
    found = {}
    for search in saved_queries.by_ids(ids):
        if clock.monotonic() > until:
            break
        everything = saved_queries.everything(search.user, search.request)
        if everything.is_whole:
            found[search.id] = everything.keys
    return found
