"""The list of meetings and the page of a series."""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from flask import render_template, request
from flask_login import current_user, login_required
from markupsafe import Markup

from hub.accounts.models import Standing
from hub.core.paging import Page, page_number
from hub.core.slots import kept
from hub.meetings import listing, queries
from hub.meetings.models import Meeting, Series
from hub.meetings.routes.blueprint import bp


@bp.get("/meetings")
def index():
    """Next meetings first, then what was; a visitor sees the public ones."""
    known = queries.all_series(current_user)
    chosen = _chosen(known)
    return render_template(
        "meetings/index.html", series=known, chosen=chosen,
        listing=_asked_for(chosen and chosen.id, with_series=True),
    )  # fmt: skip


@bp.get("/meetings/series/<int:series_id>")
@login_required
def series(series_id: int):
    thing = queries.series_for_page(current_user, series_id)
    listing = _asked_for(series_id, with_series=False)
    return render_template("meetings/series.html", series=thing, listing=listing)


@bp.get("/meetings/series/<int:series_id>/compiled")
@login_required
def compiled(series_id: int):
    """All that was decided and is still open, on paper too."""
    thing = queries.get_series(current_user, series_id)
    decided = queries.confirmed_decisions(current_user, thing)
    years = [
        (year, [(m, list(of_meeting)) for m, of_meeting in groupby(found, lambda d: d.meeting)])
        for year, found in groupby(decided, lambda d: d.meeting.fiscal_year)
    ]
    return render_template("meetings/compiled.html", series=thing, years=years, total=len(decided))


@dataclass(frozen=True, kw_only=True)
class _Drawn:
    """Rows of meetings, for all who read and write the same."""

    coming: Markup
    coming_shown: int
    coming_count: int
    years: Markup
    past: Page  # without what is on it


def _asked_for(series_id: int | None, *, with_series: bool) -> _Drawn:
    """What comes stands on the first page only: some of it, or all that was asked for."""
    number = page_number()
    first = None if request.args.get("coming") == "all" else listing.COMING
    coming = first if number == 1 else 0
    return _drawn(Standing.of(current_user), series_id, number, coming, with_series)


@kept("meetings", "series", most=64)
def _drawn(
    standing: Standing, series_id: int | None, number: int, coming: int | None, with_series: bool
) -> _Drawn:
    found = listing.listed(standing, series_id, number=number, coming=coming)
    given = {
        "minutes": found.minutes, "decisions": listing.decision_counts(found.meetings),
        "with_series": with_series,
    }  # fmt: skip
    years = by_year(found.past.items)
    return _Drawn(
        coming=_drawn_rows("meetings/_coming.html", meetings=found.coming, **given),
        coming_shown=len(found.coming),
        coming_count=found.coming_count,
        years=_drawn_rows("meetings/_years.html", years=years, **given),
        past=replace(found.past, items=()),
    )


def _drawn_rows(template: str, **given: Any) -> Markup:
    return Markup(render_template(template, **given))  # noqa: S704 (a template's output)


def by_year(meetings) -> list[tuple[int, list[Meeting]]]:
    """Meetings under their 年度, in the order they come."""
    years: list[tuple[int, list[Meeting]]] = []
    for meeting in meetings:
        if not years or years[-1][0] != meeting.fiscal_year:
            years.append((meeting.fiscal_year, []))
        years[-1][1].append(meeting)
    return years


def _chosen(known) -> Series | None:
    wanted = request.args.get("series", "")
    return next((s for s in known if str(s.id) == wanted), None)
