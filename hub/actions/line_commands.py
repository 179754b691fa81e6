"""Actions that lines of minutes ask for: entered, changed and withdrawn with their lines.

No mistake of a line may keep minutes from being saved: what the rules of an action would refuse is
settled here, as the panel beside the text says beforehand. None commits.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from hub.accounts.models import User
from hub.actions import commands
from hub.actions.models import Action, ActionKind, ActionStatus
from hub.actions.rules import Entry
from hub.core import calendar
from hub.core.db import db
from hub.meetings.events import Kind, LineTask
from hub.meetings.models import Meeting

LONGEST_TITLE = 200


def enter(actor: User, meeting: Meeting, tasks: Sequence[LineTask], bound: Collection[int]) -> None:
    """New actions. One of the meeting with the same title, that no line has yet, is bound."""
    query = select(Action).where(Action.meeting_id == meeting.id)
    free = {a.title: a.id for a in db.session.scalars(query) if a.id not in bound}
    new = []
    for task in tasks:
        task.thing_id = free.pop(_title(task), None)
        if task.thing_id is None:
            new.append(task)
    entries = [_entry(task, meeting) for task in new]
    made = commands.create_actions(actor, entries, meeting=meeting) if new else []
    for task, action in zip(new, made, strict=True):
        task.thing_id = action.id
        _move(actor, action, task)


def follow(actor: User, action: Action, task: LineTask) -> None:
    """What the line says differently than before; what was changed since then elsewhere stays."""
    entry = _changed(action, task)
    reason = _("議事録が直されたため")
    commands.edit_action(actor, action, entry, seen=action.version, reason=reason)
    _move(actor, action, task)


def withdraw(actor: User, action: Action) -> None:
    """見送り; what was ended before stays as it ended."""
    if action.is_open:
        commands.drop_action(actor, action, reason=_("議事録から行が削られたため"))


def _entry(task: LineTask, meeting: Meeting) -> Entry:
    due = None if task.kind is Kind.HOLD else task.day or task.next_day
    return Entry(
        title=_title(task),
        body=_body(task),
        kind=ActionKind.STANDING if due is None else ActionKind.TODO,
        lead_id=task.said["lead"] or meeting.series.secretariat_id,
        partner_ids=frozenset(task.said["partners"]),
        due_on=due,
        agenda_item_id=task.agenda_item_id,
    )


def _changed(action: Action, task: LineTask) -> Entry:
    entry = Entry(
        title=action.title, body=action.body, kind=action.kind, lead_id=action.lead_id,
        partner_ids=action.partner_ids, person=action.person, due_on=action.due_on,
        visibility=action.visibility, agenda_item_id=action.agenda_item_id,
        menu_ids=frozenset(menu.id for menu in action.menus),
    )  # fmt: skip
    if task.has_changed("title"):
        entry = replace(entry, title=_title(task), body=_body(task) or entry.body)
    if task.has_changed("lead") and task.said["lead"]:
        entry = replace(entry, lead_id=task.said["lead"])
    if task.has_changed("partners"):
        entry = replace(entry, partner_ids=frozenset(task.said["partners"]))
    if task.has_moved:
        entry = replace(entry, agenda_item_id=task.agenda_item_id)
    if task.kind is Kind.ACTION and task.has_changed("day") and task.day:
        entry = replace(entry, due_on=task.day, kind=ActionKind.TODO)
    return entry


def _move(actor: User, action: Action, task: LineTask) -> None:
    """保留 of a hold, 完了 of a ticked box, as far as the line says so anew."""
    if not action.is_open:
        return
    if task.said["done"] and task.has_changed("done"):
        commands.complete_action(actor, action, result=_("議事録に済みと書かれています。"))
    elif task.kind is Kind.HOLD and (task.has_changed("day") or task.has_changed("kind")):
        if until := _looked_at(task):
            commands.hold_action(actor, action, until=until)
    elif _was_hold(task) and action.status is ActionStatus.ON_HOLD:
        commands.put_back_action(actor, action)


def _was_hold(task: LineTask) -> bool:
    return task.kind is Kind.ACTION and task.before.get("kind") == Kind.HOLD


def _looked_at(task: LineTask) -> date | None:
    """The day to look again: the one of the line, else the next meeting, if it is still to come."""
    days = [day for day in (task.day, task.next_day) if day and day > calendar.today()]
    return days[0] if days else None


def _title(task: LineTask) -> str:
    title = task.said["title"]
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _body(task: LineTask) -> str:
    """The whole line where it is too long for a title."""
    return task.said["title"] if len(task.said["title"]) > LONGEST_TITLE else ""
