"""What the recognised lines of minutes became: the marker of a line is its binding."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.core.db import db, enum_type
from hub.meetings.lines.model import MARKER_WORDS, Kind
from hub.meetings.models import Meeting

FIRST_YEAR = 2018  # the year before 令和元年: markers count R1, R2, ...


class BindingState(StrEnum):
    BOUND = "bound"
    GONE = "gone"  # its line was taken out of the text: keep or withdraw is asked
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


class LineBinding(db.Model):
    """One line of one meeting's minutes, and the decision, action or idea that it became.

    ``said`` is what the line said when it was last read. Only what a later text says differently
    goes to the thing, so that a day that was moved there is not moved back by a corrected typo.
    """

    __tablename__ = "line_bindings"
    __table_args__ = (UniqueConstraint("series_id", "kind", "year", "number"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    meeting: Mapped[Meeting] = relationship()
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    kind: Mapped[Kind] = mapped_column(enum_type(Kind))
    year: Mapped[int]  # 8 in R8-12
    number: Mapped[int]  # 12 in R8-12
    thing_id: Mapped[int | None]  # of decisions, actions or ideas, as the kind says
    said: Mapped[dict[str, Any]]
    state: Mapped[BindingState] = mapped_column(enum_type(BindingState), default=BindingState.BOUND)

    @property
    def marker(self) -> str:
        return f"{MARKER_WORDS[self.kind]}:R{self.year}-{self.number}"

    @property
    def title(self) -> str:
        return self.said["title"]
