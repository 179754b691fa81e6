"""Reads of support menus. Each takes the viewer first and returns only what they may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain, islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from hub.accounts.models import Circle, Standing, Viewer
from hub.audit import revisions
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound
from hub.menus import catalogue, policy
from hub.menus.models import Menu, MenuPartner, MenuState, MenuVisibility, menu_terms
from hub.organizations.models import Organization
from hub.taxonomies.models import Scheme, Term

SAME_TYPE = 3  # weighs as much as three shared targets or themes


@dataclass(frozen=True, kw_only=True)
class Need:
    """How a citizen names it, how many menus answer it, and a few of them."""

    term: Term
    count: int
    menus: Sequence[Menu]


def visible_to(viewer: Viewer | Standing) -> Select[Menu]:
    """Published menus that the viewer may read; one's own drafts are on a page of their own."""
    return select(Menu).where(Menu.state == MenuState.PUBLISHED, _readable(viewer))


def get_menu(viewer: Viewer, menu_id: int) -> Menu:
    """Raises NotFound."""
    menu = db.session.get(Menu, menu_id)
    if menu is None or not policy.can_view(viewer, menu):
        raise NotFound
    return menu


def get_for_page(viewer: Viewer, menu_id: int) -> tuple[Menu, int]:
    """With what its page shows of it, and which edition it is, in one query. Raises NotFound."""
    found = db.session.execute(_for_page(), {"menu_id": menu_id}).unique().one_or_none()
    if found is None or not policy.can_view(viewer, found[0]):
        raise NotFound
    return found[0], found[1]


@cache  # making it costs more than asking the database with it
def _for_page() -> Select[Menu, int]:
    together = (
        joinedload(Menu.provider),
        joinedload(Menu.type),
        joinedload(Menu.cost),
        joinedload(Menu.partners),
        contains_eager(Menu.terms),
    )
    return (  # one table after the other: SQLite would read all of a joined pair first
        select(Menu, revisions.count(Menu))
        .outerjoin(menu_terms, menu_terms.c.menu_id == Menu.id)
        .outerjoin(Term, Term.id == menu_terms.c.term_id)
        .where(Menu.id == bindparam("menu_id"))
        .order_by(Term.position)
        .options(*together)
    )


def get_partner(viewer: Viewer, menu: Menu, partner_id: int) -> MenuPartner:
    """A partnership of this menu, known to the provider and to the partner. Raises NotFound."""
    partner = db.session.get(MenuPartner, partner_id)
    if partner is None or partner.menu_id != menu.id:
        raise NotFound
    if not (viewer.belongs_to(menu.provider_id) or viewer.belongs_to(partner.organization_id)):
        raise NotFound
    return partner


def some(viewer: Viewer, ids: Iterable[int]) -> list[Menu]:
    """Those of ``ids`` that the viewer may see, in that order."""
    wanted = list(dict.fromkeys(ids))
    rows = db.session.scalars(for_rows(visible_to(viewer).where(Menu.id.in_(wanted))))
    by_id = {menu.id: menu for menu in rows}
    return [by_id[menu_id] for menu_id in wanted if menu_id in by_id]


def by_ids(ids: Sequence[int], load: Any = None) -> list[Menu]:
    """In that order, for rows or as ``load`` says; whoever asks knows what may be read."""
    query = (load or for_rows)(select(Menu).where(Menu.id.in_(ids)))
    rows = {menu.id: menu for menu in db.session.scalars(query)} if ids else {}
    return [rows[menu_id] for menu_id in ids if menu_id in rows]


def own(viewer: Viewer) -> Select[Menu]:
    """All menus of the organizations one belongs to; unpublished ones where one writes."""
    return for_rows(
        select(Menu).where(
            Menu.provider_id.in_(viewer.organization_ids),
            or_(Menu.state == MenuState.PUBLISHED, Menu.provider_id.in_(viewer.editing_ids)),
        )
    )


def near(viewer: Viewer | Circle, menu: Menu, *, limit: int = 5) -> Sequence[Menu]:
    """近い支援: of the same type, or for the same people or fields; the nearest first."""
    menus = catalogue.today()
    alike = [t.id for t in menu.terms if t.scheme in {Scheme.TARGET, Scheme.THEME}]
    same = [menus.terms.get(number, 0) for number in (*alike, *[menu.type_id] * SAME_TYPE)]
    readable = menus.readable(viewer)
    nearest = (menus.fresh(level & readable) for level in catalogue.most_first(same))
    others = (number for number in chain.from_iterable(nearest) if number != menu.id)
    return by_ids(list(islice(others, limit)), for_lines)


def of_organization(
    viewer: Viewer | Circle, organization_id: int, *, limit: int
) -> tuple[int, Sequence[Menu], int, Sequence[Menu]]:
    """How many an organization provides and the first of them, and the same of those that it
    takes part in."""
    menus = catalogue.today()
    own = menus.readable(viewer) & menus.providers.get(organization_id, 0)
    others = menus.readable(viewer) & menus.partners.get(organization_id, 0) & ~own
    first, shared = list(islice(menus.fresh(own), limit)), list(islice(menus.fresh(others), limit))
    rows = {menu.id: menu for menu in by_ids([*first, *shared])}
    joint = [rows[menu_id] for menu_id in shared]
    return own.bit_count(), [rows[menu_id] for menu_id in first], others.bit_count(), joint


def of_ward(viewer: Viewer | Circle, ward: Term, *, limit: int) -> tuple[int, Sequence[Menu]]:
    """How many serve this ward by name, and the first: of the ward's own organizations."""
    menus = catalogue.today()
    serving = menus.readable(viewer) & menus.terms.get(ward.id, 0)
    near_by = serving & menus.located.get(ward.id, 0)
    ids = chain(menus.fresh(near_by), menus.fresh(serving & ~near_by))
    return serving.bit_count(), by_ids(list(islice(ids, limit)))


def count(viewer: Viewer) -> int:
    return catalogue.today().readable(viewer).bit_count()


def count_by_ward(viewer: Viewer | Circle) -> dict[str, int]:
    """Code of the ward (市全域 and オンライン too): how many menus name it."""
    menus = catalogue.today()
    readable = menus.readable(viewer)
    counts = {
        code: (menus.terms.get(term_id, 0) & readable).bit_count()
        for (scheme, code), term_id in menus.term_ids.items()
        if scheme == Scheme.WARD
    }
    return {code: number for code, number in counts.items() if number}


def fields_of(organization_id: int) -> frozenset[str]:
    """``theme:f01``, ``ward:nakahara``: what the published menus of an organization are about."""
    menus = catalogue.today()
    own = menus.providers.get(organization_id, 0)
    return frozenset(
        f"{scheme}:{code}"
        for (scheme, code), term_id in menus.term_ids.items()
        if scheme in {Scheme.THEME, Scheme.WARD} and menus.terms.get(term_id, 0) & own
    )


def by_need(viewer: Viewer, *, limit: int = 3) -> list[Need]:
    """場所・お金・仲間・相談・学び・広報, each with its freshest menus."""
    menus = catalogue.today()
    needs = db.session.scalars(
        select(Term).where(Term.scheme == Scheme.NEED).order_by(Term.position, Term.id)
    ).all()
    bits = {term.id: menus.readable(viewer) & menus.of_need(term.code) for term in needs}
    first = {number: list(islice(menus.fresh(some), limit)) for number, some in bits.items()}
    rows = {menu.id: menu for menu in by_ids(list(chain(*first.values())), for_lines)}
    return [
        Need(
            term=term,
            count=bits[term.id].bit_count(),
            menus=[rows[menu_id] for menu_id in first[term.id]],
        )
        for term in needs
    ]


def recently_changed(viewer: Viewer | Standing, since: datetime) -> Select[int, str, str, datetime]:
    """``id``, ``title``, ``organization`` and ``at`` of what changed or came, newest first."""
    return (
        visible_to(viewer)
        .join(Menu.provider)
        .with_only_columns(
            Menu.id, Menu.title, Organization.short_name.label("organization"),
            Menu.updated_at.label("at"),
        )
        .where(Menu.updated_at > since)
        .order_by(Menu.updated_at.desc(), Menu.id)
    )  # fmt: skip


def to_look_over(viewer: Viewer, *, limit: int | None = None) -> Sequence[Menu]:
    """見直し待ち, of the organizations for which the viewer writes; the longest waiting first."""
    return stale_of(viewer.editing_ids, viewer, limit=limit)


def stale_of(
    organization_ids: Iterable[int], viewer: Viewer, *, limit: int | None = None
) -> Sequence[Menu]:
    """見直し待ち menus of these organizations, as far as the viewer may read them."""
    return by_ids(stale_ids(organization_ids, viewer)[:limit], for_lines)


def stale_counts(viewer: Viewer) -> dict[int, int]:
    """How many 見直し待ち that the viewer may read each organization provides, by its id."""
    menus = catalogue.today()
    found = menus.readable(viewer) & menus.stale
    counts = {number: (bits & found).bit_count() for number, bits in menus.providers.items()}
    return {number: count for number, count in counts.items() if count}


def stale_ids(organization_ids: Iterable[int], viewer: Viewer | Standing) -> list[int]:
    menus = catalogue.today()
    theirs = menus.any_of(menus.providers, organization_ids)
    found = menus.readable(Circle.of(viewer)) & menus.stale & theirs
    return list(menus.sorted_by(found, menus.stale_from.__getitem__))


def invites(viewer: Viewer | Standing) -> ColumnElement[bool]:
    """The condition on MenuPartner under which the viewer may answer."""
    return and_(
        MenuPartner.organization_id.in_(viewer.editing_ids),
        MenuPartner.accepted_at.is_(None),
        MenuPartner.declined_at.is_(None),
        visible_to(viewer).where(Menu.id == MenuPartner.menu_id).exists(),
    )


def invitations_for(viewer: Viewer) -> Sequence[MenuPartner]:
    """Requests to be named as a partner that the viewer may answer, the oldest first."""
    return db.session.scalars(
        select(MenuPartner)
        .where(invites(viewer))
        .order_by(MenuPartner.id)
        .options(
            joinedload(MenuPartner.organization),
            joinedload(MenuPartner.menu).joinedload(Menu.provider),
        )
    ).all()


def is_stale() -> ColumnElement[bool]:
    return and_(Menu.stale_from.is_not(None), Menu.stale_from <= calendar.today())


def stale_last() -> ColumnElement[int]:
    return case((is_stale(), 1), else_=0)


def for_rows(query: Select[Menu]) -> Select[Menu]:
    """With everything that a row of a list shows, in a fixed number of queries."""
    return query.options(
        joinedload(Menu.provider),
        joinedload(Menu.type),
        joinedload(Menu.cost),
        selectinload(Menu.terms),
        selectinload(Menu.partners).joinedload(MenuPartner.organization),
    )


def for_lines(query: Select[Menu]) -> Select[Menu]:
    """With the organization and the type alone."""
    return query.options(joinedload(Menu.provider), joinedload(Menu.type))


def _rows(query: Select[Menu]) -> Sequence[Menu]:
    return db.session.scalars(for_rows(query)).all()


def _readable(viewer: Viewer | Standing) -> ColumnElement[bool]:
    allowed: list[Any] = [Menu.visibility == MenuVisibility.PUBLIC]
    if viewer.in_network:
        allowed.append(Menu.visibility == MenuVisibility.NETWORK)
        allowed.append(
            and_(
                Menu.visibility == MenuVisibility.ORGANIZATION,
                Menu.provider_id.in_(viewer.organization_ids),
            )
        )
    return or_(*allowed)
