"""連携の種: what was thought of, in a meeting or at any other time, and how far it has grown."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.actions.models import Action
from hub.core import calendar
from hub.core.db import HasUid, Versioned, db, enum_type, now
from hub.meetings.models import AgendaItem, Decision, Meeting
from hub.menus.models import Menu
from hub.organizations.models import Organization
from hub.search.documents import NETWORK, Searchable, SearchDocument, organization_reader
from hub.taxonomies.models import Scheme, Term


class Stage(StrEnum):
    SEED = "seed"
    STUDIED = "studied"
    TRIED = "tried"
    ROOTED = "rooted"
    DROPPED = "dropped"

    @property
    def label(self):
        return STAGES[self]

    @property
    def is_open(self) -> bool:
        return self in OPEN


STAGES = {
    Stage.SEED: _("種"),
    Stage.STUDIED: _("検討中"),
    Stage.TRIED: _("試行"),
    Stage.ROOTED: _("定着"),
    Stage.DROPPED: _("見送り"),
}
OPEN = {Stage.SEED, Stage.STUDIED, Stage.TRIED}


class IdeaVisibility(StrEnum):
    """Of an idea without a meeting; one from a meeting is read by the meeting's readers."""

    NETWORK = "network"
    ORGANIZATION = "organization"

    @property
    def label(self):
        return IDEA_VISIBILITIES[self]


IDEA_VISIBILITIES = {
    IdeaVisibility.NETWORK: _("ネットワーク内"),
    IdeaVisibility.ORGANIZATION: _("自組織のみ"),
}


def _link(name: str, other: str) -> Table:
    """``idea_<other>``: what belongs to an idea, from either side."""
    number = f"{name}_id"
    return Table(
        f"idea_{other}",
        db.metadata,
        Column("idea_id", ForeignKey("ideas.id", ondelete="CASCADE"), primary_key=True),
        Column(number, ForeignKey(f"{other}.id", ondelete="CASCADE"), primary_key=True, index=True),
    )


idea_terms = _link("term", "terms")
idea_decisions = _link("decision", "decisions")
idea_actions = _link("action", "actions")
idea_menus = _link("menu", "menus")


class Idea(Versioned, HasUid, Searchable, db.Model):
    __tablename__ = "ideas"
    __table_args__ = (
        CheckConstraint("stage <> 'rooted' OR result <> ''", name="rooted_has_result"),
        CheckConstraint("stage <> 'dropped' OR reason <> ''", name="dropped_has_reason"),
        CheckConstraint(
            "meeting_id IS NOT NULL OR proposer_id IS NOT NULL", name="comes_from_somewhere"
        ),
    )

    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(default="")
    stage: Mapped[Stage] = mapped_column(enum_type(Stage), default=Stage.SEED, index=True)
    result: Mapped[str] = mapped_column(default="")  # 定着
    reason: Mapped[str] = mapped_column(default="")  # 見送り
    look_at_on: Mapped[date | None] = mapped_column(index=True)  # the day to look at it again
    raised_on: Mapped[date] = mapped_column(default=calendar.today, index=True)
    closed_on: Mapped[date | None]  # 定着 or 見送り
    moved_on: Mapped[date] = mapped_column(default=calendar.today)  # 最近の動き

    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    meeting: Mapped[Meeting | None] = relationship()
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    agenda_item: Mapped[AgendaItem | None] = relationship()
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    proposer: Mapped[Organization | None] = relationship(foreign_keys=[proposer_id])  # 言い出し
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # hears of it
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    visibility: Mapped[IdeaVisibility] = mapped_column(
        enum_type(IdeaVisibility), default=IdeaVisibility.NETWORK
    )
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    keeper: Mapped[Organization | None] = relationship(foreign_keys=[keeper_id])
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    holder: Mapped[User | None] = relationship(foreign_keys=[holder_id])  # 担当者 in the keeper

    terms: Mapped[list[Term]] = relationship(secondary=idea_terms, order_by=Term.position)
    partners: Mapped[list["IdeaPartner"]] = relationship(
        back_populates="idea", cascade="all, delete-orphan", order_by="IdeaPartner.id"
    )
    events: Mapped[list["IdeaEvent"]] = relationship(
        back_populates="idea", cascade="all, delete-orphan", order_by="IdeaEvent.on, IdeaEvent.id"
    )
    decisions: Mapped[list[Decision]] = relationship(secondary=idea_decisions, order_by=Decision.id)
    actions: Mapped[list[Action]] = relationship(secondary=idea_actions, order_by=Action.id)
    menus: Mapped[list[Menu]] = relationship(secondary=idea_menus, order_by=Menu.id)

    @property
    def is_open(self) -> bool:
        return self.stage.is_open

    @property
    def partner_ids(self) -> frozenset[int]:
        return frozenset(partner.organization_id for partner in self.partners)

    @property
    def concerned_ids(self) -> frozenset[int]:
        """Who thought of it, who keeps it, who joined: they can always read it."""
        named = {self.proposer_id, self.keeper_id} - {None}
        return self.partner_ids | {number for number in named if number is not None}

    @property
    def themes(self) -> list[Term]:
        return [term for term in self.terms if term.scheme == Scheme.THEME]

    def is_due(self, today: date) -> bool:
        """Its day to look at it has come."""
        return self.is_open and self.look_at_on is not None and self.look_at_on <= today

    def become(self, stage: Stage, said: str, day: date) -> None:
        """``said``: the result of 定着, the reason of 見送り."""
        self.stage = stage
        self.result = said if stage is Stage.ROOTED else ""
        self.reason = said if stage is Stage.DROPPED else ""
        self.closed_on = None if stage.is_open else day
        if not stage.is_open:
            self.look_at_on = None

    def note(self, kind: "IdeaEventKind", day: date, **facts: object) -> "IdeaEvent":
        """Another line of its history."""
        event = IdeaEvent(on=day, kind=kind, **facts)
        self.events.append(event)
        self.moved_on = day
        self.touch()
        return event

    @property
    def readers(self) -> frozenset[str]:
        """Groups of readers for the search; says the same as policy.can_view."""
        concerned = frozenset(organization_reader(number) for number in self.concerned_ids)
        if self.meeting is not None:
            return self.meeting.readers | concerned
        if self.visibility is IdeaVisibility.NETWORK:
            return concerned | {NETWORK}
        return concerned

    def search_document(self) -> SearchDocument | None:
        named = [self.keeper, self.proposer, *(p.organization for p in self.partners)]
        said = [partner.brings for partner in self.partners]
        said += [event.text for event in self.events if event.text]
        return SearchDocument(
            kind="idea",
            id=self.id,
            title=self.title,
            body="\n".join(
                [self.body, self.result, self.reason, *said,
                 " ".join(term.label for term in self.terms)]
            ),
            readers=self.readers,
            organizations=frozenset(o.id for o in named if o is not None),
            wards=_codes(self, Scheme.WARD),
            themes=_codes(self, Scheme.THEME),
            day=self.look_at_on or self.raised_on,
            parent=f"meeting:{self.meeting_id}" if self.meeting_id else None,
        )  # fmt: skip


def _codes(idea: Idea, scheme: Scheme) -> frozenset[str]:
    return frozenset(term.code for term in idea.terms if term.scheme == scheme)


class IdeaPartner(db.Model):
    """うちも加わる: an organization that joined, and what it brings."""

    __tablename__ = "idea_partners"
    __table_args__ = (UniqueConstraint("idea_id", "organization_id"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    idea: Mapped[Idea] = relationship(back_populates="partners")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship(lazy="joined")
    brings: Mapped[str] = mapped_column(String(300), default="")  # 持ち寄るもの
    joined_on: Mapped[date] = mapped_column(default=calendar.today)


class IdeaEventKind(StrEnum):
    RAISED = "raised"
    STAGE = "stage"
    KEEPER = "keeper"
    LOOKED = "looked"  # looked at again, the day moved
    JOINED = "joined"
    LEFT = "left"
    NOTE = "note"
    EDITED = "edited"

    @property
    def label(self):
        return IDEA_EVENTS[self]


IDEA_EVENTS = {
    IdeaEventKind.RAISED: _("提案"),
    IdeaEventKind.STAGE: _("段階の変更"),
    IdeaEventKind.KEEPER: _("育てる組織の変更"),
    IdeaEventKind.LOOKED: _("見直し"),
    IdeaEventKind.JOINED: _("参加"),
    IdeaEventKind.LEFT: _("参加の取りやめ"),
    IdeaEventKind.NOTE: _("経過"),
    IdeaEventKind.EDITED: _("内容の変更"),
}


class IdeaEvent(db.Model):
    """One line of the dated history of an idea. Lines are added, never changed."""

    __tablename__ = "idea_events"
    __table_args__ = (Index("ix_idea_events_in_order", "idea_id", "on", "id"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    idea: Mapped[Idea] = relationship(back_populates="events")
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    kind: Mapped[IdeaEventKind] = mapped_column(enum_type(IdeaEventKind))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    organization: Mapped[Organization | None] = relationship(foreign_keys=[organization_id])
    stage: Mapped[Stage | None] = mapped_column(enum_type(Stage))  # after it
    keeper_after_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    keeper_after: Mapped[Organization | None] = relationship(foreign_keys=[keeper_after_id])
    look_at_on: Mapped[date | None]  # after it
    text: Mapped[str] = mapped_column(default="")
