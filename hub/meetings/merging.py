"""Saving minutes while others save them too: line by line, and asked where lines meet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.attachments import queries as attachments
from hub.audit import revisions
from hub.core.db import db
from hub.core.errors import Conflict, Invalid, authorize
from hub.core.markdown import LONGEST
from hub.core.text import tidy_text
from hub.meetings import drafts, minutes_commands, policy
from hub.meetings.lines.merge import Conflict as Place
from hub.meetings.lines.merge import Merge, Run, merge
from hub.meetings.minutes_text import first_text
from hub.meetings.models import Meeting, Minutes

# What to keep of a place that both changed.
CHOICES: dict[str, Callable[[Place], Run]] = {
    "both": lambda place: place.theirs + place.mine,
    "theirs": lambda place: place.theirs,
    "mine": lambda place: place.mine,
}


class Differing(Conflict):
    """Both changed the same lines: the writer has to choose."""

    def __init__(self, mine: str) -> None:
        super().__init__(_("別の編集者が、同じところを先に直しました。"))
        self.mine = mine


@dataclass(frozen=True, kw_only=True)
class Start:
    """What a writer began from: the version of the minutes, and the revision with their text."""

    version: int
    revision: int


def start_of(meeting: Meeting) -> Start:
    """0 where there are no minutes. Text that was loaded becomes revision 1 when it changes."""
    if meeting.minutes is None:
        return Start(version=0, revision=0)
    last = revisions.latest(meeting.minutes)
    return Start(version=meeting.minutes.version, revision=last.number if last else 1)


def opening_text(meeting: Meeting) -> str:
    names = [file.name for file in attachments.of("meeting", meeting.id)]
    return first_text(meeting, names)


def save(actor: User, meeting: Meeting, body: str, start: Start) -> int | None:
    """Save the text, together with what others saved since ``start``.

    Returns the number of the revision that was joined; None where nobody else wrote anything.

    Raises:
        Differing: they changed the same lines.
        Conflict: the minutes cannot be written any more.
        Invalid: the two texts together are too long.
    """
    authorize(policy.can_write_minutes(actor, meeting))
    db.session.refresh(meeting, with_for_update=True)
    minutes, joined = meeting.minutes, None
    if minutes is not None:
        db.session.refresh(minutes, with_for_update=True)
        if minutes.version != start.version and not minutes.is_confirmed:
            merged = together(meeting, body, start.revision)
            if merged.text is None:
                raise Differing(body)
            start = start_of(meeting)
            joined = start.revision if merged.text != body else None
            body = _not_too_long(merged.text)
    minutes_commands.save_minutes(actor, meeting, body, seen=start.version)
    drafts.drop_draft(actor, meeting)
    return joined


def together(meeting: Meeting, mine: str, revision: int, theirs: int | None = None) -> Merge:
    """``theirs`` is the number of a revision, by default the text as it is now."""
    assert meeting.minutes is not None
    other = meeting.minutes.body if theirs is None else _text(meeting, meeting.minutes, theirs)
    base = _text(meeting, meeting.minutes, revision)
    return merge(*(tidy_text(text) or "" for text in (base, mine, other)))


def settled(found: Merge, choices: Sequence[str]) -> str:
    """The whole text; a place for which nothing was chosen keeps what both wrote."""
    wanted = iter([*choices, *["both"] * (len(found.conflicts) - len(choices))])
    return found.settled(lambda place: CHOICES.get(next(wanted), CHOICES["both"])(place))


def _text(meeting: Meeting, minutes: Minutes, number: int) -> str:
    """Of a revision; what nobody ever kept is no common ground: both texts stay."""
    if number == 0:
        return opening_text(meeting)
    kept = revisions.number(minutes, number)
    if kept is not None:
        return kept.content["body"]
    return minutes.body if revisions.latest(minutes) is None else ""


def _not_too_long(text: str) -> str:
    if len(text) > LONGEST:
        most = f"{LONGEST:,}"
        raise Invalid(
            _("別の編集者の文と合わせると%(most)s字を超えます。短くしてください。", most=most)
        )
    return text
