"""Changes of the thesaurus: by coordinators, for everybody's searches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hub.accounts.models import Viewer
from hub.audit.log import changed, record
from hub.core.db import db, lock_version
from hub.core.errors import Conflict, NotFound, authorize
from hub.finding.models import EntryKind, ThesaurusEntry
from hub.finding.thesaurus import Group, defaults


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the form says of one group."""

    kind: EntryKind
    words: Sequence[str]
    also: Sequence[str]
    prefer: Sequence[str]


def may_edit(viewer: Viewer) -> bool:
    return viewer.coordinates


def create(actor: Any, said: Said) -> ThesaurusEntry:
    authorize(may_edit(actor))
    entry = ThesaurusEntry()
    _put(entry, said)
    db.session.add(entry)
    record(actor, "thesaurus:create", entry, after=_content(entry))
    return entry


def edit(actor: Any, name: str, said: Said, *, seen: int) -> ThesaurusEntry:
    """Change a group; a default becomes a row that stands in its place (``seen`` is 0 then)."""
    authorize(may_edit(actor))
    entry, before = _taken(name, seen)
    _put(entry, said)
    record(actor, "thesaurus:edit", entry, **changed(before, _content(entry)))
    return entry


def remove(actor: Any, name: str, *, seen: int) -> None:
    authorize(may_edit(actor))
    entry, before = _taken(name, seen)
    entry.remove()
    record(actor, "thesaurus:remove", entry, before=before)


def restore(actor: Any, name: str, *, seen: int) -> None:
    """A default as the hub brings it, and as a later version of the hub may change it."""
    authorize(may_edit(actor))
    entry = find(name)
    if name not in defaults():
        raise NotFound
    if entry is None:
        raise Conflict  # somebody did it meanwhile
    lock_version(entry, seen)
    record(actor, "thesaurus:restore", entry, before=_content(entry))
    db.session.delete(entry)


def find(name: str) -> ThesaurusEntry | None:
    """The row of a group: by the key of a default, or ``own-12``."""
    query = select(ThesaurusEntry).where(ThesaurusEntry.key == name)
    if name.startswith("own-") and name[4:].isdecimal() and len(name) < 14:
        number = int(name[4:])
        query = select(ThesaurusEntry).where(
            ThesaurusEntry.id == number, ThesaurusEntry.key.is_(None)
        )
    return db.session.scalars(query).one_or_none()


def _taken(name: str, seen: int) -> tuple[ThesaurusEntry, dict[str, Any]]:
    """The row to change, and what the group said so far."""
    entry = find(name)
    if entry is not None:
        lock_version(entry, seen)
        return entry, _content(entry)
    default = defaults().get(name)
    if default is None:
        raise NotFound
    if seen:
        raise Conflict  # somebody restored it meanwhile
    entry = ThesaurusEntry(key=name)
    _put(entry, of_group(default))
    db.session.add(entry)
    return entry, _content(entry)


def of_group(group: Group) -> Said:
    return Said(kind=group.kind, words=group.words, also=group.also, prefer=group.prefer)


def _put(entry: ThesaurusEntry, said: Said) -> None:
    entry.change(said.kind, list(said.words), list(said.also), list(said.prefer))


def _content(entry: ThesaurusEntry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "words": list(entry.words),
        "also": list(entry.also),
        "prefer": list(entry.prefer),
    }
