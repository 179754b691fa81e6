"""While there is no index: what can be found without one, by the titles as they were typed."""

from typing import Any

from sqlalchemy import and_, or_, select

from hub.core.db import db
from hub.search.documents import SearchDocument, loading, titles
from hub.search.query import Plan
from hub.search.walking import key_of

MOST = 12  # of each kind, newest first


def titled(plan: Plan) -> dict[str, SearchDocument | None]:
    """(``table:id``, document) of rows with all the words in the title, else with some."""
    return _having(plan, and_) or _having(plan, or_)


def _having(plan: Plan, joined: Any) -> dict[str, SearchDocument | None]:
    found: dict[str, SearchDocument | None] = {}
    for model, columns in titles.items():
        words = [or_(*(c.icontains(w.text, autoescape=True) for c in columns)) for w in plan.words]
        query: Any = select(model).where(joined(*words)).options(*loading.get(model, ()))
        for row in db.session.scalars(query.order_by(model.id.desc()).limit(MOST)).unique():  # type: ignore[attr-defined]
            found[key_of(row)] = row.search_document()
    return found
