"""課題 of reviews as a viewer reads them: what was settled, else the draft of who writes it.

A settled version keeps its lines as JSON, so what it says of one is looked up after the query.
"""

import json
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, null, or_, select

from hub.accounts.models import Viewer
from hub.core.text import first_sentence
from hub.reviews.models import (
    Review,
    ReviewLine,
    ReviewState,
    ReviewSubmission,
    ReviewVisibility,
    Section,
)


def last_settled() -> Any:
    """Id of the version of a review that stands."""
    same = ReviewSubmission.__table__.alias("same_review")
    return (
        select(same.c.id)
        .where(same.c.review_id == Review.id, same.c.settled_at.is_not(None))
        .order_by(same.c.number.desc())
        .limit(1)
        .correlate(Review)
        .scalar_subquery()
    )


def settled_content(viewer: Viewer) -> Any:
    """Where the viewer may read what stands (``policy.can_read_settled``)."""
    content = cast(ReviewSubmission.content, String)
    if viewer.in_network:
        return content
    return case((Review.visibility == ReviewVisibility.PUBLIC, content), else_=null())


def draft_text(viewer: Viewer) -> Any:
    """Where the viewer may read the draft (``policy.can_read_draft``) and the line stands in it."""
    stands = and_(ReviewLine.section == Section.ISSUE, ReviewLine.removed_at.is_(None))
    return case((and_(stands, _reads_draft(viewer)), ReviewLine.text), else_=null())


def _reads_draft(viewer: Viewer) -> ColumnElement[bool]:
    return or_(
        Review.organization_id.in_(viewer.editing_ids),
        and_(
            Review.organization_id.in_(viewer.organization_ids),
            Review.state != ReviewState.PREPARING,
        ),
    )


def as_read(row: Any) -> str | None:
    """What stands, else the draft; None where neither may be read."""
    if row.content:
        for line in json.loads(row.content)["lines"]:
            if line["id"] == row.id and line["section"] == Section.ISSUE:
                return first_sentence(line["text"])
    return first_sentence(row.title) if row.title else None
