"""What happens to ideas because of something below them, in the same transaction."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from hub.accounts.models import User
from hub.core.db import db
from hub.ideas import commands
from hub.ideas.models import Idea
from hub.meetings.events import Kind, LineTask, agenda_item_deleted, line_withdrawn, lines_bound
from hub.meetings.models import AgendaItem, Meeting


@lines_bound.connect
def follow_lines(
    meeting: Meeting, *, actor: User, tasks: Sequence[LineTask], bound: Iterable[tuple[Kind, int]]
) -> None:
    """アイデア of the minutes become ideas; a changed line changes its idea."""
    mine = [task for task in tasks if task.kind is Kind.IDEA]
    if not mine:
        return
    taken = {number for kind, number in bound if kind is Kind.IDEA}
    found = db.session.scalars(select(Idea).where(Idea.meeting_id == meeting.id))
    free = {idea.title: idea.id for idea in found if idea.id not in taken}
    commands.plant(actor, meeting, [task for task in mine if task.is_new], free)
    for task in mine:
        idea = None if task.is_new else db.session.get(Idea, task.thing_id)
        if idea is not None:
            commands.follow_line(actor, idea, task)


@line_withdrawn.connect
def withdraw_line(meeting: Meeting, *, actor: User, kind: Kind, thing_id: int | None) -> None:
    idea = db.session.get(Idea, thing_id) if kind is Kind.IDEA and thing_id else None
    if idea is not None:
        commands.withdraw(actor, idea)


@agenda_item_deleted.connect
def let_go_of_item(item: AgendaItem) -> None:
    """An idea outlives the agenda item it came from; it stays with the meeting."""
    for idea in db.session.scalars(select(Idea).where(Idea.agenda_item_id == item.id)):
        idea.agenda_item = None
        idea.touch()
