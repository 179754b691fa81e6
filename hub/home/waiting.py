"""What waits for all who write for the same organizations, kept until one of its rows changes:
their actions, as drawn, and their menus to look over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flask import render_template
from markupsafe import Markup

from hub.accounts.models import Circle, Standing
from hub.actions import queries as actions
from hub.actions.models import Action, ActionStatus
from hub.core import calendar
from hub.core.slots import kept
from hub.meetings import queries as meetings
from hub.menus import queries as menus

STALE_SHOWN = 10  # the page of one's own menus has all
DESKS = 64


@dataclass(frozen=True)
class Drawn:
    """Rows of actions; false when there are none."""

    count: int
    rows: Markup

    def __bool__(self) -> bool:
        return self.count > 0


class Work(NamedTuple):
    """Actions that the organizations lead."""

    overdue: Drawn
    soon: Drawn
    held: Drawn  # 保留 whose day has come


class StaleMenu(NamedTuple):
    id: int
    title: str
    type: str
    month: int | None  # 見直し月 that went by
    confirmed_on: date | None


@dataclass(frozen=True)
class Stale:
    """見直し待ち, the longest waiting first."""

    count: int
    first: Sequence[StaleMenu]


@kept("actions", "meetings", "series", "organizations", most=DESKS)
def work(circle: Circle) -> Work:
    today = calendar.today()
    waiting = actions.at_desk(circle)
    origins = {action.meeting_id for action in waiting if action.meeting_id}
    given = {
        "partner_counts": actions.partner_counts(waiting) if waiting else {},
        "origins": meetings.readable_ids(circle, origins) if origins else frozenset(),
    }
    overdue = [action for action in waiting if action.is_overdue(today)]
    rest = [action for action in waiting if not action.is_overdue(today)]
    return Work(
        overdue=_drawn(overdue, given),
        soon=_drawn([action for action in rest if not _is_held(action)], given),
        held=_drawn([action for action in rest if _is_held(action)], given),
    )


@kept("menus", most=DESKS)
def stale(standing: Standing) -> Stale:
    ids = menus.stale_ids(standing.editing_ids, standing)
    first = menus.by_ids(ids[:STALE_SHOWN], menus.for_lines)
    return Stale(
        count=len(ids),
        first=[StaleMenu(m.id, m.title, m.type.label, m.stale_month, m.confirmed_on)
               for m in first],
    )  # fmt: skip


def _drawn(found: Sequence[Action], given: dict[str, Any]) -> Drawn:
    if not found:
        return Drawn(0, Markup(""))
    rows = render_template("home/_actions.html", actions=found, **given)
    return Drawn(len(found), Markup(rows))  # noqa: S704 (a template's output)


def _is_held(action: Action) -> bool:
    return action.status is ActionStatus.ON_HOLD
