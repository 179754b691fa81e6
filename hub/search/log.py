"""What was searched for, without who: month, organization or visitor, words, how many found.

``person`` lets the same person's repeats count once, and nothing else: it is keyed by a secret of
the month, and made with the words, so that two searches of one person cannot be told to be theirs.
The secret is destroyed when its month is over. Who is not signed in is not known at all: all the
visitors of one day count as one person, so that their rows are the days on which they searched.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ForeignKey,
    String,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from hub.core import calendar
from hub.core.db import db, transaction
from hub.core.worker import TimedTask, claim, every_tick
from hub.search.cache import Cache

FEWEST_ORGANIZATIONS = 2  # what one alone looked for could tell who
FEWEST_DAYS = 5  # on which visitors looked for it
NEVER_OPENED = "[]"
MOST_NOTED = 1000


class SearchLog(db.Model):
    """One search of one person in one month. Never who, never when."""

    __tablename__ = "search_log"

    month: Mapped[date] = mapped_column(index=True)  # its first day
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    words: Mapped[str] = mapped_column(String(200))  # normalized
    total: Mapped[int]
    opened_kinds: Mapped[list[str]] = mapped_column(default=list)
    narrowed_to: Mapped[list[str]] = mapped_column(default=list)  # "theme:f01", "ward:nakahara"
    person: Mapped[str | None] = mapped_column(String(64), unique=True)

    @property
    def searcher(self) -> int | str:
        return self.organization_id or "visitor"


class SearchLogKey(db.Model):
    """The secret of one month."""

    __tablename__ = "search_log_keys"

    month: Mapped[date] = mapped_column(unique=True)
    secret: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Searcher:
    """Who searches; without an organization one of the visitors of the day."""

    organization_id: int | None
    user_id: int | None

    def name_on(self, day: date) -> str:
        if self.organization_id is None:
            return f"visitors {day}"
        return f"{self.organization_id} {self.user_id}"


@dataclass(frozen=True, kw_only=True)
class InVain:
    """Words of a month that enough looked for without opening anything."""

    month: date
    words: str
    organizations: int  # of which nobody opened anything
    days: int  # on which visitors did not
    nothing: int  # of those organizations and days: where nothing was found
    narrowed_to: frozenset[str]

    @property
    def searchers(self) -> int:
        return self.organizations + self.days

    @property
    def unopened(self) -> int:
        return self.searchers - self.nothing

    @property
    def weight(self) -> int:
        """Two organizations weigh as much as visitors on five days."""
        return self.organizations * FEWEST_DAYS + self.days * FEWEST_ORGANIZATIONS


class Noted:
    """What this process wrote last, so that who asks the same again and finds as much writes
    nothing. Held as hashes under a secret of its own, for a day at most."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._kept = Cache(MOST_NOTED)

    def unless(
        self, database: str | None, searcher: Searcher, words: str, total: int
    ) -> Callable[[], None] | None:
        """None where it is written already; else what to call when it is. ``database`` names its
        state: another one in its place knows nothing of what was written."""
        today = calendar.today()
        said = f"{searcher.name_on(today)}\0{words}".encode("utf-8", "surrogatepass")
        key = hashlib.blake2b(said, key=self._secret, digest_size=16).digest()
        state = today, database
        if database is None or self._kept.get(state, key) != total:
            return lambda: self._kept.put(state, key, total)
        return None


def note(searcher: Searcher, words: str, total: int) -> None:
    """A search. The same one again in the same month only says what it finds by now."""
    person = _person(searcher, words)
    known: Any = db.session.execute(_found_again(), {"who": person, "found": total})
    if known.rowcount:
        return
    row: dict[str, Any] = {
        "month": _this_month(), "organization_id": searcher.organization_id,
        "words": words[:200], "total": total, "opened_kinds": [], "narrowed_to": [],
        "person": person,
    }  # fmt: skip
    db.session.execute(insert(SearchLog), [row])


@cache
def _found_again() -> Any:
    again = update(SearchLog).where(SearchLog.person == bindparam("who"))
    again = again.values(total=bindparam("found"))
    return again.execution_options(synchronize_session=False)


def note_narrowed(searcher: Searcher, words: str, to: Iterable[str]) -> None:
    """The results of such a search were narrowed to themes or wards."""
    row = _row(searcher, words)
    if row is not None and not set(to) <= set(row.narrowed_to):
        row.narrowed_to = sorted({*row.narrowed_to, *to})


def note_opened(searcher: Searcher, words: str, kind: str) -> None:
    """A result of this kind was opened after such a search of this month."""
    row = _row(searcher, words)
    if row is not None and kind not in row.opened_kinds:
        row.opened_kinds = sorted([*row.opened_kinds, kind])


def in_vain(since: date) -> list[InVain]:
    """From that month on, newest month first, within it what most looked for.

    An organization counts when none of its people opened a result; visitors count by days.
    """
    each = _searchers().where(SearchLog.month >= since).subquery()
    rows = db.session.execute(_reached(each)).all()
    narrowed = _narrowed(since)
    found = [
        InVain(
            month=row.month,
            words=row.words,
            organizations=row.organizations,
            days=row.days,
            nothing=row.missed,
            narrowed_to=frozenset(narrowed.get((row.month, row.words), ())),
        )
        for row in rows
    ]
    return sorted(found, key=lambda v: (-v.month.toordinal(), -v.weight, v.words))


@every_tick
def close_months() -> None:
    """When a month is over: destroy its secret, delete what too few looked for in vain."""
    month = _this_month()
    done = f"search-log:{month}"
    if db.session.scalar(select(TimedTask.id).where(TimedTask.key == done)) is not None:
        return
    with transaction():
        if claim(done):
            db.session.execute(delete(SearchLogKey).where(SearchLogKey.month < month))
            each = _searchers().where(SearchLog.month < month).subquery()
            kept = _reached(each).with_only_columns(each.c.month, each.c.words)
            db.session.execute(
                delete(SearchLog)
                .where(SearchLog.month < month)
                .where(tuple_(SearchLog.month, SearchLog.words).not_in(kept))
                .execution_options(synchronize_session=False)
            )


def _searchers():
    """Of each month and words one row for an organization, and one for each day of visitors."""
    day = case((SearchLog.organization_id.is_(None), SearchLog.person))
    opened = case((cast(SearchLog.opened_kinds, String) != NEVER_OPENED, 1), else_=0)
    return select(
        SearchLog.month.label("month"),
        SearchLog.words.label("words"),
        SearchLog.organization_id.label("organization_id"),
        func.max(opened).label("opened"),
        func.max(SearchLog.total).label("total"),
    ).group_by(SearchLog.month, SearchLog.words, SearchLog.organization_id, day)


def _reached(each):
    """Those words that two organizations, or visitors on five days, looked for in vain."""
    of_organization = each.c.organization_id.is_not(None)
    organizations = func.sum(case((of_organization, 1), else_=0))
    days = func.sum(case((of_organization, 0), else_=1))
    nothing = func.sum(case((each.c.total == 0, 1), else_=0))
    return (
        select(
            each.c.month,
            each.c.words,
            organizations.label("organizations"),
            days.label("days"),
            nothing.label("missed"),
        )
        .where(and_(each.c.opened == 0, each.c.words != ""))
        .group_by(each.c.month, each.c.words)
        .having((organizations >= FEWEST_ORGANIZATIONS) | (days >= FEWEST_DAYS))
    )


def _narrowed(since: date) -> Mapping[tuple[date, str], set[str]]:
    rows = db.session.execute(
        select(SearchLog.month, SearchLog.words, SearchLog.narrowed_to).where(
            SearchLog.month >= since, cast(SearchLog.narrowed_to, String) != NEVER_OPENED
        )
    )
    found: dict[tuple[date, str], set[str]] = {}
    for month, words, narrowed_to in rows:
        found.setdefault((month, words), set()).update(narrowed_to)
    return found


def _row(searcher: Searcher, words: str) -> SearchLog | None:
    return db.session.scalars(
        select(SearchLog).where(SearchLog.person == _person(searcher, words))
    ).first()


def _person(searcher: Searcher, words: str) -> str:
    message = f"{searcher.name_on(calendar.today())}\0{words[:200]}"
    return hmac.new(_secret().encode(), message.encode(), hashlib.sha256).hexdigest()


def _secret() -> str:
    """Of this month; made with its first search."""
    secret = db.session.scalar(_secret_of(), {"month": _this_month()})
    if secret is None:
        secret = secrets.token_hex(32)
        db.session.add(SearchLogKey(month=_this_month(), secret=secret))
        db.session.flush()
    return secret


@cache
def _secret_of() -> Any:
    return select(SearchLogKey.secret).where(SearchLogKey.month == bindparam("month"))


def _this_month() -> date:
    return calendar.month_start(calendar.today())
