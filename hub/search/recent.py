"""What was saved and is not in the index yet: the rows as they are now, matched like the index.

So a save is found at once and for those who may read it, whoever holds the index meanwhile.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Select, func, select

from hub.core.db import db
from hub.core.generations import Generation
from hub.search import index
from hub.search.documents import SearchDocument
from hub.search.outbox import DONE, IndexJob
from hub.search.walking import Source, changes

CHARACTERS = 60_000  # that are analysed for it in all; of long texts (files) then the beginning
BEGINNING = 500
MOST = 100  # documents that are read for it; for further rows there is ``late``


@dataclass(frozen=True)
class Recent:
    """One state of the waiting jobs. ``late`` rows (``table:id``) were too many to be read."""

    state: tuple[Any, ...] = ()
    memory: index.Memory | None = None
    late: frozenset[str] = frozenset()


class _Enough(Exception):
    """As many documents as are read at most."""


class _Changed:
    """Collects the documents that differ from those of the index."""

    def __init__(self, view: index.View | None) -> None:
        self._view = view
        self.documents: dict[str, SearchDocument | None] = {}
        self.seen: set[str] = set()
        self._left = CHARACTERS

    def put(self, key: str, document: SearchDocument | None) -> bool:
        held = self._view.fingerprint(key) if self._view else None
        is_changed = held != (index.fingerprint(key, document) if document else None)
        if is_changed:
            if len(self.documents) == MOST:
                raise _Enough
            self.documents[key] = self._shortened(document) if document else None
        self.seen.add(key)
        return is_changed

    def _shortened(self, document: SearchDocument) -> SearchDocument:
        body = document.body[: max(self._left, BEGINNING)]
        self._left -= len(body)
        return replace(document, body=body)


def recent() -> Recent:
    """What waits just now; read once for each state of the jobs."""
    state = tuple(db.session.execute(_counted()).one())
    if not state[-1]:
        return Recent()
    kept = _kept.setdefault(index.current(), _Kept())
    with kept.lock:
        if kept.value.state != state:
            kept.value = _read(state)
        return kept.value


@cache
def _counted() -> Select[Any]:
    drained = select(Generation.token).where(Generation.subject == DONE).scalar_subquery()
    return select(drained, func.min(IndexJob.id), func.max(IndexJob.id), func.count(IndexJob.id))


def _read(state: tuple[Any, ...]) -> Recent:
    sources = _sources()
    try:
        with index.current().view() as view:
            changed, is_whole = _collected(sources, view)
    except index.Missing:
        changed, is_whole = _collected(sources, None)
    named = frozenset() if is_whole else frozenset(f"{name}:{number}" for name, number in sources)
    return Recent(
        state=state,
        memory=index.Memory(changed.documents) if changed.documents else None,
        late=named - changed.seen,
    )


def _collected(sources: list[Source], view: index.View | None) -> tuple[_Changed, bool]:
    changed = _Changed(view)
    try:
        changes(sources, changed.put)
    except _Enough:
        return changed, False
    return changed, True


def _sources() -> list[Source]:
    """What the jobs name: first what few of a kind changed, as much may depend on it, then the
    newest."""
    last = func.max(IndexJob.id)
    jobs = db.session.execute(
        select(IndexJob.source, IndexJob.object_id, last)
        .group_by(IndexJob.source, IndexJob.object_id)
        .order_by(last.desc())
    ).all()
    many = Counter(source for source, _number, _last in jobs)
    return [(s, n) for s, n, _last in sorted(jobs, key=lambda job: (many[job[0]], -job[2]))]


class _Kept:
    def __init__(self) -> None:
        self.lock = Lock()
        self.value = Recent()


_kept: WeakKeyDictionary[index.Index, _Kept] = WeakKeyDictionary()
