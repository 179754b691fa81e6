"""議事録 of a meeting, and what the organizations answered to it."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.core import calendar
from hub.core.db import Timed, Versioned, db, enum_type
from hub.meetings.models.meetings import Meeting
from hub.organizations.models import Organization


class MinutesState(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    CONFIRMED = "confirmed"

    @property
    def label(self):
        return MINUTES_STATES[self]


MINUTES_STATES = {
    MinutesState.DRAFT: _("下書き"),
    MinutesState.REVIEW: _("確認中"),
    MinutesState.CONFIRMED: _("確定"),
}


class Minutes(Versioned, db.Model):
    """議事録 of one meeting. Confirmed text never changes; a correction is a new revision."""

    __tablename__ = "minutes"
    __table_args__ = (Index("ix_minutes_state", "state", "confirmed_at"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), unique=True)
    meeting: Mapped[Meeting] = relationship(back_populates="minutes")
    body: Mapped[str] = mapped_column(default="")  # Markdown
    state: Mapped[MinutesState] = mapped_column(enum_type(MinutesState), default=MinutesState.DRAFT)
    review_until: Mapped[date | None]  # 回答期限
    confirmed_at: Mapped[datetime | None]
    confirmed_body: Mapped[str] = mapped_column(default="")  # what was confirmed last
    confirmed_title: Mapped[str] = mapped_column(default="")  # 回次 may move later, paper does not
    outcomes_missing: Mapped[str] = mapped_column(String(300), default="")  # why that was all right

    checks: Mapped[list["MinutesCheck"]] = relationship(
        back_populates="minutes", cascade="all, delete-orphan", order_by="MinutesCheck.id"
    )

    def send_for_review(self, until: date | None) -> None:
        self.state, self.review_until = MinutesState.REVIEW, until

    def take_back(self) -> None:
        self.state, self.review_until = MinutesState.DRAFT, None

    def confirm(self, moment: datetime) -> None:
        self.state, self.confirmed_at = MinutesState.CONFIRMED, moment
        self.confirmed_body, self.confirmed_title = self.body, self.meeting.name

    def correct(self, body: str) -> None:
        """訂正: another confirmed text; the revisions keep the one before and the reason."""
        self.body = self.confirmed_body = body

    @property
    def is_in_review(self) -> bool:
        return self.state is MinutesState.REVIEW

    @property
    def is_confirmed(self) -> bool:
        return self.state is MinutesState.CONFIRMED

    def silence_counts(self, today: date) -> bool:
        """みなし確認: the 回答期限 has gone by, or had when the text was confirmed."""
        until, confirmed = self.review_until, self.confirmed_at
        day = confirmed.astimezone(calendar.TOKYO).date() if confirmed else today
        return until is not None and until < day

    @property
    def text(self) -> str:
        """What is read: confirmed text wherever there is one."""
        return self.confirmed_body if self.is_confirmed else self.body

    @property
    def title(self) -> str:
        return self.confirmed_title or self.meeting.name


class MinutesCheck(Timed, db.Model):
    """One organization's answer to minutes in review: 異議なし, or 修正意見 with a text."""

    __tablename__ = "minutes_checks"
    __table_args__ = (UniqueConstraint("minutes_id", "organization_id"),)

    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    minutes: Mapped[Minutes] = relationship(back_populates="checks")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship()
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    is_agreed: Mapped[bool]
    comment: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)  # number of the text that was answered
