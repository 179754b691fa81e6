"""The reviews of the organizations on a desk, as far as its office is told of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_
from sqlalchemy.orm import joinedload

from hub.accounts.models import Viewer
from hub.core import calendar
from hub.core.db import db
from hub.organizations.models import Relation, RelationRole
from hub.programmes.periods import FiscalTerm, last_ended
from hub.reviews import due, policy, queries
from hub.reviews.models import WITH_OFFICE, Review, ReviewState
from hub.reviews.policy import Offices


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far the review of one organization and term is; nothing of what may not be told."""

    state: ReviewState | None = None
    review_id: int | None = None
    due_on: date | None = None

    def is_late(self, today: date) -> bool:
        waits = self.state is None or self.state is ReviewState.RETURNED
        return waits and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    term: FiscalTerm
    waiting: Sequence[Review]  # for 確認, the longest waiting first
    standings: Mapping[int, Standing]  # by organization; of those whose 所管課 one is


def of_relations(viewer: Viewer, relations: Iterable[Relation]) -> Reviewed:
    """Of the term that is reviewed now, and of any term what waits. Three queries."""
    by_organization: dict[int, set[RelationRole]] = {}
    for relation in relations:
        by_organization.setdefault(relation.organization_id, set()).add(relation.role)
    term = last_ended(calendar.today())
    supervised = [n for n, roles in by_organization.items() if RelationRole.SUPERVISES in roles]
    days = due.days(supervised) if supervised else {}
    found = _read(viewer, by_organization, term)
    mine = {n: _offices(viewer, roles) for n, roles in by_organization.items()}
    standings = {
        n: Standing(due_on=days.get((n, term))) for n in supervised
    } | {
        review.organization_id: Standing(
            state=policy.state_seen(viewer, review, mine[review.organization_id]),
            review_id=review.id,
            due_on=days.get((review.organization_id, term)),
        )
        for review in found
        if review.covers == term
    }  # fmt: skip
    waiting = [
        review
        for review in found
        if review.state in queries.OFFICE_TURN and review.organization_id in supervised
    ]
    return Reviewed(
        term=term, standings=standings,
        waiting=sorted(waiting, key=lambda review: (_since(review), review.id)),
    )  # fmt: skip


def _read(viewer: Viewer, ids: Iterable[int], term: FiscalTerm) -> Sequence[Review]:
    in_term = and_(Review.fiscal_year == term.fiscal_year, Review.term == term.kind)
    query = queries.visible_to(viewer).where(
        Review.organization_id.in_(list(ids)), or_(in_term, Review.state.in_(WITH_OFFICE))
    )
    together = (joinedload(Review.organization), joinedload(Review.submissions))
    return db.session.scalars(query.options(*together).order_by(Review.id)).unique().all()


def _offices(viewer: Viewer, roles: set[RelationRole]) -> Offices:
    own = viewer.organization_ids
    if RelationRole.SUPERVISES in roles:
        return Offices(supervising=own)
    return Offices(reading=own)


def _since(review: Review):
    assert review.latest is not None
    return review.latest.submitted_at
