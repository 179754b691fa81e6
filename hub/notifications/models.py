"""Mails as rows of the transaction that wants them sent; the worker sends them later."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.core.db import db, now

# How long to wait after each attempt that failed; after the last one it is given up.
PAUSES = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
]
LEASE = timedelta(minutes=10)  # nobody else tries while one attempt is under way


class Mail(db.Model):
    """One plain-text mail. The key makes a second one about the same thing impossible."""

    __tablename__ = "mails"

    key: Mapped[str] = mapped_column(unique=True)
    to_address: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str]
    attachment: Mapped[str] = mapped_column(default="")  # an iCalendar file, as text
    attachment_name: Mapped[str] = mapped_column(String(100), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    next_try_at: Mapped[datetime | None] = mapped_column(default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]  # given up
    error: Mapped[str] = mapped_column(default="")

    def begin_attempt(self) -> None:
        self.attempts += 1
        self.next_try_at = now() + LEASE

    def was_sent(self) -> None:
        """What it said is not kept: a link in it may still open something."""
        self.sent_at, self.next_try_at, self.error = now(), None, ""
        self.body = self.attachment = ""

    def was_refused(self, error: str) -> None:
        if self.attempts > len(PAUSES):
            self.give_up(error)
        else:
            self.error = error[:500]
            self.next_try_at = now() + PAUSES[self.attempts - 1]

    def give_up(self, error: str) -> None:
        self.error, self.failed_at, self.next_try_at = error[:500], now(), None

    def try_again(self) -> None:
        """All attempts once more."""
        self.failed_at, self.attempts, self.next_try_at = None, 0, now()
