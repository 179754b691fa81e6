"""The dated record of a review."""

from hub.accounts.models import User
from hub.reviews.models import Review, ReviewStep, ReviewSubmission, StepKind


def add_step(
    actor: User, review: Review, kind: StepKind, *, organization_id: int, post_title: str = "",
    note: str = "", submission: ReviewSubmission | None = None,
) -> None:  # fmt: skip
    review.steps.append(
        ReviewStep(
            kind=kind,
            organization_id=organization_id,
            user_id=actor.id,
            post_title=post_title,
            note=note,
            submission=submission,
        )
    )
