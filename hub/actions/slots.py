"""Actions on the pages of what lies below them: meeting, series, organization, menu."""

from typing import Any

from flask import render_template
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from hub.actions import policy, queries, selection
from hub.actions.models import Action, action_menus
from hub.core.db import db
from hub.core.slots import panel
from hub.meetings.models import Meeting, Series

SHOWN = 8  # the rest is behind a link


@panel("meeting", order=10)
def of_meeting(viewer: Any, meeting: Meeting) -> str | None:
    query = queries.visible_to(viewer).where(Action.meeting_id == meeting.id)
    actions = _rows(query.order_by(Action.id).options(joinedload(Action.agenda_item)))
    may_add = policy.can_create_in(viewer, meeting)
    if not actions and not may_add:
        return None
    return render_template(
        "actions/_panel_meeting.html", actions=actions, meeting=meeting, may_add=may_add
    )


@panel("series", order=20)
def of_series(viewer: Any, series: Series) -> str | None:
    chosen = selection.Selection(series_id=series.id)
    query = selection.matching(viewer, chosen)
    return _panel("series", query, series=series)


@panel("organization", order=30)
def of_organization(viewer: Any, organization: Any) -> str | None:
    if not viewer.in_network:
        return None
    chosen = selection.Selection(organization_id=organization.id)
    return _panel("organization", selection.matching(viewer, chosen), organization=organization)


@panel("menu", order=30)
def of_menu(viewer: Any, menu: Any) -> str | None:
    """Inside the network only: a citizen who looks for support is not shown our homework."""
    if not viewer.in_network:
        return None
    linked = select(action_menus.c.action_id).where(action_menus.c.menu_id == menu.id)
    query = queries.visible_to(viewer).where(Action.id.in_(linked))
    return _panel("menu", query.order_by(Action.status, Action.due_on, Action.id), menu=menu)


def _panel(name: str, query: Select[Any], **given: Any) -> str | None:
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
    if not total:
        return None
    return render_template(
        f"actions/_panel_{name}.html", actions=_rows(query.limit(SHOWN)), total=total, **given
    )


def _rows(query: Select[Any]) -> list[Action]:
    return list(db.session.scalars(query.options(*queries.for_list())))
