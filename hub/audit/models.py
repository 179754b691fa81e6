from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.core.db import db, now


class AuditEntry(db.Model):
    """Who did what to which thing, for which organization. Rows are added, never changed."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject_type", "subject_id"),)

    at: Mapped[datetime] = mapped_column(default=now, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: command line
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    verb: Mapped[str] = mapped_column(index=True)
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Revision(db.Model):
    """The text of a thing as it stood after one change; number 1 is the first."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("subject_type", "subject_id", "number"),)

    subject_type: Mapped[str]
    subject_id: Mapped[int]
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    reason: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]]  # label of the field in the code -> text
