"""保存した検索: what a person searches for again and again, and what has come to be found by it."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.core.db import Timed, db
from hub.finding.saved_keys import Keys
from hub.search.queries import LONGEST, NOTHING, Request


class SavedSearch(Timed, db.Model):
    """Of one person. Ends with the row; nothing else remembers it."""

    __tablename__ = "saved_searches"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    user: Mapped[User] = relationship()
    name: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(String(LONGEST))
    kind: Mapped[str | None] = mapped_column(String(30))
    filters: Mapped[dict[str, Any]] = mapped_column(default=dict)  # name -> list of values
    is_literal: Mapped[bool] = mapped_column(default=False)  # without the thesaurus
    about: Mapped[str] = mapped_column(default="")  # kind and filters in words, when it was saved
    known: Mapped[dict[str, Any]] = mapped_column(default=dict)  # Keys: told, or there when saved
    checked_on: Mapped[date | None] = mapped_column(index=True)

    @property
    def request(self) -> Request:
        words = NOTHING if self.is_literal else None
        return Request(text=self.text, kind=self.kind, filters=self.filters, thesaurus=words)

    @property
    def arguments(self) -> dict[str, Any]:
        """Of the address of the search."""
        words = "only" if self.is_literal else None
        return {"q": self.text, "kind": self.kind, "words": words} | self.filters

    def asks_for(self, request: Request) -> bool:
        return _asked(self.request) == _asked(request)

    def looked(self, found: Keys, day: date) -> "SearchNews | None":
        """Remember what is found; the news are what never was before."""
        known = Keys.read(self.known)
        new = found - known
        self.checked_on = day
        if not new:
            return None
        self.known = (known | found).stored()
        return SearchNews(search=self, day=day, keys=new.stored())


def _asked(request: Request) -> tuple[object, ...]:
    filters = {name: sorted(values) for name, values in request.filters.items()}
    return request.text[:LONGEST], request.kind, filters, request.thesaurus is NOTHING


class SearchNews(db.Model):
    """What a saved search found for the first time on a day. Whether it may be read is asked anew
    wherever it is shown or counted."""

    __tablename__ = "saved_search_news"
    __table_args__ = (UniqueConstraint("search_id", "day"),)

    search_id: Mapped[int] = mapped_column(ForeignKey("saved_searches.id", ondelete="CASCADE"))
    search: Mapped[SavedSearch] = relationship()
    day: Mapped[date] = mapped_column(index=True)
    keys: Mapped[dict[str, Any]]

    @property
    def user_id(self) -> int:
        return self.search.user_id
