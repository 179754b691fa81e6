"""What a model says about itself to be found. Knows nothing of Whoosh."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

PUBLIC = "public"
NETWORK = "network"


def organization_reader(organization_id: int) -> str:
    return f"org:{organization_id}"


def series_reader(series_id: int) -> str:
    return f"series:{series_id}"


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """``readers``: PUBLIC, NETWORK, ``org:3`` or ``series:2``, one for each group that may read.

    ``organizations`` are ids; ``wards``, ``themes``, ``types``, ``targets`` and ``phases`` are
    codes of terms. ``day`` is the day the thing is about (a meeting's, an action's due date).
    ``parent`` is the key ``kind:id`` of what the result is shown within (the meeting).
    """

    kind: str
    id: int
    title: str
    body: str
    readers: frozenset[str]
    organizations: frozenset[int] = frozenset()
    wards: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()
    day: date | None = None
    due: date | None = None
    parent: str | None = None
    weight: float = 1.0  # below 1: shown lower (a menu that waits to be looked over)


class Searchable:
    """Mixed into a model; saving or deleting a row then keeps the index in step."""

    def search_document(self) -> SearchDocument | None:
        """None means: not to be found just now (a draft, a withdrawn item)."""
        raise NotImplementedError

    def search_summary(self) -> SearchDocument | None:
        """The same where nobody looks at its body, which may be long."""
        return self.search_document()

    def search_dependents(self) -> "list[Searchable]":
        """Rows whose documents change when this one does (a meeting's agenda items)."""
        return []


Follower = Callable[[Any], Iterable[Searchable]]
followers: dict[type, list[Follower]] = {}
parts: dict[type, list[tuple[type[Searchable], str]]] = {}
loading: dict[type, Sequence[Any]] = {}
titles: dict[type, Sequence[Any]] = {}


def follow(model: type, function: Follower) -> None:
    """When a ``model`` changes, the documents of the rows that ``function`` gives change too.

    For what ``search_dependents`` cannot name because it lives in a higher slice.
    """
    followers.setdefault(model, []).append(function)


def part_of(model: type, whole: type[Searchable], column: str) -> None:
    """A ``model`` is told of in the document of the ``whole`` whose id is in ``column``."""
    parts.setdefault(model, []).append((whole, column))


def load_with(model: type[Searchable], options: Sequence[Any], names: Sequence[Any]) -> None:
    """``options`` load the documents of many rows with few queries; ``names`` are the columns that
    are looked at while there is no index."""
    loading[model] = options
    if names:
        titles[model] = names
