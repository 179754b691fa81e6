"""What the organization does: it writes, looks at it inside, hands in, and revises."""

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.core.db import db, now
from hub.core.errors import Conflict, Invalid, authorize
from hub.organizations.models import Organization
from hub.programmes.periods import FiscalTerm
from hub.reviews import policy, queries
from hub.reviews.commands.steps import add_step, hold, log, need
from hub.reviews.freezing import content_of
from hub.reviews.models import (
    Review,
    ReviewKind,
    ReviewSubmission,
    ReviewVisibility,
    StepKind,
)


def begin(actor: User, organization: Organization, term: FiscalTerm) -> Review:
    """Raises Conflict: somebody began it already."""
    authorize(policy.can_begin_for(actor, organization))
    if queries.of_term(organization.id, term) is not None:
        raise Conflict(_("この期間の振り返りは、もう書き始められています。"))
    review = Review(
        organization_id=organization.id,
        fiscal_year=term.fiscal_year,
        term=term.kind,
        kind=_kind_for(organization.id),
    )
    db.session.add(review)
    _step(actor, review, StepKind.BEGIN)
    log(actor, "create", review, organization_id=organization.id, term=term.code)
    return review


def ask_inside(actor: User, review: Review, *, post_title: str, text: str, seen: int) -> None:
    """組織内確認: every member reads the draft from now on."""
    hold(review, seen, right=policy.writes(actor, review))
    need(fits=policy.can_ask_inside(actor, review))
    review.ask_inside()
    _step(actor, review, StepKind.ASK_INSIDE, post_title, text)
    log(actor, "ask_inside", review, organization_id=review.organization_id)


def check_inside(actor: User, review: Review, *, post_title: str, text: str, seen: int) -> None:
    hold(review, seen, right=actor.belongs_to(review.organization_id))
    need(fits=policy.can_check_inside(actor, review))
    review.touch()
    _step(actor, review, StepKind.CHECK_INSIDE, post_title, text)
    log(actor, "check_inside", review, organization_id=review.organization_id)


def write_on(actor: User, review: Review, *, post_title: str, text: str, seen: int) -> None:
    hold(review, seen, right=policy.writes(actor, review))
    need(fits=policy.can_write_on(actor, review))
    review.write_on()
    _step(actor, review, StepKind.WRITE_ON, post_title, text)
    log(actor, "write_on", review, organization_id=review.organization_id)


def submit(actor: User, review: Review, *, post_title: str, text: str, seen: int) -> None:
    """To its 所管課; where there is none, it is shared with the network (活動の共有).

    Raises Invalid: there is nothing in it.
    """
    hold(review, seen, right=policy.writes(actor, review))
    need(fits=policy.can_write(actor, review))
    if not review.lines:
        raise Invalid(_("まだ一行も書かれていません。"))
    review.kind = _kind_for(review.organization_id)
    office_ids = queries.offices(review).supervising
    submission = ReviewSubmission(
        number=len(review.submissions) + 1,
        office_id=min(office_ids, default=None),
        content=content_of(actor, review),
        reason=review.reason,
    )
    if office_ids:
        review.submit(submission)
    else:
        review.share(submission, now())
    kind = StepKind.SUBMIT if office_ids else StepKind.SHARE
    _step(actor, review, kind, post_title, text, submission)
    log(actor, "submit" if office_ids else "share", review,
        organization_id=review.organization_id, number=submission.number)  # fmt: skip


def revise(actor: User, review: Review, *, post_title: str, text: str, seen: int) -> None:
    """A new revision of what is settled, with the reason; that stays until the next is settled."""
    hold(review, seen, right=policy.writes(actor, review))
    need(fits=policy.can_revise(actor, review))
    if not text:
        raise Invalid(_("改訂する理由を入れてください。"))
    review.revise(text)
    _step(actor, review, StepKind.REVISE, post_title, text)
    log(actor, "revise", review, organization_id=review.organization_id)


def choose_visibility(
    actor: User, review: Review, *, visibility: ReviewVisibility, seen: int
) -> None:
    """Who reads what is settled: the network, or anybody."""
    hold(review, seen, right=policy.writes(actor, review))
    if review.visibility is visibility:
        return
    review.visibility = visibility
    log(actor, "visibility", review, organization_id=review.organization_id, visibility=visibility)


def _kind_for(organization_id: int) -> ReviewKind:
    """Nobody confirms what a body without 所管課 writes."""
    supervised = queries.offices_of([organization_id])[organization_id].supervising
    return ReviewKind.REVIEW if supervised else ReviewKind.SHARING


def _step(
    actor: User, review: Review, kind: StepKind, post_title: str = "", note: str = "",
    submission: ReviewSubmission | None = None,
) -> None:  # fmt: skip
    add_step(actor, review, kind, organization_id=review.organization_id, post_title=post_title,
             note=note, submission=submission)  # fmt: skip
