"""Reviews of a term in the version that a viewer may read, with what was said about it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import Viewer
from hub.core.db import db
from hub.programmes.periods import FiscalTerm
from hub.reports import content
from hub.reviews import policy, queries
from hub.reviews.models import Review, ReviewComment, ReviewSubmission, Section
from hub.reviews.policy import Offices


def reviews(
    viewer: Viewer, ids: Collection[int], term: FiscalTerm, programme_ids: Collection[int]
) -> list[content.Review]:
    """Drafts never: what was handed in, or what is settled. ``programme_ids`` can be read."""
    options: list[Any] = [
        joinedload(Review.submissions).joinedload(ReviewSubmission.office),
    ]
    if viewer.in_network:  # nobody else reads what was said
        options.append(selectinload(Review.comments).joinedload(ReviewComment.organization))
    rows = db.session.scalars(
        queries.visible_to(viewer)
        .where(
            Review.organization_id.in_(ids),
            Review.fiscal_year == term.fiscal_year,
            Review.term == term.kind,
        )
        .options(*options)
        .order_by(Review.organization_id)
    )
    found = rows.unique().all()
    offices = queries.offices_of(r.organization_id for r in found) if viewer.in_network else {}
    read = (
        _read(viewer, review, offices.get(review.organization_id, Offices()), programme_ids)
        for review in found
    )
    return [one for one in read if one is not None]


def _read(
    viewer: Viewer, review: Review, offices: Offices, programme_ids: Collection[int]
) -> content.Review | None:
    takes_part = policy.can_read_submissions(viewer, review, offices)
    if takes_part:
        version = review.latest
    elif policy.can_read_settled(viewer, review):
        version = review.settled
    else:
        return None
    if version is None:
        return None
    lines = version.content["lines"]
    return content.Review(
        organization_id=review.organization_id,
        kind=review.kind,
        number=version.number,
        submitted_at=version.submitted_at,
        settled_at=version.settled_at,
        office=version.office.short_name if version.office else "",
        reason=version.reason,
        lines=[_line(viewer, review, line, programme_ids) for line in lines],
        comments=_comments(review, lines) if takes_part else [],
    )


def _line(
    viewer: Viewer, review: Review, line: dict[str, Any], programme_ids: Collection[int]
) -> content.Line:
    """A source may be something that only the writers read."""
    knows_programme = viewer.in_network or line["programme_id"] in programme_ids
    knows_source = viewer.belongs_to(review.organization_id)
    return content.Line(
        programme=(line.get("programme") or "") if knows_programme else "",
        section=Section(line["section"]),
        text=line["text"],
        source=(line.get("source_label") or "") if knows_source else "",
    )


def _comments(review: Review, lines: list[dict[str, Any]]) -> list[content.Comment]:
    """All that was said, also about earlier versions, in its order."""
    texts = {line["id"]: line["text"] for line in lines}
    return [
        content.Comment(
            kind=comment.kind,
            about=texts.get(comment.line_id, ""),
            organization=comment.organization.short_name,
            post_title=comment.post_title,
            at=comment.created_at,
            text=comment.text,
        )
        for comment in review.comments
    ]
