"""All published menus as bits: what a list, its counts and its order ask for in a few steps.

Bit n stands for the n-th menu in the order of titles. A facet, a choice, a circle of readers or a
state of reception is one Python integer, so that 「free and in Tama」 is one AND over ten thousand
menus, and eight facets with their sixty counts are as many. What menus are sorted by are arrays of
numbers. It is built anew when a menu, an organization or a word of the taxonomies changed.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select

from hub.accounts.models import Circle, Viewer
from hub.core import calendar, generations
from hub.core.bits import bits_of, positions
from hub.core.db import db
from hub.menus.models import (
    Menu,
    MenuPartner,
    MenuState,
    MenuVisibility,
    Reception,
    menu_terms,
    reception_on,
)
from hub.organizations.models import Organization
from hub.taxonomies.models import Scheme, Term

generations.watch("menus", Menu, MenuPartner, Organization, Term)
_COLUMNS = (
    Menu.id, Menu.provider_id, Menu.type_id, Menu.cost_id, Menu.visibility, Menu.is_paused,
    Menu.is_year_round, Menu.opens_on, Menu.closes_on, Menu.stale_from, Menu.updated_at,
    Organization.position, Organization.ward_id,
)  # fmt: skip


AT_ONCE = 500  # rows: what is read for a moment need not be ten thousand


class _Numbers(dict[Any, "array[int]"]):
    """Places of menus by what they have."""

    def __missing__(self, key: Any) -> "array[int]":
        return self.setdefault(key, array("I"))

    def as_bits(self) -> dict[Any, int]:
        return {key: bits_of(numbers) for key, numbers in self.items()}


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Of one day: reception and 見直し待ち follow from it."""

    ids: Sequence[int]  # of published menus, by title
    changed: Sequence[float]  # seconds; these four are as long as the ids
    places: Sequence[tuple[int, int]]  # of its provider among the organizations
    closing: Sequence[int]  # the day on which it will close; what does not close comes last
    stale_from: Sequence[int]  # the day
    terms: dict[int, int] = field(repr=False)  # id of a term -> bits
    term_ids: dict[tuple[str, str], int]  # (scheme, code) -> id
    types_of_need: dict[str, list[int]]  # code of a need -> ids of types
    providers: dict[int, int]
    partners: dict[int, int]  # that accepted
    located: dict[int | None, int]  # id of the ward that the provider is in
    receptions: dict[Reception, int]
    visible: dict[MenuVisibility, int]
    stale: int

    @property
    def all(self) -> int:
        return (1 << len(self.ids)) - 1

    def readable(self, viewer: Viewer | Circle) -> int:
        """The same as ``queries.visible_to``."""
        bits = self.visible.get(MenuVisibility.PUBLIC, 0)
        if viewer.in_network:
            bits |= self.visible.get(MenuVisibility.NETWORK, 0)
            own = self.visible.get(MenuVisibility.ORGANIZATION, 0)
            bits |= own & self.any_of(self.providers, viewer.organization_ids)
        return bits

    def any_of(self, bits: dict[Any, int], keys: Iterable[Any]) -> int:
        joined = 0
        for key in keys:
            joined |= bits.get(key, 0)
        return joined

    def of_term(self, scheme: str, code: str) -> int:
        return self.terms.get(self.term_ids.get((scheme, code), 0), 0)

    def of_need(self, code: str) -> int:
        return self.any_of(self.terms, self.types_of_need.get(code, ()))

    def of_ids(self, ids: Iterable[int]) -> int:
        wanted = set(ids)
        return bits_of(n for n, number in enumerate(self.ids) if number in wanted)

    def ids_of(self, bits: int) -> Iterator[int]:
        """Of the menus in ``bits``, by title."""
        return (self.ids[n] for n in positions(bits))

    def fresh(self, bits: int) -> Iterator[int]:
        """Ids by title, what is to be looked over last."""
        yield from self.ids_of(bits & ~self.stale)
        yield from self.ids_of(bits & self.stale)

    def fitting(self, bits: int, first: int = 0) -> Iterator[int]:
        """Ids, what is to be looked over last; ``first`` are bits that come before others."""
        over = self.any_of(self.receptions, (Reception.CLOSED, Reception.PAUSED))
        for stale in (bits & ~self.stale, bits & self.stale):
            for named in (stale & first, stale & ~first):
                yield from self.ids_of(named & ~over)
                yield from self.ids_of(named & over)

    def sorted_by(self, bits: int, key: Callable[[int], Any]) -> Iterator[int]:
        """``key`` of the n-th menu: ``menus.closing.__getitem__``."""
        return (self.ids[n] for n in sorted(positions(bits), key=key))


def most_first(sets: Sequence[int]) -> Iterator[int]:
    """What is in the most of these sets, then what is in one fewer, down to one.

    Sets are added up as binary numbers are, all menus at once: plane n holds the bits of 2ⁿ.
    """
    planes: list[int] = []
    for carry in sets:
        for n, plane in enumerate(planes):
            planes[n], carry = plane ^ carry, plane & carry
        planes += [carry] if carry else []
    for level in range(2 ** len(planes) - 1, 0, -1):
        exact = -1
        for n, plane in enumerate(planes):
            exact &= plane if level >> n & 1 else ~plane
        if exact > 0:
            yield exact


def page_of(ids: Iterator[int], number: int, size: int) -> list[int]:
    return list(islice(ids, (number - 1) * size, number * size))


def today() -> Catalogue:
    return _kept(calendar.today())


def _build(day: date) -> Catalogue:
    ids, changed, places = array("Q"), array("d"), []
    closing, stale_from = array("I"), array("I")
    terms, providers, located, receptions, visible = (_Numbers() for _ in range(5))
    known: dict[int, tuple[int, int]] = {}  # one place for all menus of a provider
    rows: Any = db.session.execute(
        select(*_COLUMNS)
        .join(Menu.provider)
        .where(Menu.state == MenuState.PUBLISHED)
        .order_by(Menu.title, Menu.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for n, row in enumerate(rows):
        ids.append(row.id)
        changed.append(row.updated_at.timestamp())
        places.append(known.setdefault(row.provider_id, (row.position, row.provider_id)))
        closing.append(_closing(row, day).toordinal())
        stale_from.append((row.stale_from or date.max).toordinal())
        terms[row.type_id].append(n)
        terms[row.cost_id].append(n)
        providers[row.provider_id].append(n)
        located[row.ward_id].append(n)
        receptions[reception_on(day, row)].append(n)
        visible[row.visibility].append(n)
    at = {menu_id: n for n, menu_id in enumerate(ids)}
    for menu_id, term_id in db.session.execute(select(menu_terms.c.menu_id, menu_terms.c.term_id)):
        if menu_id in at:
            terms[term_id].append(at[menu_id])
    words = db.session.execute(select(Term.id, Term.scheme, Term.code, Term.parent_id)).all()
    needs = {word.id: word.code for word in words if word.scheme is Scheme.NEED}
    types_of_need: dict[str, list[int]] = {}
    for word in words:
        if word.parent_id in needs:
            types_of_need.setdefault(needs[word.parent_id], []).append(word.id)
    return Catalogue(
        ids=ids,
        changed=changed,
        places=places,
        closing=closing,
        stale_from=stale_from,
        terms=terms.as_bits(),
        term_ids={(word.scheme, word.code): word.id for word in words},
        types_of_need=types_of_need,
        providers=providers.as_bits(),
        partners=_joined(at),
        located=located.as_bits(),
        receptions=receptions.as_bits(),
        visible=visible.as_bits(),
        stale=bits_of(n for n, begin in enumerate(stale_from) if begin <= day.toordinal()),
    )


def _closing(row: Any, day: date) -> date:
    """The last day of what closes; all others come after it."""
    is_ahead = not (row.is_paused or row.is_year_round) and row.closes_on and row.closes_on >= day
    return row.closes_on if is_ahead else date.max


def _joined(at: dict[int, int]) -> dict[int, int]:
    """Id of an organization -> the menus that it takes part in."""
    accepted = select(MenuPartner.organization_id, MenuPartner.menu_id).where(
        MenuPartner.accepted_at.is_not(None)
    )
    joined = _Numbers()
    for organization_id, menu_id in db.session.execute(accepted):
        if (n := at.get(menu_id)) is not None:
            joined[organization_id].append(n)
    return joined.as_bits()


_kept = generations.Kept("menus", _build)
