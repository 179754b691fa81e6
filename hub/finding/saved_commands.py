"""Changes to saved searches. Each authorizes and changes; none commits.

Nothing of it is in the log of operations: what somebody likes to search for is their own matter.
"""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import delete

from hub.accounts.models import User
from hub.core.db import db
from hub.core.errors import Invalid, authorize
from hub.finding import saved_queries
from hub.finding.saved_keys import Keys
from hub.finding.saved_models import SavedSearch, SearchNews
from hub.finding.saved_queries import Everything
from hub.search.queries import NOTHING

MOST = 30  # of one person


def save(actor: User, found: Everything, *, about: str) -> SavedSearch:
    """What it finds already is never news. The same search is saved once.

    Raises:
        Invalid: there is nothing to search for, or there are too many.
    """
    authorize(actor.is_authenticated)
    request = found.request
    if not request.text.strip():
        raise Invalid(_("さがす言葉を入れてから保存してください。"))
    if not found.is_whole:
        raise Invalid(_("検索の準備中です。1分ほど待って、もう一度保存してください。"))
    before = saved_queries.own(actor)
    if same := next((search for search in before if search.asks_for(request)), None):
        return same
    if len(before) >= MOST:
        raise Invalid(
            _("保存できる検索は%(most)s個までです。使わないものを外してください。", most=MOST)
        )
    search = SavedSearch(
        user_id=actor.id,
        name=(f"{request.text}（{about}）" if about else request.text)[:100],
        text=request.text,
        kind=request.kind,
        is_literal=request.thesaurus is NOTHING,
        about=about,
        filters={name: list(values) for name, values in request.filters.items()},
        known=found.keys.stored(),
    )
    db.session.add(search)
    return search


def rename(actor: User, search: SavedSearch, name: str) -> None:
    authorize(search.user_id == actor.id)
    search.name = name


def leave(actor: User, search: SavedSearch) -> None:
    """It is gone, and what waits to be told of it too."""
    authorize(search.user_id == actor.id)
    db.session.execute(delete(SearchNews).where(SearchNews.search_id == search.id))
    db.session.delete(search)


def looked(found: Mapping[int, Keys], day: date) -> None:
    """By the worker: what each of these searches finds on that day. News of which nothing can be
    found any more go."""
    for old in saved_queries.rows_of(found):
        if not Keys.read(old.keys) & found[old.search_id]:
            db.session.delete(old)
    for search_id, keys in found.items():
        search = db.session.get(SavedSearch, search_id)
        if search is None or search.checked_on == day:  # by another process meanwhile
            continue
        if news := search.looked(keys, day):
            db.session.add(news)


def forget_news(before: date) -> None:
    db.session.execute(delete(SearchNews).where(SearchNews.day < before))
