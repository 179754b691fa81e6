"""開催案内 of a meeting, as they went out: what was said, so that a later change is noticed."""

import hashlib
import json
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.core.db import db, now
from hub.meetings.models import Meeting


class MeetingInvitation(db.Model):
    """One sending to all members. ``sequence`` is the SEQUENCE of the calendar entry."""

    __tablename__ = "meeting_invitations"
    __table_args__ = (UniqueConstraint("meeting_id", "sequence"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    meeting: Mapped[Meeting] = relationship()
    sequence: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(default=now)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recipients: Mapped[int]  # how many persons
    facts: Mapped[dict[str, Any]]  # what it said, see facts_of

    @property
    def held_on(self) -> date:
        return date.fromisoformat(self.facts["held_on"])

    @property
    def starts_at(self) -> time | None:
        return _time(self.facts["starts_at"])

    @property
    def ends_at(self) -> time | None:
        return _time(self.facts["ends_at"])

    @property
    def place(self) -> str:
        return self.facts["place"]

    @property
    def is_cancelled(self) -> bool:
        return self.facts["cancelled"]


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """What an invitation says. The 回次 is left out: it moves when another meeting does."""
    return {
        "subtitle": meeting.subtitle,
        "held_on": meeting.held_on.isoformat(),
        "starts_at": meeting.starts_at.isoformat() if meeting.starts_at else None,
        "ends_at": meeting.ends_at.isoformat() if meeting.ends_at else None,
        "place": meeting.place,
        "online_url": meeting.online_url,
        "cancelled": meeting.cancelled_at is not None,
        "agenda": [[i.kind.value, i.title, i.planned_minutes] for i in meeting.agenda_items],
    }


def digest(facts: dict[str, Any]) -> str:
    """Of a text that was shown before it is sent: nothing else goes out."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
