"""Pages of chains: all of the network, what Excel gets of them, and one with all its steps."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.chains import exports, queries, selection, slots, steps
from hub.chains.links import THINGS, Key, Kind
from hub.chains.selection import Selection
from hub.chains.steps import Motion, Step
from hub.core import calendar, export
from hub.core.paging import Page, page_number
from hub.meetings.queries import series_choices
from hub.organizations.queries import organizations
from hub.taxonomies.models import Scheme
from hub.taxonomies.queries import terms

__all__ = ["bp", "slots"]
bp = Blueprint("chains", __name__)
KINDS = ", ".join(kind.value for kind in THINGS)
YEARS = range(1950, 2150)


@bp.get("/chains")
@login_required
def index():
    chosen = _chosen()
    counts = selection.counts(current_user, chosen)
    page = selection.page(current_user, chosen, counts, number=page_number())
    chains = queries.whole(current_user, page.items)
    today = calendar.today()
    rows = [
        (chain, steps.in_words(chain, today), steps.motion_of(chain, today)) for chain in chains
    ]
    return render_template(
        "chains/index.html", chosen=chosen, counts=counts, rows=rows,
        page=Page(items=rows, number=page.number, total=page.total), **_filters(chosen),
    )  # fmt: skip


@bp.get("/chains/export.<any(xlsx, csv):kind>")
@login_required
def download(kind: str):
    """All of the list that the same address shows page by page, one row a step."""
    write = export.xlsx if kind == "xlsx" else export.csv_file
    rows = exports.rows(current_user, selection.matching(current_user, _chosen()))
    return write(_("提案から結果まで"), exports.header(), rows)


@bp.get(f"/chains/<any({KINDS}):kind>/<int:thing_id>")
@login_required
def show(kind: str, thing_id: int):
    chain = queries.get_chain(current_user, Key(Kind(kind), thing_id))
    return render_template("chains/show.html", **slots.figure(chain))


def _chosen() -> Selection:
    """The selection that the address asks for; what cannot be understood asks for nothing."""
    year = _number("year")
    return Selection(
        step=_one_of(Step, "step"),
        motion=_one_of(Motion, "motion"),
        series_id=_number("series"),
        year=year if year in YEARS else None,
        organization_id=_number("organization"),
        theme=request.args.get("theme") or None,
    )


def _filters(chosen: Selection) -> dict[str, Any]:
    """What the form of the filters offers, and what is in force by name."""
    offered = {
        "organization": [(o.id, o.short_name) for o in organizations()],
        "series": [(s.id, s.name) for s in series_choices(current_user)],
        "theme": [(term.code, term.label) for term in terms(Scheme.THEME)],
        "year": [(y, calendar.fiscal_year_label(y)) for y in selection.years(current_user)],
    }
    values = {
        "organization": chosen.organization_id, "series": chosen.series_id,
        "theme": chosen.theme, "year": chosen.year,
    }  # fmt: skip
    in_force = [
        (name, dict(offered[name])[value]) for name, value in values.items()
        if value in dict(offered[name])
    ]  # fmt: skip
    return {"offered": offered, "values": values, "in_force": in_force}


def _one_of(choices: Any, name: str) -> Any:
    given = request.args.get(name, "")
    return choices(given) if given in set(choices) else None


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
