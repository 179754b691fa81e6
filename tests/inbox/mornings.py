"""Moving the clock from morning to morning with the worker ticking, and what came of it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from hub.core.calendar import TOKYO
from hub.core.db import db
from hub.inbox import daily
from hub.inbox.models import Notice
from hub.notifications.models import Mail

MORNING = time(8, 31)


def at(clock, day: date, moment: time = MORNING) -> None:
    """The worker ticks at that moment."""
    clock.move_to(datetime.combine(day, moment, TOKYO))
    daily.tell_what_is_due()
    daily.tell_what_is_urgent()
    daily.send_digests()


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def live(clock, first: date, last: date) -> None:
    """Every day, the tick before 8:30 and several after it."""
    for day in days(first, last):
        for moment in (time(8, 29), MORNING, time(8, 32), time(18, 0)):
            at(clock, day, moment)


def mails(user=None) -> list[Mail]:
    query = db.select(Mail).order_by(Mail.id)
    if user is not None:
        query = query.where(Mail.user_id == user.id)
    return list(db.session.scalars(query))


def mail_days(user) -> list[date]:
    return [mail.created_at.astimezone(TOKYO).date() for mail in mails(user)]


def notices(user) -> list[Notice]:
    query = db.select(Notice).where(Notice.user_id == user.id).order_by(Notice.id)
    return list(db.session.scalars(query))
