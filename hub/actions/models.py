"""宿題事項: what was agreed, who carries it, by when, and how far it is."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.core import calendar
from hub.core.db import HasUid, Versioned, db, enum_type, now
from hub.meetings.models import AgendaItem, Meeting
from hub.menus.models import Menu
from hub.organizations.models import Organization
from hub.search.documents import NETWORK, Searchable, SearchDocument, organization_reader


class ActionStatus(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self):
        """A lazy text: for pages only, never stored."""
        return STATUSES[self]

    @property
    def is_open(self) -> bool:
        return self in OPEN


STATUSES = {
    ActionStatus.NOT_STARTED: _("未着手"),
    ActionStatus.IN_PROGRESS: _("進行中"),
    ActionStatus.ON_HOLD: _("保留"),
    ActionStatus.DONE: _("完了"),
    ActionStatus.DROPPED: _("見送り"),
}
OPEN = {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS, ActionStatus.ON_HOLD}


class ActionKind(StrEnum):
    TODO = "todo"  # 宿題事項, with a due date
    STANDING = "standing"  # 継続課題: no due date, looked at in each meeting

    @property
    def label(self):
        return ACTION_KINDS[self]


ACTION_KINDS = {ActionKind.TODO: _("宿題事項"), ActionKind.STANDING: _("継続課題")}


class ActionVisibility(StrEnum):
    """Of an action without a meeting; one from a meeting is read by the meeting's readers."""

    NETWORK = "network"
    ORGANIZATION = "organization"

    @property
    def label(self):
        return ACTION_VISIBILITIES[self]


ACTION_VISIBILITIES = {
    ActionVisibility.NETWORK: _("ネットワーク内"),
    ActionVisibility.ORGANIZATION: _("自組織のみ"),
}

action_menus = Table(
    "action_menus",
    db.metadata,
    Column("action_id", ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True),
    Column("menu_id", ForeignKey("menus.id", ondelete="CASCADE"), primary_key=True),
)

action_waits = Table(
    "action_waits",
    db.metadata,
    Column("action_id", ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "awaited_id", ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    CheckConstraint("action_id <> awaited_id", name="waits_for_another"),
)


class Action(Versioned, HasUid, Searchable, db.Model):
    __tablename__ = "actions"
    __table_args__ = (
        CheckConstraint("status <> 'on_hold' OR review_on IS NOT NULL", name="hold_has_date"),
        CheckConstraint("status <> 'done' OR result <> ''", name="done_has_result"),
        CheckConstraint("status <> 'dropped' OR reason <> ''", name="dropped_has_reason"),
    )

    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(default="")
    kind: Mapped[ActionKind] = mapped_column(enum_type(ActionKind), default=ActionKind.TODO)
    lead_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    lead: Mapped[Organization] = relationship(foreign_keys=[lead_id])
    person: Mapped[str] = mapped_column(String(100), default="")  # post title in the lead
    due_on: Mapped[date | None] = mapped_column(index=True)
    first_due_on: Mapped[date | None]  # 当初期限, never changed
    extensions: Mapped[int] = mapped_column(default=0)
    status: Mapped[ActionStatus] = mapped_column(
        enum_type(ActionStatus), default=ActionStatus.NOT_STARTED, index=True
    )
    review_on: Mapped[date | None]  # 保留: looked at again
    result: Mapped[str] = mapped_column(default="")  # 完了
    reason: Mapped[str] = mapped_column(default="")  # 見送り
    closed_on: Mapped[date | None]
    moved_on: Mapped[date] = mapped_column(default=calendar.today)  # 最近の動き

    holder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    holder: Mapped[User | None] = relationship()  # 担当者 in the lead

    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    meeting: Mapped[Meeting | None] = relationship()
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    agenda_item: Mapped[AgendaItem | None] = relationship()
    owner_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))  # who entered it
    owner: Mapped[Organization] = relationship(foreign_keys=[owner_id])
    visibility: Mapped[ActionVisibility] = mapped_column(
        enum_type(ActionVisibility), default=ActionVisibility.NETWORK
    )

    partners: Mapped[list["ActionPartner"]] = relationship(
        back_populates="action", cascade="all, delete-orphan", order_by="ActionPartner.id"
    )
    events: Mapped[list["ActionEvent"]] = relationship(
        back_populates="action", cascade="all, delete-orphan",
        order_by="ActionEvent.on, ActionEvent.id",
    )  # fmt: skip
    menus: Mapped[list[Menu]] = relationship(secondary=action_menus, order_by=Menu.id)
    awaited: Mapped[list["Action"]] = relationship(  # 先に終わるのを待つもの
        secondary=action_waits, order_by="Action.id",
        primaryjoin=lambda: Action.id == action_waits.c.action_id,
        secondaryjoin=lambda: Action.id == action_waits.c.awaited_id,
    )  # fmt: skip

    @property
    def is_open(self) -> bool:
        return self.status.is_open

    def is_overdue(self, today: date) -> bool:
        """期限超過: open, not on hold, and the due day has gone by."""
        return (
            self.status in {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}
            and self.due_on is not None
            and self.due_on < today
        )

    @property
    def partner_ids(self) -> frozenset[int]:
        return frozenset(p.organization_id for p in self.partners)

    def set_due(self, day: date | None) -> None:
        """期限: the first one is kept as 当初期限, every move to a later day is a 期限延長."""
        last = self.due_on or self.first_due_on
        if self.first_due_on is None:
            self.first_due_on = day
        elif day is not None and last is not None and day > last:
            self.extensions = (self.extensions or 0) + 1
        self.due_on = day

    def start(self) -> None:
        self._become(ActionStatus.IN_PROGRESS)

    def wait(self) -> None:
        self._become(ActionStatus.NOT_STARTED)

    def hold(self, until: date) -> None:
        self._become(ActionStatus.ON_HOLD)
        self.review_on = until

    def complete(self, result: str, day: date) -> None:
        self._become(ActionStatus.DONE)
        self.result, self.closed_on = result, day

    def drop(self, reason: str, day: date) -> None:
        self._become(ActionStatus.DROPPED)
        self.reason, self.closed_on = reason, day

    def _become(self, status: ActionStatus) -> None:
        self.status = status
        self.review_on = self.closed_on = None
        self.result = self.reason = ""
        self.touch()

    @property
    def worker_ids(self) -> frozenset[int]:
        """担当 and 協力: they can always read what they are to work on."""
        return self.partner_ids | {self.lead_id}

    @property
    def readers(self) -> frozenset[str]:
        """Groups of readers for the search; says the same as policy.can_view."""
        workers = frozenset(organization_reader(n) for n in self.worker_ids)
        if self.meeting is not None:
            return self.meeting.readers | workers
        if self.visibility is ActionVisibility.NETWORK:
            return workers | {NETWORK}
        return workers | {organization_reader(self.owner_id)}

    def search_document(self) -> SearchDocument | None:
        said = [event.text for event in self.events if event.text]
        organizations = [self.lead, *(p.organization for p in self.partners)]
        return SearchDocument(
            kind="action",
            id=self.id,
            title=self.title,
            body="\n".join(
                [self.body, self.result, self.reason, *said,
                 " ".join(o.short_name for o in organizations)]
            ),
            readers=self.readers,
            organizations=frozenset(o.id for o in organizations),
            day=self.due_on or self.moved_on,
            due=self.due_on if self.is_open else None,
            parent=f"meeting:{self.meeting_id}" if self.meeting_id else None,
        )  # fmt: skip


class ActionPartner(db.Model):
    """協力: an organization that helps the lead."""

    __tablename__ = "action_partners"
    __table_args__ = (UniqueConstraint("action_id", "organization_id"),)

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    action: Mapped[Action] = relationship(back_populates="partners")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship(lazy="joined")


class EventKind(StrEnum):
    NOTE = "note"  # 経過, by who works on it
    COMMENT = "comment"  # by any other reader in the network
    STATUS = "status"
    DUE = "due"
    LEAD = "lead"
    EDITED = "edited"
    CREATED = "created"
    PROPOSED = "proposed"  # 引継ぎ to lead_after
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self):
        return EVENTS[self]


EVENTS = {
    EventKind.NOTE: _("経過"),
    EventKind.COMMENT: _("コメント"),
    EventKind.STATUS: _("状態の変更"),
    EventKind.DUE: _("期限の変更"),
    EventKind.LEAD: _("担当の変更"),
    EventKind.EDITED: _("内容の変更"),
    EventKind.CREATED: _("登録"),
    EventKind.PROPOSED: _("引継ぎの申し出"),
    EventKind.DECLINED: _("引継ぎの辞退"),
    EventKind.WITHDRAWN: _("引継ぎの取下げ"),
}


class ActionEvent(db.Model):
    """One line of the dated history. Lines are added, never changed."""

    __tablename__ = "action_events"
    __table_args__ = (Index("ix_action_events_in_order", "action_id", "on", "id"),)

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    action: Mapped[Action] = relationship(back_populates="events")
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    kind: Mapped[EventKind] = mapped_column(enum_type(EventKind))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    organization: Mapped[Organization | None] = relationship(foreign_keys=[organization_id])
    status: Mapped[ActionStatus | None] = mapped_column(enum_type(ActionStatus))  # after it
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]
    lead_before_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    lead_before: Mapped[Organization | None] = relationship(foreign_keys=[lead_before_id])
    lead_after_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    lead_after: Mapped[Organization | None] = relationship(foreign_keys=[lead_after_id])
    changed: Mapped[list[str]] = mapped_column(default=list)  # names of the fields, EDITED only
    by_mail_link: Mapped[bool] = mapped_column(default=False)  # nobody was signed in
    text: Mapped[str] = mapped_column(default="")
