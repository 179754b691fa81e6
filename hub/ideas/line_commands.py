"""Ideas that lines of minutes ask for: planted, changed and withdrawn with their lines.

None commits.
"""

from collections.abc import Sequence

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import authorize
from hub.ideas.commands import keep
from hub.ideas.history import facts_of, happened, recorded
from hub.ideas.models import Idea, IdeaEventKind, Stage
from hub.meetings import policy as meetings
from hub.meetings.events import LineTask
from hub.meetings.models import Meeting

LONGEST_TITLE = 200


def plant(actor: User, meeting: Meeting, tasks: Sequence[LineTask], free: dict[str, int]) -> None:
    """Lines of minutes become ideas; ``free`` are ids by title that no line has yet."""
    authorize(meetings.can_edit(actor, meeting))
    made = []
    for task in tasks:
        task.thing_id = free.pop(_title(task), None)
        if task.thing_id is None:
            idea = Idea(meeting=meeting, title=_title(task), body=_body(task), stage=Stage.SEED)
            idea.raised_on = min(meeting.held_on, calendar.today())
            idea.proposed_by = actor
            idea.keeper_id = task.said["lead"]
            idea.agenda_item_id = task.agenda_item_id
            made.append((task, idea))
    db.session.add_all(idea for _task, idea in made)
    db.session.flush()
    for task, idea in made:
        task.thing_id = idea.id
        happened(actor, idea, IdeaEventKind.RAISED, stage=Stage.SEED)
        recorded(actor, idea, "idea:create", {})


def follow_line(actor: User, idea: Idea, task: LineTask) -> None:
    """What its line says differently than before."""
    _authorize_line(actor, idea)
    before = facts_of(idea)
    if task.has_changed("title"):
        idea.title, idea.body = _title(task), _body(task) or idea.body
    if task.has_changed("lead") and task.said["lead"]:
        keep(actor, idea, task.said["lead"])
    recorded(actor, idea, "idea:edit", before)


def withdraw(actor: User, idea: Idea) -> None:
    """見送り, because its line was taken out of the minutes."""
    _authorize_line(actor, idea)
    if idea.stage.is_open:
        before = facts_of(idea)
        why = _("議事録から行が削られたため")
        idea.become(Stage.DROPPED, why, calendar.today())
        happened(actor, idea, IdeaEventKind.STAGE, stage=Stage.DROPPED, text=why)
        recorded(actor, idea, "idea:status", before)


def _authorize_line(actor: User, idea: Idea) -> None:
    authorize(idea.meeting is not None and meetings.can_edit(actor, idea.meeting))


def _title(task: LineTask) -> str:
    title = task.said["title"]
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _body(task: LineTask) -> str:
    """The whole line where it is too long for a title."""
    return task.said["title"] if len(task.said["title"]) > LONGEST_TITLE else ""
