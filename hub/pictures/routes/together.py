"""だれとだれが: organizations by what they do together, and the list behind each pair."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from flask import render_template, url_for
from flask_login import current_user, login_required
from markupsafe import Markup

from hub.core import calendar, generations
from hub.core.charts import swatch
from hub.core.paging import page_number
from hub.pictures.ledger import SUBJECTS, Circle
from hub.pictures.routes.blueprint import bp, number, one_of
from hub.pictures.routes.filters import every_name, organization_names
from hub.pictures.together import drawing, queries
from hub.pictures.together.counting import Together
from hub.pictures.together.selection import Kind, Of, Selection, Since

KEPT = 24  # pages of circles and filters, as they were drawn
PAGES = {
    Kind.ACTIONS: ("actions.show", "action_id"),
    Kind.MENUS: ("menus.show", "menu_id"),
    Kind.MEETINGS: ("meetings.show", "meeting_id"),
    Kind.IDEAS: ("ideas.show", "idea_id"),
}


@bp.get("/pictures/together")
@login_required
def together():
    chosen = _chosen()
    return render_template(
        "pictures/together.html",
        chosen=chosen, drawn=_drawn(Circle.of(current_user), chosen, calendar.today()),
        kinds=list(Kind), groups=[(one.value, one.label) for one in Of],
        spans=[(one.value, one.label) for one in Since], organizations=organization_names(),
    )  # fmt: skip


@bp.get("/pictures/together/list")
@login_required
def shared():
    """What two organizations do together."""
    chosen, both = _chosen(), (number("a") or 0, number("b") or 0)
    names = every_name("organization")
    return render_template(
        "pictures/shared.html",
        page=queries.listed(current_user, both, chosen.kind, chosen.since, number=page_number()),
        names=[names.get(one, "") for one in both], chosen=chosen, address=_address_of,
        back=url_for(".together", **chosen.arguments()),
    )  # fmt: skip


def _draw(circle: Circle, chosen: Selection, _today: date) -> Markup:
    counted = Together(circle, chosen)
    address = _lists(chosen)
    html = render_template(
        "pictures/_together.html",
        together=counted, address=address, swatch=swatch, summary=drawing.summary(counted),
        few=drawing.FEW, many=drawing.MANY, shown=drawing.SHOWN,
        shown_narrow=drawing.SHOWN_NARROW,
        matrix=drawing.matrix(counted, address), graph=drawing.graph(counted, address),
    )  # fmt: skip
    return Markup(html)  # noqa: S704 - a template made it


_drawn = generations.Kept("menus", _draw, *SUBJECTS[1:], results=KEPT)


def _lists(chosen: Selection) -> Callable[[int, int], str]:
    path, within = url_for(".shared"), urlencode(chosen.arguments())
    rest = f"&{within}" if within else ""
    return lambda one, other: f"{path}?a={min(one, other)}&b={max(one, other)}{rest}"


def _address_of(row: queries.Row) -> str:
    endpoint, name = PAGES[row.kind]
    return url_for(endpoint, **{name: row.thing.id})


def _chosen() -> Selection:
    return Selection(
        kind=one_of(Kind, "kind", Kind.ALL),
        since=one_of(Since, "since", Since.EVER),
        of=one_of(Of, "of", Of.BODIES),
        organization=number("organization"),
    )
