"""課題 that the last settled review named, and what the next one says became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import contains_eager

from hub.core.db import db
from hub.programmes.periods import TermKind
from hub.reviews.models import Review, ReviewLine, ReviewSubmission, Section


class Outcome(StrEnum):
    """What became of an issue."""

    SOLVED = "solved"
    GOES_ON = "goes_on"
    CHANGED = "changed"

    @property
    def label(self):
        return OUTCOMES[self]

    @property
    def section(self) -> Section:
        """Where the line stands that says so."""
        return Section.RESULT if self is Outcome.SOLVED else Section.ISSUE


OUTCOMES = {
    Outcome.SOLVED: _("解決した"),
    Outcome.GOES_ON: _("続いている"),
    Outcome.CHANGED: _("形を変えた"),
}


@dataclass(frozen=True, kw_only=True)
class EarlierIssue:
    """As it was settled; ``answer`` is the line of the later review about it."""

    id: int  # of its line
    text: str
    term: str
    programme_id: int | None
    programme: str
    answer: ReviewLine | None

    @property
    def answer_key(self) -> str:
        return f"issue:{self.id}"


def issues_before(review: Review) -> list[EarlierIssue]:
    """Of the same organization, in the order in which they were handed in. One query."""
    last = last_settled_before(review)
    if last is None:
        return []
    answers = {line.answers_id: line for line in review.lines if line.answers_id is not None}
    return [
        EarlierIssue(
            id=line["id"],
            text=line["text"],
            term=last.review.covers.short_label,
            programme_id=line["programme_id"],
            programme=line["programme"],
            answer=answers.get(line["id"]),
        )
        for line in last.content["lines"]
        if line["section"] == Section.ISSUE
    ]


def unanswered(review: Review) -> Sequence[EarlierIssue]:
    return [issue for issue in issues_before(review) if issue.answer is None]


def last_settled_before(review: Review) -> ReviewSubmission | None:
    """What was settled last of the term that ended last before the end of this one."""
    ends_first = Review.term == TermKind.FIRST_HALF
    earlier = Review.fiscal_year < review.fiscal_year
    if review.term is not TermKind.FIRST_HALF:
        earlier = or_(earlier, and_(Review.fiscal_year == review.fiscal_year, ends_first))
    return db.session.scalars(
        select(ReviewSubmission)
        .join(ReviewSubmission.review)
        .where(
            Review.organization_id == review.organization_id,
            ReviewSubmission.settled_at.is_not(None),
            earlier,
        )
        .order_by(
            Review.fiscal_year.desc(), case((ends_first, 0), else_=1).desc(),
            ReviewSubmission.settled_at.desc(), ReviewSubmission.id.desc(),
        )
        .options(contains_eager(ReviewSubmission.review))
        .limit(1)
    ).first()  # fmt: skip
