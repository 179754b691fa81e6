"""What a person is told, which mails they want, and the links by which they answer one."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.actions.models import Action
from hub.core.db import db, enum_type, now


class NoticeKind(StrEnum):
    """In the order in which they stand in a mail."""

    MINUTES_ANSWER = "minutes_answer"
    ACTION_OVERDUE = "action_overdue"
    ACTION_NEWS = "action_news"
    ACTION_REVIEW = "action_review"
    ACTION_WAITS = "action_waits"
    MINUTES_CIRCULATED = "minutes_circulated"
    MINUTES_UNWRITTEN = "minutes_unwritten"
    MINUTES_PERIOD_OVER = "minutes_period_over"
    MENU_STALE = "menu_stale"
    PARTNER_REQUEST = "partner_request"
    THEME_HANDOVER = "theme_handover"
    REVIEW_QUESTION = "review_question"
    REVIEW_RETURNED = "review_returned"
    REVIEW_OVERDUE = "review_overdue"
    REVIEW_DUE = "review_due"
    REVIEW_WAITS = "review_waits"
    REVIEW_COMMENT = "review_comment"
    REVIEW_CONFIRMED = "review_confirmed"
    INQUIRY_WAITS = "inquiry_waits"
    INQUIRY_ANSWERED = "inquiry_answered"
    NEWS = "news"
    SAVED_SEARCH = "saved_search"
    REPORT = "report"

    @property
    def label(self):
        """A lazy text: for pages only, never stored."""
        return NOTICE_KINDS[self]


NOTICE_KINDS = {
    NoticeKind.MINUTES_ANSWER: _("回答期限の近い議事録"),
    NoticeKind.ACTION_OVERDUE: _("期限を過ぎた宿題事項"),
    NoticeKind.ACTION_NEWS: _("期限の近い宿題事項"),
    NoticeKind.ACTION_REVIEW: _("見直す日になった保留の宿題事項"),
    NoticeKind.ACTION_WAITS: _("待っているものが遅れている宿題事項"),
    NoticeKind.MINUTES_CIRCULATED: _("確認が始まった議事録"),
    NoticeKind.MINUTES_UNWRITTEN: _("議事録を仕上げる会議"),
    NoticeKind.MINUTES_PERIOD_OVER: _("回答期限の過ぎた議事録"),
    NoticeKind.MENU_STALE: _("見直し待ちの支援メニュー"),
    NoticeKind.PARTNER_REQUEST: _("協力団体への誘い"),
    NoticeKind.THEME_HANDOVER: _("幹事の引継ぎの申し出"),
    NoticeKind.REVIEW_QUESTION: _("質問の届いた振り返り"),
    NoticeKind.REVIEW_RETURNED: _("差し戻された振り返り"),
    NoticeKind.REVIEW_OVERDUE: _("提出期限を過ぎた振り返り"),
    NoticeKind.REVIEW_DUE: _("提出期限の近い振り返り"),
    NoticeKind.REVIEW_WAITS: _("確認を待つ振り返り"),
    NoticeKind.REVIEW_COMMENT: _("振り返りへのコメント"),
    NoticeKind.REVIEW_CONFIRMED: _("確認された振り返り"),
    NoticeKind.INQUIRY_WAITS: _("回答を待つ問合せ"),
    NoticeKind.INQUIRY_ANSWERED: _("回答の来た問合せ"),
    NoticeKind.NEWS: _("フォローしているものの動き"),
    NoticeKind.SAVED_SEARCH: _("保存した検索で新しく見つかったもの"),
    NoticeKind.REPORT: _("頼んだ報告書"),
}


class Reason(StrEnum):
    """Why this person is told."""

    LEAD = "lead"
    COORDINATOR = "coordinator"
    SERIES_SECRETARIAT = "series_secretariat"  # of the meeting an overdue action comes from
    SECRETARIAT = "secretariat"
    ATTENDED = "attended"
    PROVIDER = "provider"
    ASKED_PARTNER = "asked_partner"
    ASKED_SUCCESSOR = "asked_successor"  # to lead a theme
    FOLLOWS = "follows"
    THOUGHT_OF_IT = "thought_of_it"  # proposed the idea that moved
    SAVED_IT = "saved_it"
    ASKED_FOR_IT = "asked_for_it"
    WAITS = "waits"  # leads an action that waits for one which slips
    REVIEWED = "reviewed"  # writes for the organization of a review
    REVIEWS = "reviews"  # writes for its 所管課
    ASKED = "asked"  # writes for who is asked
    ASKER = "asker"  # writes for who asked


class SubjectKind(StrEnum):
    ACTION = "action"
    MEETING = "meeting"
    MINUTES = "minutes"
    MENU = "menu"
    PARTNER = "partner"
    THEME_HANDOVER = "theme_handover"
    INQUIRY = "inquiry"
    REVIEW = "review"
    REVIEW_COMMENT = "review_comment"
    REVIEW_DUE = "review_due"  # what an organization is still to hand in; of a deadline
    WAITING = "waiting"  # an action, and what it waits for that slips
    NEWS = "news"  # an entry of the audit log
    SEARCH_NEWS = "search_news"  # what a saved search found on one day
    REPORT = "report"


class Notice(db.Model):
    """One thing that one person is told, once. Its words are made where it is read."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index("ix_notices_unread", "user_id", "read_at"),
        Index("ix_notices_subject", "user_id", "subject_kind", "subject_id"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str]
    kind: Mapped[NoticeKind] = mapped_column(enum_type(NoticeKind))
    reason: Mapped[Reason] = mapped_column(enum_type(Reason))
    subject_kind: Mapped[SubjectKind] = mapped_column(enum_type(SubjectKind))
    subject_id: Mapped[int]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))  # for whom
    due_on: Mapped[date | None]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    is_waiting: Mapped[bool] = mapped_column(default=True, index=True)  # for the next mail
    told_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=now)
    mailed_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]

    def was_mailed(self) -> None:
        self.is_waiting, self.mailed_at = False, now()

    def needs_no_mail(self) -> None:
        self.is_waiting = False

    def read(self) -> None:
        self.read_at = self.read_at or now()


class MailSettings(db.Model):
    """What a person does not want by mail. Without a row everything comes."""

    __tablename__ = "mail_settings"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    wants_none: Mapped[bool] = mapped_column(default=False)
    unwanted: Mapped[list[str]] = mapped_column(default=list)  # values of NoticeKind

    def wants(self, kind: NoticeKind) -> bool:
        return not self.wants_none and kind.value not in self.unwanted


class ReplyPurpose(StrEnum):
    PROGRESS = "progress"  # a note, or 進行中


class ReplyLink(db.Model):
    """A link in a mail: one answer of one person about one action. Stored hashed, used once."""

    __tablename__ = "reply_links"

    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[ReplyPurpose] = mapped_column(enum_type(ReplyPurpose))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User] = relationship()
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    action: Mapped[Action] = relationship()
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        return self.used_at is None and now() < self.expires_at

    def use(self) -> None:
        self.used_at = now()

    def __repr__(self) -> str:
        return f"<ReplyLink {self.id}>"
