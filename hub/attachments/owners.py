"""What a file can belong to. Slices that own files say how they are found and who may what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hub.search.documents import SearchDocument


@dataclass(frozen=True, kw_only=True)
class OwnerKind:
    """``load`` finds the thing by id without asking who looks; the rules ask that.

    ``name`` is what people call the thing (a title). The thing's own search document says who
    reads the file's (for a meeting the meeting's); None while it is not to be found.
    """

    load: Callable[[int], Any | None]
    can_view: Callable[[Any, Any], bool]
    can_edit: Callable[[Any, Any], bool]
    url: Callable[[Any], str]
    name: Callable[[Any], str] = str


_kinds: dict[str, OwnerKind] = {}


def register(name: str, kind: OwnerKind) -> None:
    _kinds[name] = kind


def load(name: str, owner_id: int) -> Any | None:
    return _kinds[name].load(owner_id) if name in _kinds else None


def may_view(viewer: Any, name: str, owner_id: int) -> bool:
    owner = load(name, owner_id)
    return owner is not None and _kinds[name].can_view(viewer, owner)


def may_edit(actor: Any, name: str, owner_id: int) -> bool:
    owner = load(name, owner_id)
    return owner is not None and _kinds[name].can_edit(actor, owner)


def touch(name: str, owner_id: int) -> None:
    """Raise the version of the thing, which also has its files' documents written anew."""
    if (owner := load(name, owner_id)) is not None:
        owner.touch()


def url_of(name: str, owner_id: int) -> str:
    return _kinds[name].url(load(name, owner_id))


def title_of(name: str, owner_id: int) -> str:
    return _kinds[name].name(load(name, owner_id))


def document_of(name: str, owner_id: int) -> SearchDocument | None:
    owner = load(name, owner_id)
    return owner.search_document() if owner is not None else None
