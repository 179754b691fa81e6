"""Meetings, due dates and ideas to look at as entries of a calendar. No minutes, agenda or texts.

Whoever holds the address reads it without signing in, so it says no more than when and where.
"""

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.actions.models import Action
from hub.calendars import queries
from hub.core import ics
from hub.core.links import absolute
from hub.ideas.models import Idea
from hub.meetings import invitations
from hub.meetings.models import Meeting


def calendar_of(viewer: User) -> str:
    held = queries.meetings_for(viewer)
    sequences = invitations.sequences(held)
    entries = [_meeting(meeting, sequences[meeting.id]) for meeting in held]
    entries += [_due(action) for action in queries.due_for(viewer)]
    entries += [_look(idea) for idea in queries.ideas_for(viewer)]
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


def _look(idea: Idea) -> ics.Entry:
    assert idea.look_at_on is not None  # ideas_for() asked for it
    return ics.Entry(
        uid=str(idea.uid),
        sequence=idea.version,
        summary=_("【種を見る】%(title)s", title=idea.title),
        begins=idea.look_at_on,
        stamp=idea.updated_at,
        url=absolute("ideas.show", idea_id=idea.id),
        takes_time=False,
    )
