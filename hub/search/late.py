"""Where more waits for the index than is read for each search (two thousand lines of minutes at
once): the database chooses the rows in whose own texts a word stands as it was typed."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Enum, String, or_, select

from hub.core.db import db
from hub.search.documents import SearchDocument, loading
from hub.search.outbox import IndexJob
from hub.search.query import Plan
from hub.search.walking import key_of, searchable_models

MOST = 50  # of each kind, newest first


def having(plan: Plan, late: Collection[str]) -> dict[str, SearchDocument | None]:
    """(``table:id``, document) of ``late`` rows with one of the words that were typed."""
    words = [*plan.words, *(concept.word for concept in plan.concepts)]
    texts = dict.fromkeys(word.text for word in words)
    tables = {key.partition(":")[0] for key in late}
    found: dict[str, SearchDocument | None] = {}
    for model in searchable_models():
        if model.__tablename__ in tables:  # type: ignore[attr-defined]
            for row in db.session.scalars(_query(model, texts)).unique():
                if key_of(row) in late:
                    found[key_of(row)] = row.search_document()
    return found


def _query(model: Any, texts: Iterable[str]) -> Any:
    said = (c.icontains(text, autoescape=True) for c in _texts(model) for text in texts)
    waiting = select(IndexJob.object_id).where(IndexJob.source == model.__tablename__)
    query = select(model).where(model.id.in_(waiting), or_(*said))
    return query.options(*loading.get(model, ())).order_by(model.id.desc()).limit(MOST)


def _texts(model: Any) -> Iterator[Any]:
    for column in model.__table__.columns:
        if isinstance(column.type, String) and not isinstance(column.type, Enum):
            yield column
