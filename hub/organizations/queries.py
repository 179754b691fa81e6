"""Reads of organizations. The directory is public; visits are read inside the network."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound
from hub.organizations.models import Organization, OrganizationKind, Relation, RelationRole


def get_organization(organization_id: int) -> Organization:
    """Raises NotFound."""
    organization = db.session.get(Organization, organization_id)
    if organization is None:
        raise NotFound
    return organization


def organizations(*kinds: OrganizationKind) -> Sequence[Organization]:
    """All that exist today, of the given kinds (all kinds when none is given), in their order."""
    query = select(Organization).where(
        or_(Organization.valid_until.is_(None), Organization.valid_until >= calendar.today())
    )
    if kinds:
        query = query.where(Organization.kind.in_(kinds))
    return db.session.scalars(query.order_by(Organization.position, Organization.id)).all()


def offices_of(organization: Organization) -> Sequence[Relation]:
    """Who supervises, coordinates or is in touch with it today."""
    return db.session.scalars(
        select(Relation)
        .where(Relation.organization_id == organization.id, _current())
        .order_by(Relation.id)
    ).all()


def organizations_of(office: Organization) -> Sequence[Relation]:
    """What a department or ward office supervises, coordinates or is in touch with today."""
    return db.session.scalars(
        select(Relation).where(Relation.office_id == office.id, _current()).order_by(Relation.id)
    ).all()


def overseen_ids(office_ids: frozenset[int]) -> frozenset[int]:
    """Ids of all organizations that stand in some relation to one of these offices today."""
    return frozenset(
        db.session.scalars(
            select(Relation.organization_id).where(Relation.office_id.in_(office_ids), _current())
        )
    )


def supervises(office_id: int, organization_id: int) -> bool:
    """所管課 today."""
    return (
        db.session.scalars(
            select(Relation.id).where(
                Relation.office_id == office_id,
                Relation.organization_id == organization_id,
                Relation.role == RelationRole.SUPERVISES,
                _current(),
            )
        ).first()
        is not None
    )


def _current():
    today = calendar.today()
    return or_(Relation.starts_on.is_(None), Relation.starts_on <= today) & or_(
        Relation.ends_on.is_(None), Relation.ends_on >= today
    )
