"""What is computed from many rows is kept in memory until one of them changes, in any process.

A subject names the tables that a result depends on. A change of one of their rows writes a new
token for the subject in the same transaction, so that whoever reads sees rows and token together.
Tokens are random: one that was rolled back never comes again. Changes that go around the session
(bulk statements) call ``renew``.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from sqlalchemy import event, inspect, select, text
from sqlalchemy.orm import Mapped, mapped_column

from hub.core.db import db, transaction

T = TypeVar("T")
_State = tuple[str | None, ...]  # tokens of some subjects
KEPT = 2  # results of one function, unless it says more: those asked for last
_watched: dict[type, set[str]] = {}
_migrated: WeakSet[Any] = WeakSet()  # engines whose database has the table
_WRITE = text(
    "INSERT INTO generations (subject, token) VALUES (:subject, :token) "
    "ON CONFLICT (subject) DO UPDATE SET token = excluded.token"
)
_FIRST = text(
    "INSERT INTO generations (subject, token) VALUES (:subject, :token) "
    "ON CONFLICT (subject) DO NOTHING"
)
_TABLE = "generations"
_EVERY = text("SELECT subject, token FROM generations")
_KEY = "generations"  # of what the session knows in its transaction


class Generation(db.Model):
    """The state that the rows of a subject are in."""

    __tablename__ = _TABLE

    subject: Mapped[str] = mapped_column(unique=True)
    token: Mapped[str]


def watch(subject: str, *models: type) -> None:
    """From now on each change of a row of these models is a new state of the subject."""
    for model in models:
        _watched.setdefault(model, set()).add(subject)


def begin() -> None:
    """Give each subject a state that has none yet, in a new or newly upgraded database: until then
    nothing of it is kept."""
    known = set(db.session.scalars(select(Generation.subject)))
    watched = {subject for subjects in _watched.values() for subject in subjects}
    if missing := watched - known:
        with transaction():
            for subject in sorted(missing):
                db.session.execute(_FIRST, {"subject": subject, "token": secrets.token_hex(8)})


def renew(*subjects: str) -> None:
    """Inside a transaction, after statements that the session does not see."""
    _renew(db.session(), set(subjects))


def token(subject: str) -> str | None:
    """The state now; None before the first change. One query a transaction, for all subjects."""
    session = db.session()
    known = session.info.get(_KEY)
    if known is None:
        known = session.info[_KEY] = _read(session)
    return known.get(subject)


def _read(asked: Any) -> dict[str, str]:
    return {row[0]: row[1] for row in asked.execute(_EVERY)}


class Kept(Generic[T]):
    """Results of ``build(*key)`` by the state of its subjects and the key."""

    def __init__(
        self, subject: str, build: Callable[..., T], *more: str, results: int = KEPT
    ) -> None:
        self._subjects, self._build, self._most = (subject, *more), build, results
        self._results: OrderedDict[tuple[_State, Hashable], T] = OrderedDict()
        self._lock = Lock()

    def __call__(self, *key: Hashable) -> T:
        state = tuple(token(subject) for subject in self._subjects)
        if not any(state):  # nothing to tell one database from another
            return self._build(*key)
        with self._lock:
            found = self._results.get((state, key))
            if found is not None:
                self._results.move_to_end((state, key))
                return found
        made = self._build(*key)
        with self._lock:
            for old in [each for each in self._results if each[0] != state]:
                del self._results[old]  # nobody asks for them any more
            self._results[state, key] = made
            while len(self._results) > self._most:
                self._results.popitem(last=False)
        return made


def _renew(session: Any, subjects: set[str]) -> None:
    for subject in sorted(subjects):
        session.execute(_WRITE, {"subject": subject, "token": secrets.token_hex(8)})
    session.info.pop(_KEY, None)


@event.listens_for(db.session, "after_flush")
def _note_changes(session: Any, _context: Any) -> None:
    touched = {type(row) for rows in (session.new, session.dirty, session.deleted) for row in rows}
    if subjects := {subject for model in touched for subject in _watched.get(model, ())}:
        _renew(session, subjects)


@event.listens_for(db.session, "after_begin")
def _forget(session: Any, _transaction: Any, connection: Any) -> None:
    """What was read in another transaction may have changed since.

    SQLite shows one state of everything for the whole of a transaction. Where each statement sees
    what was committed before it, states are read first: rows that were loaded before a state was
    read would be kept as if they belonged to it, and stay so.
    """
    session.info.pop(_KEY, None)
    if connection.dialect.name != "sqlite" and _is_migrated(connection):
        session.info[_KEY] = _read(connection)


def _is_migrated(connection: Any) -> bool:
    if connection.engine not in _migrated and inspect(connection).has_table(_TABLE):
        _migrated.add(connection.engine)
    return connection.engine in _migrated
