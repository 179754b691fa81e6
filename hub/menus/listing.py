"""The list of menus: what a selection finds, in which order, and how many each choice would find.

The page asks the catalogue; ``found`` says the same to the database, for exports and for the test
that holds the two together. The reception state follows from the days, so it is a condition on
days here and ``reception_on`` in the model.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_ as or_bits
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import aliased

from hub.accounts.models import Viewer
from hub.core import calendar, generations
from hub.core.db import db
from hub.core.paging import SIZE, Page
from hub.menus import catalogue, queries
from hub.menus.models import CLOSING_DAYS, SOON_DAYS, Menu, MenuState, Reception, menu_terms
from hub.menus.queries import for_rows, stale_last, visible_to
from hub.menus.selection import FACETS, SCHEMES, Selection, Sort, labels
from hub.organizations.models import Organization
from hub.taxonomies.models import Scheme, Term

PAGES_KEPT = 64
SHOWN_FIRST = 7  # options of a facet before 「ほかの3件」
_BY_COUNT = {"type", "target", "theme"}  # the most frequent first; the others keep their order


@dataclass(frozen=True, kw_only=True)
class Option:
    code: str
    label: Any
    count: int
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Facet:
    name: str
    label: Any
    options: Sequence[Option]

    @property
    def first(self) -> Sequence[Option]:
        """What is chosen is never folded away."""
        return [o for n, o in enumerate(self.options) if n < SHOWN_FIRST or o.is_chosen]

    @property
    def rest(self) -> Sequence[Option]:
        return [o for n, o in enumerate(self.options) if n >= SHOWN_FIRST and not o.is_chosen]


def found(viewer: Viewer, selection: Selection) -> Select[Menu]:
    """The menus of a selection in its order, with all that a row shows."""
    return for_rows(
        visible_to(viewer)
        .join(Menu.provider)
        .where(*_conditions(selection))
        .order_by(*_order(selection))
    )


class Listing:
    """One selection of one viewer, asked of the catalogue instead of the database."""

    def __init__(self, viewer: Viewer, selection: Selection) -> None:
        self._selection = selection
        self._menus = catalogue.today()
        self._chosen = {name: self._one_of(name, codes) for name, codes in selection.chosen.items()}
        self._rest = self._menus.readable(viewer)
        self._named = 0
        if selection.need:
            self._rest &= self._menus.of_need(selection.need)
        if selection.is_stale:
            self._rest &= self._menus.stale
        if selection.words:
            said, named = _saying(selection.words)
            self._rest &= self._menus.of_ids(said)
            self._named = self._menus.of_ids(named)

    def facets(self) -> list[Facet]:
        """Each with how many menus each choice finds while all other facets stay in force."""
        return [self._facet(name) for name in FACETS]

    def page(self, number: int) -> Page:
        """Ids of the same menus in the same order as ``found``."""
        found = self._without("")
        total = found.bit_count()
        number = min(number, max(1, -(-total // SIZE)))
        ids = _page_of(found, self._named, self._selection.sort, number, calendar.today())
        return Page(items=ids, number=number, total=total)

    def _without(self, name: str) -> int:
        """What all facets but this one leave."""
        left = self._rest
        for other, bits in self._chosen.items():
            left &= bits if other != name else left
        return left

    def _one_of(self, name: str, codes: Iterable[str]) -> int:
        return reduce(or_bits, (self._bits(name, code) for code in codes), 0)

    def _bits(self, name: str, code: str) -> int:
        if name == "reception":
            return self._menus.receptions.get(Reception(code), 0)
        if name == "provider":
            return self._menus.providers.get(int(code), 0)
        return self._menus.of_term(SCHEMES[name], code)

    def _facet(self, name: str) -> Facet:
        left, chosen = self._without(name), self._selection.of(name)
        options = [
            Option(code=code, label=label, count=count, is_chosen=code in chosen)
            for code, label in labels(name).items()
            if (count := (left & self._bits(name, code)).bit_count()) or code in chosen
        ]
        if name in _BY_COUNT:
            options.sort(key=lambda option: -option.count)
        return Facet(name=name, label=FACETS[name], options=options)


def _read_page(found: int, named: int, sort: Sort, number: int, _day: date) -> list[int]:
    """Ids of page ``number`` of the menus in the bits ``found``, ``named`` first where they fit
    alike."""
    return catalogue.page_of(_in_order(catalogue.today(), found, named, sort), number, SIZE)


def _in_order(menus: catalogue.Catalogue, found: int, named: int, sort: Sort) -> Iterator[int]:
    match sort:
        case Sort.NEW:
            return menus.sorted_by(found, lambda n: -menus.changed[n])
        case Sort.PROVIDER:
            return menus.sorted_by(found, menus.places.__getitem__)
        case Sort.CLOSING:
            return menus.sorted_by(found, menus.closing.__getitem__)
        case _:
            return menus.fitting(found, named)


_page_of = generations.Kept("menus", _read_page, results=PAGES_KEPT)


def _saying(words: Iterable[str]) -> tuple[list[int], list[int]]:
    """Ids of published menus that say all of these words, and of those with all in the title."""
    named = and_(*(Menu.title.icontains(word, autoescape=True) for word in words))
    rows = db.session.execute(
        select(Menu.id, named)
        .join(Menu.provider)
        .where(Menu.state == MenuState.PUBLISHED, *(_says(word) for word in words))
    ).all()
    return [row[0] for row in rows], [row[0] for row in rows if row[1]]


def reception_is(state: Reception, day: date) -> ColumnElement[bool]:
    """The same as ``reception_on(day, menu) is state``."""
    runs = Menu.is_paused.is_(False) & Menu.is_year_round.is_(False)
    dated = runs & or_(Menu.opens_on.is_not(None), Menu.closes_on.is_not(None))
    soon, closing = day + timedelta(days=SOON_DAYS), day + timedelta(days=CLOSING_DAYS)
    begun = dated & or_(Menu.opens_on.is_(None), Menu.opens_on <= day)
    return {
        Reception.PAUSED: Menu.is_paused.is_(True),
        Reception.ALWAYS: Menu.is_paused.is_(False) & Menu.is_year_round.is_(True),
        Reception.ASK: runs & Menu.opens_on.is_(None) & Menu.closes_on.is_(None),
        Reception.CLOSED: dated & or_(Menu.closes_on < day, Menu.opens_on > soon),
        Reception.SOON: dated & Menu.opens_on.between(day + timedelta(days=1), soon),
        Reception.CLOSING: begun & Menu.closes_on.between(day, closing),
        Reception.OPEN: begun & or_(Menu.closes_on.is_(None), Menu.closes_on > closing),
    }[state]


def _conditions(selection: Selection) -> list[ColumnElement[bool]]:
    conditions = [_one_of(name, codes) for name, codes in selection.chosen.items() if codes]
    if selection.need:
        conditions.append(Menu.type_id.in_(_types_of(selection.need)))
    if selection.is_stale:
        conditions.append(queries.is_stale())
    conditions += [_says(word) for word in selection.words]
    return conditions


def _one_of(name: str, codes: Iterable[str]) -> ColumnElement[bool]:
    if name == "reception":
        day = calendar.today()
        return or_(*(reception_is(Reception(code), day) for code in codes))
    if name == "provider":
        return Menu.provider_id.in_([int(code) for code in codes])
    terms = select(Term.id).where(Term.scheme == SCHEMES[name], Term.code.in_(codes))
    if name == "type":
        return Menu.type_id.in_(terms)
    if name == "cost":
        return Menu.cost_id.in_(terms)
    return Menu.id.in_(select(menu_terms.c.menu_id).where(menu_terms.c.term_id.in_(terms)))


def _types_of(need: str) -> Select[int]:
    parent = aliased(Term)
    return (
        select(Term.id)
        .join(parent, Term.parent_id == parent.id)
        .where(parent.scheme == Scheme.NEED, parent.code == need)
    )


def _says(word: str) -> ColumnElement[bool]:
    texts = (Menu.title, Menu.summary, Organization.name, Organization.short_name)
    return or_(*(text.icontains(word, autoescape=True) for text in texts))


def _order(selection: Selection) -> list[Any]:
    last = [Menu.title, Menu.id]
    if selection.sort is Sort.NEW:
        return [Menu.updated_at.desc(), *last]
    if selection.sort is Sort.PROVIDER:
        return [Organization.position, Organization.id, *last]
    if selection.sort is Sort.CLOSING:
        ahead = Menu.is_paused.is_(False) & Menu.is_year_round.is_(False)
        ahead &= Menu.closes_on >= calendar.today()
        return [case((ahead, Menu.closes_on)).nulls_last(), *last]
    named = [Menu.title.icontains(word, autoescape=True) for word in selection.words]
    return [
        stale_last(),
        *([case((and_(*named), 0), else_=1)] if named else []),
        case((_over(), 1), else_=0),
        *last,
    ]


def _over() -> ColumnElement[bool]:
    """Nothing to apply for today."""
    day = calendar.today()
    return or_(reception_is(Reception.CLOSED, day), reception_is(Reception.PAUSED, day))
