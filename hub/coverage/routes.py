"""分野と区: which themes have menus in which wards."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user, login_required
from markupsafe import Markup

from hub.core import generations
from hub.core.charts import swatch
from hub.coverage import drawing
from hub.coverage.counting import Grid, Numbers, Word, numbers, words
from hub.finding import vain

bp = Blueprint("coverage", __name__)
KEPT = 24  # pictures, by what they show
Searched = tuple[tuple[tuple[str, str], int], ...]


@bp.get("/pictures/coverage")
@login_required
def index():
    types = {word.code: word.label for word in words().types}
    chosen = request.args.get("type", "")
    chosen = chosen if chosen in types else ""
    sees = vain.may_see(current_user)
    searched = tuple(sorted(vain.places(current_user).items())) if sees else ()
    return render_template(
        "coverage/index.html",
        section="pictures", types=list(types.items()), chosen=chosen,
        in_force=[("type", types[chosen])] if chosen else [],
        drawn=_drawn(chosen, *numbers(current_user, chosen), searched, sees),
    )  # fmt: skip


def _draw(
    type_code: str, counted: Numbers, totals: tuple[int, ...], searched: Searched, sees: bool
) -> Markup:
    """Whoever has the same numbers sees the same picture."""
    grid = Grid(words(), counted, totals, dict(searched), sees)
    menus, vain_at = _menus(type_code), _searches()
    html = render_template(
        "coverage/_grid.html",
        grid=grid, menus=menus, vain=vain_at, every=Word("", ""), swatch=swatch, gap=drawing.gap(),
        levels=drawing.levels(grid), summary=drawing.summary(grid),
        picture=drawing.picture(grid, menus, vain_at),
    )  # fmt: skip
    return Markup(html)  # noqa: S704 - a template made it


_drawn = generations.Kept("menus", _draw, results=KEPT)


def _menus(type_code: str) -> drawing.Address:
    path = url_for("menus.index")
    more: dict[str, Any] = {"type": type_code} if type_code else {}

    def address(theme: Word, ward: Word) -> str:
        given = {"theme": theme.code, "ward": ward.code}
        return f"{path}?{urlencode({k: v for k, v in given.items() if v} | more)}"

    return address


def _searches() -> drawing.Address:
    path = url_for("vain.index")

    def address(theme: Word, ward: Word) -> str:
        given = {"month": vain.WHOLE, "theme": theme.code, "ward": ward.code}
        return f"{path}?{urlencode({k: v for k, v in given.items() if v})}"

    return address
