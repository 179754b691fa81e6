"""The one background worker: a thread that ticks once a minute; the jobs themselves are rows.

A slice registers what is to be done at a tick. Each function asks the database what is due, so
that a missed tick is caught up by the next one and a tick that comes twice finds nothing to do.
"""

import time
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread

import structlog
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from hub.core.db import db, now, transaction

log = structlog.get_logger()
Job = Callable[[], None]
TICK = 60  # seconds
PATIENCE = 10
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


def start(app: Flask) -> Callable[[], None]:
    """Tick at once and with each minute; the result stops that and waits for what was begun."""
    stopped = Event()

    def run() -> None:
        while not stopped.is_set():
            try:
                with app.app_context():
                    tick()
            except Exception:
                log.exception("tick failed")
            stopped.wait(TICK - time.time() % TICK)

    thread = Thread(target=run, name="hub-worker", daemon=True)
    thread.start()

    def stop() -> None:
        stopped.set()
        thread.join(PATIENCE)

    return stop
