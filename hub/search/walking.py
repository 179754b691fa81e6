"""From rows to documents: every one, or those that some changes touch."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from hub.core.db import Base, db
from hub.search.documents import Searchable, SearchDocument, followers, loading

CHUNK = 500

Source = tuple[str, int]  # name of the table, id
Put = Callable[[str, SearchDocument | None], bool]
Progress = Callable[[int], None]


def documents(
    part: int = 0, parts: int = 1, progress: Progress | None = None
) -> Iterator[tuple[str, SearchDocument]]:
    """(``table:id``, document) of every row that can be found, or of one of several equal parts."""
    for model in searchable_models():
        ids = db.session.scalars(select(model.id).order_by(model.id)).all()  # type: ignore[attr-defined]
        for some in _chunks(ids[part::parts]):
            for row in db.session.scalars(_query(model, some)).unique():
                document = row.search_document()
                if document is not None:
                    yield key_of(row), document
            if progress:
                progress(len(some))


def changes(sources: Iterable[Source], put: Put) -> None:
    """Put what is named and what depends on it; further on only where something differs.

    ``put`` takes ``table:id`` and the document as it is now (None: not to be found), and says
    whether that differs from what is known of it.
    """
    level = list(dict.fromkeys(sources))
    seen = set(level)
    is_named = True
    while level:
        following: list[Source] = []
        for source, row in _rows(level):
            is_changed = False
            if row is None or isinstance(row, Searchable):
                document = row.search_document() if row is not None else None
                is_changed = put(f"{source[0]}:{source[1]}", document)
            if row is not None and (is_named or is_changed):
                others = {(other.__tablename__, other.id): None for other in _dependents(row)}
                following += [other for other in others if other not in seen]
                seen.update(others)
        level, is_named = following, False


def searchable_models() -> list[type]:
    return [model for model in _models().values() if issubclass(model, Searchable)]


def searchable_rows() -> int:
    counts = (select(func.count()).select_from(model) for model in searchable_models())
    return sum(db.session.scalar(count) or 0 for count in counts)


def key_of(row: Any) -> str:
    return f"{row.__tablename__}:{row.id}"


def _rows(sources: Sequence[Source]) -> Iterator[tuple[Source, Any]]:
    """(source, its row or None), in any order, with few queries."""
    by_table: dict[str, list[int]] = {}
    for table, number in sources:
        by_table.setdefault(table, []).append(number)
    for table, numbers in by_table.items():
        for some in _chunks(numbers):
            query = _query(_models()[table], some)
            found = {row.id: row for row in db.session.scalars(query).unique()}
            for number in some:
                yield (table, number), found.get(number)


def _query(model: Any, ids: Sequence[int]) -> Any:
    return select(model).where(model.id.in_(ids)).options(*loading.get(model, ()))


def _dependents(row: Any) -> Iterator[Any]:
    if isinstance(row, Searchable):
        yield from row.search_dependents()
    for function in followers.get(type(row), []):
        yield from function(row)


def _models() -> dict[str, type]:
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    return {model.__tablename__: model for model in mapped}


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
