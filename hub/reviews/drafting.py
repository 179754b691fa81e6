"""The draft of a review as its writer sees it: the lines, and beside them what could be taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import attributes, joinedload

from hub.accounts.models import Viewer
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound, authorize
from hub.programmes.models import Programme, programme_menus
from hub.reviews import followups, policy
from hub.reviews.earlier import EarlierIssue, issues_before
from hub.reviews.models import Review, ReviewLine
from hub.reviews.parts import DraftPart, laid_out
from hub.reviews.sources import Fact, Occasion, Source, facts


@dataclass(frozen=True, kw_only=True)
class Draft:
    review: Review
    parts: Sequence[DraftPart]
    issues: Sequence[EarlierIssue]
    facts: Mapping[str, Fact]  # all of the term, by key
    removed: Sequence[ReviewLine]  # taken out, the last first

    @property
    def unanswered(self) -> int:
        return sum(1 for issue in self.issues if issue.answer is None)

    @property
    def taken(self) -> frozenset[str]:
        return frozenset(line.source_key for line in self.review.lines if line.source_key)

    @property
    def refused(self) -> frozenset[str]:
        return frozenset(row.source_key for row in self.review.left_out)

    @property
    def left_out(self) -> list[Fact]:
        return [self.facts[key] for key in self.facts if key in self.refused - self.taken]

    @property
    def waiting(self) -> list[Fact]:
        """Neither taken nor left out."""
        done = self.taken | self.refused
        return [fact for key, fact in self.facts.items() if key not in done]

    def candidates(self, part: DraftPart) -> list[Fact]:
        """Of one part. What belongs to a programme that ended is of the whole."""
        return [fact for fact in self.waiting if self.place_of(fact) == part.programme_id]

    def place_of(self, fact: Fact) -> int | None:
        """The programme among whose lines it is offered."""
        known = {part.programme_id for part in self.parts}
        return fact.programme_id if fact.programme_id in known else None


def by_source(some: Iterable[Fact]) -> list[tuple[Source, list[Fact]]]:
    return [(source, list(found)) for source, found in groupby(some, lambda fact: fact.source)]


def get_draft(viewer: Viewer, review_id: int) -> Draft:
    """With everything its page shows.

    Raises:
        NotFound: the viewer does not read the draft.
        Forbidden: they read it, but do not write it.
    """
    review = get_for_writing(viewer, review_id)
    programmes, by_menu = _programmes(viewer, review.organization_id)
    return Draft(
        review=review,
        parts=laid_out(programmes, review),
        issues=issues_before(review),
        facts=facts(_occasion(viewer, review, by_menu)),
        removed=review.removed_lines,
    )


def get_for_writing(viewer: Viewer, review_id: int) -> Review:
    """With its lines; raises as ``get_draft`` does."""
    query = select(Review).where(Review.id == review_id)
    together = (joinedload(Review.organization), joinedload(Review.left_out))
    review = db.session.scalars(query.options(*together)).unique().one_or_none()
    if review is None or not policy.can_read_draft(viewer, review):
        raise NotFound
    authorize(policy.writes(viewer, review))
    lines = db.session.scalars(
        select(ReviewLine)
        .where(ReviewLine.review_id == review.id)
        .order_by(ReviewLine.position, ReviewLine.id)
        .options(joinedload(ReviewLine.programme), *followups.loaded())
    ).unique()
    _keep_lines(review, lines.all())
    return review


def get_line(viewer: Viewer, review_id: int, line_id: int) -> ReviewLine:
    """Also one that was taken out. Raises as ``get_draft`` does."""
    review = get_for_writing(viewer, review_id)
    for line in (*review.lines, *review.removed_lines):
        if line.id == line_id:
            return line
    raise NotFound


def get_fact(draft: Draft, key: str) -> Fact:
    """One that can be taken. Raises NotFound."""
    for fact in (*draft.waiting, *draft.left_out):
        if fact.key == key:
            return fact
    raise NotFound(_("この候補は、もうありません。下書きのページで、いまの候補を見てください。"))


def get_issue(draft: Draft, line_id: int) -> EarlierIssue:
    """Raises NotFound."""
    for issue in draft.issues:
        if issue.id == line_id:
            return issue
    raise NotFound


def _keep_lines(review: Review, lines: Sequence[ReviewLine]) -> None:
    """Those that stand and those that were taken out, from one query."""
    standing = [line for line in lines if line.removed_at is None]
    out = sorted(
        (line for line in lines if line.removed_at is not None),
        key=lambda line: (line.removed_at, line.id),
        reverse=True,
    )
    attributes.set_committed_value(review, "lines", standing)
    attributes.set_committed_value(review, "removed_lines", out)


def _programmes(
    viewer: Viewer, organization_id: int
) -> tuple[Sequence[Programme], Mapping[int, int]]:
    """Those that are not ended, in their order, and to which of them each menu belongs."""
    rows = db.session.execute(
        select(Programme, programme_menus.c.menu_id)
        .outerjoin(programme_menus, programme_menus.c.programme_id == Programme.id)
        .where(Programme.organization_id == organization_id, Programme.is_archived.is_(False))
        .order_by(Programme.position, Programme.id)
    ).all()
    by_menu: dict[int, int] = {}
    for programme, menu_id in rows:
        by_menu.setdefault(menu_id, programme.id)
    return list(dict.fromkeys(programme for programme, _menu in rows)), by_menu


def _occasion(viewer: Viewer, review: Review, by_menu: Mapping[int, int]) -> Occasion:
    return Occasion(
        viewer=viewer,
        organization_id=review.organization_id,
        term=review.covers,
        today=calendar.today(),
        programmes=by_menu,
    )
