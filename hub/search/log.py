"""What was searched for, without who: month, organization or visitor, words, how many found."""

from datetime import date

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from hub.core import calendar
from hub.core.db import db


class SearchLog(db.Model):
    """One search. No person, no moment: only the month it was in."""

    __tablename__ = "search_log"

    month: Mapped[date] = mapped_column(index=True)  # its first day
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    words: Mapped[str] = mapped_column(String(200))  # normalized
    total: Mapped[int]
    opened_kinds: Mapped[list[str]] = mapped_column(default=list)

    @property
    def searcher(self) -> int | str:
        return self.organization_id or "visitor"


def note(organization_id: int | None, words: str, total: int) -> None:
    db.session.add(
        SearchLog(
            month=calendar.month_start(calendar.today()),
            organization_id=organization_id,
            words=words[:200],
            total=total,
            opened_kinds=[],
        )
    )


def note_opened(organization_id: int | None, words: str, kind: str) -> None:
    """A result of this kind was opened after the last such search of this month."""
    row = db.session.scalars(
        select(SearchLog)
        .where(
            SearchLog.month == calendar.month_start(calendar.today()),
            SearchLog.organization_id.is_(None)
            if organization_id is None
            else SearchLog.organization_id == organization_id,
            SearchLog.words == words[:200],
        )
        .order_by(SearchLog.id.desc())
        .limit(1)
    ).first()
    if row is not None and kind not in row.opened_kinds:
        row.opened_kinds = sorted([*row.opened_kinds, kind])
