"""The list of menus: what a selection finds, in which order, and how many each choice would find.

Everything is computed in the database. The reception state follows from the days, so it is a
condition on days here and ``reception_on`` in the model; a test holds the two together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from hub.accounts.models import Viewer
from hub.core import calendar
from hub.core.db import db
from hub.menus.models import CLOSING_DAYS, SOON_DAYS, Menu, Reception, menu_terms
from hub.menus.queries import for_rows, stale_last, visible_to
from hub.menus.selection import FACETS, SCHEMES, Selection, Sort, labels
from hub.organizations.models import Organization
from hub.taxonomies.models import Scheme, Term

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


def facets(viewer: Viewer, selection: Selection) -> list[Facet]:
    """Each facet with how many menus each choice finds while all other facets stay in force."""
    return [_facet(viewer, selection, name) for name in FACETS]


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


def _facet(viewer: Viewer, selection: Selection, name: str) -> Facet:
    counts = _counts(viewer, selection, name)
    chosen = selection.of(name)
    options = [
        Option(code=code, label=label, count=counts.get(code, 0), is_chosen=code in chosen)
        for code, label in labels(name).items()
        if counts.get(code) or code in chosen
    ]
    if name in _BY_COUNT:
        options.sort(key=lambda option: -option.count)
    return Facet(name=name, label=FACETS[name], options=options)


def _counts(viewer: Viewer, selection: Selection, name: str) -> dict[str, int]:
    ids = (
        visible_to(viewer)
        .join(Menu.provider)
        .where(*_conditions(selection, without=name))
        .with_only_columns(Menu.id)
        .order_by(None)
    )
    if name == "reception":
        return _reception_counts(ids)
    return {str(code): count for code, count in db.session.execute(_grouped(ids, name))}


def _grouped(ids: Select[int], name: str) -> Any:
    if name == "provider":
        counted = select(Menu.provider_id, func.count()).where(Menu.id.in_(ids))
        return counted.group_by(Menu.provider_id)
    per_term = select(Term.code, func.count()).group_by(Term.code)
    if name in {"type", "cost"}:
        column = Menu.type_id if name == "type" else Menu.cost_id
        return per_term.join(Menu, column == Term.id).where(Menu.id.in_(ids))
    linked = per_term.join(menu_terms, menu_terms.c.term_id == Term.id)
    return linked.where(Term.scheme == SCHEMES[name], menu_terms.c.menu_id.in_(ids))


def _reception_counts(ids: Select[int]) -> dict[str, int]:
    day = calendar.today()
    sums = [func.sum(case((reception_is(state, day), 1), else_=0)) for state in Reception]
    row = db.session.execute(select(*sums).where(Menu.id.in_(ids))).one()
    return {state.value: count or 0 for state, count in zip(Reception, row, strict=True)}


def _conditions(selection: Selection, *, without: str = "") -> list[ColumnElement[bool]]:
    conditions = [
        _one_of(name, codes)
        for name, codes in selection.chosen.items()
        if codes and name != without
    ]  # fmt: skip
    if selection.need:
        conditions.append(Menu.type_id.in_(_types_of(selection.need)))
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
