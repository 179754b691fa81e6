"""What stands: the submitted versions, what was said about them, and who did what on which day."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.core.db import db, enum_type, now
from hub.organizations.models import Organization

if TYPE_CHECKING:
    from hub.reviews.models.review import Review


class ReviewSubmission(db.Model):
    """One version as it was handed in. Its content never changes; only that it is settled is added.

    ``content``: {"lines": [{"id", "programme_id", "programme", "section", "text", "source_key",
    "source_label", "answers": {"id", "text", "term"} or None}], "indicators": [{"programme_id",
    "programme", "name", "unit", "target", "actual", "last_target", "last_actual", "baseline",
    "baseline_year", "is_partial", "last_is_partial"}]}; numbers are texts or None.
    """

    __tablename__ = "review_submissions"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    review: Mapped["Review"] = relationship(back_populates="submissions")
    number: Mapped[int]
    # the 所管課 then; None where nobody confirms
    office_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    office: Mapped[Organization | None] = relationship()
    content: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")  # why there is another version
    submitted_at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]  # confirmed, or shared

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    def settle(self, at: datetime) -> None:
        self.settled_at = at

    def line(self, line_id: int | None) -> dict[str, Any] | None:
        return next((line for line in self.content["lines"] if line["id"] == line_id), None)

    @property
    def texts(self) -> list[str]:
        return [line["text"] for line in self.content["lines"]]


class CommentKind(StrEnum):
    COMMENT = "comment"
    QUESTION = "question"
    ANSWER = "answer"
    RETURN = "return"

    @property
    def label(self):
        return COMMENT_KINDS[self]


COMMENT_KINDS = {
    CommentKind.COMMENT: _("コメント"),
    CommentKind.QUESTION: _("質問"),
    CommentKind.ANSWER: _("回答"),
    CommentKind.RETURN: _("差戻しの理由"),
}


class ReviewComment(db.Model):
    """Said about a submitted version, or about one line of it; never changed, never taken back."""

    __tablename__ = "review_comments"
    __table_args__ = (
        CheckConstraint("kind <> 'answer' OR question_id IS NOT NULL", name="answers_a_question"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    review: Mapped["Review"] = relationship(back_populates="comments")
    submission_id: Mapped[int] = mapped_column(ForeignKey("review_submissions.id"))
    submission: Mapped[ReviewSubmission] = relationship()
    line_id: Mapped[int | None]  # "id" of a line in the content of the submission
    kind: Mapped[CommentKind] = mapped_column(enum_type(CommentKind))
    text: Mapped[str]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("review_comments.id"), index=True)
    question: Mapped["ReviewComment | None"] = relationship(
        remote_side="ReviewComment.id", back_populates="answers"
    )
    answers: Mapped[list["ReviewComment"]] = relationship(
        back_populates="question", order_by="ReviewComment.id"
    )
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    organization: Mapped[Organization] = relationship()
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author: Mapped[User | None] = relationship()
    post_title: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def line(self) -> dict[str, Any] | None:
        """What it is said about, as it was handed in."""
        return self.submission.line(self.line_id) if self.line_id is not None else None

    @property
    def is_open_question(self) -> bool:
        return self.kind is CommentKind.QUESTION and not self.answers


class StepKind(StrEnum):
    BEGIN = "begin"
    ASK_INSIDE = "ask_inside"
    CHECK_INSIDE = "check_inside"
    WRITE_ON = "write_on"
    SUBMIT = "submit"
    SHARE = "share"
    QUESTION = "question"
    ANSWER = "answer"
    RETURN = "return"
    CONFIRM = "confirm"
    REVISE = "revise"

    @property
    def label(self):
        return STEP_KINDS[self]


STEP_KINDS = {
    StepKind.BEGIN: _("書き始めました"),
    StepKind.ASK_INSIDE: _("組織内の確認に回しました"),
    StepKind.CHECK_INSIDE: _("組織内で確認しました"),
    StepKind.WRITE_ON: _("準備に戻しました"),
    StepKind.SUBMIT: _("提出しました"),
    StepKind.SHARE: _("共有しました"),
    StepKind.QUESTION: _("質問しました"),
    StepKind.ANSWER: _("質問に答えました"),
    StepKind.RETURN: _("差し戻しました"),
    StepKind.CONFIRM: _("確認しました"),
    StepKind.REVISE: _("改訂を始めました"),
}


class ReviewStep(db.Model):
    """One line of the dated record of a review: who did what, in which post. Never changed."""

    __tablename__ = "review_steps"

    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    review: Mapped["Review"] = relationship(back_populates="steps")
    kind: Mapped[StepKind] = mapped_column(enum_type(StepKind))
    at: Mapped[datetime] = mapped_column(default=now)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    organization: Mapped[Organization] = relationship()
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User | None] = relationship()
    post_title: Mapped[str] = mapped_column(String(60), default="")  # 課長, 事務局長
    note: Mapped[str] = mapped_column(default="")
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("review_submissions.id"))
    submission: Mapped[ReviewSubmission | None] = relationship()
