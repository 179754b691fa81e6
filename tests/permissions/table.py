"""Who may do what: each rule of the hub, each method, each kind of person.

A row says who gets in (``ok``), who is told that they may not (``forbidden``: they can see the
thing), who is asked to sign in (``login``); everybody else gets the same 404 as for what does not
exist.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.permissions.world import PEOPLE

EVERYONE = set(PEOPLE)
SIGNED_IN = EVERYONE - {"visitor"}
NETWORK = SIGNED_IN - {"admin"}
EDITORS = NETWORK - {"viewer"}
HOME = {"viewer", "editor", "chief"}
WRITERS = {"editor", "chief"}
SERIES = HOME | {"member", "observer"}


@dataclass(frozen=True)
class Row:
    endpoint: str
    method: str
    ok: frozenset[str]
    forbidden: frozenset[str] = frozenset()
    login: frozenset[str] = frozenset()
    things: dict[str, str] = field(default_factory=dict)  # argument of the rule -> thing or value
    query: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)

    def expected(self, person: str) -> str:
        for outcome in ("ok", "forbidden", "login"):
            if person in getattr(self, outcome):
                return outcome
        return "missing"

    def __str__(self) -> str:
        about = ",".join([*self.things.values(), *self.query.values(), *self.data.values()])
        return f"{self.method} {self.endpoint} {about}".strip()


ROWS: list[Row] = []


def row(method: str, endpoint: str, *, ok: set[str], forbidden: set[str] = frozenset(),
        login: bool = False, query: dict[str, str] | None = None,
        data: dict[str, str] | None = None, **things: str) -> None:  # fmt: skip
    """``login``: visitors are asked to sign in."""
    ROWS.append(
        Row(endpoint, method, frozenset(ok), frozenset(forbidden - ok),
            frozenset({"visitor"} if login else ()), things, query or {}, data or {})
    )  # fmt: skip


def covered() -> set[tuple[str, str]]:
    return {(row.endpoint, row.method) for row in ROWS}


def rules(app: Any) -> Iterator[tuple[str, str]]:
    """(endpoint, method) of every rule; HEAD and OPTIONS follow GET."""
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield rule.endpoint, method
