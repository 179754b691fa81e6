"""Meetings and due dates as entries of a calendar. No minutes, no agenda, no texts of actions.

Whoever holds the address reads it without signing in, so it says no more than when and where.
"""

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.actions.models import Action
from hub.calendars import queries
from hub.core import ics
from hub.core.links import absolute
from hub.meetings import invitations
from hub.meetings.models import Meeting


def calendar_of(viewer: User) -> str:
    held = queries.meetings_for(viewer)
    sequences = invitations.sequences(held)
    entries = [_meeting(meeting, sequences[meeting.id]) for meeting in held]
    entries += [_due(action) for action in queries.due_for(viewer)]
    return ics.feed(entries, name=_("つなぎハブ"))


def _meeting(meeting: Meeting, sequence: int) -> ics.Entry:
    begins, ends = meeting.span
    return ics.Entry(
        uid=str(meeting.uid),
        sequence=sequence,
        summary=_("【中止】%(name)s", name=meeting.name) if meeting.cancelled_at else meeting.name,
        begins=begins,
        ends=ends,
        stamp=meeting.updated_at,
        place=meeting.place,
        url=absolute("meetings.show", meeting_id=meeting.id),
        is_cancelled=meeting.cancelled_at is not None,
    )


def _due(action: Action) -> ics.Entry:
    assert action.due_on is not None  # due_for() asked for it
    return ics.Entry(
        uid=str(action.uid),
        sequence=action.version,
        summary=_("【期限】%(title)s", title=action.title),
        begins=action.due_on,
        stamp=action.updated_at,
        url=absolute("actions.show", action_id=action.id),
        takes_time=False,
    )
