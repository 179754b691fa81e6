"""The figures of one indicator in one 年度: reading and entering them."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar, conflict
from hub.core.db import transaction
from hub.core.errors import Conflict, NotFound, authorize
from hub.programmes import drawing, policy, queries
from hub.programmes import indicator_commands as commands
from hub.programmes.forms import FiguresForm
from hub.programmes.models import Indicator
from hub.programmes.periods import FiscalTerm
from hub.programmes.routes.blueprint import bp, number
from hub.programmes.routes.indicators import RULE

EARLIEST, LATEST = 1990, 2100  # 年度


@bp.get(RULE)
def indicator(programme_id: int, indicator_id: int):
    """The months or halves behind the number of a year; the newest year with a figure."""
    found = queries.get_indicator(current_user, programme_id, indicator_id)
    years = commands.years_of(found)
    year = _year(years)
    return render_template(
        "programmes/indicator.html", indicator=found, programme=found.programme, years=years,
        year=FiscalTerm(year), course=drawing.year_course(found, FiscalTerm(year)),
    )  # fmt: skip


@bp.route(f"{RULE}/figures", methods=["GET", "POST"])
@login_required
def enter_figures(programme_id: int, indicator_id: int):
    found = _existing(programme_id, indicator_id)
    year = _year([])
    stored = conflict.as_typed(FiguresForm.of(found, year, None))
    given = conflict.merged(request.form, stored) if request.method == "POST" else None
    form = FiguresForm.of(found, year, given)
    if not form.validate_on_submit():
        return _form_page(form, found, year)
    try:
        with transaction():
            commands.enter_year(
                current_user, _existing(programme_id, indicator_id), year, form.figures(),
                seen=form.version.data,
            )  # fmt: skip
    except Conflict:
        return _conflict_page(form, _existing(programme_id, indicator_id), year)
    flash(_("%(year)sの数値を保存しました。", year=calendar.fiscal_year_short(year)))
    return redirect(
        url_for(".indicator", programme_id=programme_id, indicator_id=indicator_id, year=year), 303
    )


def _existing(programme_id: int, indicator_id: int) -> Indicator:
    found = queries.get_indicator(current_user, programme_id, indicator_id)
    authorize(policy.can_edit(current_user, found.programme))
    return found


def _year(years: list[int]) -> int:
    """The one the address asks for. Raises NotFound where there can be none."""
    this_year = calendar.fiscal_year(calendar.today())
    year = number("year") if "year" in request.args else (years or [this_year])[0]
    if year is None or not EARLIEST <= year <= LATEST:
        raise NotFound
    return year


def _form_page(form: FiguresForm, found: Indicator, year: int):
    this_year = calendar.fiscal_year(calendar.today())
    page = render_template(
        "programmes/figures_form.html", form=form, indicator=found, programme=found.programme,
        year=year, years=range(this_year + 1, this_year - 7, -1),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _conflict_page(form: FiguresForm, found: Indicator, year: int):
    rows = conflict.rows(form, conflict.as_typed(FiguresForm.of(found, year, None)))
    about = {"programme_id": found.programme_id, "indicator_id": found.id, "year": year}
    page = render_template(
        "programmes/conflict.html", form=form, rows=rows, title=found.name, thing=found,
        programme=found.programme, here=url_for(".enter_figures", **about),
        back=url_for(".indicator", **about),
    )  # fmt: skip
    return page, 409
