"""What one person is writing in minutes and has not saved: kept on the server, read by them only.

A draft is no change of the minutes: it raises no version and stands in no revision. It remembers
what it began from, so that saving it later is merged with what others saved in between.
"""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from hub.accounts.models import User, Viewer
from hub.core.db import db, now
from hub.core.errors import Conflict, authorize
from hub.meetings import policy
from hub.meetings.models import Meeting


class MinutesDraft(db.Model):
    __tablename__ = "minutes_drafts"
    __table_args__ = (UniqueConstraint("meeting_id", "user_id"),)

    # The meeting and not the minutes: the first text is a draft before there are minutes.
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str]
    base_version: Mapped[int]  # Minutes.version it began from, 0 before there were minutes
    base_revision: Mapped[int]  # number of the Revision that holds the text it began from
    saved_at: Mapped[datetime] = mapped_column(default=now)


def own_draft(viewer: Viewer, meeting: Meeting) -> MinutesDraft | None:
    """The draft of the viewer where it says something else than the minutes do."""
    draft = db.session.scalar(_own(select(MinutesDraft), viewer, meeting))
    return None if draft is None or _is_saved(meeting, draft.body) else draft


def keep_draft(actor: User, meeting: Meeting, body: str, *, version: int, revision: int) -> None:
    """Put the text in place of the last draft; what is saved already needs none.

    Raises:
        Conflict: the minutes are confirmed, or the meeting was called off before there were any.
    """
    authorize(policy.can_write_minutes(actor, meeting))
    if meeting.is_locked or (meeting.minutes is None and meeting.cancelled_at is not None):
        raise Conflict(_("この議事録は、いまは書けません。"))
    drop_draft(actor, meeting)
    if not _is_saved(meeting, body):
        db.session.add(
            MinutesDraft(
                meeting_id=meeting.id, user_id=actor.id, body=body, base_version=version,
                base_revision=revision,
            )
        )  # fmt: skip


def drop_draft(actor: User, meeting: Meeting) -> None:
    db.session.execute(_own(delete(MinutesDraft), actor, meeting))


def _own(query, person: Viewer, meeting: Meeting):
    return query.where(MinutesDraft.meeting_id == meeting.id, MinutesDraft.user_id == person.id)


def _is_saved(meeting: Meeting, body: str) -> bool:
    return meeting.minutes is not None and meeting.minutes.body == body
