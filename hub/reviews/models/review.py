"""振り返り: what an organization says of a term, and how far that got."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.actions.models import Action
from hub.agenda.models import AgendaProposal
from hub.core.db import HasUid, Versioned, db, enum_type
from hub.organizations.models import Organization
from hub.programmes.models import Programme
from hub.programmes.periods import FiscalTerm, TermKind
from hub.reviews.models.records import ReviewComment, ReviewStep, ReviewSubmission, StepKind
from hub.search.documents import NETWORK, PUBLIC, Searchable, SearchDocument


class ReviewKind(StrEnum):
    REVIEW = "review"
    SHARING = "sharing"  # of a body without 所管課: voluntary, nobody confirms it

    @property
    def label(self):
        return REVIEW_KINDS[self]


REVIEW_KINDS = {ReviewKind.REVIEW: _("振り返り"), ReviewKind.SHARING: _("活動の共有")}


class ReviewState(StrEnum):
    PREPARING = "preparing"
    INTERNAL = "internal"
    SUBMITTED = "submitted"
    QUESTIONED = "questioned"
    ANSWERED = "answered"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    SHARED = "shared"

    @property
    def label(self):
        return STATES[self]


STATES = {
    ReviewState.PREPARING: _("準備"),
    ReviewState.INTERNAL: _("組織内確認"),
    ReviewState.SUBMITTED: _("提出"),
    ReviewState.QUESTIONED: _("質問中"),
    ReviewState.ANSWERED: _("回答"),
    ReviewState.RETURNED: _("差戻し"),
    ReviewState.CONFIRMED: _("確認済み"),
    ReviewState.SHARED: _("共有済み"),
}
WRITING = {ReviewState.PREPARING, ReviewState.INTERNAL, ReviewState.RETURNED}
WITH_OFFICE = {ReviewState.SUBMITTED, ReviewState.QUESTIONED, ReviewState.ANSWERED}
SETTLED = {ReviewState.CONFIRMED, ReviewState.SHARED}


class ReviewVisibility(StrEnum):
    """Of what was confirmed or shared; before that only the organization and its office read it."""

    PUBLIC = "public"
    NETWORK = "network"

    @property
    def label(self):
        return REVIEW_VISIBILITIES[self]


REVIEW_VISIBILITIES = {
    ReviewVisibility.PUBLIC: _("一般公開"),
    ReviewVisibility.NETWORK: _("ネットワーク内"),
}


class Section(StrEnum):
    RESULT = "result"
    ISSUE = "issue"
    NEXT_STEP = "next_step"

    @property
    def label(self):
        return SECTIONS[self]


SECTIONS = {
    Section.RESULT: _("成果"),
    Section.ISSUE: _("課題"),
    Section.NEXT_STEP: _("今後の方向"),
}


class Review(Versioned, HasUid, Searchable, db.Model):
    """Its lines are the draft. What others read are its submissions, which never change."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("organization_id", "fiscal_year", "term"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship()
    fiscal_year: Mapped[int]
    term: Mapped[TermKind] = mapped_column(enum_type(TermKind))
    kind: Mapped[ReviewKind] = mapped_column(enum_type(ReviewKind))
    state: Mapped[ReviewState] = mapped_column(
        enum_type(ReviewState), default=ReviewState.PREPARING, index=True
    )
    visibility: Mapped[ReviewVisibility] = mapped_column(
        enum_type(ReviewVisibility), default=ReviewVisibility.NETWORK
    )
    reason: Mapped[str] = mapped_column(default="")  # of the revision that is being written

    lines: Mapped[list["ReviewLine"]] = relationship(
        back_populates="review", cascade="all, delete-orphan",
        order_by="ReviewLine.position, ReviewLine.id",
        primaryjoin="and_(Review.id == ReviewLine.review_id, ReviewLine.removed_at.is_(None))",
    )  # fmt: skip
    removed_lines: Mapped[list["ReviewLine"]] = relationship(
        order_by="ReviewLine.removed_at.desc()", viewonly=True,
        primaryjoin="and_(Review.id == ReviewLine.review_id, ReviewLine.removed_at.is_not(None))",
    )  # fmt: skip
    left_out: Mapped[list["ReviewLeftOut"]] = relationship(
        back_populates="review", cascade="all, delete-orphan"
    )
    submissions: Mapped[list[ReviewSubmission]] = relationship(
        back_populates="review", cascade="all, delete-orphan", order_by=ReviewSubmission.number
    )
    comments: Mapped[list[ReviewComment]] = relationship(
        back_populates="review", cascade="all, delete-orphan", order_by=ReviewComment.id
    )
    steps: Mapped[list[ReviewStep]] = relationship(
        back_populates="review", cascade="all, delete-orphan", order_by=ReviewStep.id
    )

    @property
    def covers(self) -> FiscalTerm:
        return FiscalTerm(self.fiscal_year, self.term)

    @property
    def title(self) -> str:
        return f"{self.organization.short_name} {self.covers.short_label} {self.kind.label}"

    @property
    def is_being_written(self) -> bool:
        return self.state in WRITING

    @property
    def state_outside(self) -> ReviewState:
        """As its 所管課 is told of it: nothing of a draft, nor of a revision that is written."""
        if self.state not in {ReviewState.PREPARING, ReviewState.INTERNAL} or self.latest is None:
            return self.state
        return self.settled_state if self.latest.is_settled else ReviewState.RETURNED

    @property
    def settled_state(self) -> ReviewState:
        is_sharing = self.kind is ReviewKind.SHARING
        return ReviewState.SHARED if is_sharing else ReviewState.CONFIRMED

    @property
    def latest(self) -> ReviewSubmission | None:
        """What the office has, or had before it was returned."""
        return self.submissions[-1] if self.submissions else None

    @property
    def settled(self) -> ReviewSubmission | None:
        """What the network reads: confirmed last, also while a revision of it is written."""
        return next((s for s in reversed(self.submissions) if s.is_settled), None)

    def lines_of(self, section: Section, programme_id: int | None) -> list["ReviewLine"]:
        return [
            line for line in self.lines
            if line.section is section and line.programme_id == programme_id
        ]  # fmt: skip

    def ask_inside(self) -> None:
        self.state = ReviewState.INTERNAL

    def write_on(self) -> None:
        """Out of 組織内確認, or a revision of what was confirmed."""
        self.state = ReviewState.PREPARING

    def submit(self, submission: ReviewSubmission) -> None:
        self.submissions.append(submission)
        self.reason = ""
        self.state = ReviewState.SUBMITTED

    def share(self, submission: ReviewSubmission, at: datetime) -> None:
        self.submissions.append(submission)
        self.reason = ""
        submission.settle(at)
        self.state = ReviewState.SHARED

    def question(self) -> None:
        self.state = ReviewState.QUESTIONED

    def answer(self) -> None:
        self.state = ReviewState.ANSWERED

    def send_back(self) -> None:
        self.state = ReviewState.RETURNED

    def confirm(self, at: datetime) -> None:
        assert self.latest is not None
        self.latest.settle(at)
        self.state = ReviewState.CONFIRMED

    def revise(self, reason: str) -> None:
        """A new revision of what is settled; that stays as it is and is read until the next is."""
        self.reason = reason
        self.state = ReviewState.PREPARING

    @property
    def waits_since(self) -> datetime | None:
        """When it came to its office last: handed in, or a question answered."""
        if self.latest is None:
            return None
        answered = (s.at for s in self.steps if s.kind is StepKind.ANSWER)
        return max([self.latest.submitted_at, *answered])

    def submission(self, number: int) -> ReviewSubmission | None:
        return next((s for s in self.submissions if s.number == number), None)

    @property
    def open_questions(self) -> list[ReviewComment]:
        """Of the version that is with the office, not answered yet."""
        return [
            comment for comment in self.comments
            if comment.submission is self.latest and comment.is_open_question
        ]  # fmt: skip

    @property
    def readers(self) -> frozenset[str]:
        """Of what is settled."""
        is_public = self.visibility is ReviewVisibility.PUBLIC
        return frozenset({PUBLIC if is_public else NETWORK})

    def search_document(self) -> SearchDocument | None:
        """Only what is settled is found; drafts and what waits for its office are not."""
        if self.settled is None:
            return None
        return SearchDocument(
            kind="review",
            id=self.id,
            title=f"{self.organization.short_name} {self.covers.label} {self.kind.label}",
            body="\n".join(self.settled.texts),
            readers=self.readers,
            organizations=frozenset({self.organization_id}),
            day=self.covers.ends_on,
        )


class ReviewLine(db.Model):
    """One sentence or paragraph under a heading; of a programme, or of the organization."""

    __tablename__ = "review_lines"

    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    review: Mapped[Review] = relationship(back_populates="lines")
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"))
    programme: Mapped[Programme | None] = relationship()
    section: Mapped[Section] = mapped_column(enum_type(Section))
    text: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    source_key: Mapped[str] = mapped_column(String(80), default="")  # action:12; "" is by hand
    source_label: Mapped[str] = mapped_column(default="")  # as it was when it was taken
    # the 課題 of an earlier review of which this says what became
    answers_id: Mapped[int | None] = mapped_column(
        ForeignKey("review_lines.id", ondelete="SET NULL"), index=True
    )
    answers: Mapped["ReviewLine | None"] = relationship(remote_side="ReviewLine.id")
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), index=True)
    action: Mapped[Action | None] = relationship()  # what a 課題 became
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_proposals.id"), index=True)
    proposal: Mapped[AgendaProposal | None] = relationship()
    # taken out of the draft: what was typed can be put back, and what was submitted keeps its ties
    removed_at: Mapped[datetime | None]

    def remove(self, at: datetime) -> None:
        self.removed_at = at

    def restore(self) -> None:
        self.removed_at = None


class ReviewLeftOut(db.Model):
    """A fact that the writer does not want in this review: it is not offered again."""

    __tablename__ = "review_left_outs"
    __table_args__ = (UniqueConstraint("review_id", "source_key"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"))
    review: Mapped[Review] = relationship(back_populates="left_out")
    source_key: Mapped[str] = mapped_column(String(80))


class ReviewDeadline(Versioned, db.Model):
    """提出期限 that a 所管課 sets for all its organizations and a term."""

    __tablename__ = "review_deadlines"
    __table_args__ = (UniqueConstraint("office_id", "fiscal_year", "term"),)

    office_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    office: Mapped[Organization] = relationship()
    fiscal_year: Mapped[int]
    term: Mapped[TermKind] = mapped_column(enum_type(TermKind))
    due_on: Mapped[date]

    others: Mapped[list["ReviewOtherDate"]] = relationship(
        back_populates="deadline", cascade="all, delete-orphan"
    )

    def due_for(self, organization_id: int) -> date:
        others = (other.due_on for other in self.others if other.organization_id == organization_id)
        return next(others, self.due_on)

    @property
    def covers(self) -> FiscalTerm:
        return FiscalTerm(self.fiscal_year, self.term)


class ReviewOtherDate(db.Model):
    """An organization that has another 提出期限 than the others of its 所管課."""

    __tablename__ = "review_other_dates"
    __table_args__ = (UniqueConstraint("deadline_id", "organization_id"),)

    deadline_id: Mapped[int] = mapped_column(ForeignKey("review_deadlines.id"))
    deadline: Mapped[ReviewDeadline] = relationship(back_populates="others")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship()
    due_on: Mapped[date]
