"""提出期限: which day holds for which organization and term."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, selectinload

from hub.core.db import db
from hub.organizations.models import Organization, Relation, RelationRole
from hub.organizations.queries import is_current_relation
from hub.programmes.periods import FiscalTerm
from hub.reviews.models import ReviewDeadline


def supervised(office_id: int) -> Sequence[Organization]:
    """Whose 所管課 it is today."""
    return db.session.scalars(
        select(Organization)
        .join(Relation, Relation.organization_id == Organization.id)
        .where(
            Relation.office_id == office_id,
            Relation.role == RelationRole.SUPERVISES,
            is_current_relation(),
        )
        .order_by(Organization.position, Organization.id)
    ).all()


def deadline(office_id: int, term: FiscalTerm) -> ReviewDeadline | None:
    return db.session.scalars(
        select(ReviewDeadline)
        .where(
            ReviewDeadline.office_id == office_id,
            ReviewDeadline.fiscal_year == term.fiscal_year,
            ReviewDeadline.term == term.kind,
        )
        .options(selectinload(ReviewDeadline.others))
    ).one_or_none()


def days(organization_ids: Iterable[int] | None = None) -> dict[tuple[int, FiscalTerm], date]:
    """(organization, term) -> the day; of all organizations where none are named.

    What a reorganized department set holds until its successor sets another. Two queries.
    """
    office = aliased(Organization)
    of_office = or_(Relation.office_id == office.id, Relation.office_id == office.successor_id)
    query = (
        select(ReviewDeadline, Relation.organization_id)
        .join(office, office.id == ReviewDeadline.office_id)
        .join(Relation, of_office)
        .where(Relation.role == RelationRole.SUPERVISES, is_current_relation())
        .options(selectinload(ReviewDeadline.others))
        .order_by(office.successor_id.is_(None), ReviewDeadline.id)
    )
    if organization_ids is not None:
        query = query.where(Relation.organization_id.in_(list(organization_ids)))
    return {
        (organization_id, found.covers): found.due_for(organization_id)
        for found, organization_id in db.session.execute(query)
    }
