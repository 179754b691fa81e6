"""提出期限: which day holds for which organization and term."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.core.db import db
from hub.organizations import successors
from hub.organizations.models import Organization, Relation, RelationRole
from hub.organizations.queries import is_current_relation
from hub.programmes.periods import FiscalTerm
from hub.reviews.models import ReviewDeadline


def supervised(office_ids: Collection[int]) -> Sequence[Organization]:
    """Whose 所管課 one of these is today."""
    return db.session.scalars(
        select(Organization)
        .where(
            Organization.id.in_(
                select(Relation.organization_id).where(
                    Relation.office_id.in_(successors.today().acted_for_by(office_ids)),
                    Relation.role == RelationRole.SUPERVISES,
                    is_current_relation(),
                )
            )
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
        .options(joinedload(ReviewDeadline.others))
    ).unique().one_or_none()  # fmt: skip


def supervising(organization_ids: Iterable[int] | None = None) -> dict[int, list[int]]:
    """Id of each 所管課 of today -> ids of its organizations; of all where none are named."""
    acting = successors.today()
    relations = select(Relation.organization_id, Relation.office_id).where(
        Relation.role == RelationRole.SUPERVISES, is_current_relation()
    )
    if organization_ids is not None:
        relations = relations.where(Relation.organization_id.in_(list(organization_ids)))
    found: dict[int, list[int]] = {}
    for organization_id, office_id in db.session.execute(relations):
        found.setdefault(acting.of(office_id), []).append(organization_id)
    return found


Deadlines = dict[tuple[int, FiscalTerm], ReviewDeadline]  # by organization and term


def holding(of_office: Mapping[int, Collection[int]]) -> Deadlines:
    """What each 所管課 set for its organizations, as ``supervising`` found them. One query.

    What a reorganized department set holds until its successor sets another.
    """
    acting = successors.today()
    deadlines = db.session.scalars(
        select(ReviewDeadline)
        .where(ReviewDeadline.office_id.in_(acting.held_by(of_office)))
        .options(joinedload(ReviewDeadline.others))
    ).unique()
    return {
        (organization_id, found.covers): found
        for found in sorted(deadlines, key=lambda d: (acting.of(d.office_id) == d.office_id, d.id))
        for organization_id in of_office[acting.of(found.office_id)]
    }


def days(organization_ids: Iterable[int]) -> dict[tuple[int, FiscalTerm], date]:
    """(organization, term) -> the day on which its review is due. Two queries."""
    return days_in(holding(supervising(organization_ids)))


def days_in(deadlines: Deadlines) -> dict[tuple[int, FiscalTerm], date]:
    return {key: deadline.due_for(key[0]) for key, deadline in deadlines.items()}
