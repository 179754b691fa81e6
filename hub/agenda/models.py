"""What somebody said about a candidate for an agenda, and the candidates that members wrote."""

import uuid
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.core.db import Versioned, db, enum_type
from hub.meetings.models import AgendaItem, Meeting, Series
from hub.organizations.models import Organization


class ProposalState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    POSTPONED = "postponed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self):
        return STATES[self]

    @property
    def is_open(self) -> bool:
        return self in WAITING


STATES = {
    ProposalState.WAITING: _("検討待ち"),
    ProposalState.TAKEN: _("採用"),
    ProposalState.POSTPONED: _("次の会議で検討"),
    ProposalState.DECLINED: _("見送り"),
    ProposalState.WITHDRAWN: _("取り下げ"),
}
WAITING = {ProposalState.WAITING, ProposalState.POSTPONED}
MEMBER = "member"  # how the keys of what members wrote begin


class AgendaProposal(Versioned, db.Model):
    """One row for each candidate that somebody acted on; for what a member wrote, from the start.

    Candidates that the hub finds are computed anew each time. ``key`` says which one a row is
    about, ``facts`` what stood behind it then.
    """

    __tablename__ = "agenda_proposals"
    __table_args__ = (UniqueConstraint("series_id", "key"),)

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
    series: Mapped[Series] = relationship()
    key: Mapped[str] = mapped_column(String(80))
    facts: Mapped[str] = mapped_column(String(64), default="")
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(default="")  # of a member: Markdown; else why it was found
    minutes: Mapped[int]
    state: Mapped[ProposalState] = mapped_column(
        enum_type(ProposalState), default=ProposalState.WAITING
    )
    reason: Mapped[str] = mapped_column(String(300), default="")  # 見送り
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))  # for which it was
    meeting: Mapped[Meeting | None] = relationship()
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    agenda_item: Mapped[AgendaItem | None] = relationship()
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    organization: Mapped[Organization | None] = relationship()

    @classmethod
    def of_member(cls, series: Series, organization_id: int, **given: str | int):
        key = f"{MEMBER}:{uuid.uuid4().hex}"
        return cls(series=series, organization_id=organization_id, key=key, **given)

    @property
    def is_from_member(self) -> bool:
        return self.organization_id is not None

    @property
    def is_waiting(self) -> bool:
        """Nothing final was said: it comes (again)."""
        return self.state.is_open

    def take(self, item: AgendaItem) -> None:
        self.state, self.reason = ProposalState.TAKEN, ""
        self.meeting, self.agenda_item = item.meeting, item

    def postpone(self, meeting: Meeting) -> None:
        self.state, self.reason, self.meeting = ProposalState.POSTPONED, "", meeting

    def decline(self, meeting: Meeting, reason: str) -> None:
        self.state, self.reason, self.meeting = ProposalState.DECLINED, reason, meeting

    def withdraw(self) -> None:
        self.state = ProposalState.WITHDRAWN

    def wait(self) -> None:
        """As if nothing had been said."""
        self.state, self.reason = ProposalState.WAITING, ""
        self.meeting = self.agenda_item = None

    def search_document(self) -> None:
        """Not to be found: neither it nor its files."""
        return

    def hides(self, facts: str, meeting: Meeting, *, lasts: bool) -> bool:
        """Whether the candidate is left out for this meeting because of what was said.

        ``lasts``: having spoken about it once does not end it.
        """
        said = self.meeting
        if self.state is ProposalState.WITHDRAWN:
            return True
        if self.state is ProposalState.DECLINED:
            return self.facts == facts
        if self.state is ProposalState.POSTPONED and said is not None:
            return meeting.held_on <= said.held_on
        if self.state is ProposalState.TAKEN and said is not None and said.cancelled_at is None:
            return said.held_on >= meeting.held_on if lasts else self.facts == facts
        return False
