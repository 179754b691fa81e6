"""The dated record of a review, and what every step asks first."""

from typing import Any

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.audit.log import record
from hub.core.db import lock_version
from hub.core.errors import Conflict, authorize
from hub.reviews.models import Review, ReviewStep, ReviewSubmission, StepKind


def hold(review: Review, seen: int, *, right: bool) -> None:
    """Raises Forbidden, and Conflict when somebody did something with it since it was looked at."""
    authorize(right)
    lock_version(review, seen)


def need(*, fits: bool) -> None:
    """Raises Conflict where the review is not in a state in which this is done."""
    if not fits:
        raise Conflict(_("振り返りの状態が変わったため、いまはこの操作ができません。"))


def add_step(
    actor: User, review: Review, kind: StepKind, *, organization_id: int, post_title: str = "",
    note: str = "", submission: ReviewSubmission | None = None,
) -> None:  # fmt: skip
    """Of the record that its readers see."""
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


def log(actor: User, verb: str, review: Review, *, organization_id: int, **after: Any) -> None:
    """Nothing of what was written: the audit log has readers of its own."""
    record(actor, f"review:{verb}", review, organization_id=organization_id,
           after=after)  # fmt: skip
