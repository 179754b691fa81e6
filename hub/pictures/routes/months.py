"""宿題事項と連携の種の動き by month, and the list behind each number."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required
from markupsafe import Markup

from hub.core import calendar, generations
from hub.core.charts import swatch
from hub.core.paging import SIZE, Page, page_number, paginate
from hub.pictures.ledger import SUBJECTS, Circle
from hub.pictures.ledger.measures import TODAY, What
from hub.pictures.months import drawing, queries
from hub.pictures.months.counting import Counting
from hub.pictures.months.selection import EVER, NO_THEME, By, Months, Selection, year_of
from hub.pictures.routes.blueprint import bp, number, one_of
from hub.pictures.routes.filters import every_name, organization_names, theme_names
from hub.pictures.survival.drawing import days

MONTH = re.compile(r"(?P<year>19[1-9]\d|20\d\d|21[0-8]\d)-(?P<month>0[1-9]|1[0-2])", re.ASCII)
KEPT = 24  # pages of circles and filters, as they were drawn


@bp.get("/pictures/months")
@login_required
def months():
    chosen, by = _chosen(), one_of(By, "by", By.ORGANIZATION)
    drawn, page, years = _drawn(
        Circle.of(current_user), chosen, by, page_number(), calendar.today()
    )
    return render_template(
        "pictures/months.html",
        chosen=chosen, by=by, ways=list(By), drawn=drawn, page=page,
        years=[(EVER, _("すべての年度")), *((y, calendar.fiscal_year_label(y)) for y in years)],
        organizations=organization_names(), themes=_themes(), in_force=_in_force(chosen),
    )  # fmt: skip


@bp.get("/pictures/months/list")
@login_required
def moved():
    """The list behind a number of the page above."""
    chosen, line, what = _chosen(), _line(), one_of(What, "what", What.ENTERED)
    span = _span()
    query = queries.listed(current_user, (chosen, line), what, span)
    in_force = _in_force(chosen) + [("line", text) for _name, text in _in_force(line)]
    return render_template(
        "pictures/moved.html",
        what=what, span=span, page=paginate(query, number=page_number()), in_force=in_force,
        back=url_for(".months", **chosen.arguments()),
    )  # fmt: skip


def _draw(
    _circle: Circle, chosen: Selection, by: By, number: int, _today: date
) -> tuple[Markup, Page, list[int]]:
    counting = Counting(_circle, chosen)
    lines = counting.lines(by, every_name(by.value))
    number = min(number, max(1, -(-len(lines) // SIZE)))
    page = Page(items=lines[(number - 1) * SIZE : number * SIZE], number=number, total=len(lines))
    columns, took = counting.columns(), counting.took()
    address = _lists(chosen)

    def of_line(line: Any, what: What) -> str:
        return address(what, counting.months, by=by.value, line=line.key)

    html = render_template(
        "pictures/_months.html",
        columns=columns, took=took, counting=counting, lines=page.items, by=by,
        What=What, today_kinds=TODAY, looks=drawing.LOOKS, swatch=swatch,
        address=address, of_line=of_line, year_of=year_of,
        by_month=lambda measures, title, desc: drawing.by_month(
            columns, measures, title, desc, address
        ),
        line_picture=drawing.by_line(page.items, _title(by), of_line),
        durations=drawing.durations(took, address, year_of) if took else "",
        said=drawing, share=drawing.share, days=days,
    )  # fmt: skip
    return Markup(html), page, counting.years()  # noqa: S704 - a template made it


_drawn = generations.Kept("menus", _draw, *SUBJECTS[1:], results=KEPT)


def _title(by: By) -> str:
    return _("%(way)sごとの、出た宿題事項の今の状態", way=by.label)


def _lists(chosen: Selection) -> Callable[..., str]:
    """Addresses of lists within these filters: made by the hundred on a page."""
    path, within = url_for(".moved"), chosen.arguments()

    def address(what: What, span: Months, **given: Any) -> str:
        return f"{path}?{urlencode(within | given | {'what': what.value} | span.arguments())}"

    return address


def _chosen() -> Selection:
    year = number("year")
    known = year if year and 1900 < year < 2200 else None
    return Selection(
        organization=number("organization"),
        theme=request.args.get("theme") or None,
        year=EVER if request.args.get("year") == EVER else known,
    )


def _line() -> Selection:
    """Which line of the picture by organizations or themes, within what was chosen."""
    if one_of(By, "by", By.ORGANIZATION) is By.THEME:
        return Selection(theme=request.args.get("line") or None)
    return Selection(organization=number("line"))


def _span() -> Months | None:
    first, last = (_month(request.args.get(name, "")) for name in ("from", "to"))
    if first is None or last is None or last < first:
        return None
    return Months(first, calendar.next_month(last))


def _month(text: str) -> date | None:
    found = MONTH.fullmatch(text)
    return date(int(found["year"]), int(found["month"]), 1) if found else None


def _themes() -> list[tuple[str, str]]:
    return [*theme_names(), (NO_THEME, _("分野なし"))]


def _in_force(chosen: Selection) -> list[tuple[str, str]]:
    named = [
        (name, every_name(name).get(value) or _("ほかのもの"))
        for name, value in chosen.arguments().items()
    ]
    if chosen.year is not None:
        year = chosen.year
        said = calendar.fiscal_year_short(year) if isinstance(year, int) else _("すべての年度")
        named.insert(0, ("year", said))
    return named
