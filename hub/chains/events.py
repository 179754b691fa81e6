"""Ties follow whatever moves between agenda items, in the same transaction.

Commands, lines of minutes, corrections, removed agenda items and 継続 all end in a changed
``agenda_item_id``; that is what is watched here, so that no way of changing it is forgotten.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import event, inspect, select

from hub.accounts.models import User
from hub.actions.models import Action
from hub.agenda.models import AgendaProposal
from hub.chains import ties
from hub.core.db import db
from hub.ideas.models import Idea
from hub.meetings.events import Kind, LineTask, line_withdrawn, lines_bound
from hub.meetings.models import Decision, Meeting

WATCHED = (Idea, AgendaProposal, Decision, Action)
_MOVED = "hub_chains_moved"


@event.listens_for(db.session, "before_flush")
def _note_moved(session: Any, _context: Any, _instances: Any) -> None:
    """Those that may stand under another item after this flush, with the item as it is stored."""
    moved = [row for row in (*session.new, *session.dirty) if _may_have_moved(row)]
    session.info[_MOVED] = [(row, _stored(session, row)) for row in moved]


@event.listens_for(db.session, "after_flush_postexec")
def _follow_moved(session: Any, _context: Any) -> None:
    moved = [
        (row, before, row.agenda_item_id)
        for row, before in session.info.pop(_MOVED, ())
        if row.agenda_item_id != before
    ]
    things: dict[tuple[type, int | None, int | None], set[int]] = defaultdict(set)
    left: dict[tuple[type, int | None], set[int]] = defaultdict(set)
    for row, before, now in moved:
        if isinstance(row, Decision | Action):
            things[type(row), before, now].add(row.id)  # minutes may hold thousands
            left[type(row), before].add(row.id)
    for row, before, now in moved:
        if not isinstance(row, Decision | Action):
            idea_id = row.id if isinstance(row, Idea) else ties.idea_of(row)
            if idea_id is not None:
                ties.follow_idea(idea_id, before, now, left)
    for (model, before, now), ids in things.items():
        ties.follow_things(model, ids, before, now)


@lines_bound.connect
def move_ideas(
    meeting: Meeting, *, actor: User, tasks: Sequence[LineTask], bound: Iterable[tuple[Kind, int]]
) -> None:
    """The line of an idea stands under another heading than before."""
    for task in tasks:
        if task.kind is Kind.IDEA and task.has_moved:
            idea = db.session.get(Idea, task.thing_id)
            if idea is not None:
                idea.agenda_item_id = task.agenda_item_id


@line_withdrawn.connect
def let_go_of_line(meeting: Meeting, *, actor: User, kind: Kind, thing_id: int | None) -> None:
    """The thing stays, dropped or done; that it came of the talk is no longer written anywhere."""
    if kind is Kind.IDEA and (idea := db.session.get(Idea, thing_id)) is not None:
        idea.agenda_item = None
    elif kind in {Kind.ACTION, Kind.HOLD} and (action := db.session.get(Action, thing_id)):
        ties.let_go(action)


def _may_have_moved(row: Any) -> bool:
    if not isinstance(row, WATCHED):
        return False
    state: Any = inspect(row)
    return any(
        state.attrs[name].history.has_changes() for name in ("agenda_item_id", "agenda_item")
    )


def _stored(session: Any, row: Any) -> int | None:
    if row.id is None:
        return None
    model = type(row)
    found: int | None = session.execute(
        select(model.agenda_item_id).where(model.id == row.id)
    ).scalar()
    return found
