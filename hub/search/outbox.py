"""Index jobs are rows, written in the same transaction as the change itself.

A crash, a locked or a lost index loses nothing: the rows wait for the next drain.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import delete, event, func, insert, select
from sqlalchemy.orm import Mapped

from hub.core import health
from hub.core.db import Base, committed, db
from hub.core.worker import every_tick
from hub.search import index
from hub.search.documents import Searchable, SearchDocument, followers, parts

LOCK_TIMEOUT = 1.0  # seconds that a save waits for another one's indexing
SMALL = 300  # rows that are indexed anew within a request when the index is lost
CHUNK = 500

logger = structlog.get_logger()
Progress = Callable[[int], None]


class IndexJob(db.Model):
    """One row of one table whose document (and what depends on it) may have changed."""

    __tablename__ = "search_jobs"

    source: Mapped[str]  # name of the table
    object_id: Mapped[int]


@event.listens_for(db.session, "after_flush")
def _note_changes(session: Any, _context: Any) -> None:
    touched = {*session.new, *session.dirty, *session.deleted}
    jobs = {job for row in touched for job in _jobs(row)}
    if jobs:
        rows = [{"source": source, "object_id": number} for source, number in sorted(jobs)]
        session.execute(insert(IndexJob), rows)


def _jobs(row: Any) -> Iterator[tuple[str, int]]:
    if isinstance(row, Searchable) or type(row) in followers:
        yield row.__tablename__, row.id
    for whole, column in parts.get(type(row), []):
        if number := getattr(row, column):
            yield whole.__tablename__, number  # type: ignore[attr-defined]


def enqueue(things: Iterable[Any]) -> None:
    """Index these rows anew with the next drain, though nothing in them changed (a day went by)."""
    jobs = sorted({job for thing in things for job in _jobs(thing)})
    if jobs:
        rows = [{"source": source, "object_id": number} for source, number in jobs]
        db.session.execute(insert(IndexJob), rows)


@committed.connect
def drain(_sender: Any = None) -> None:
    """Bring the index up to date. Never fails the request that called it.

    The index lock comes first, jobs and rows are read after it in a fresh transaction: a slow
    drain that had read before would overwrite a newer document whose job is already gone.
    """
    try:
        if not waiting():
            return
        with index.current().locked(LOCK_TIMEOUT):
            if index.current().exists():
                _write_jobs()
            elif searchable_rows() <= SMALL:
                _build()
    except index.Busy:
        logger.info("another one is indexing; the jobs wait")
    except index.Missing:
        index.current().forget()
        logger.warning("the search index cannot be read; it is built anew")
    except Exception:
        logger.exception("the search index was not written; the jobs wait")


def mend() -> None:
    """Build a lost or damaged index, at once where that is quick; else the worker does."""
    try:
        with index.current().locked(LOCK_TIMEOUT):
            if not index.current().is_readable():
                index.current().forget()
                if searchable_rows() <= SMALL:
                    _build()
    except index.Busy:
        logger.info("the search index is being built")


def rebuild(progress: Progress | None = None) -> None:
    """Write the whole index anew beside the old one, then swap it in. Saves go on; jobs wait."""
    with index.current().locked(timeout=600):
        _build(progress)
    drain()


def differences() -> Iterator[tuple[str, str]]:
    """(``table:id``, missing / different / left over) where index and database do not agree."""
    with index.current().locked(timeout=60):
        db.session.rollback()
        with index.current().view() as view:
            held = view.fingerprints()
    for key, document in documents():
        if document is not None:
            found = held.pop(key, None)
            if found != index.fingerprint(key, document):
                yield key, "different" if found else "missing"
    for key in held:
        yield key, "left over"


def documents(progress: Progress | None = None) -> Iterator[tuple[str, SearchDocument | None]]:
    """(``table:id``, document) of every searchable row."""
    for model in _models().values():
        if not issubclass(model, Searchable):
            continue
        ids = db.session.scalars(select(model.id).order_by(model.id)).all()  # type: ignore[attr-defined]
        for start in range(0, len(ids), CHUNK):
            some = ids[start : start + CHUNK]
            for row in db.session.scalars(select(model).where(model.id.in_(some))):  # type: ignore[attr-defined]
                yield _key(row), row.search_document()
            if progress:
                progress(len(some))


def waiting_rows(most: int = 500) -> list[tuple[str, Any]]:
    """(``table:id``, the row as it is now or None) of what the index does not know yet."""
    jobs = db.session.execute(select(IndexJob.source, IndexJob.object_id).distinct().limit(most))
    return [(f"{s}:{n}", db.session.get(_models()[s], n)) for s, n in jobs.all()]


def waiting() -> int:
    return db.session.scalar(select(func.count()).select_from(IndexJob)) or 0


@every_tick
def tend() -> None:
    """Once a minute: build a lost index, write what waits, join small segments."""
    if not index.current().is_readable():
        rebuild()
    drain()
    try:
        with index.current().locked(timeout=0):
            index.current().merge()
    except (index.Busy, index.Missing):
        logger.info("merging waits for the next minute")


def _write_jobs() -> None:
    db.session.rollback()
    jobs = db.session.scalars(select(IndexJob).order_by(IndexJob.id)).all()
    done = [job.id for job in jobs]
    with index.current().writing() as batch:
        _put_with_dependents(batch, dict.fromkeys((j.source, j.object_id) for j in jobs))
    _forget(done)


def _put_with_dependents(batch: index.Batch, sources: Iterable[tuple[str, int]]) -> None:
    """What a job names is put, and what depends on it; further on only where something differs."""
    queue = deque((f"{s}:{n}", db.session.get(_models()[s], n), True) for s, n in sources)
    seen = {key for key, _row, _is_named in queue}
    while queue:
        key, row, is_named = queue.popleft()
        is_changed = False
        if row is None or isinstance(row, Searchable):
            is_changed = batch.put(key, row.search_document() if row is not None else None)
        if row is not None and (is_named or is_changed):
            for other in _dependents(row):
                if _key(other) not in seen:
                    seen.add(_key(other))
                    queue.append((_key(other), other, False))


def _dependents(row: Any) -> Iterator[Any]:
    if isinstance(row, Searchable):
        yield from row.search_dependents()
    for function in followers.get(type(row), []):
        yield from function(row)


def _build(progress: Progress | None = None) -> None:
    db.session.rollback()
    done = db.session.scalars(select(IndexJob.id)).all()
    with index.current().building() as batch:
        for key, document in documents(progress):
            if document is not None:
                batch.put(key, document)
    _forget(done)


def _forget(jobs: Sequence[int]) -> None:
    session = db.session
    session.rollback()
    session.connection(execution_options={"hub_write": True})
    for start in range(0, len(jobs), CHUNK):
        some = jobs[start : start + CHUNK]
        session.execute(delete(IndexJob).where(IndexJob.id.in_(some)))
    session.commit()


def searchable_rows() -> int:
    models = (model for model in _models().values() if issubclass(model, Searchable))
    counts = (select(func.count()).select_from(model) for model in models)
    return sum(db.session.scalar(count) or 0 for count in counts)


def _key(row: Any) -> str:
    return f"{row.__tablename__}:{row.id}"


def _models() -> dict[str, type]:
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    return {model.__tablename__: model for model in mapped}


@health.check("waiting_jobs")
def _waiting_jobs() -> int:
    return waiting()


@health.check("index_documents")
def _index_documents() -> int | str:
    try:
        with index.current().view() as view:
            return view.count
    except index.Missing:
        return "missing"


def init_app(app: Flask) -> None:
    index.init_app(app)
