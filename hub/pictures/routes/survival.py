"""連携の種のゆくえ: the pictures, and the list behind each number."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.charts import swatch
from hub.core.errors import NotFound
from hub.core.paging import SIZE, Page, page_number, paginate
from hub.meetings.queries import get_meeting
from hub.pictures.routes.blueprint import bp, number, one_of
from hub.pictures.routes.filters import offered
from hub.pictures.survival import drawing, queries
from hub.pictures.survival.queries import Line, Span
from hub.pictures.survival.selection import NONE, By, Selection
from hub.pictures.survival.steps import COLUMNS, TODAY, Step


@bp.get("/pictures/ideas")
@login_required
def survival():
    chosen, by = _chosen(), one_of(By, "by", By.YEAR)
    holds = queries.holding(current_user)
    counts = queries.totals(current_user, chosen, holds)
    lines = _paged(queries.split(current_user, chosen, by, holds))
    took = queries.times(current_user, chosen)

    address = _lists(chosen)

    def behind(line: Line, step: Step) -> str:
        return address(**{by.value: line.key}, step=step.value)

    return render_template(
        "pictures/survival.html",
        chosen=chosen, by=by, ways=list(By), counts=counts, lines=lines, took=took,
        columns=COLUMNS, today_steps=TODAY, names={step: str(step.label) for step in Step},
        looks=drawing.LOOKS, swatch=swatch,
        overview=drawing.overview(counts, lambda step: address(step=step.value)),
        picture=drawing.by_line(lines.items, _title(by), behind),
        durations=drawing.durations(took) if took else "",
        summary=drawing.summary(counts), share=drawing.share, days=drawing.days,
        address=address, behind=behind,
        **_filters(chosen),
    )  # fmt: skip


@bp.get("/pictures/ideas/list")
@login_required
def ideas():
    """The list behind a number of the page above: the same filters, and a step or a span."""
    chosen, step = _chosen(), one_of(Step, "step", Step.RAISED)
    span = one_of(Span, "span", None)
    took = {}
    if span is None:
        query = queries.listed(current_user, chosen, step)
    else:
        took = next((t.days for t in queries.times(current_user, chosen) if t.span is span), {})
        query = queries.ideas_of(current_user, list(took))
    return render_template(
        "pictures/ideas.html",
        chosen=chosen, step=step, span=span, took=took,
        page=paginate(query, number=page_number()),
        back=url_for(".survival", **chosen.arguments()),
        **_filters(chosen),
    )  # fmt: skip


def _lists(chosen: Selection) -> Callable[..., str]:
    """Addresses of lists within these filters: made by the hundred on a page."""
    path, within = url_for(".ideas"), chosen.arguments()
    return lambda **given: f"{path}?{urlencode(within | given)}"


def _title(by: By) -> str:
    return _("%(way)sごとの、連携の種の今の段階", way=by.label)


def _paged(lines: list[Line]) -> Page:
    """As many lines as a list has; their numbers are there already."""
    number = min(page_number(), max(1, -(-len(lines) // SIZE)))
    shown = lines[(number - 1) * SIZE : number * SIZE]
    return Page(items=shown, number=number, total=len(lines))


def _chosen() -> Selection:
    year = number("year")
    return Selection(
        year=year if year and 1900 < year < 2200 else None,
        series=number("series"),
        meeting=number("meeting"),
        theme=request.args.get("theme") or None,
        organization=number("organization"),
    )


def _filters(chosen: Selection) -> dict[str, Any]:
    """What the form of the filters offers, and what is in force by name."""
    offers = offered()
    in_force = offers.named(chosen.arguments())
    if chosen.meeting is not None:
        in_force.insert(0, ("meeting", _meeting_name(chosen.meeting)))
    if chosen.year is not None:
        in_force.insert(0, ("year", calendar.fiscal_year_short(chosen.year)))
    years = [(y, calendar.fiscal_year_label(y)) for y in queries.years(current_user)]
    return {"offers": offers, "years": years, "in_force": in_force}


def _meeting_name(meeting_id: int) -> str:
    if meeting_id == NONE:
        return _("会議のほかで")
    try:
        return get_meeting(current_user, meeting_id).name
    except NotFound:
        return _("見られない会議")
