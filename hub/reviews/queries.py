"""Reads of reviews. The viewer comes first, and nothing they may not see comes back."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import Standing, Viewer
from hub.core.db import db
from hub.core.errors import NotFound
from hub.organizations import queries as organizations
from hub.organizations import successors
from hub.organizations.models import Organization, Relation, RelationRole
from hub.programmes.periods import FiscalTerm
from hub.reviews import followups, policy
from hub.reviews.models import (
    Review,
    ReviewComment,
    ReviewKind,
    ReviewLine,
    ReviewState,
    ReviewStep,
    ReviewSubmission,
    ReviewVisibility,
)
from hub.reviews.policy import Offices

OFFICE_TURN = {ReviewState.SUBMITTED, ReviewState.ANSWERED}
_FOR_PAGE = (
    joinedload(Review.organization),
    selectinload(Review.lines).options(joinedload(ReviewLine.programme), *followups.loaded()),
    selectinload(Review.submissions).joinedload(ReviewSubmission.office),
    selectinload(Review.steps).options(
        joinedload(ReviewStep.organization), joinedload(ReviewStep.user)
    ),
    selectinload(Review.comments).options(
        joinedload(ReviewComment.organization), joinedload(ReviewComment.author)
    ),
)


def offices_of(organization_ids: Iterable[int]) -> dict[int, Offices]:
    """Id of each organization -> who stands to it today, also by 組織改編."""
    wanted, acting = set(organization_ids), successors.today()
    found: dict[int, dict[RelationRole, set[int]]] = {number: {} for number in wanted}
    rows = db.session.execute(
        select(Relation.organization_id, Relation.role, Relation.office_id).where(
            Relation.organization_id.in_(wanted), organizations.is_current_relation()
        )
    )
    for organization_id, role, office_id in rows:
        found[organization_id].setdefault(role, set()).add(acting.of(office_id))
    return {number: _offices(roles) for number, roles in found.items()}


def offices(review: Review) -> Offices:
    return offices_of([review.organization_id])[review.organization_id]


def readable(viewer: Viewer | Standing) -> ColumnElement[bool]:
    """The condition on Review under which the viewer reads anything of it: ``policy.can_view``."""
    if not viewer.in_network:
        return settled_for(viewer)
    submitted = exists().where(ReviewSubmission.review_id == Review.id)
    mine = viewer.organization_ids
    return or_(
        settled_for(viewer),
        Review.organization_id.in_(viewer.editing_ids),
        and_(
            Review.organization_id.in_(mine),
            or_(Review.state != ReviewState.PREPARING, submitted),
        ),
        and_(submitted, is_office(mine)),
    )


def settled_for(viewer: Viewer | Standing) -> ColumnElement[bool]:
    """``policy.can_read_settled``."""
    settled = exists().where(
        ReviewSubmission.review_id == Review.id, ReviewSubmission.settled_at.is_not(None)
    )
    if viewer.in_network:
        return settled
    return and_(settled, Review.visibility == ReviewVisibility.PUBLIC)


def visible_to(viewer: Viewer) -> Select[Any]:
    return select(Review).where(readable(viewer))


def get_review(viewer: Viewer, review_id: int) -> Review:
    """Raises NotFound."""
    review = db.session.scalars(
        select(Review).where(Review.id == review_id).options(*_FOR_PAGE)
    ).one_or_none()
    if review is None or not policy.can_view(viewer, review, offices(review)):
        raise NotFound
    return review


def get_draft(viewer: Viewer, review_id: int) -> Review:
    """For who writes it or checks it inside. Raises NotFound."""
    review = get_review(viewer, review_id)
    if not policy.can_read_draft(viewer, review):
        raise NotFound
    return review


def of_term(organization_id: int, term: FiscalTerm) -> Review | None:
    """Whoever may read it: only to know whether it is there."""
    return db.session.scalars(
        select(Review).where(
            Review.organization_id == organization_id,
            Review.fiscal_year == term.fiscal_year,
            Review.term == term.kind,
        )
    ).one_or_none()


def own_organizations(viewer: Viewer) -> list[Organization]:
    """For which the viewer may write reviews."""
    found = (membership.organization for membership in viewer.active_memberships)
    return [organization for organization in found if policy.can_begin_for(viewer, organization)]


def last_post_title(viewer: Viewer) -> str:
    """In which post this person took their last step."""
    found = db.session.scalars(
        select(ReviewStep.post_title)
        .where(ReviewStep.user_id == viewer.id, ReviewStep.post_title != "")
        .order_by(ReviewStep.id.desc())
        .limit(1)
    ).first()
    return found or ""


def for_list() -> tuple[Any, ...]:
    return (joinedload(Review.organization), selectinload(Review.submissions))


def of_organization(viewer: Viewer, organization_id: int) -> Sequence[Review]:
    """Newest term first."""
    return db.session.scalars(
        visible_to(viewer)
        .where(Review.organization_id == organization_id)
        .options(*for_list())
        .order_by(Review.fiscal_year.desc(), Review.id.desc())
    ).all()


def is_office(office_ids: frozenset[int]) -> ColumnElement[bool]:
    """One of these is the 所管課 of the review's organization; of a sharing, in touch with it."""
    return exists().where(
        Relation.organization_id == Review.organization_id,
        Relation.office_id.in_(successors.today().acted_for_by(office_ids)),
        organizations.is_current_relation(),
        or_(Relation.role == RelationRole.SUPERVISES, Review.kind == ReviewKind.SHARING),
    )


def to_confirm(viewer: Viewer | Standing) -> ColumnElement[bool]:
    """The condition on Review under which it waits for the viewer's 所管課."""
    supervised = exists().where(
        Relation.organization_id == Review.organization_id,
        Relation.office_id.in_(successors.today().acted_for_by(viewer.organization_ids)),
        Relation.role == RelationRole.SUPERVISES,
        organizations.is_current_relation(),
    )
    return and_(Review.state.in_(OFFICE_TURN), supervised)


def waits_for(viewer: Viewer | Standing) -> ColumnElement[bool]:
    """The condition on Review under which the viewer's own organization is to go on with it:
    sent back or asked about, and for all its members 組織内確認."""
    back = and_(
        Review.organization_id.in_(viewer.editing_ids),
        Review.state.in_([ReviewState.RETURNED, ReviewState.QUESTIONED]),
    )
    inside = and_(
        Review.organization_id.in_(viewer.organization_ids), Review.state == ReviewState.INTERNAL
    )
    return or_(back, inside)


def waiting_for(viewer: Viewer) -> Sequence[Review]:
    """Newest term first."""
    return db.session.scalars(
        select(Review)
        .where(waits_for(viewer))
        .options(joinedload(Review.organization))
        .order_by(Review.fiscal_year.desc(), Review.id.desc())
    ).all()


def _offices(roles: dict[RelationRole, set[int]]) -> Offices:
    supervising = frozenset(roles.get(RelationRole.SUPERVISES, ()))
    others = (roles.get(r, set()) for r in (RelationRole.LIAISON, RelationRole.COORDINATES))
    return Offices(supervising=supervising, reading=frozenset().union(*others))
