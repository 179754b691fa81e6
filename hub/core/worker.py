"""The one background worker: huey ticks once a minute, the jobs themselves are rows.

A slice registers what is to be done at a tick. Each function asks the database what is due, so
that a missed tick is caught up by the next one and a tick that comes twice finds nothing to do.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Thread
from typing import Any

import structlog
from flask import Flask
from huey import MemoryHuey, crontab
from huey.consumer import Consumer
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from hub.core.db import db, now, transaction

log = structlog.get_logger()
Job = Callable[[], None]
_jobs: dict[str, Job] = {}


class TimedTask(db.Model):
    """One run of one timed thing. The key makes a second run impossible."""

    __tablename__ = "timed_tasks"

    key: Mapped[str] = mapped_column(unique=True)
    done_at: Mapped[datetime] = mapped_column(default=now)


def every_tick(function: Job) -> Job:
    """Register a function to be called once a minute inside an application context."""
    _jobs[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def claim(key: str) -> bool:
    """Note inside the open transaction that ``key`` is done; False when it was before."""
    try:
        with db.session.begin_nested():
            db.session.add(TimedTask(key=key))
    except IntegrityError:
        return False
    return True


def forget_claims(before: datetime) -> None:
    with transaction():
        db.session.execute(delete(TimedTask).where(TimedTask.done_at < before))


def tick() -> None:
    """Do what is due. One job that fails does not keep the others from running."""
    for name, job in _jobs.items():
        try:
            job()
        except Exception:
            log.exception("job failed", job=name)
        finally:
            db.session.remove()


class _ThreadConsumer(Consumer):
    """Runs beside the web server: signals belong to the server."""

    def _set_signal_handlers(self) -> None:
        pass


def start(app: Flask) -> Callable[[], None]:
    """Run the worker in threads of this process; the result stops it and waits for it."""
    huey = MemoryHuey("hub", utc=True)

    @huey.periodic_task(crontab(minute="*"))
    def every_minute() -> None:
        with app.app_context():
            tick()

    consumer: Any = _ThreadConsumer(huey, workers=1, initial_delay=0.1)
    thread = Thread(target=consumer.run, name="hub-worker", daemon=True)
    thread.start()

    def stop() -> None:
        with suppress(Exception):
            consumer.stop(graceful=True)
        thread.join(timeout=10)

    return stop
