"""One page of a long list, with the addresses of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from sqlalchemy import Select, func, select

from hub.core.db import db

SIZE = 25


@dataclass(frozen=True, kw_only=True)
class Page:
    """``items`` of page ``number`` (from 1), out of ``total`` items in all."""

    items: Sequence[Any]
    number: int
    total: int
    size: int = SIZE

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_index(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last_index(self) -> int:
        return min(self.number * self.size, self.total)

    def numbers(self) -> list[int | None]:
        """Page numbers to show; None stands for a gap."""
        near = {1, self.last, *range(self.number - 1, self.number + 2)}
        shown: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.last):
            if shown and shown[-1] is not None and number - shown[-1] > 1:
                shown.append(None)
            shown.append(number)
        return shown

    def url(self, number: int) -> str:
        return current_url(page=number if number > 1 else None)


def page_number() -> int:
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 100_000 else 1


def paginate(
    query: Select[Any], *, number: int, size: int = SIZE, total: int | None = None
) -> Page:
    """Run ``query`` for one page; a number past the end gives the last page.

    Who has counted already gives the ``total``.
    """
    if total is None:
        total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
    number = min(number, max(1, -(-(total or 0) // size)))
    rows = db.session.scalars(query.limit(size).offset((number - 1) * size)).unique().all()
    return Page(items=rows, number=number, total=total or 0, size=size)


def current_url(**changes: Any) -> str:
    """This address with some query arguments set, or dropped where the value is None."""
    values: dict[str, Any] = request.args.to_dict(flat=False)
    values.update(request.view_args or {})
    values.update(changes)
    kept = {
        name: value
        for name, value in values.items()
        if value not in (None, [], "") and name != "endpoint" and not name.startswith("_")
    }  # those names mean something to url_for
    return url_for(request.endpoint or "home.index", **kept)
