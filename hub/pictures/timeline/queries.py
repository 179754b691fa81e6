"""Actions and ideas of the network by organization. The viewer comes first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Date, Row, Select, case, cast, func, literal, null, select, union_all
from sqlalchemy.orm import joinedload

from hub.accounts.models import Viewer
from hub.actions import waits
from hub.actions.models import Action
from hub.actions.queries import visible_to as visible_actions
from hub.core import calendar
from hub.core.db import db
from hub.core.paging import SIZE, Page
from hub.ideas.models import Idea, IdeaEvent, Stage
from hub.ideas.queries import visible_to as visible_ideas
from hub.meetings.models import Meeting
from hub.meetings.queries import readable as readable_meeting
from hub.organizations.models import Organization
from hub.pictures.timeline.selection import Kind, Selection, of_actions, of_ideas

ACTION, IDEA = "action", "idea"


@dataclass(frozen=True)
class Waited:
    """Another action that has to end first, as far as the viewer reads it."""

    action: Action
    slips: bool


@dataclass(frozen=True)
class ActionLine:
    action: Action
    began: date
    waits: Sequence[Waited] = ()

    @property
    def slips(self) -> bool:
        return any(waited.slips for waited in self.waits)


@dataclass(frozen=True)
class IdeaLine:
    idea: Idea
    began: date
    stages: Sequence[tuple[date, Stage]] = ()  # since the first one, in order


Line = ActionLine | IdeaLine


@dataclass(frozen=True)
class Group:
    """What one organization leads or keeps; None where nobody does."""

    organization: Organization | None
    lines: list[Line] = field(default_factory=list)


def timeline(viewer: Viewer, chosen: Selection, *, number: int) -> Page:
    """One page of lines in groups by organization: ``items`` are groups, the counts are lines."""
    keys = _keys(viewer, chosen)
    total = db.session.scalar(select(func.count()).select_from(keys)) or 0
    number = min(number, max(1, -(-total // SIZE)))
    rows = db.session.execute(
        select(keys)
        .order_by(keys.c.place, keys.c.organization_id, keys.c.day, keys.c.kind, keys.c.id)
        .limit(SIZE)
        .offset((number - 1) * SIZE)
    ).all()
    return Page(items=_groups(viewer, rows), number=number, total=total)


def _keys(viewer: Viewer, chosen: Selection) -> Any:
    """(kind, id, organization, its place, day of order, day of the meeting it comes from)"""
    parts = []
    if chosen.kind is not Kind.IDEAS:
        parts.append(_action_keys(viewer, chosen))
    if chosen.kind is not Kind.ACTIONS:
        parts.append(_idea_keys(viewer, chosen))
    return union_all(*parts).subquery()


def _action_keys(viewer: Viewer, chosen: Selection) -> Select[Any]:
    day = func.coalesce(Action.closed_on, Action.review_on, Action.due_on, date.max)
    held = case((readable_meeting(viewer), Meeting.held_on))
    return (
        visible_actions(viewer)
        .join(Action.lead)
        .where(*of_actions(viewer, chosen))
        .with_only_columns(
            literal(ACTION).label("kind"), Action.id.label("id"),
            Organization.position.label("place"), Organization.id.label("organization_id"),
            day.label("day"), held.label("held_on"),
        )
    )  # fmt: skip


def _idea_keys(viewer: Viewer, chosen: Selection) -> Select[Any]:
    return (
        visible_ideas(viewer)
        .outerjoin(Idea.keeper)
        .where(*of_ideas(viewer, chosen))
        .with_only_columns(
            literal(IDEA).label("kind"), Idea.id.label("id"),
            func.coalesce(Organization.position, LAST).label("place"),
            func.coalesce(Organization.id, 0).label("organization_id"),
            Idea.raised_on.label("day"), cast(null(), Date).label("held_on"),
        )
    )  # fmt: skip


LAST = 1_000_000  # the place of what nobody keeps


def _groups(viewer: Viewer, rows: Sequence[Row[Any]]) -> list[Group]:
    lines = _action_lines(viewer, rows) | _idea_lines(rows)
    groups: list[Group] = []
    for row in rows:
        line = lines.get((row.kind, row.id))
        if line is None:
            continue
        organization = line.action.lead if isinstance(line, ActionLine) else line.idea.keeper
        if not groups or groups[-1].organization is not organization:
            groups.append(Group(organization))
        groups[-1].lines.append(line)
    return groups


def _action_lines(viewer: Viewer, rows: Sequence[Row[Any]]) -> dict[tuple[str, int], Line]:
    held = {row.id: row.held_on for row in rows if row.kind == ACTION}
    if not held:
        return {}
    actions = db.session.scalars(
        select(Action).where(Action.id.in_(held)).options(joinedload(Action.lead))
    ).all()
    others = waits.awaited_of(viewer, actions)
    today = calendar.today()
    lines: dict[tuple[str, int], Line] = {}
    for action in actions:
        entered = action.created_at.astimezone(calendar.TOKYO).date()
        awaited = [
            Waited(other, waits.slip_of(action, other, today) is not None)
            for other in others.get(action.id, [])
        ]
        began = min(entered, held[action.id] or entered, action.closed_on or entered)
        lines[ACTION, action.id] = ActionLine(action, began, awaited)
    return lines


def _idea_lines(rows: Sequence[Row[Any]]) -> dict[tuple[str, int], Line]:
    ids = [row.id for row in rows if row.kind == IDEA]
    if not ids:
        return {}
    stages: dict[int, list[tuple[date, Stage]]] = {}
    events = db.session.execute(
        select(IdeaEvent.idea_id, IdeaEvent.on, IdeaEvent.stage)
        .where(IdeaEvent.idea_id.in_(ids))
        .order_by(IdeaEvent.on, IdeaEvent.id)
    )
    for idea_id, on, stage in events:
        if stage is not None:
            stages.setdefault(idea_id, []).append((on, stage))
    ideas = db.session.scalars(
        select(Idea).where(Idea.id.in_(ids)).options(joinedload(Idea.keeper))
    )
    return {(IDEA, i.id): IdeaLine(i, i.raised_on, stages.get(i.id, [])) for i in ideas}
