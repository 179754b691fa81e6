"""工程表: what is under way, by organization and month."""

import re
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.charts import swatch
from hub.core.paging import page_number
from hub.ideas.models import Stage
from hub.pictures.routes.blueprint import bp, number, one_of
from hub.pictures.routes.filters import offered
from hub.pictures.timeline import drawing, queries, wording
from hub.pictures.timeline.queries import ActionLine, Line
from hub.pictures.timeline.selection import (
    BEFORE,
    LENGTHS,
    USUAL_LENGTH,
    Kind,
    Selection,
    State,
    months_later,
)

PAPERS = ("a4", "a3")
MONTH = re.compile(r"(?P<year>19[1-9]\d|20\d\d|21[0-8]\d)-(?P<month>0[1-9]|1[0-2])", re.ASCII)


@bp.get("/pictures/timeline")
@login_required
def timeline():
    chosen, today = _chosen(), calendar.today()
    page = queries.timeline(current_user, chosen, number=page_number())
    lines = [line for group in page.items for line in group.lines]
    paper = request.args.get("paper", "")
    return render_template(
        "pictures/timeline.html",
        chosen=chosen, page=page, address=address, statuses=drawing.LOOKS,
        swatch=swatch, marks=drawing.legend(),
        stages=list(Stage), paper=paper if paper in PAPERS else PAPERS[0], papers=PAPERS,
        picture=drawing.draw(page.items, chosen, today, address) if lines else "",
        summary=wording.summary(lines, today),
        **_filters(chosen, today),
    )  # fmt: skip


def address(line: Line) -> str:
    if isinstance(line, ActionLine):
        return url_for("actions.show", action_id=line.action.id)
    return url_for("ideas.show", idea_id=line.idea.id)


def _chosen() -> Selection:
    length = number("months")
    return Selection(
        first=_first_month(request.args.get("from", "")),
        months=length if length in LENGTHS else USUAL_LENGTH,
        organization=number("organization"),
        series=number("series"),
        theme=request.args.get("theme") or None,
        kind=one_of(Kind, "kind", Kind.ALL),
        state=one_of(State, "state", State.ALL),
    )


def _first_month(text: str) -> date:
    """2026-09, else two months ago."""
    if found := MONTH.fullmatch(text):
        return date(int(found["year"]), int(found["month"]), 1)
    return months_later(calendar.today(), -BEFORE)


def _filters(chosen: Selection, today: date) -> dict[str, Any]:
    offers = offered()
    given = {"series": chosen.series, "theme": chosen.theme, "organization": chosen.organization}
    in_force = offers.named(given)
    if chosen.kind is not Kind.ALL:
        in_force.append(("kind", str(chosen.kind.label)))
    if chosen.state is not State.ALL:
        in_force.append(("state", str(chosen.state.label)))
    months = {months_later(today, n) for n in range(-36, 13)} | {chosen.first}
    return {
        "offers": offers,
        "in_force": in_force,
        "kinds": [(kind.value, kind.label) for kind in Kind],
        "states": [(state.value, state.label) for state in State],
        "lengths": [(count, _("%(count)sか月", count=count)) for count in LENGTHS],
        "firsts": [
            (f"{day:%Y-%m}", _("%(year)s年%(month)s月", year=day.year, month=day.month))
            for day in sorted(months, reverse=True)
        ],
        "earlier": f"{months_later(chosen.first, -chosen.months):%Y-%m}",
        "later": f"{chosen.end:%Y-%m}",
    }  # fmt: skip
