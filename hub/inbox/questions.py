"""問合せ: a question that waits for our answer, weekly, and an answer that came, once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.core import calendar
from hub.core.db import now
from hub.inbox.models import Notice, NoticeKind, Reason, SubjectKind
from hub.inbox.rules import LONG_AGO, Audience, Matter
from hub.inquiries import policy, queries
from hub.inquiries.models import Inquiry, InquiryState
from hub.organizations import successors
from hub.organizations.successors import Successors


@dataclass(frozen=True, kw_only=True)
class Question:
    """An inquiry, with who acts today for its two sides."""

    inquiry: Inquiry
    acting: Successors

    @property
    def id(self) -> int:
        return self.inquiry.id

    @property
    def title(self) -> str:
        return self.inquiry.title

    @property
    def asked_id(self) -> int:
        return self.acting.of(self.inquiry.asked_id)

    @property
    def asker_id(self) -> int:
        return self.acting.of(self.inquiry.asker_id)

    def is_of(self, reason: Reason, organization_id: int | None) -> bool:
        """This organization is, today, the side that the reason speaks of."""
        return organization_id == (self.asked_id if reason is Reason.ASKED else self.asker_id)

    def may_be_told(self, user: User, reason: Reason, organization_id: int | None) -> bool:
        if not self.is_of(reason, organization_id):
            return False
        return policy.can_view(user, self.inquiry, self.acting)

    def holds(self, kind: NoticeKind) -> bool:
        """Nobody answered, asked again or closed it in the meantime."""
        is_asked = kind is NoticeKind.INQUIRY_WAITS
        return self.inquiry.state is (InquiryState.OPEN if is_asked else InquiryState.ANSWERED)


def matters(today: date) -> Iterator[Matter]:
    acting = successors.today()
    for inquiry in queries.open_ones():
        yield _waits(Question(inquiry=inquiry, acting=acting), today)
    for inquiry in queries.answered_since(now() - LONG_AGO):
        yield _answered(Question(inquiry=inquiry, acting=acting))


def load(ids: Iterable[int]) -> dict[int, Question]:
    acting = successors.today()
    return {row.id: Question(inquiry=row, acting=acting) for row in queries.by_ids(ids)}


def _waits(question: Question, today: date) -> Matter:
    """At once, then each week that it goes on waiting; anew where something was asked again."""
    inquiry = question.inquiry
    weeks = max(today - inquiry.moved_on, timedelta()).days // 7
    return Matter(
        kind=NoticeKind.INQUIRY_WAITS,
        key=f"inquiry-waits:{inquiry.id}:{inquiry.moved_at.isoformat()}:{weeks}",
        subject_kind=SubjectKind.INQUIRY,
        subject=question,
        to=(Audience(reason=Reason.ASKED, organization_id=question.asked_id),),
        due_on=inquiry.answer_by,
    )


def _answered(question: Question) -> Matter:
    inquiry = question.inquiry
    return Matter(
        kind=NoticeKind.INQUIRY_ANSWERED,
        key=f"inquiry-answered:{inquiry.id}:{inquiry.moved_at.isoformat()}",
        subject_kind=SubjectKind.INQUIRY,
        subject=question,
        to=(Audience(reason=Reason.ASKER, organization_id=question.asker_id),),
    )


def waits(_notice: Notice, question: Question, today: date) -> str:
    inquiry = question.inquiry
    name = inquiry.asker.short_name
    if inquiry.answer_by is None:
        return _("%(name)sからの問合せが、回答を待っています。", name=name)
    day = calendar.short_date(inquiry.answer_by)
    if inquiry.is_late(today):
        return _(
            "%(name)sからの問合せです。回答希望日の%(day)sを過ぎています。", name=name, day=day
        )
    return _("%(name)sからの問合せです。%(day)sまでに答えてください。", name=name, day=day)


def answered(_notice: Notice, question: Question, _today: date) -> str:
    return _("%(name)sから回答が来ました。", name=question.inquiry.asked.short_name)


def because_asked(_notice: Notice, question: Question) -> str:
    return _("問い合わせを受けた組織（%(name)s）の編集者だから届いています。",
             name=question.inquiry.asked.short_name)  # fmt: skip


def because_asking(_notice: Notice, question: Question) -> str:
    return _("問い合わせた組織（%(name)s）の編集者だから届いています。",
             name=question.inquiry.asker.short_name)  # fmt: skip
