"""Mails as rows of the transaction that wants them sent; the worker sends them later."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.core.db import db, now


class Mail(db.Model):
    """One plain-text mail. The key makes a second one about the same thing impossible."""

    __tablename__ = "mails"

    key: Mapped[str] = mapped_column(unique=True)
    to_address: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    next_try_at: Mapped[datetime | None] = mapped_column(default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]  # given up
    error: Mapped[str] = mapped_column(default="")
