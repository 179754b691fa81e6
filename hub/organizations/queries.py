"""Reads of organizations. The directory is public; visits are read inside the network."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from hub.core import calendar, generations
from hub.core.db import db
from hub.core.errors import NotFound
from hub.organizations import policy, successors
from hub.organizations.models import (
    Organization,
    OrganizationKind,
    Relation,
    Strength,
    StrengthKind,
    Visit,
)
from hub.taxonomies.models import Term


def get_organization(organization_id: int) -> Organization:
    """Raises NotFound."""
    organization = db.session.get(Organization, organization_id)
    if organization is None:
        raise NotFound
    return organization


def get_for_page(organization_id: int) -> Organization:
    """With what its page shows of it. Raises NotFound."""
    organization = (
        db.session.scalars(
            select(Organization)
            .where(Organization.id == organization_id)
            .options(
                joinedload(Organization.ward),
                joinedload(Organization.strengths).joinedload(Strength.theme),
                joinedload(Organization.predecessors),
                joinedload(Organization.successor),
            )
            # it may be there already, as one of those of the person who asks
            .execution_options(populate_existing=True)
        )
        .unique()
        .one_or_none()
    )
    if organization is None:
        raise NotFound
    return organization


def organizations(*kinds: OrganizationKind) -> Sequence[Organization]:
    """All that exist today, of the given kinds (all kinds when none is given), in their order."""
    query = select(Organization).where(is_existing())
    if kinds:
        query = query.where(Organization.kind.in_(kinds))
    return db.session.scalars(query.order_by(Organization.position, Organization.id)).all()


class Choice(NamedTuple):
    id: int
    short_name: str


def choices() -> Sequence[Choice]:
    """All that exist today, in their order, for a list to choose from."""
    return _choices(calendar.today())


def _read_choices(_today: date) -> list[Choice]:
    query = select(Organization.id, Organization.short_name).where(is_existing())
    rows = db.session.execute(query.order_by(Organization.position, Organization.id))
    return [Choice._make(row) for row in rows]


_choices = generations.Kept("organizations", _read_choices)


def directory() -> Sequence[Organization]:
    """All that exist today with what a list shows of them: wards and what they are good at."""
    return db.session.scalars(
        select(Organization)
        .where(is_existing())
        .options(
            joinedload(Organization.ward),
            selectinload(Organization.strengths).joinedload(Strength.theme),
        )
        .order_by(Organization.position, Organization.id)
    ).all()


def of_ward(ward: Term) -> Sequence[Organization]:
    """What is located in a ward, in the order of the network."""
    return db.session.scalars(
        select(Organization)
        .where(Organization.ward_id == ward.id, is_existing())
        .options(selectinload(Organization.strengths).joinedload(Strength.theme))
        .order_by(Organization.position, Organization.id)
    ).all()


def offices_of(organization: Organization) -> Sequence[Relation]:
    """Who supervises, coordinates or is in touch with it today."""
    return db.session.scalars(
        select(Relation)
        .where(Relation.organization_id == organization.id, is_current_relation())
        .options(joinedload(Relation.office))
        .order_by(Relation.id)
    ).all()


def organizations_of(office: Organization) -> Sequence[Relation]:
    """What a department or ward office supervises, coordinates or is in touch with today."""
    return db.session.scalars(
        select(Relation)
        .join(Relation.organization)
        .where(Relation.office_id == office.id, is_current_relation(), is_existing())
        .options(joinedload(Relation.organization).joinedload(Organization.ward))
        .order_by(Organization.position, Relation.id)
    ).all()


def relations_of_offices(*offices: Organization) -> dict[int, list[Relation]]:
    """Id of each office (of all, when none is given) -> what it stands to today.

    Those that ended for which one of these acts are among them.
    """
    query = (
        select(Relation)
        .join(Relation.organization)
        .where(is_current_relation(), is_existing())
        .options(contains_eager(Relation.organization))
        .order_by(Organization.position, Relation.id)
    )
    if offices:
        acting = successors.today().acted_for_by(office.id for office in offices)
        query = query.where(Relation.office_id.in_(acting))
    found: dict[int, list[Relation]] = {}
    for relation in db.session.scalars(query):
        found.setdefault(relation.office_id, []).append(relation)
    return found


Matches = dict[int, list[Organization]]  # id of a theme -> organizations


def matches(viewer: policy.Person, organization: Organization) -> tuple[Matches, Matches]:
    """Who is good at what it would like to rely on others for, and who would like to rely on
    others for what it is good at. One query."""
    helpers: Matches = {}
    relying: Matches = {}
    answers = {StrengthKind.STRENGTH: helpers, StrengthKind.RELIANCE: relying}
    sought = {
        StrengthKind.STRENGTH: organization.strengths_of(StrengthKind.RELIANCE),
        StrengthKind.RELIANCE: organization.strengths_of(StrengthKind.STRENGTH),
    }
    wanted = [
        (Strength.kind == kind) & Strength.theme_id.in_([one.theme_id for one in strengths])
        for kind, strengths in sought.items()
        if strengths
    ]
    if wanted and policy.can_see_matches(viewer):
        found = db.session.scalars(
            select(Strength)
            .join(Strength.organization)
            .where(or_(*wanted), Strength.organization_id != organization.id, is_existing())
            .options(contains_eager(Strength.organization))
            .order_by(Organization.position, Organization.id)
        )
        for strength in found:
            by_theme = answers[strength.kind]
            by_theme.setdefault(strength.theme_id, []).append(strength.organization)
    return helpers, relying


def visits_about(viewer: policy.Person, organization: Organization) -> Select[tuple[Visit]]:
    """Records of visits to it, or, for who is not visited, of its own visits; newest first."""
    column = Visit.organization_id if policy.is_visited(organization) else Visit.visitor_id
    query = select(Visit).where(column == organization.id)
    if not policy.can_see_visits(viewer):
        query = query.where(Visit.id.is_(None))
    return query.options(joinedload(Visit.organization), joinedload(Visit.visitor)).order_by(
        Visit.visited_on.desc(), Visit.id.desc()
    )


def get_visit(viewer: policy.Person, visit_id: int) -> Visit:
    """Raises NotFound."""
    visit = db.session.get(Visit, visit_id)
    if visit is None or not policy.can_see_visits(viewer):
        raise NotFound
    return visit


def is_existing() -> ColumnElement[bool]:
    """The condition on Organization: it exists today."""
    return or_(Organization.valid_until.is_(None), Organization.valid_until >= calendar.today())


def is_current_relation() -> ColumnElement[bool]:
    """The condition on Relation: it holds today."""
    today = calendar.today()
    return or_(Relation.starts_on.is_(None), Relation.starts_on <= today) & or_(
        Relation.ends_on.is_(None), Relation.ends_on >= today
    )
