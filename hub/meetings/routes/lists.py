"""The list of meetings and the page of a series."""

from itertools import groupby

from flask import render_template, request
from flask_login import current_user, login_required

from hub.core.paging import page_number
from hub.meetings import listing, queries
from hub.meetings.models import Meeting, Series
from hub.meetings.routes.blueprint import bp


@bp.get("/meetings")
def index():
    """Next meetings first, then what was; a visitor sees the public ones."""
    known = queries.all_series(current_user)
    chosen = _chosen(known)
    found = _listed(chosen)
    return render_template(
        "meetings/index.html", series=known, chosen=chosen, listing=found,
        years=by_year(found.past.items), decisions=listing.decision_counts(found.meetings),
    )  # fmt: skip


@bp.get("/meetings/series/<int:series_id>")
@login_required
def series(series_id: int):
    thing = queries.series_for_page(current_user, series_id)
    found = _listed(thing)
    return render_template(
        "meetings/series.html", series=thing, listing=found,
        years=by_year(found.past.items), decisions=listing.decision_counts(found.meetings),
    )  # fmt: skip


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


def _listed(chosen: Series | None) -> listing.Listing:
    """What comes stands on the first page only: some of it, or all that was asked for."""
    number = page_number()
    first = None if request.args.get("coming") == "all" else listing.COMING
    coming = first if number == 1 else 0
    return listing.listed(current_user, chosen, number=number, coming=coming)


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
