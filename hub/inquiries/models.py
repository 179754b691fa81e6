"""問合せ: what one organization asks another, and what came back. Only the two of them read it."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.core import calendar
from hub.core.db import Timed, db, enum_type, now
from hub.organizations.models import Organization


class InquiryState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"

    @property
    def label(self):
        return STATES[self]


STATES = {
    InquiryState.OPEN: _("回答待ち"),
    InquiryState.ANSWERED: _("回答あり"),
    InquiryState.CLOSED: _("終了"),
}


class AboutKind(StrEnum):
    """What an inquiry can be about, besides the organization as a whole."""

    ACTION = "action"
    MENU = "menu"
    MEETING = "meeting"
    IDEA = "idea"
    REVIEW = "review"

    @property
    def label(self):
        return ABOUT[self]


ABOUT = {
    AboutKind.ACTION: _("宿題事項"),
    AboutKind.MENU: _("支援メニュー"),
    AboutKind.MEETING: _("会議"),
    AboutKind.IDEA: _("連携の種"),
    AboutKind.REVIEW: _("振り返り"),
}


class Inquiry(Timed, db.Model):
    """A thread. Each side is an organization as it was named then; who acts for it today is said
    by ``organizations.successors``."""

    __tablename__ = "inquiries"
    __table_args__ = (
        CheckConstraint("asker_id <> asked_id", name="not_oneself"),
        CheckConstraint("(about_kind IS NULL) = (about_id IS NULL)", name="about_whole"),
        Index("ix_inquiries_asked_state", "asked_id", "state"),
        Index("ix_inquiries_asker_state", "asker_id", "state"),
    )

    title: Mapped[str] = mapped_column(String(200))
    asker_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    asker: Mapped[Organization] = relationship(foreign_keys=[asker_id])
    asked_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    asked: Mapped[Organization] = relationship(foreign_keys=[asked_id])
    about_kind: Mapped[AboutKind | None] = mapped_column(enum_type(AboutKind))
    about_id: Mapped[int | None]
    answer_by: Mapped[date | None]  # 回答希望日
    state: Mapped[InquiryState] = mapped_column(enum_type(InquiryState), default=InquiryState.OPEN)
    moved_at: Mapped[datetime] = mapped_column(default=now)  # the last message
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    closed_by: Mapped[Organization | None] = relationship(foreign_keys=[closed_by_id])

    messages: Mapped[list["InquiryMessage"]] = relationship(
        back_populates="inquiry", cascade="all, delete-orphan", order_by="InquiryMessage.id"
    )

    @property
    def is_open(self) -> bool:
        return self.state is InquiryState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state is InquiryState.CLOSED

    @property
    def moved_on(self) -> date:
        return self.moved_at.astimezone(calendar.TOKYO).date()

    def is_late(self, today: date) -> bool:
        return self.is_open and self.answer_by is not None and self.answer_by < today

    def write(self, message: "InquiryMessage", *, asks: bool) -> None:
        """A question waits for the answer; an answer does not. Either opens what was closed."""
        self.messages.append(message)
        self.state = InquiryState.OPEN if asks else InquiryState.ANSWERED
        self.moved_at = self.updated_at = message.at
        self.closed_at = self.closed_by = None

    def close(self, organization: Organization) -> None:
        self.state = InquiryState.CLOSED
        self.closed_at = self.updated_at = now()
        self.closed_by = organization


class InquiryMessage(db.Model):
    """Never changed and never taken back. Who wrote is told as organization and post title."""

    __tablename__ = "inquiry_messages"

    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id"), index=True)
    inquiry: Mapped[Inquiry] = relationship(back_populates="messages")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    organization: Mapped[Organization] = relationship()
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author: Mapped[User | None] = relationship()
    post_title: Mapped[str] = mapped_column(String(60), default="")  # 職名
    text: Mapped[str]
    asks: Mapped[bool]  # written by the side that asks
    at: Mapped[datetime] = mapped_column(default=lambda: now())
