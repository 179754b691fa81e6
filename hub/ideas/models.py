"""連携の種: what was thought of in a meeting, and how far it has grown."""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.core.db import HasUid, Versioned, db, enum_type
from hub.meetings.models import AgendaItem, Meeting
from hub.organizations.models import Organization
from hub.search.documents import Searchable, SearchDocument, organization_reader


class Stage(StrEnum):
    SEED = "seed"
    STUDIED = "studied"
    TRIED = "tried"
    ROOTED = "rooted"
    DROPPED = "dropped"

    @property
    def label(self):
        return STAGES[self]

    @property
    def is_open(self) -> bool:
        return self in OPEN


STAGES = {
    Stage.SEED: _("種"),
    Stage.STUDIED: _("検討中"),
    Stage.TRIED: _("試行"),
    Stage.ROOTED: _("定着"),
    Stage.DROPPED: _("見送り"),
}
OPEN = {Stage.SEED, Stage.STUDIED, Stage.TRIED}


class Idea(Versioned, HasUid, Searchable, db.Model):
    __tablename__ = "ideas"
    __table_args__ = (
        CheckConstraint("stage <> 'rooted' OR result <> ''", name="rooted_has_result"),
        CheckConstraint("stage <> 'dropped' OR reason <> ''", name="dropped_has_reason"),
    )

    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(default="")
    stage: Mapped[Stage] = mapped_column(enum_type(Stage), default=Stage.SEED, index=True)
    result: Mapped[str] = mapped_column(default="")  # 定着
    reason: Mapped[str] = mapped_column(default="")  # 見送り
    look_at_on: Mapped[date | None]  # the day to look at it again
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    meeting: Mapped[Meeting] = relationship()
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    agenda_item: Mapped[AgendaItem | None] = relationship()
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    keeper: Mapped[Organization | None] = relationship()

    def become(self, stage: Stage, said: str) -> None:
        """``said``: the result of 定着, the reason of 見送り."""
        self.stage = stage
        self.result = said if stage is Stage.ROOTED else ""
        self.reason = said if stage is Stage.DROPPED else ""
        if not stage.is_open:
            self.look_at_on = None

    @property
    def readers(self) -> frozenset[str]:
        """Groups of readers for the search; says the same as policy.can_view."""
        keeper = {organization_reader(self.keeper_id)} if self.keeper_id else set()
        return self.meeting.readers | keeper

    def search_document(self) -> SearchDocument | None:
        return SearchDocument(
            kind="idea",
            id=self.id,
            title=self.title,
            body="\n".join([self.body, self.result, self.reason]),
            readers=self.readers,
            organizations=frozenset({self.keeper_id} if self.keeper_id else ()),
            day=self.look_at_on or self.meeting.held_on,
            parent=f"meeting:{self.meeting_id}",
        )
