"""Reads of support menus. Each takes the viewer first and returns only what they may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from hub.accounts.models import Viewer
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound
from hub.menus import policy
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


def visible_to(viewer: Viewer) -> Select[Menu]:
    """Published menus that the viewer may read; one's own drafts are on a page of their own."""
    return select(Menu).where(Menu.state == MenuState.PUBLISHED, _readable(viewer))


def get_menu(viewer: Viewer, menu_id: int) -> Menu:
    """Raises NotFound."""
    menu = db.session.get(Menu, menu_id)
    if menu is None or not policy.can_view(viewer, menu):
        raise NotFound
    return menu


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


def by_ids(ids: Sequence[int]) -> list[Menu]:
    """For rows, in that order; whoever asks knows that the viewer may read them."""
    rows = {menu.id: menu for menu in _rows(select(Menu).where(Menu.id.in_(ids)))} if ids else {}
    return [rows[menu_id] for menu_id in ids if menu_id in rows]


def own(viewer: Viewer) -> Select[Menu]:
    """All menus of the organizations one belongs to; unpublished ones where one writes."""
    return for_rows(
        select(Menu).where(
            Menu.provider_id.in_(viewer.organization_ids),
            or_(Menu.state == MenuState.PUBLISHED, Menu.provider_id.in_(viewer.editing_ids)),
        )
    )


def near(viewer: Viewer, menu: Menu, *, limit: int = 5) -> Sequence[Menu]:
    """近い支援: of the same type, or for the same people or fields; the nearest first."""
    alike = [t.id for t in menu.terms if t.scheme in {Scheme.TARGET, Scheme.THEME}]
    shared = (
        select(func.count())
        .where(menu_terms.c.menu_id == Menu.id, menu_terms.c.term_id.in_(alike))
        .scalar_subquery()
    )
    score = shared + case((Menu.type_id == menu.type_id, SAME_TYPE), else_=0)
    return db.session.scalars(
        visible_to(viewer)
        .where(Menu.id != menu.id, score > 0)
        .order_by(score.desc(), stale_last(), Menu.title, Menu.id)
        .options(joinedload(Menu.provider))
        .limit(limit)
    ).all()


def of_organization(viewer: Viewer, organization_id: int) -> Sequence[Menu]:
    """What an organization provides, or takes part in by its own consent."""
    joint = select(MenuPartner.menu_id).where(
        MenuPartner.organization_id == organization_id, MenuPartner.accepted_at.is_not(None)
    )
    theirs = or_(Menu.provider_id == organization_id, Menu.id.in_(joint))
    first = case((Menu.provider_id == organization_id, 0), else_=1)
    return _rows(visible_to(viewer).where(theirs).order_by(first, stale_last(), Menu.title))


def of_ward(viewer: Viewer, ward: Term) -> Sequence[Menu]:
    """What serves this ward by name; the ward's own organizations first."""
    own_ward = case((Organization.ward_id == ward.id, 0), else_=1)
    return _rows(
        visible_to(viewer)
        .join(Menu.provider)
        .where(_has_term(ward.id))
        .order_by(own_ward, stale_last(), Menu.title)
    )


def count(viewer: Viewer) -> int:
    return db.session.scalar(select(func.count()).select_from(visible_to(viewer).subquery())) or 0


def count_by_ward(viewer: Viewer) -> dict[str, int]:
    """Code of the ward (市全域 and オンライン too): how many menus name it."""
    ids = visible_to(viewer).with_only_columns(Menu.id)
    rows = db.session.execute(
        select(Term.code, func.count())
        .join(menu_terms, menu_terms.c.term_id == Term.id)
        .where(Term.scheme == Scheme.WARD, menu_terms.c.menu_id.in_(ids))
        .group_by(Term.code)
    )
    return dict(rows.all())


def by_need(viewer: Viewer, *, limit: int = 3) -> list[Need]:
    """場所・お金・仲間・相談・学び・広報, each with its freshest menus."""
    kind = aliased(Term)
    ranked = (
        visible_to(viewer)
        .join(kind, Menu.type_id == kind.id)
        .where(kind.parent_id.is_not(None))
        .with_only_columns(
            Menu.id,
            kind.parent_id.label("need_id"),
            func.count().over(partition_by=kind.parent_id).label("total"),
            func.row_number()
            .over(partition_by=kind.parent_id, order_by=(stale_last(), Menu.title, Menu.id))
            .label("place"),
        )
        .subquery()
    )
    rows = db.session.execute(
        select(ranked.c.need_id, ranked.c.total, Menu)
        .join(Menu, Menu.id == ranked.c.id)
        .where(ranked.c.place <= limit)
        .order_by(ranked.c.place)
        .options(joinedload(Menu.provider))
    ).all()
    needs = db.session.scalars(
        select(Term).where(Term.scheme == Scheme.NEED).order_by(Term.position, Term.id)
    )
    return [
        Need(
            term=term,
            count=next((total for need_id, total, _menu in rows if need_id == term.id), 0),
            menus=[menu for need_id, _total, menu in rows if need_id == term.id],
        )
        for term in needs
    ]


def recently_changed(viewer: Viewer, since: datetime, *, limit: int = 10) -> Sequence[Menu]:
    """Menus whose text changed, or that came, after ``since``; the newest first."""
    return _rows(
        visible_to(viewer)
        .where(Menu.updated_at > since)
        .order_by(Menu.updated_at.desc(), Menu.id)
        .limit(limit)
    )


def to_look_over(viewer: Viewer) -> Sequence[Menu]:
    """見直し待ち, of the organizations for which the viewer writes; the longest waiting first."""
    return stale_of(viewer.editing_ids, viewer)


def stale_of(organization_ids: Iterable[int], viewer: Viewer) -> Sequence[Menu]:
    """見直し待ち menus of these organizations, as far as the viewer may read them."""
    return _rows(
        visible_to(viewer)
        .where(Menu.provider_id.in_(list(organization_ids)), is_stale())
        .order_by(Menu.stale_from, Menu.title, Menu.id)
    )


def invitations_for(viewer: Viewer) -> Sequence[MenuPartner]:
    """Requests to be named as a partner that the viewer may answer, the oldest first."""
    ids = visible_to(viewer).with_only_columns(Menu.id)
    return db.session.scalars(
        select(MenuPartner)
        .where(
            MenuPartner.organization_id.in_(viewer.editing_ids),
            MenuPartner.accepted_at.is_(None),
            MenuPartner.declined_at.is_(None),
            MenuPartner.menu_id.in_(ids),
        )
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


def _rows(query: Select[Menu]) -> Sequence[Menu]:
    return db.session.scalars(for_rows(query)).all()


def _has_term(term_id: int) -> ColumnElement[bool]:
    return Menu.id.in_(select(menu_terms.c.menu_id).where(menu_terms.c.term_id == term_id))


def _readable(viewer: Viewer) -> ColumnElement[bool]:
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
