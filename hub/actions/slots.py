"""Actions on the pages of what lies below them: meeting, series, organization, menu."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from flask import get_template_attribute, render_template
from markupsafe import Markup
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from hub.accounts.models import Circle
from hub.actions import events, policy, queries, selection
from hub.actions.models import Action, action_menus
from hub.core import calendar
from hub.core.db import db
from hub.core.slots import kept, panel
from hub.meetings.events import Kind, line_states
from hub.meetings.models import Meeting, Series
from hub.meetings.queries import readable as readable_meeting

SHOWN = 8  # the rest is behind a link


@panel("meeting", order=10)
def of_meeting(viewer: Any, meeting: Meeting) -> str | None:
    return _of_meeting(Circle.of(viewer), meeting.id, policy.can_create_in(viewer, meeting))


@kept("actions", "meetings", "series", "organizations")
def _of_meeting(circle: Circle, meeting_id: int, may_add: bool) -> str:
    query = _from_meeting(circle, calendar.today())
    actions = db.session.scalars(query, {"meeting_id": meeting_id}).unique().all()
    if not actions and not may_add:
        return ""
    return render_template(
        "actions/_panel_meeting.html", actions=actions, meeting_id=meeting_id, may_add=may_add
    )


@lru_cache(maxsize=256)  # making it costs more than asking the database with it
def _from_meeting(circle: Circle, _today: date) -> Select[Action]:
    query = queries.visible_to(circle).where(Action.meeting_id == bindparam("meeting_id"))
    return query.order_by(Action.id).options(*queries.FOR_FEW, joinedload(Action.agenda_item))


@panel("series", order=20)
def of_series(viewer: Any, series: Series) -> str:
    chosen = selection.Selection(series_id=series.id)
    return _open_of(Circle.of(viewer), "series", series.id, chosen)


@panel("series-compiled", order=10)
def compiled(viewer: Any, series: Series) -> str | None:
    """All that is open, under the 年度 of the meeting it came from."""
    query = (
        queries.visible_to(viewer)
        .where(Meeting.series_id == series.id, readable_meeting(viewer), queries.is_open())
        .order_by(Meeting.held_on.desc(), Meeting.id.desc(), Action.id)
    )
    actions = _rows(query)
    if not actions:
        return None
    years = [
        (year, list(found))
        for year, found in groupby(actions, lambda a: a.meeting and a.meeting.fiscal_year)
    ]
    return render_template("actions/_panel_compiled.html", years=years, total=len(actions))


@panel("organization", order=30)
def of_organization(viewer: Any, organization: Any) -> str | None:
    if not viewer.in_network:
        return None
    chosen = selection.Selection(organization_id=organization.id)
    return _open_of(Circle.of(viewer), "organization", organization.id, chosen)


@kept("actions", "meetings", "series", "organizations")
def _open_of(circle: Circle, name: str, number: int, chosen: selection.Selection) -> str:
    """未完了 of a series or an organization."""
    total, actions = selection.first(circle, chosen, SHOWN)
    return _panel(name, total, actions, number=number)


@panel("menu", order=30)
def of_menu(viewer: Any, menu: Any) -> str | None:
    """Inside the network only: a citizen who looks for support is not shown our homework."""
    if not viewer.in_network:
        return None
    return _of_menu(Circle.of(viewer), menu.id)


@kept("actions", "meetings", "series", "organizations")
def _of_menu(circle: Circle, menu_id: int) -> str:
    query = _linked_to_menu(circle, calendar.today())
    actions = db.session.scalars(query, {"menu_id": menu_id}).unique().all()
    return _panel("menu", len(actions), actions[:SHOWN])


@lru_cache(maxsize=256)
def _linked_to_menu(circle: Circle, _today: date) -> Select[Action]:
    linked = select(action_menus.c.action_id).where(action_menus.c.menu_id == bindparam("menu_id"))
    query = queries.visible_to(circle).where(Action.id.in_(linked))
    return query.order_by(Action.status, Action.due_on, Action.id).options(*queries.FOR_FEW)


@line_states.connect
def of_lines(viewer: Any, *, things: dict[Kind, list[int]]) -> dict[tuple[Kind, int], Markup]:
    """The state of today of what the lines of minutes became."""
    kinds = {number: kind for kind in events.LINES for number in things.get(kind, ())}
    if not kinds:
        return {}
    macro = get_template_attribute("actions/_line_state.html", "line_state")
    today = calendar.today()
    query = queries.visible_to(viewer).where(Action.id.in_(kinds))
    return {(kinds[a.id], a.id): macro(a, today) for a in db.session.scalars(query)}


def _panel(name: str, total: int, actions: Sequence[Action], **given: Any) -> str:
    if not actions:
        return ""
    return render_template(f"actions/_panel_{name}.html", actions=actions, total=total, **given)


def _rows(query: Select[Any]) -> list[Action]:
    return list(db.session.scalars(query.options(*queries.for_list())))
