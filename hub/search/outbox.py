"""Index jobs are rows, written in the same transaction as the change itself.

A crash, a locked or a lost index loses nothing: the rows wait for the next drain, and until then
``recent`` shows them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import structlog
from flask import Flask, current_app
from sqlalchemy import delete, event, func, insert, select
from sqlalchemy.orm import Mapped

from hub.core import generations, health
from hub.core.db import committed, db
from hub.core.worker import every_tick
from hub.search import building, index, walking
from hub.search.documents import Searchable, followers, parts

AT_ONCE = 200  # jobs that are written together: the lock is held for a moment only
DONE = "search_jobs_done"  # generation: another one after each drain, as numbers of jobs come again

logger = structlog.get_logger()

_WRITTEN = "index_jobs"  # of a session: since its last commit


class IndexJob(db.Model):
    """One row of one table whose document (and what depends on it) may have changed."""

    __tablename__ = "search_jobs"

    source: Mapped[str]  # name of the table
    object_id: Mapped[int]


@event.listens_for(db.session, "after_flush")
def _note_changes(session: Any, _context: Any) -> None:
    touched = {*session.new, *session.dirty, *session.deleted}
    jobs = {job for row in touched for job in _jobs(row)}
    _write(session, sorted(jobs))


def _jobs(row: Any) -> Iterator[tuple[str, int]]:
    if isinstance(row, Searchable) or type(row) in followers:
        yield row.__tablename__, row.id
    for whole, column in parts.get(type(row), []):
        if number := getattr(row, column):
            yield whole.__tablename__, number  # type: ignore[attr-defined]


def enqueue(things: Iterable[Any]) -> None:
    """Index these rows anew with the next drain, though nothing in them changed (a day went by)."""
    _write(db.session(), sorted({job for thing in things for job in _jobs(thing)}))


def _write(session: Any, jobs: Iterable[tuple[str, int]]) -> None:
    if rows := [{"source": source, "object_id": number} for source, number in jobs]:
        session.execute(insert(IndexJob), rows)
        session.info[_WRITTEN] = True


def waiting() -> int:
    return db.session.scalar(select(func.count()).select_from(IndexJob)) or 0


@committed.connect
def _after_commit(_sender: Any = None) -> None:
    """A server indexes beside its requests, where there is something new; a command, which nobody
    waits for, right now."""
    indexer = current_app.extensions.get("hub_indexer")
    if indexer is None:
        drain()
    elif db.session.info.pop(_WRITTEN, False):
        indexer.wake()


def drain(patience: float = 0.0) -> None:
    """Bring the index up to date. Never fails the request that called it.

    The index lock comes first, jobs and rows are read after it in a fresh transaction: a slow
    drain that had read before would overwrite a newer document whose job is already gone. Who
    finds the lock taken leaves: its holder looks for jobs once more after letting go.
    """
    try:
        while waiting():
            with index.current().locked(patience):
                _write_jobs()
    except index.Busy:
        logger.info("another one is indexing; the jobs wait")
    except index.Missing:
        if building.mend():
            drain(patience)
        else:
            logger.warning("the search index cannot be read; the jobs wait for a new one")
    except Exception:  # a full disk, or a file that is gone
        logger.exception("the search index was not written; the jobs wait")
        building.mend()


@every_tick
def tend() -> None:
    """Once a minute: build a lost index, write what waits, join small segments."""
    building.mend()
    drain()
    try:
        with index.current().locked(timeout=0):
            index.current().folder.sweep()
            index.current().merge()
    except (index.Busy, index.Missing):
        logger.info("merging waits for the next minute")
    drain()
    building.refresh()


def _write_jobs() -> None:
    db.session.rollback()
    jobs = db.session.scalars(select(IndexJob).order_by(IndexJob.id).limit(AT_ONCE)).all()
    done = [job.id for job in jobs]
    with index.current().writing() as batch:
        walking.changes([(job.source, job.object_id) for job in jobs], batch.put)
    _forget(done)


def _forget(jobs: Sequence[int]) -> None:
    session = db.session
    session.rollback()
    session.connection(execution_options={"hub_write": True})
    session.execute(delete(IndexJob).where(IndexJob.id.in_(jobs)))
    generations.renew(DONE)
    session.commit()


def rebuild(progress: walking.Progress | None = None, *, processes: int = 1) -> None:
    """Write the whole index anew, then what was saved in the meantime. Raises Busy."""
    building.rebuild(progress, processes=processes)
    drain(patience=600)


@health.check("waiting_jobs")
def _waiting_jobs() -> int:
    return waiting()


def init_app(app: Flask) -> None:
    index.init_app(app)
