"""What is done with what was handed in: comments, 質問・回答, 差戻し, 確認."""

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.core.db import now
from hub.core.errors import Conflict, Invalid, authorize
from hub.reviews import policy, queries
from hub.reviews.commands.steps import add_step, hold, log, need
from hub.reviews.models import (
    CommentKind,
    Review,
    ReviewComment,
    ReviewSubmission,
    StepKind,
)


def comment(
    actor: User, review: Review, *, post_title: str, text: str, line_id: int | None
) -> None:
    """By who reads what was handed in: also of what is settled. Changes no state."""
    offices = queries.offices(review)
    authorize(policy.can_comment(actor, review, offices))
    readers = {review.organization_id} | offices.supervising | offices.reading
    speaking_for = min(actor.organization_ids & readers)
    _say(actor, review, CommentKind.COMMENT, speaking_for, post_title, text, line_id=line_id)
    log(actor, "comment", review, organization_id=speaking_for)


def ask(
    actor: User, review: Review, *, post_title: str, text: str, line_id: int | None, seen: int
) -> None:
    office_id = _judging(actor, review, seen)
    _say(actor, review, CommentKind.QUESTION, office_id, post_title, text, line_id=line_id)
    review.question()
    review.touch()
    add_step(actor, review, StepKind.QUESTION, organization_id=office_id, post_title=post_title,
             submission=review.latest)  # fmt: skip
    log(actor, "question", review, organization_id=office_id)


def answer(
    actor: User, review: Review, question_id: int, *, post_title: str, text: str, seen: int
) -> None:
    """When the last open question is answered it is the office's turn again."""
    hold(review, seen, right=policy.writes(actor, review))
    question = next((c for c in review.open_questions if c.id == question_id), None)
    need(fits=policy.can_answer(actor, review) and question is not None)
    assert question is not None
    _say(actor, review, CommentKind.ANSWER, review.organization_id, post_title, text,
         line_id=question.line_id, question=question)  # fmt: skip
    if not review.open_questions:
        review.answer()
    review.touch()
    add_step(actor, review, StepKind.ANSWER, organization_id=review.organization_id,
             post_title=post_title, submission=review.latest)  # fmt: skip
    log(actor, "answer", review, organization_id=review.organization_id)


def send_back(actor: User, review: Review, *, post_title: str, text: str, seen: int) -> None:
    """差戻し, with a reason: it is the organization's to write again."""
    office_id = _judging(actor, review, seen)
    if not text:
        raise Invalid(_("差し戻す理由を入れてください。"))
    _say(actor, review, CommentKind.RETURN, office_id, post_title, text)
    review.send_back()
    add_step(actor, review, StepKind.RETURN, organization_id=office_id, post_title=post_title,
             note=text, submission=review.latest)  # fmt: skip
    log(actor, "send_back", review, organization_id=office_id)


def confirm(actor: User, review: Review, *, post_title: str, text: str, seen: int) -> None:
    """Only the 所管課. From now on the network reads it."""
    office_id = _judging(actor, review, seen)
    review.confirm(now())
    add_step(actor, review, StepKind.CONFIRM, organization_id=office_id, post_title=post_title,
             note=text, submission=review.latest)  # fmt: skip
    log(actor, "confirm", review, organization_id=office_id, number=_latest(review).number)


def _judging(actor: User, review: Review, seen: int) -> int:
    """The office for which this person acts. Raises Forbidden, Conflict."""
    offices = queries.offices(review)
    hold(review, seen, right=policy.judges(actor, offices))
    need(fits=policy.can_question(actor, review, offices))
    return min(actor.editing_ids & offices.supervising)


def _say(
    actor: User, review: Review, kind: CommentKind, organization_id: int, post_title: str,
    text: str, *, line_id: int | None = None, question: ReviewComment | None = None,
) -> None:  # fmt: skip
    submission = question.submission if question is not None else _latest(review)
    if line_id is not None and submission.line(line_id) is None:
        raise Conflict(_("その行は、いまの版にありません。"))
    review.comments.append(
        ReviewComment(
            submission=submission,
            line_id=line_id,
            kind=kind,
            text=text,
            question=question,
            organization_id=organization_id,
            author_id=actor.id,
            post_title=post_title,
        )
    )


def _latest(review: Review) -> ReviewSubmission:
    assert review.latest is not None  # who may do this reads what was handed in
    return review.latest
