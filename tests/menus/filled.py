"""What a browser sends when somebody filled in the form of a menu."""

from typing import Any

from hub.menus.models import Menu
from hub.taxonomies.models import Scheme
from tests import make


def form(menu: Menu | None = None, **given: Any) -> dict[str, Any]:
    """A form that can be published; with a menu, as its page of editing was rendered."""
    data: dict[str, Any] = {
        "title": menu.title if menu else "会議室の利用",
        "summary": menu.summary if menu else "打合せに使える部屋を貸し出します。",
        "body": menu.body if menu else "",
        "type": make.term(Scheme.TYPE, "space", label="会議室・活動場所").code,
        "cost": make.term(Scheme.COST, "free", label="無料").code,
        "targets": [make.term(Scheme.TARGET, "group", label="市民活動団体").code],
        "wards": [make.ward().code],
        "is_year_round": "y",
        "visibility": "public",
        "review_months": ["4", "10"],
        "do": "publish",
    }
    if menu is not None:
        data |= {"version": str(menu.version), "visibility": menu.visibility.value}
    return data | given
