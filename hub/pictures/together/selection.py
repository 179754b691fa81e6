"""What the page of who works with whom is asked for."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from hub.core import calendar
from hub.pictures.ledger.measures import YEAR

MOST = 30  # organizations in one picture


class Kind(StrEnum):
    ALL = "all"
    ACTIONS = "actions"
    MENUS = "menus"
    MEETINGS = "meetings"
    IDEAS = "ideas"

    @property
    def label(self):
        return KINDS[self]

    @property
    def single(self) -> list["Kind"]:
        return [kind for kind in Kind if kind is not Kind.ALL] if self is Kind.ALL else [self]


KINDS = {
    Kind.ALL: _("すべて"),
    Kind.ACTIONS: _("宿題事項"),
    Kind.MENUS: _("支援メニュー"),
    Kind.MEETINGS: _("会議"),
    Kind.IDEAS: _("連携の種"),
}


class Of(StrEnum):
    BODIES = "bodies"
    ALL = "all"

    @property
    def label(self):
        return GROUPS[self]


GROUPS = {
    Of.BODIES: _("中間支援組織とSDC"),
    Of.ALL: _("市の所管課と区役所も"),
}


class Since(StrEnum):
    EVER = "ever"
    YEAR = "year"

    @property
    def label(self):
        return SPANS[self]

    @property
    def day(self) -> date | None:
        return calendar.today() - timedelta(days=YEAR) if self is Since.YEAR else None


SPANS = {Since.EVER: _("これまでのすべて"), Since.YEAR: _("最近の1年")}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Named as in the address."""

    kind: Kind = Kind.ALL
    since: Since = Since.EVER
    of: Of = Of.BODIES
    organization: int | None = None  # it and whom it works with most

    def arguments(self) -> dict[str, Any]:
        """Of the lists."""
        given: dict[str, Any] = {}
        if self.kind is not Kind.ALL:
            given["kind"] = self.kind.value
        if self.since is not Since.EVER:
            given["since"] = self.since.value
        return given
