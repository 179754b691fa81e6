"""The whole index anew, beside the one in use: saves and searches go on meanwhile."""

import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import structlog

from hub.core import health
from hub.core.db import db
from hub.search import children, index
from hub.search.documents import SearchDocument
from hub.search.walking import Progress, changes, documents, searchable_rows

SMALL = 300  # rows that are indexed anew on the spot when the index is lost
MANY = 2000  # rows that two processes share
SECONDS_BETWEEN_NOTES = 0.5

logger = structlog.get_logger()


def mend() -> bool:
    """Build a lost or damaged index: at once where that is quick, else in a process of its own.

    True when there is an index now.
    """
    used = index.current()
    try:
        with used.locked(timeout=0):
            if used.is_intact():
                return True
            used.forget()
        renew()
        return used.is_readable()
    except index.Busy:
        logger.info("another one holds the search index")
        return used.is_readable()


def renew() -> bool:
    """Begin to build the index anew, on the spot where that is quick. False: that goes on already.

    A process that answers requests never does it itself.
    """
    if children.serves() or searchable_rows() > SMALL:
        return children.start_rebuild()
    with suppress(index.Busy):
        rebuild()
        return True
    return False


def refresh() -> None:
    """Where this process serves for long: a new index in the place of one that is worn out."""
    with suppress(index.Missing):
        if children.serves() and index.current().is_worn():
            children.start_rebuild()


def rebuild(progress: Progress | None = None, *, processes: int = 1) -> None:
    """Write a new index, then let it take the place of the old one. Raises Busy.

    The jobs stay as they are. What was written into the old index in the meantime is read again
    under the lock, so that nothing is lost whoever indexed it.
    """
    used = index.current()
    had_one = used.is_readable()
    with used.building() as new:
        noted = _noted(used, progress)
        db.session.rollback()
        if processes > 1:
            parts = [partial(_part, number, processes) for number in range(processes)]
            new.write_in_processes(parts, noted)
        else:
            new.write(documents(progress=noted))
        with used.locked(timeout=600):
            db.session.rollback()
            if had_one:
                _catch_up(used, new)
            new.use()


def differences() -> Iterator[tuple[str, str]]:
    """(``table:id``, missing / different / left over) where index and database do not agree."""
    with index.current().locked(timeout=60):
        db.session.rollback()
        with index.current().view() as view:
            held = view.fingerprints()
    for key, document in documents():
        found = held.pop(key, None)
        if found != index.fingerprint(key, document):
            yield key, "different" if found else "missing"
    for key in held:
        yield key, "left over"


def _part(number: int, parts: int, progress: Progress) -> Iterator[tuple[str, SearchDocument]]:
    """In a process of its own: with a connection of its own."""
    db.session.remove()
    db.engine.dispose(close=False)
    yield from documents(number, parts, progress)


def _catch_up(used: index.Index, new: index.Draft) -> None:
    written = new.fingerprints()
    try:
        with used.view() as view:
            held = view.fingerprints()
    except index.Missing:  # lost in the meantime, with what was in it
        held = {key: index.fingerprint(key, document) for key, document in documents()}
    differing = {key for key, _value in held.items() ^ written.items()}
    if differing:
        sources = [(table, int(number)) for table, _colon, number in
                   (key.partition(":") for key in sorted(differing))]  # fmt: skip
        with new.changing() as batch:
            changes(sources, batch.put)


def _noted(used: index.Index, progress: Progress | None) -> Progress:
    """Counts what is done into the folder, where other processes see it."""
    total, began = searchable_rows(), time.time()
    done, last = 0, 0.0

    def count(number: int) -> None:
        nonlocal done, last
        done += number
        if progress:
            progress(number)
        if time.monotonic() - last > SECONDS_BETWEEN_NOTES:
            last = time.monotonic()
            used.folder.note_progress(done, total, began)

    return count


@health.check("search_index")
def _search_index() -> str:
    used = index.current()
    if not used.is_readable():
        raise health.Degraded("preparing")
    return "rebuilding" if used.folder.is_building() else "ready"


@health.check("index_documents")
def _index_documents() -> int | str:
    try:
        with index.current().view() as view:
            return view.count
    except index.Missing:
        return "missing"
