"""What a 課題 became: an action, a proposal for an agenda, and where these stand today."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.accounts.models import Viewer
from hub.actions import policy as actions
from hub.actions.models import Action
from hub.agenda import policy as agenda
from hub.agenda.models import AgendaProposal
from hub.core.db import db
from hub.core.errors import NotFound
from hub.meetings.models import Meeting, Series
from hub.reviews import policy
from hub.reviews.models import Review, ReviewLine, Section


@dataclass(frozen=True)
class FollowUp:
    """As far as the viewer reads them."""

    line_id: int
    action: Action | None
    proposal: AgendaProposal | None
    may_see_meeting: bool = False  # onto the agenda of which the proposal came

    def __bool__(self) -> bool:
        return bool(self.action or self.proposal)


def loaded() -> tuple[Any, ...]:
    """Options of ReviewLine: what it became, with what the policies ask for."""
    return (
        joinedload(ReviewLine.action).options(
            joinedload(Action.partners),
            joinedload(Action.meeting).joinedload(Meeting.series).selectinload(Series.members),
        ),
        joinedload(ReviewLine.proposal).options(
            joinedload(AgendaProposal.series),
            joinedload(AgendaProposal.meeting).joinedload(Meeting.series),
        ),
    )


def follow_up(viewer: Viewer, line: ReviewLine) -> FollowUp:
    action, proposal = line.action, line.proposal
    return FollowUp(
        line.id,
        action if action and actions.can_view(viewer, action) else None,
        proposal if proposal and agenda.can_view(viewer, proposal) else None,
        bool(proposal and agenda.can_see_meeting(viewer, proposal)),
    )


def of_lines(viewer: Viewer, line_ids: Iterable[int]) -> dict[int, FollowUp]:
    """By id of the line; of those that became something. For what was handed in."""
    ids = list(line_ids)
    if not ids or not viewer.in_network:
        return {}
    query = select(ReviewLine).where(
        ReviewLine.id.in_(ids),
        ReviewLine.action_id.is_not(None) | ReviewLine.proposal_id.is_not(None),
    )
    lines = db.session.scalars(query.options(*loaded())).unique()
    found = {line.id: follow_up(viewer, line) for line in lines}
    return {number: one for number, one in found.items() if one}


def get_issue_line(viewer: Viewer, review_id: int, line_id: int) -> ReviewLine:
    """A 課題 of the draft, or of what was handed in before, for its organization.

    Raises NotFound.
    """
    line = db.session.scalars(
        select(ReviewLine)
        .where(ReviewLine.id == line_id, ReviewLine.review_id == review_id)
        .options(joinedload(ReviewLine.review).joinedload(Review.organization))
    ).one_or_none()
    if line is None or line.section is not Section.ISSUE:
        raise NotFound
    may_read = policy.can_read_draft(viewer, line.review) or (
        viewer.belongs_to(line.review.organization_id) and line.review.latest is not None
    )
    if not may_read:
        raise NotFound
    return line
