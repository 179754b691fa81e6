"""Lists of reviews, and the condition of each as this viewer is told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import Standing, Viewer
from hub.core.db import db
from hub.organizations.models import Organization
from hub.programmes.periods import FiscalTerm
from hub.reviews import policy, queries
from hub.reviews.models import (
    WITH_OFFICE,
    Review,
    ReviewKind,
    ReviewState,
    ReviewSubmission,
)
from hub.reviews.policy import Offices

_HIDDEN = [ReviewState.PREPARING, ReviewState.INTERNAL]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One review of a list, as its viewer is told of it; what is not begun has no review."""

    organization: Organization
    covers: FiscalTerm
    review: Review | None
    state: ReviewState | None
    submission: ReviewSubmission | None
    due_on: date | None = None

    @property
    def is_late(self) -> bool:
        """It can still be handed in for the first time."""
        return self.due_on is not None and self.submission is None

    def count(self, section: str) -> int:
        lines = self.submission.content["lines"] if self.submission else []
        return sum(line["section"] == section for line in lines)


@dataclass(frozen=True, kw_only=True)
class Line:
    """The least that is said of one, where there is little room."""

    id: int
    kind: ReviewKind
    covers: FiscalTerm
    state: ReviewState


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something for the 所管課 to look at, and since when."""

    row: Row
    since: datetime


def state_seen(viewer: Viewer | Standing) -> ColumnElement[Any]:
    """``policy.state_seen`` as a query says it."""
    member = Review.organization_id.in_(viewer.organization_ids)
    editor = Review.organization_id.in_(viewer.editing_ids)
    hidden = Review.state.in_(_HIDDEN)
    settled = case(
        (Review.kind == ReviewKind.SHARING, ReviewState.SHARED.value),
        else_=ReviewState.CONFIRMED.value,
    )
    newest = (
        select(ReviewSubmission.settled_at)
        .where(ReviewSubmission.review_id == Review.id)
        .order_by(ReviewSubmission.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    has_any = exists().where(ReviewSubmission.review_id == Review.id)
    outside = case(
        (and_(hidden, newest.is_not(None)), settled),
        (and_(hidden, has_any), ReviewState.RETURNED.value),
        else_=Review.state,
    )
    return case(
        (or_(editor, and_(member, Review.state != ReviewState.PREPARING)), Review.state),
        (or_(member, queries.is_office(viewer.organization_ids)), outside),
        else_=settled,
    )


def found(
    viewer: Viewer,
    *,
    term: FiscalTerm | None,
    organization_id: int | None,
    state: ReviewState | None,
) -> Select[Any]:
    """What the viewer reads anything of, newest term first."""
    query = queries.visible_to(viewer).join(Review.organization)
    if term is not None:
        query = query.where(Review.fiscal_year == term.fiscal_year, Review.term == term.kind)
    if organization_id is not None:
        query = query.where(Review.organization_id == organization_id)
    if state is not None:
        query = query.where(state_seen(viewer) == state.value)
    return query.options(*queries.for_list()).order_by(
        Review.fiscal_year.desc(), Review.term.desc(), Organization.position, Review.id
    )


def of_organization(viewer: Viewer | Standing, organization_id: int) -> list[Line]:
    """Newest term first. One query."""
    query = (
        select(
            Review.id, Review.kind, Review.fiscal_year, Review.term,
            state_seen(viewer).label("state"),
        )
        .where(Review.organization_id == organization_id, queries.readable(viewer))
        .order_by(Review.fiscal_year.desc(), Review.term.desc())
    )  # fmt: skip
    return [
        Line(id=row.id, kind=row.kind, covers=FiscalTerm(row.fiscal_year, row.term),
             state=ReviewState(row.state))
        for row in db.session.execute(query)
    ]  # fmt: skip


def rows(viewer: Viewer, reviews: Iterable[Review]) -> list[Row]:
    listed = list(reviews)
    offices = queries.offices_of({review.organization_id for review in listed})
    return [_row(viewer, review, offices[review.organization_id]) for review in listed]


def concerning(viewer: Viewer, organizations: Iterable[Organization], term: FiscalTerm
) -> Sequence[Review]:  # fmt: skip
    """Of these in the term, and of any term what waits for the viewer's office."""
    ids = [organization.id for organization in organizations]
    in_term = and_(Review.fiscal_year == term.fiscal_year, Review.term == term.kind)
    return db.session.scalars(
        queries.visible_to(viewer)
        .where(Review.organization_id.in_(ids), or_(in_term, Review.state.in_(WITH_OFFICE)))
        .options(joinedload(Review.organization), selectinload(Review.submissions),
                 selectinload(Review.steps))
        .order_by(Review.id)
    ).all()  # fmt: skip


def table(
    viewer: Viewer, organizations: Iterable[Organization], term: FiscalTerm,
    reviews: Iterable[Review], days: dict[tuple[int, FiscalTerm], date], *, own: bool,
) -> list[Row]:  # fmt: skip
    """A row for each organization, also where nothing is there yet or nothing may be told."""
    known = {review.organization_id: review for review in reviews if review.covers == term}
    offices = Offices(supervising=frozenset() if own else viewer.organization_ids)
    found_rows = []
    for organization in organizations:
        review = known.get(organization.id)
        due_on = days.get((organization.id, term))
        if review is None:
            found_rows.append(
                Row(organization=organization, covers=term, review=None, state=None,
                    submission=None, due_on=due_on)
            )  # fmt: skip
        else:
            found_rows.append(_row(viewer, review, offices, due_on))
    return found_rows


def waiting(viewer: Viewer, reviews: Iterable[Review]) -> list[Waiting]:
    """Submitted or answered: the office's turn; the oldest first."""
    turn = {ReviewState.SUBMITTED, ReviewState.ANSWERED}
    offices = Offices(supervising=viewer.organization_ids)
    return sorted(
        (
            Waiting(
                row=_row(viewer, review, offices),
                since=since,
            )
            for review in reviews
            if review.state in turn and (since := review.waits_since)
        ),
        key=lambda one: one.since,
    )


def _row(viewer: Viewer, review: Review, offices: Offices, due_on: date | None = None) -> Row:
    return Row(
        organization=review.organization,
        covers=review.covers,
        review=review,
        state=policy.state_seen(viewer, review, offices),
        submission=policy.submission_read(viewer, review, offices),
        due_on=due_on,
    )
