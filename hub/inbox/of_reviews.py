"""振り返り: the day it is due, whose turn it is, what was said, and that it is settled."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import User
from hub.core import calendar
from hub.core.db import db, now
from hub.inbox.models import Notice, NoticeKind, Reason, SubjectKind
from hub.inbox.rules import ASK_FOR_NEWS, LONG_AGO, Audience, Matter
from hub.organizations.models import Organization
from hub.reviews import due, policy, queries
from hub.reviews.models import (
    CommentKind,
    Review,
    ReviewComment,
    ReviewDeadline,
    ReviewState,
    ReviewStep,
    StepKind,
)
from hub.reviews.policy import Offices

_TURN_OF_OFFICE = {ReviewState.SUBMITTED, ReviewState.ANSWERED}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A review, or what was said about it, with who stands to it today."""

    review: Review
    offices: Offices
    comment: ReviewComment | None = None

    @property
    def id(self) -> int:
        return self.comment.id if self.comment is not None else self.review.id

    @property
    def title(self) -> str:
        return self.review.title

    def may_be_told(self, user: User, reason: Reason, organization_id: int | None) -> bool:
        if not policy.can_read_submissions(user, self.review, self.offices):
            return False
        if reason is Reason.REVIEWS:
            return organization_id in self.offices.supervising
        return organization_id == self.review.organization_id


@dataclass(frozen=True, kw_only=True)
class Due:
    """What an organization is still to hand in. ``is_open``: nothing was handed in yet."""

    deadline: ReviewDeadline
    organization: Organization
    is_open: bool

    @property
    def id(self) -> int:
        return self.deadline.id

    @property
    def due_on(self) -> date:
        return self.deadline.due_for(self.organization.id)

    @property
    def title(self) -> str:
        return _("%(name)s %(term)sの振り返り", name=self.organization.short_name,
                 term=self.deadline.covers.short_label)  # fmt: skip

    def may_be_told(self, _user: User, _reason: Reason, organization_id: int | None) -> bool:
        return organization_id == self.organization.id


def matters(today: date) -> Iterator[Matter]:
    for one in _due().values():
        if one.is_open and (matter := _about_due(one, today)):
            yield matter
    for told in _told(_moving()).values():
        yield from _about(told, today)
    for told in load_comments(_new_comments()).values():
        yield from _said(told)


def _about_due(one: Due, today: date) -> Matter | None:
    """14 and 3 days before, then each week that it is over."""
    left = (one.due_on - today).days
    if left >= 0:
        kind, stage = NoticeKind.REVIEW_DUE, next((n for n in ASK_FOR_NEWS if left <= n), None)
    else:
        kind, stage = NoticeKind.REVIEW_OVERDUE, (-left - 1) // 7
    if stage is None:
        return None
    to = Audience(reason=Reason.REVIEWED, organization_id=one.organization.id)
    name = kind.value.replace("_", "-")
    return Matter(
        kind=kind,
        key=f"{name}:{one.organization.id}:{one.deadline.covers.code}:{one.due_on}:{stage}",
        subject_kind=SubjectKind.REVIEW_DUE,
        subject=one,
        to=(to,),
        due_on=one.due_on,
    )


def _about(told: Told, today: date) -> Iterator[Matter]:
    review, latest = told.review, told.review.latest
    assert latest is not None
    came = latest.submitted_at.isoformat()
    if review.state in _TURN_OF_OFFICE:
        since = _since(review)
        weeks = max(today - since.astimezone(calendar.TOKYO).date(), timedelta()).days // 7
        to = [_office(number) for number in sorted(told.offices.supervising)]
        yield _matter(NoticeKind.REVIEW_WAITS, told, f"{since.isoformat()}:{weeks}", *to)
    elif review.state_outside is ReviewState.RETURNED:
        yield _matter(NoticeKind.REVIEW_RETURNED, told, came, _organization(review))
    elif review.state is ReviewState.CONFIRMED:
        yield _matter(NoticeKind.REVIEW_CONFIRMED, told, came, _organization(review))


def _said(told: Told) -> Iterator[Matter]:
    """A question until it is answered; a comment of others once."""
    comment, review = told.comment, told.review
    assert comment is not None
    if comment.kind is CommentKind.QUESTION:
        if _is_open(told):
            yield _matter(NoticeKind.REVIEW_QUESTION, told, "", _organization(review))
    elif comment.organization_id != review.organization_id:
        yield _matter(NoticeKind.REVIEW_COMMENT, told, "", _organization(review))
    elif told.offices.supervising:
        to = [_office(number) for number in sorted(told.offices.supervising)]
        yield _matter(NoticeKind.REVIEW_COMMENT, told, "", *to)


def _matter(kind: NoticeKind, told: Told, stage: object, *to: Audience) -> Matter:
    about = told.comment.created_at.isoformat() if told.comment else ""
    return Matter(
        kind=kind,
        key=f"{kind.value.replace('_', '-')}:{told.review.uid}:{told.id}:{about}{stage}",
        subject_kind=SubjectKind.REVIEW_COMMENT if told.comment else SubjectKind.REVIEW,
        subject=told,
        to=to,
    )


def _organization(review: Review) -> Audience:
    return Audience(reason=Reason.REVIEWED, organization_id=review.organization_id)


def _office(number: int) -> Audience:
    return Audience(reason=Reason.REVIEWS, organization_id=number)


def _since(review: Review) -> datetime:
    assert review.waits_since is not None  # it was handed in
    return review.waits_since


def _is_open(told: Told) -> bool:
    return (
        told.review.state is ReviewState.QUESTIONED and told.comment in told.review.open_questions
    )


# --- loading ------------------------------------------------------------------------------------

_OPTIONS = (
    joinedload(Review.organization),
    selectinload(Review.submissions),
    selectinload(Review.steps),
    selectinload(Review.comments).joinedload(ReviewComment.organization),
)


def load(ids: Iterable[int]) -> dict[int, Told]:
    """By id of the review."""
    return _told(Review.id.in_(list(ids)))


def load_comments(ids: Iterable[int]) -> dict[int, Told]:
    """By id of the comment."""
    wanted = set(ids)
    if not wanted:
        return {}
    of = select(ReviewComment.review_id).where(ReviewComment.id.in_(wanted))
    return {
        comment.id: Told(review=told.review, offices=told.offices, comment=comment)
        for told in _told(Review.id.in_(of)).values()
        for comment in told.review.comments
        if comment.id in wanted
    }


def load_due(notices: Iterable[Notice]) -> dict[int, Due]:
    """By id of the notice: a deadline is about many organizations."""
    found = {(one.id, one.organization.id): one for one in _due().values()}
    asked = {notice.id: (notice.subject_id, notice.organization_id) for notice in notices}
    return {number: found[key] for number, key in asked.items() if key in found}


def _due() -> dict[Any, Due]:
    deadlines = due.holding(due.supervising())
    names = {
        row.id: row
        for row in db.session.scalars(
            select(Organization).where(Organization.id.in_({key[0] for key in deadlines}))
        )
    }
    reviews = select(Review.organization_id, Review.fiscal_year, Review.term)
    handed_in = {tuple(row) for row in db.session.execute(reviews.where(Review.submissions.any()))}
    return {
        (number, term): Due(
            deadline=deadline,
            organization=names[number],
            is_open=(number, term.fiscal_year, term.kind) not in handed_in,
        )
        for (number, term), deadline in deadlines.items()
        if names[number].is_valid
    }


def _told(condition: Any) -> dict[int, Told]:
    rows = db.session.scalars(
        select(Review).where(condition).options(*_OPTIONS).order_by(Review.id)
    ).all()
    offices = queries.offices_of({review.organization_id for review in rows})
    return {row.id: Told(review=row, offices=offices[row.organization_id]) for row in rows}


def _moving() -> Any:
    """Handed in, and not settled, or settled lately."""
    lately = select(ReviewStep.review_id).where(
        ReviewStep.kind == StepKind.CONFIRM, ReviewStep.at > now() - LONG_AGO
    )
    open_ones = or_(Review.state != ReviewState.CONFIRMED, Review.id.in_(lately))
    return Review.submissions.any() & (Review.state != ReviewState.SHARED) & open_ones


def _new_comments() -> list[int]:
    kinds = [CommentKind.COMMENT, CommentKind.QUESTION]
    return list(
        db.session.scalars(
            select(ReviewComment.id).where(
                ReviewComment.kind.in_(kinds), ReviewComment.created_at > now() - LONG_AGO
            )
        )
    )


# --- whether it still holds ---------------------------------------------------------------------


def is_due(notice: Notice, one: Any, today: date) -> bool:
    is_late = notice.kind is NoticeKind.REVIEW_OVERDUE
    return one.is_open and one.due_on == notice.due_on and (one.due_on < today) == is_late


def is_waiting(_notice: Notice, told: Any, _today: date) -> bool:
    return told.review.state in _TURN_OF_OFFICE


def is_returned(_notice: Notice, told: Any, _today: date) -> bool:
    return told.review.state_outside is ReviewState.RETURNED


def is_confirmed(_notice: Notice, told: Any, _today: date) -> bool:
    return told.review.settled is not None


def is_asked(_notice: Notice, told: Any, _today: date) -> bool:
    return _is_open(told)


def is_said(_notice: Notice, _told: Any, _today: date) -> bool:
    return True


# --- in words -----------------------------------------------------------------------------------


def due_soon(_notice: Notice, one: Any, today: date) -> str:
    day, days = calendar.short_date(one.due_on), (one.due_on - today).days
    if days <= 0:
        return _("提出期限は今日（%(day)s）です。", day=day)
    return _("提出期限は%(day)s、あと%(days)s日です。", day=day, days=days)


def overdue(_notice: Notice, one: Any, today: date) -> str:
    return _("提出期限の%(day)sを%(days)s日過ぎています。", day=calendar.short_date(one.due_on),
             days=(today - one.due_on).days)  # fmt: skip


def waits(_notice: Notice, told: Any, today: date) -> str:
    if told.review.state not in _TURN_OF_OFFICE:
        return _("提出されました。")
    days = (today - _since(told.review).astimezone(calendar.TOKYO).date()).days
    if told.review.state is ReviewState.ANSWERED:
        return _("質問への回答が届きました。読んで、確認してください。")
    if days < 7:
        return _("提出されました。読んで、確認か質問をしてください。")
    return _("提出から%(days)s日、確認を待っています。", days=days)


def returned(_notice: Notice, _told: Any, _today: date) -> str:
    return _("差し戻されました。理由を読んで、直して提出してください。")


def confirmed(_notice: Notice, _told: Any, _today: date) -> str:
    return _("所管課が確認しました。ネットワークのみんなが読めます。")


def asked(_notice: Notice, told: Any, _today: date) -> str:
    assert told.comment is not None
    return _("%(name)sから質問が届いています。", name=told.comment.organization.short_name)


def said(_notice: Notice, told: Any, _today: date) -> str:
    assert told.comment is not None
    return _("%(name)sからコメントが届きました。", name=told.comment.organization.short_name)


def because_reviewed(_notice: Notice, thing: Any) -> str:
    organization = thing.organization if isinstance(thing, Due) else thing.review.organization
    return _("振り返りを書く組織（%(name)s）の編集者だから届いています。",
             name=organization.short_name)  # fmt: skip


def because_reviews(_notice: Notice, _told: Any) -> str:
    return _("所管課の編集者だから届いています。")


def place(thing: Told | Due) -> tuple[str, dict[str, Any]]:
    if isinstance(thing, Due):
        return "reviews.begin", {
            "organization": thing.organization.id, "term": thing.deadline.covers.code
        }  # fmt: skip
    return "reviews.show", {"review_id": thing.review.id}
