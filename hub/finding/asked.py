"""What the address of a search asks for. The page forgives what it does not know, the API not."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hub.core.errors import HubError
from hub.core.paging import current_url, page_number
from hub.finding.kinds import KINDS
from hub.search.queries import FACETS, LONGEST, NOTHING, Order, Request, Thesaurus

API_SIZE = 25
MOST_VALUES = 30  # of one filter
FACET_LABELS = {
    "organization": _l("組織"),
    "type": _l("支援の種類"),
    "theme": _l("分野"),
    "ward": _l("区"),
    "target": _l("対象"),
    "phase": _l("段階"),
    "year": _l("年度"),
}
ORDER_LABELS = {
    Order.FIT: _l("合う順"),
    Order.NEWEST: _l("新しい順"),
    Order.OLDEST: _l("古い順"),
    Order.DUE: _l("期限の近い順"),
}


@dataclass(frozen=True)
class Asked:
    """A request with what the page says about it."""

    request: Request

    @property
    def text(self) -> str:
        return self.request.text

    @property
    def is_cut(self) -> bool:
        return len(self.request.text) == LONGEST

    @property
    def filters(self) -> Mapping[str, Sequence[str]]:
        return self.request.filters

    @property
    def arguments(self) -> dict[str, Any]:
        """Of the address, without the order and the page."""
        words = "only" if self.is_literal else None
        return {"q": self.text, "kind": self.request.kind, "words": words} | dict(self.filters)

    @property
    def is_literal(self) -> bool:
        """Nothing but the words that were typed is looked for."""
        return self.request.thesaurus is NOTHING

    @property
    def is_plain(self) -> bool:
        """Nothing but words: what the search log counts."""
        asked = self.request
        is_narrowed = asked.kind or asked.filters or self.is_literal
        return not is_narrowed and asked.page == 1 and asked.order is Order.FIT


def by_page() -> Asked:
    text, kind = _text(), request.args.get("kind")
    if len(text) > LONGEST:  # no page that says it in each of its links
        abort(redirect(current_url(q=text[:LONGEST])))
    order = Order.FIT
    with suppress(ValueError):
        order = Order(request.args.get("sort", "fit"))
    return Asked(
        Request(
            text=text,
            kind=kind if kind in KINDS else None,
            filters=_filters(),
            order=order,
            page=page_number(),
            thesaurus=_thesaurus(),
        )
    )


def by_api() -> Request:
    """Raises HubError (400) with a text that says which argument is wrong, and why."""
    text, kind = _text(), request.args.get("kind") or None
    if not text:
        raise HubError(_("q に、さがす言葉を入れてください。"))
    if len(text) > LONGEST:
        raise HubError(_("q は%(count)s字までです。", count=LONGEST))
    if kind is not None and kind not in KINDS:
        raise HubError(_("kind は次のどれかです：%(names)s", names=", ".join(KINDS)))
    try:
        order = Order(request.args.get("sort", "fit"))
    except ValueError as error:
        raise HubError(_("sort は次のどれかです：%(names)s", names=", ".join(Order))) from error
    page = request.args.get("page", "1")
    if page != str(page_number()):
        raise HubError(_("page は1以上の数です。"))
    return Request(
        text=text, kind=kind, filters=_filters(), order=order, page=int(page), size=API_SIZE,
        thesaurus=_thesaurus(),
    )  # fmt: skip


def _text() -> str:
    return request.args.get("q", "").strip()


def _thesaurus() -> Thesaurus | None:
    """``words=only``: without the words that nobody typed."""
    return NOTHING if request.args.get("words") == "only" else None


def _filters() -> dict[str, tuple[str, ...]]:
    given = {name: request.args.getlist(name)[:MOST_VALUES] for name in FACETS}
    return {name: tuple(v for v in values if v) for name, values in given.items() if any(values)}
