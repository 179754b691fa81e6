"""提出期限: which day holds for which organization and term."""

from collections.abc import Collection, Iterable, Sequence
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
                    Relation.office_id.in_(successors.today().held_by(office_ids)),
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


def holding(
    organization_ids: Iterable[int] | None = None,
) -> dict[tuple[int, FiscalTerm], ReviewDeadline]:
    """(organization, term) -> what its 所管課 set; of all organizations where none are named.

    What a reorganized department set holds until its successor sets another. Two queries.
    """
    acting = successors.today()
    relations = select(Relation.organization_id, Relation.office_id).where(
        Relation.role == RelationRole.SUPERVISES, is_current_relation()
    )
    if organization_ids is not None:
        relations = relations.where(Relation.organization_id.in_(list(organization_ids)))
    of_office: dict[int, list[int]] = {}
    for organization_id, office_id in db.session.execute(relations):
        of_office.setdefault(acting.of(office_id), []).append(organization_id)
    held = acting.held_by(of_office)
    deadlines = db.session.scalars(
        select(ReviewDeadline)
        .where(ReviewDeadline.office_id.in_(held))
        .options(joinedload(ReviewDeadline.others))
    ).unique()
    return {
        (organization_id, found.covers): found
        for found in sorted(deadlines, key=lambda d: (acting.of(d.office_id) == d.office_id, d.id))
        for organization_id in of_office[acting.of(found.office_id)]
    }


def days(organization_ids: Iterable[int] | None = None) -> dict[tuple[int, FiscalTerm], date]:
    """(organization, term) -> the day on which its review is due."""
    found = holding(organization_ids)
    return {key: deadline.due_for(key[0]) for key, deadline in found.items()}
