"""議題 of a meeting, their outcomes, and what was decided under them."""

from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.core.db import db, enum_type
from hub.meetings.models.meetings import Meeting
from hub.organizations.models import Organization
from hub.search.documents import Searchable, SearchDocument


class AgendaKind(StrEnum):
    CARRY = "carry"
    REPORT = "report"
    DISCUSS = "discuss"
    OTHER = "other"

    @property
    def label(self):
        return AGENDA_KINDS[self]


AGENDA_KINDS = {
    AgendaKind.CARRY: _("前回からの継続"),
    AgendaKind.REPORT: _("報告事項"),
    AgendaKind.DISCUSS: _("協議事項"),
    AgendaKind.OTHER: _("その他"),
}


class AgendaOutcome(StrEnum):
    DECIDED = "decided"
    ACTION = "action"
    IDEA = "idea"
    CONTINUED = "continued"
    REPORTED = "reported"
    APPROVED = "approved"

    @property
    def label(self):
        return AGENDA_OUTCOMES[self]


AGENDA_OUTCOMES = {
    AgendaOutcome.DECIDED: _("決定"),
    AgendaOutcome.ACTION: _("宿題"),
    AgendaOutcome.IDEA: _("連携の種"),
    AgendaOutcome.CONTINUED: _("継続"),
    AgendaOutcome.REPORTED: _("報告を受けた"),
    AgendaOutcome.APPROVED: _("了承"),
}


class AgendaItem(Searchable, db.Model):
    __tablename__ = "agenda_items"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    meeting: Mapped[Meeting] = relationship(
        back_populates="agenda_items", foreign_keys=[meeting_id]
    )
    position: Mapped[int]
    kind: Mapped[AgendaKind] = mapped_column(enum_type(AgendaKind))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(default="")  # what it is about, later what was said
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    presenter: Mapped[Organization | None] = relationship()
    planned_minutes: Mapped[int | None]
    outcome: Mapped[AgendaOutcome | None] = mapped_column(enum_type(AgendaOutcome))
    # 継続: the item of an earlier meeting that this one goes on with, and where this one went to.
    continued_from_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    continued_from: Mapped["AgendaItem | None"] = relationship(remote_side="AgendaItem.id")
    continued_in_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    continued_in: Mapped[Meeting | None] = relationship(foreign_keys=[continued_in_id])

    @property
    def is_opening(self) -> bool:
        """The standing first item, which goes through what is open: no question of its own."""
        return self.kind is AgendaKind.CARRY and self.continued_from_id is None

    @property
    def lacks_outcome(self) -> bool:
        return self.outcome is None and not self.is_opening

    def search_document(self) -> SearchDocument | None:
        return SearchDocument(
            kind="agenda_item",
            id=self.id,
            title=self.title,
            body=f"{self.summary}\n{self.meeting.series.name}",
            readers=self.meeting.readers,
            organizations=frozenset({self.presenter_id} if self.presenter_id else ()),
            day=self.meeting.held_on,
            parent=f"meeting:{self.meeting_id}",
        )


class Decision(Searchable, db.Model):
    __tablename__ = "decisions"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    meeting: Mapped[Meeting] = relationship(back_populates="decisions")
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    agenda_item: Mapped[AgendaItem | None] = relationship()
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))

    def search_document(self) -> SearchDocument | None:
        return SearchDocument(
            kind="decision",
            id=self.id,
            title=self.text,
            body=self.meeting.series.name,
            readers=self.meeting.readers,
            day=self.meeting.held_on,
            parent=f"meeting:{self.meeting_id}",
        )
