"""The ledger, and what Excel gets of it."""

from itertools import groupby
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar, export
from hub.core.db import db
from hub.core.paging import SIZE, Page, page_number
from hub.ideas import exports, queries, selection
from hub.ideas.routes.blueprint import bp, number
from hub.ideas.selection import Need, Selection, State, Who
from hub.meetings.models import Meeting
from hub.meetings.queries import readable
from hub.organizations.queries import organizations
from hub.taxonomies.models import Scheme
from hub.taxonomies.queries import terms

YEARS = 6  # 年度 that the filter offers


@bp.get("/ideas")
@login_required
def index():
    chosen = _chosen()
    counts = selection.counts(current_user, chosen)
    page = _page(chosen, counts.total)
    today = calendar.today()
    groups = groupby(page.items, key=lambda i: selection.group_of(current_user, i, today))
    return render_template(
        "ideas/index.html", chosen=chosen, page=page, counts=counts,
        waiting=counts.need[Need.WAITING] if chosen.is_plain else 0,
        groups=[(group, list(ideas)) for group, ideas in groups], **_filters(chosen),
    )  # fmt: skip


@bp.get("/ideas/export.<any(xlsx, csv):kind>")
@login_required
def download(kind: str):
    """All of the ledger that the same address shows page by page."""
    query = selection.matching(current_user, _chosen()).options(*queries.for_export())
    ideas = db.session.scalars(query).all()
    write = export.xlsx if kind == "xlsx" else export.csv_file
    return write(_("連携の種"), exports.header(), exports.rows(current_user, ideas))


def _page(chosen: Selection, total: int) -> Page:
    """Counted already: a number past the end gives the last page."""
    at = min(page_number(), max(1, -(-total // SIZE)))
    query = selection.matching(current_user, chosen).options(*queries.for_list())
    rows = db.session.scalars(query.limit(SIZE).offset((at - 1) * SIZE)).all()
    return Page(items=rows, number=at, total=total)


def _chosen() -> Selection:
    """The selection that the address asks for; what cannot be understood asks for nothing."""
    year = number("year")
    return Selection(
        who=_one_of(Who, "who", Who.ALL),
        need=_one_of(Need, "need", Need.ANY),
        state=_one_of(State, "stage", State.OPEN),
        keeper_id=number("keeper"),
        organization_id=number("organization"),
        theme=request.args.get("theme", "")[:60],
        year=year if year and 1990 <= year < 9000 else None,
        series_id=number("series"),
        meeting_id=number("meeting"),
    )


def _filters(chosen: Selection) -> dict[str, Any]:
    """What the form of the filters offers, and what is in force by name."""
    everyone, series = organizations(), queries.series_names(current_user)
    themes = terms(Scheme.THEME)
    this_year = calendar.fiscal_year(calendar.today())
    years = sorted({*range(this_year, this_year - YEARS, -1), chosen.year or this_year})
    names = {o.id: o.short_name for o in everyone}
    in_force = []
    if name := names.get(chosen.keeper_id or 0):
        in_force.append(("keeper", _("育てる組織 %(name)s", name=name)))
    if chosen.organization_id in names:
        in_force.append(
            ("organization", _("関わる組織 %(name)s", name=names[chosen.organization_id]))
        )
    in_force += [("theme", t.label) for t in themes if t.code == chosen.theme]
    if chosen.year:
        in_force.append(("year", calendar.fiscal_year_short(chosen.year)))
    in_force += [("series", text) for key, text in series if key == chosen.series_id]
    if meeting := _meeting(chosen.meeting_id):
        in_force.append(("meeting", meeting.name))
    return {"organizations": everyone, "series_list": series, "themes": themes,
            "years": reversed(years), "in_force": in_force}  # fmt: skip


def _meeting(meeting_id: int | None) -> Meeting | None:
    if meeting_id is None:
        return None
    return db.session.scalar(
        db.select(Meeting).where(Meeting.id == meeting_id, readable(current_user))
    )


def _one_of(choices: Any, name: str, default: Any) -> Any:
    given = request.args.get(name, "")
    return choices(given) if given in set(choices) else default
