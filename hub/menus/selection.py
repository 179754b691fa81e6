"""What a reader asked the list of menus for: read from an address, and written into one."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from hub.core import calendar, generations
from hub.menus.models import RECEPTIONS
from hub.organizations import queries as organizations
from hub.taxonomies import queries as taxonomies
from hub.taxonomies.models import Scheme

MOST_VALUES = 40  # of one facet in one address
MOST_WORDS = 8

# name in the address: label. The order is that of the page.
FACETS = {
    "reception": _("受付"),
    "type": _("種類"),
    "target": _("対象"),
    "phase": _("段階"),
    "ward": _("地域"),
    "cost": _("費用"),
    "theme": _("分野"),
    "provider": _("提供する組織"),
}
SCHEMES = {
    "type": Scheme.TYPE,
    "target": Scheme.TARGET,
    "phase": Scheme.PHASE,
    "ward": Scheme.WARD,
    "cost": Scheme.COST,
    "theme": Scheme.THEME,
}


class Sort(StrEnum):
    FIT = "fit"
    NEW = "new"
    CLOSING = "closing"
    PROVIDER = "provider"

    @property
    def label(self):
        return SORTS[self]


SORTS = {
    Sort.FIT: _("合う順"),
    Sort.NEW: _("新しい順"),
    Sort.CLOSING: _("締切の近い順"),
    Sort.PROVIDER: _("提供組織順"),
}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """``chosen`` holds the codes of each facet: OR inside a facet, AND between them."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    need: str = ""
    text: str = ""
    is_stale: bool = False  # 見直し待ち only
    sort: Sort = Sort.FIT

    @property
    def words(self) -> list[str]:
        return unicodedata.normalize("NFKC", self.text).split()[:MOST_WORDS]

    @property
    def count(self) -> int:
        """How many conditions are in force."""
        given = (self.need, self.text, self.is_stale)
        return sum(len(codes) for codes in self.chosen.values()) + sum(map(bool, given))

    def of(self, facet: str) -> tuple[str, ...]:
        return self.chosen.get(facet, ())

    def without(self, facet: str, code: str) -> "Selection":
        left = tuple(c for c in self.of(facet) if c != code)
        return replace(self, chosen={**self.chosen, facet: left})

    def without_need(self) -> "Selection":
        return replace(self, need="")

    def without_text(self) -> "Selection":
        return replace(self, text="")

    def without_stale(self) -> "Selection":
        return replace(self, is_stale=False)

    def arguments(self) -> dict[str, Any]:
        """For ``url_for``: only what differs from the plain list."""
        given: dict[str, Any] = {name: list(codes) for name, codes in self.chosen.items() if codes}
        given |= {"need": self.need} if self.need else {}
        given |= {"q": self.text} if self.text else {}
        given |= {"stale": "1"} if self.is_stale else {}
        given |= {"sort": self.sort.value} if self.sort is not Sort.FIT else {}
        return given


def read_selection(arguments: MultiDict[str, str]) -> tuple[Selection, list[str]]:
    """The selection of an address, and the values in it that name nothing (they are left out)."""
    unknown: list[str] = []
    chosen = {}
    for facet in FACETS:
        given = list(dict.fromkeys(arguments.getlist(facet)))[:MOST_VALUES]
        known = labels(facet) if given else {}
        chosen[facet] = tuple(code for code in given if code in known)
        unknown += [code for code in given if code and code not in known]
    need, sort = arguments.get("need", ""), arguments.get("sort", "")
    if need and taxonomies.term(Scheme.NEED, need) is None:
        unknown, need = [*unknown, need], ""
    if sort and sort not in set(Sort):
        unknown, sort = [*unknown, sort], ""
    selection = Selection(
        chosen={facet: codes for facet, codes in chosen.items() if codes},
        need=need,
        text=_printable(arguments.get("q", "")),
        is_stale=arguments.get("stale") == "1",
        sort=Sort(sort or Sort.FIT),
    )
    return selection, [_printable(code)[:60] for code in unknown[:5]]


def labels(facet: str) -> dict[str, Any]:
    """code: word, in the order of the network; hidden words are not offered."""
    return _labels(calendar.today())[facet]


def _read_labels(_day: date) -> dict[str, dict[str, Any]]:
    """Of all facets; which organizations there are depends on the day."""
    return {
        "reception": {reception.value: label for reception, label in RECEPTIONS.items()},
        "provider": {str(o.id): o.short_name for o in organizations.organizations()},
        **{
            facet: {term.code: term.label for term in taxonomies.terms(scheme)}
            for facet, scheme in SCHEMES.items()
        },
    }


_labels = generations.Kept("menus", _read_labels)


def _printable(text: str) -> str:
    kept = (" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text[:200])
    return "".join(kept).strip()
