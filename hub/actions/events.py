"""What happens to actions because of something below them, in the same transaction; and what
actions tell those above them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from blinker import signal
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import User
from hub.actions import line_commands, wording
from hub.actions.models import Action
from hub.core import calendar
from hub.core.db import db
from hub.core.markdown import literal
from hub.meetings.events import (
    Kind,
    LineTask,
    agenda_item_deleted,
    line_withdrawn,
    lines_bound,
    minutes_begun,
)
from hub.meetings.models import AgendaItem, Meeting

LINES = {Kind.ACTION, Kind.HOLD}

# Sent with the viewer and the ``address`` (the arguments of the page that enters an action) before
# the form is shown: receivers return an Origin where the address names one of their things. They
# raise NotFound for a thing that the viewer may not read.
action_asked = signal("actions-asked")

# Sent with a new action, the ``actor`` and the same ``address``, in the transaction that made it.
action_entered = signal("actions-entered")


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a new action comes from: a word for it, its name and page; ``fields`` fill the form."""

    label: str
    title: str
    url: str
    fields: dict[str, Any] = field(default_factory=dict)


def origins(viewer: User, address: Mapping[str, str]) -> list[Origin]:
    found = action_asked.send(viewer, address=address)
    return [origin for _receiver, origin in found if origin is not None]


@minutes_begun.connect
def lines_for_minutes(meeting: Meeting) -> list[str]:
    """What was agreed so far, as lines of the section 宿題事項."""
    actions = db.session.scalars(
        select(Action)
        .where(Action.meeting_id == meeting.id)
        .order_by(Action.id)
        .options(joinedload(Action.lead), selectinload(Action.partners))
    )
    return [f"- {literal(action.title)}（{'、'.join(_facts(action))}）" for action in actions]


@agenda_item_deleted.connect
def let_go_of_item(item: AgendaItem) -> None:
    """An action outlives the agenda item it came from; it stays with the meeting."""
    for action in db.session.scalars(select(Action).where(Action.agenda_item_id == item.id)):
        action.agenda_item = None
        action.touch()


@lines_bound.connect
def follow_lines(
    meeting: Meeting, *, actor: User, tasks: Sequence[LineTask], bound: Iterable[tuple[Kind, int]]
) -> None:
    """宿題 and 保留 of the minutes become actions; a changed line changes its action."""
    mine = [task for task in tasks if task.kind in LINES]
    taken = {number for kind, number in bound if kind is Kind.ACTION}
    line_commands.enter(actor, meeting, [task for task in mine if task.is_new], taken)
    for task in mine:
        action = None if task.is_new else db.session.get(Action, task.thing_id)
        if action is not None:
            line_commands.follow(actor, action, task)


@line_withdrawn.connect
def withdraw_line(meeting: Meeting, *, actor: User, kind: Kind, thing_id: int | None) -> None:
    action = db.session.get(Action, thing_id) if kind in LINES and thing_id else None
    if action is not None:
        line_commands.withdraw(actor, action)


def _facts(action: Action) -> list[str]:
    found = [_("担当 %(name)s", name=action.lead.short_name)]
    if action.partners:
        found.append(_("協力 %(names)s", names=wording.partners(action)))
    if action.due_on:
        found.append(_("期限 %(day)s", day=calendar.short_date(action.due_on)))
    return [literal(text) for text in found]
