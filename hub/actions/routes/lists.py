"""The list, the board, and what Excel gets of them."""

from itertools import groupby
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user, login_required
from markupsafe import Markup

from hub.accounts.models import Circle
from hub.actions import exports, queries, selection, waits
from hub.actions.models import ActionStatus
from hub.actions.routes.blueprint import bp, number, numbers
from hub.actions.selection import Selection, State, Who
from hub.core import calendar, export
from hub.core.db import db
from hub.core.errors import NotFound
from hub.core.paging import page_number
from hub.core.slots import kept
from hub.core.text import tidy_line
from hub.meetings.queries import get_meeting, readable_ids, series_choices
from hub.organizations.queries import choices

CARDS = 20  # of one column of the board


@bp.get("/actions")
@login_required
def index():
    chosen = _chosen()
    tally = selection.Tally(current_user, chosen)
    page = selection.page(current_user, chosen, number=page_number())
    return render_template(
        "actions/index.html",
        chosen=chosen,
        page=page,
        table=Markup(_table(Circle.of(current_user), chosen, page.number)),  # noqa: S704 - drawn
        whos=tally.whos,
        states=tally.states,
        **_filters(chosen),
    )


@kept("actions", "meetings", "series", "organizations", most=selection.LISTS)
def _table(circle: Circle, chosen: Selection, page_number: int) -> str:
    today = calendar.today()
    page = selection.page(circle, chosen, number=page_number)
    actions = queries.by_ids(page.items)
    groups = groupby(actions, key=lambda action: selection.group_of(action, today))
    return render_template(
        "actions/_table.html",
        chosen=chosen,
        groups=[(group, list(found)) for group, found in groups],
        group_counts=selection.Tally(circle, chosen).groups,
        latest=queries.latest_events(actions),
        origins=readable_ids(circle, {a.meeting_id for a in actions if a.meeting_id}),
        slips=waits.slips_of(circle, actions, today),
        soon=today + queries.SOON,
    )


@bp.get("/actions/export.<any(xlsx, csv):kind>")
@login_required
def download(kind: str):
    """All of the list that the same address shows page by page."""
    query = selection.matching(current_user, _chosen()).options(*queries.for_list())
    actions = db.session.scalars(query).all()
    write = export.xlsx if kind == "xlsx" else export.csv_file
    rows = exports.rows(current_user, actions, queries.latest_events(actions))
    return write(_("宿題事項"), exports.header(), rows)


@bp.get("/actions/board")
@login_required
def board():
    who = _one_of(Who, "who", Who.ALL)
    tally = selection.Tally(current_user, Selection(who=who))
    return render_template(
        "actions/board.html",
        who=who,
        whos=tally.boards,
        columns=selection.board(current_user, who, CARDS, tally.states),
        statuses=list(ActionStatus),
    )


def _chosen() -> Selection:
    """The selection that the address asks for; what cannot be understood asks for nothing."""
    words = (tidy_line(request.args.get("q", "")) or "")[:200]
    return Selection(
        who=_one_of(Who, "who", Who.ALL),
        state=_one_of(State, "state", State.OPEN),
        organization_id=number("organization"),
        lead_ids=numbers("lead"),
        series_id=number("series"),
        meeting_id=number("meeting"),
        words=tuple(words.split()),
    )


def _filters(chosen: Selection) -> dict[str, Any]:
    """What the form of the filters offers, and what is in force by name."""
    everyone, series = choices(), series_choices(current_user)
    in_force = []
    if organization := next((o for o in everyone if o.id == chosen.organization_id), None):
        in_force.append(("organization", organization.short_name))
    if leads := [o.short_name for o in everyone if o.id in chosen.lead_ids]:
        in_force.append(("lead", _("担当：%(names)s", names="、".join(leads))))
    if found := next((s for s in series if s.id == chosen.series_id), None):
        in_force.append(("series", found.name))
    if meeting := _meeting(chosen.meeting_id):
        in_force.append(("meeting", meeting.name))
    if chosen.words:
        in_force.append(("q", _("「%(words)s」", words=" ".join(chosen.words))))
    return {"organizations": everyone, "series_list": series, "in_force": in_force}


def _meeting(meeting_id: int | None):
    try:
        return get_meeting(current_user, meeting_id) if meeting_id else None
    except NotFound:
        return None


def _one_of(choices: Any, name: str, default: Any) -> Any:
    given = request.args.get(name, "")
    return choices(given) if given in set(choices) else default
