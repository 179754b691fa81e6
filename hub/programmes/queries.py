"""Reads of programmes. The viewer comes first."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from hub.accounts.models import Circle, Viewer
from hub.core.db import db
from hub.core.errors import NotFound
from hub.menus.models import Menu
from hub.menus.queries import visible_to as visible_menus
from hub.organizations.models import Organization
from hub.programmes import figures, policy
from hub.programmes.figures import IndicatorFigures
from hub.programmes.models import (
    Category,
    Figure,
    Indicator,
    Programme,
    ProgrammeVisibility,
    programme_menus,
)
from hub.programmes.periods import FiscalTerm, TermKind


def readable(viewer: Viewer | Circle) -> ColumnElement[bool]:
    """The condition on Programme under which the viewer reads it."""
    if viewer.in_network:
        return true()
    return Programme.visibility == ProgrammeVisibility.PUBLIC


def visible_to(viewer: Viewer | Circle) -> Select[Any]:
    return select(Programme).where(readable(viewer))


def readable_ids(viewer: Viewer, programme_ids: Iterable[int | None]) -> frozenset[int]:
    """Those of these that the viewer reads."""
    wanted = [number for number in programme_ids if number is not None]
    query = select(Programme.id).where(Programme.id.in_(wanted), readable(viewer))
    return frozenset(db.session.scalars(query))


def get_programme(viewer: Viewer, programme_id: int) -> Programme:
    """With its indicators and figures. Raises NotFound."""
    programme = db.session.scalars(
        select(Programme)
        .where(Programme.id == programme_id)
        .options(
            joinedload(Programme.organization),
            selectinload(Programme.indicators).selectinload(Indicator.figures),
        )
    ).one_or_none()
    if programme is None or not policy.can_view(viewer, programme):
        raise NotFound
    return programme


def get_indicator(viewer: Viewer, programme_id: int, indicator_id: int) -> Indicator:
    """Of this programme, with its figures. Raises NotFound."""
    indicator = db.session.scalars(
        select(Indicator)
        .where(Indicator.id == indicator_id, Indicator.programme_id == programme_id)
        .options(
            joinedload(Indicator.programme).joinedload(Programme.organization),
            selectinload(Indicator.figures),
        )
    ).one_or_none()
    if indicator is None or not policy.can_view(viewer, indicator.programme):
        raise NotFound
    return indicator


def of_organization(viewer: Viewer | Circle, organization_id: int) -> Sequence[Programme]:
    """Those that are not ended, in their order, with their indicators, in one query."""
    query = (
        visible_to(viewer)
        .where(Programme.organization_id == organization_id, Programme.is_archived.is_(False))
        .options(joinedload(Programme.indicators))
        .order_by(Programme.position, Programme.id)
    )
    return db.session.scalars(query).unique().all()


def whole(viewer: Viewer, organization_id: int) -> Sequence[Programme]:
    """Those that are not ended, in their order, with indicators and figures: for the sheet."""
    query = (
        visible_to(viewer)
        .where(Programme.organization_id == organization_id, Programme.is_archived.is_(False))
        .options(selectinload(Programme.indicators).selectinload(Indicator.figures))
        .order_by(Programme.position, Programme.id)
    )
    return db.session.scalars(query).all()


def listed(
    viewer: Viewer, *, organization_id: int | None = None, category: Category | None = None,
    is_archived: bool = False,
) -> Select[Any]:  # fmt: skip
    """For the list over the network, organization by organization."""
    query = visible_to(viewer).where(Programme.is_archived.is_(is_archived))
    if organization_id is not None:
        query = query.where(Programme.organization_id == organization_id)
    if category is not None:
        query = query.where(Programme.category == category)
    return (
        query.join(Programme.organization)
        .options(
            contains_eager(Programme.organization),
            selectinload(Programme.indicators).load_only(Indicator.name, Indicator.position),
        )
        .order_by(Organization.position, Organization.id, Programme.position, Programme.id)
    )


def with_programmes(viewer: Viewer) -> Sequence[tuple[int, str]]:
    """Id and short name of the organizations that have any."""
    query = (
        select(Organization.id, Organization.short_name)
        .where(Organization.id.in_(select(Programme.organization_id).where(readable(viewer))))
        .order_by(Organization.position, Organization.id)
    )
    return [(number, name) for number, name in db.session.execute(query)]


def names_of(organization_id: int, *, but: int | None = None) -> list[str]:
    """All names that are in use there, also of ended programmes."""
    query = select(Programme.name).where(Programme.organization_id == organization_id)
    return list(db.session.scalars(query if but is None else query.where(Programme.id != but)))


def own_menus(viewer: Viewer, organization_id: int) -> Sequence[Menu]:
    """The menus that a programme of this organization may have."""
    query = visible_menus(viewer).where(Menu.provider_id == organization_id)
    return db.session.scalars(query.order_by(Menu.title, Menu.id)).all()


def menus_of(viewer: Viewer, programme: Programme) -> Sequence[Menu]:
    """Those of its menus that the viewer may read."""
    query = visible_menus(viewer).join(
        programme_menus, programme_menus.c.menu_id == Menu.id
    )  # fmt: skip
    return db.session.scalars(
        query.where(programme_menus.c.programme_id == programme.id).order_by(Menu.title, Menu.id)
    ).all()


def figures_of(
    viewer: Viewer, organization_ids: Collection[int], term: FiscalTerm
) -> list[IndicatorFigures]:
    """What is counted of the programmes of these organizations, by organization and in their order.

    Ended programmes are told of as long as they have figures in the term. Two queries.
    """
    counted = (
        select(
            Indicator.id, Indicator.name, Indicator.unit, Indicator.period, Indicator.adds_up,
            Indicator.baseline, Indicator.baseline_year,
            Programme.id.label("programme_id"), Programme.name.label("programme"),
        )
        .join(Indicator.programme)
        .where(
            readable(viewer),
            Programme.organization_id.in_(organization_ids),
            or_(Programme.is_archived.is_(False), Indicator.figures.any(_within(term))),
        )
        .order_by(
            Programme.organization_id, Programme.position, Programme.id,
            Indicator.position, Indicator.id,
        )
    )  # fmt: skip
    rows = db.session.execute(counted).all()
    targets, actuals = _values([row.id for row in rows], term)
    return [_in_term(row, targets[row.id], actuals[row.id], term) for row in rows]


def _within(term: FiscalTerm) -> ColumnElement[bool]:
    return Figure.starts_on.between(term.starts_on, term.ends_on)


_Values = dict[date, Decimal | None]


def _values(
    indicator_ids: Collection[int], term: FiscalTerm
) -> tuple[dict[int, _Values], dict[int, _Values]]:
    """Targets and actual figures of this term and of last year's, by indicator and first day."""
    targets: dict[int, _Values] = {number: {} for number in indicator_ids}
    actuals: dict[int, _Values] = {number: {} for number in indicator_ids}
    wanted = select(Figure.indicator_id, Figure.starts_on, Figure.target, Figure.actual).where(
        Figure.indicator_id.in_(indicator_ids), or_(_within(term), _within(term.year_before))
    )
    for number, day, target, actual in db.session.execute(wanted):
        targets[number][day] = target
        actuals[number][day] = actual
    return targets, actuals


def _in_term(
    row: Row[Any], targets: _Values, actuals: _Values, term: FiscalTerm
) -> IndicatorFigures:
    def of(values: _Values, when: FiscalTerm) -> figures.Amount:
        return figures.amount(values, when, row.period, adds_up=row.adds_up)

    actual, last = of(actuals, term), of(actuals, term.year_before)
    target = of(targets, term)
    is_comparable = term.kind is TermKind.YEAR or not row.adds_up
    return IndicatorFigures(
        programme_id=row.programme_id,
        programme=row.programme,
        indicator_id=row.id,
        name=row.name,
        unit=row.unit,
        period=row.period,
        target=target.value,
        actual=actual.value,
        last_target=of(targets, term.year_before).value,
        last_actual=last.value,
        baseline=row.baseline if is_comparable else None,
        baseline_year=row.baseline_year if is_comparable else None,
        known=actual.known,
        parts=actual.parts,
        last_is_partial=last.is_partial,
        target_is_partial=target.is_partial and row.adds_up,
    )
