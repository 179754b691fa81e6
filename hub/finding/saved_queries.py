"""Reads of saved searches: one's own, and what they find that their owner may read now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from hub.accounts.models import User, Viewer
from hub.core.db import db
from hub.core.errors import NotFound
from hub.finding import kinds, thesaurus
from hub.finding.queries import readers_of
from hub.finding.saved_keys import Keys
from hub.finding.saved_models import SavedSearch, SearchNews
from hub.search import queries
from hub.search.queries import LONGEST, Order, Request, Results

KEPT = timedelta(days=60)  # how long news are listed
LATELY = timedelta(days=7)  # named in the list of one's searches
MOST_FOUND = 20_000  # things that one search keeps an eye on
LISTED = 25  # of the news of one day


@dataclass(frozen=True)
class News:
    """What came on one day and can be read now."""

    row: SearchNews
    found: Keys

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def search(self) -> SavedSearch:
        return self.row.search

    @property
    def user_id(self) -> int:
        return self.row.search.user_id

    @property
    def count(self) -> int:
        return len(self.found)


@dataclass(frozen=True)
class Everything:
    """All that a search finds; nothing where only a part of its words was found, or while the
    index is built anew and only titles are looked at."""

    request: Request
    results: Results

    @property
    def keys(self) -> Keys:
        if self.results.is_relaxed or not self.is_whole:
            return Keys()
        return Keys.of(hit.key for hit in self.results.hits)

    @property
    def is_whole(self) -> bool:
        return not self.results.is_preparing


@dataclass(frozen=True)
class Thing:
    label: Any
    title: str
    url: str
    day: date | None


def own(viewer: Viewer) -> Sequence[SavedSearch]:
    """The newest first."""
    return db.session.scalars(_own(), {"user_id": viewer.id}).all()


@cache
def _own() -> Select[Any]:
    mine = select(SavedSearch).where(SavedSearch.user_id == bindparam("user_id"))
    return mine.order_by(SavedSearch.id.desc())


def get_saved(viewer: Viewer, search_id: int) -> SavedSearch:
    """Raises NotFound."""
    search = db.session.get(SavedSearch, search_id)
    if search is None or search.user_id != viewer.id:
        raise NotFound
    return search


def same(viewer: Viewer, request: Request) -> SavedSearch | None:
    """The one that this person saved already for the same."""
    if not viewer.is_authenticated:
        return None
    return next((search for search in own(viewer) if search.asks_for(request)), None)


def news_of(search: SavedSearch, today: date) -> list[News]:
    """Newest day first."""
    rows = db.session.scalars(
        select(SearchNews)
        .where(SearchNews.search_id == search.id, SearchNews.day >= today - KEPT)
        .order_by(SearchNews.day.desc())
    )
    return list(readable(rows).values())


def newest_of(searches: Iterable[SavedSearch], today: date) -> dict[int, News]:
    """By search: what came last in these days."""
    rows = db.session.scalars(
        select(SearchNews)
        .where(
            SearchNews.search_id.in_([search.id for search in searches]),
            SearchNews.day > today - LATELY,
        )
        .order_by(SearchNews.day)
        .options(joinedload(SearchNews.search).joinedload(SavedSearch.user))
    )
    return {news.search.id: news for news in readable(rows).values()}


def rows_since(day: date) -> Sequence[SearchNews]:
    """Of everybody."""
    return db.session.scalars(
        select(SearchNews)
        .where(SearchNews.day >= day)
        .options(joinedload(SearchNews.search))
        .order_by(SearchNews.id)
    ).all()


def rows_of(search_ids: Iterable[int]) -> Sequence[SearchNews]:
    return db.session.scalars(
        select(SearchNews).where(SearchNews.search_id.in_(list(search_ids)))
    ).all()


def load(ids: Iterable[int]) -> dict[int, News]:
    """By id: news of which their owner may read something now."""
    query = select(SearchNews).where(SearchNews.id.in_(list(ids)))
    loading = joinedload(SearchNews.search).joinedload(SavedSearch.user)
    return readable(db.session.scalars(query.options(loading)))


def readable(rows: Iterable[SearchNews]) -> dict[int, News]:
    """Asks each search once, with the rights that its owner has now."""
    readers: dict[int, frozenset[str]] = {}
    found: dict[int, Keys] = {}
    shown = {}
    for row in rows:
        search = row.search
        if search.id not in found:
            if search.user_id not in readers:
                readers[search.user_id] = readers_of(search.user)
            found[search.id] = _everything(readers[search.user_id], search.request).keys
        if now := Keys.read(row.keys) & found[search.id]:
            shown[row.id] = News(row, now)
    return shown


def everything(viewer: Viewer, request: Request) -> Everything:
    """All that a search finds for this person, in one."""
    return _everything(readers_of(viewer), request)


def things(viewer: Viewer, news: News) -> list[Thing]:
    """Of the first ones those that the rules of their slices let this person see."""
    rows = kinds.load(set(list(news.found)[:LISTED]))
    return [
        _thing(key, rows[key])
        for key in news.found
        if key in rows and kinds.may_view(viewer, rows[key])
    ]


def by_ids(ids: Iterable[int]) -> Sequence[SavedSearch]:
    """In the order of saving, with their owners."""
    return db.session.scalars(
        select(SavedSearch)
        .where(SavedSearch.id.in_(list(ids)))
        .options(joinedload(SavedSearch.user))
        .order_by(SavedSearch.id)
    ).all()


def due(day: date) -> Sequence[int]:
    """Ids of those that were not looked through on that day, of people who can sign in."""
    return db.session.scalars(
        select(SavedSearch.id)
        .join(SavedSearch.user)
        .where(
            User.disabled_at.is_(None),
            (SavedSearch.checked_on.is_(None)) | (SavedSearch.checked_on < day),
        )
        .order_by(SavedSearch.checked_on, SavedSearch.id)
    ).all()


def _everything(readers: frozenset[str], request: Request) -> Everything:
    text = request.text[:LONGEST]
    asked = replace(request, text=text, page=1, size=MOST_FOUND, order=Order.FIT)
    words = thesaurus.current().thesaurus if asked.thesaurus is None else asked.thesaurus
    return Everything(asked, queries.find(readers, replace(asked, thesaurus=words)))


def _thing(key: str, row: Any) -> Thing:
    kind = kinds.KINDS[key.partition(":")[0]]
    document = row.search_document()
    return Thing(kind.label, document.title, kind.url(row), document.day)
