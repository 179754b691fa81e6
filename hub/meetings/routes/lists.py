"""The list of meetings and the page of a series."""

from itertools import groupby

from flask import render_template, request
from flask_login import current_user, login_required

from hub.core.paging import page_number, paginate
from hub.meetings import queries
from hub.meetings.models import Meeting, Series
from hub.meetings.routes.blueprint import bp


@bp.get("/meetings")
def index():
    """Next meetings first, then what was; a visitor sees the public ones."""
    known = queries.all_series(current_user)
    chosen = _chosen(known)
    page = paginate(queries.past_ids(current_user, chosen), number=page_number())
    coming, past = queries.listed(current_user, page.items, chosen, with_coming=page_number() == 1)
    return render_template(
        "meetings/index.html", series=known, chosen=chosen, coming=coming, page=page,
        years=by_year(past), decisions=queries.decision_counts([*coming, *past]),
    )  # fmt: skip


@bp.get("/meetings/series/<int:series_id>")
@login_required
def series(series_id: int):
    thing = queries.get_series(current_user, series_id)
    page = paginate(queries.past_ids(current_user, thing), number=page_number())
    coming, past = queries.listed(current_user, page.items, thing, with_coming=True)
    return render_template(
        "meetings/series.html", series=thing, coming=coming, page=page,
        years=by_year(past), decisions=queries.decision_counts([*coming, *past]),
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
