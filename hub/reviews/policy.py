"""Who may do what with a review. Pure functions: no session, no request.

``Offices`` are asked from the relations of today, so that a reorganized department's successor
takes over with its relation.
"""

from dataclasses import dataclass, field

from hub.accounts.models import Viewer
from hub.organizations.models import Organization
from hub.reviews.models import (
    SETTLED,
    WITH_OFFICE,
    Review,
    ReviewKind,
    ReviewLine,
    ReviewState,
    ReviewStep,
    ReviewSubmission,
    ReviewVisibility,
    Section,
    StepKind,
)


@dataclass(frozen=True)
class Offices:
    """Ids of who stands to the organization of a review today."""

    supervising: frozenset[int] = field(default_factory=frozenset)  # 所管課: it alone confirms
    reading: frozenset[int] = field(default_factory=frozenset)  # 区の連携窓口 and 全体調整


def can_begin_for(actor: Viewer, organization: Organization) -> bool:
    """Offices review others; what they say of themselves is not written here."""
    return actor.edits_for(organization.id) and not organization.is_government


def can_read_draft(viewer: Viewer, review: Review) -> bool:
    """Drafts: its editors; from 組織内確認 on every member. Never its office, nor coordinators."""
    if review.state is ReviewState.PREPARING:
        return viewer.edits_for(review.organization_id)
    return viewer.belongs_to(review.organization_id)


def can_read_submissions(viewer: Viewer, review: Review, offices: Offices) -> bool:
    """What was handed in, also before it is confirmed, and what was said about it."""
    if review.latest is None:
        return False
    if viewer.belongs_to(review.organization_id):
        return True
    if review.kind is ReviewKind.SHARING:
        return bool(viewer.organization_ids & (offices.reading | offices.supervising))
    return bool(viewer.organization_ids & offices.supervising)


def can_read_settled(viewer: Viewer, review: Review) -> bool:
    """What was confirmed or shared: the network, or anybody."""
    if review.settled is None:
        return False
    return review.visibility is ReviewVisibility.PUBLIC or viewer.in_network


def can_view(viewer: Viewer, review: Review, offices: Offices) -> bool:
    return (
        can_read_draft(viewer, review)
        or can_read_submissions(viewer, review, offices)
        or can_read_settled(viewer, review)
    )


def writes(actor: Viewer, review: Review) -> bool:
    return actor.edits_for(review.organization_id)


def judges(actor: Viewer, offices: Offices) -> bool:
    """Editors of the 所管課: they alone ask, return and confirm."""
    return bool(actor.editing_ids & offices.supervising)


def can_write(actor: Viewer, review: Review) -> bool:
    """Its lines, while it is being written."""
    return review.is_being_written and writes(actor, review)


def can_follow_up(actor: Viewer, line: ReviewLine) -> bool:
    """Make an action or an agenda proposal of a 課題: at any time, of a draft or what stands."""
    return line.section is Section.ISSUE and writes(actor, line.review)


def can_ask_inside(actor: Viewer, review: Review) -> bool:
    return can_write(actor, review) and review.state is not ReviewState.INTERNAL


def can_write_on(actor: Viewer, review: Review) -> bool:
    """Out of 組織内確認."""
    return review.state is ReviewState.INTERNAL and writes(actor, review)


def can_check_inside(actor: Viewer, review: Review) -> bool:
    """組織内確認: any member; who is named with a post title."""
    return review.state is ReviewState.INTERNAL and actor.belongs_to(review.organization_id)


def can_comment(actor: Viewer, review: Review, offices: Offices) -> bool:
    """Who reads what was handed in, inside its organization and its offices."""
    return can_read_submissions(actor, review, offices)


def can_question(actor: Viewer, review: Review, offices: Offices) -> bool:
    """質問, 差戻し and 確認, while it is theirs to look at."""
    return review.state in WITH_OFFICE and judges(actor, offices)


def can_answer(actor: Viewer, review: Review) -> bool:
    return review.state is ReviewState.QUESTIONED and writes(actor, review)


def can_revise(actor: Viewer, review: Review) -> bool:
    return review.state in SETTLED and writes(actor, review)


def can_set_deadline(actor: Viewer, office_id: int) -> bool:
    return actor.edits_for(office_id)


def state_seen(viewer: Viewer, review: Review, offices: Offices) -> ReviewState:
    """Who does not read the draft is not told that one is written."""
    if can_read_draft(viewer, review):
        return review.state
    if can_read_submissions(viewer, review, offices):
        return review.state_outside
    return review.settled_state


OPEN_STEPS = {StepKind.SUBMIT, StepKind.SHARE, StepKind.CONFIRM}  # everybody who reads may know
_INSIDE = {StepKind.BEGIN, StepKind.ASK_INSIDE, StepKind.CHECK_INSIDE, StepKind.WRITE_ON,
           StepKind.REVISE}  # fmt: skip


def steps_read(viewer: Viewer, review: Review) -> list[ReviewStep]:
    """The record; what went on inside the organization is for its members."""
    if viewer.belongs_to(review.organization_id):
        return list(review.steps)
    return [step for step in review.steps if step.kind not in _INSIDE]


def submission_read(viewer: Viewer, review: Review, offices: Offices) -> ReviewSubmission | None:
    """The version that this viewer reads as the present one."""
    if can_read_submissions(viewer, review, offices):
        return review.latest
    return review.settled if can_read_settled(viewer, review) else None


def submissions_read(viewer: Viewer, review: Review, offices: Offices) -> list[ReviewSubmission]:
    """Every version that this viewer may look at, the oldest first."""
    if can_read_submissions(viewer, review, offices):
        return list(review.submissions)
    if can_read_settled(viewer, review):
        return [submission for submission in review.submissions if submission.is_settled]
    return []
