"""分野 with a 幹事: which organization stands how to a theme, and how the lead is handed over."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.actions.models import Action
from hub.core.db import Versioned, db, enum_type, now
from hub.ideas.models import Idea
from hub.organizations.models import Organization
from hub.taxonomies.models import Term

_ENDLESS_LEAD = text("kind = 'lead' AND ends_on IS NULL")
_OPEN = text("state IN ('draft', 'proposed')")


class ThemeRoleKind(StrEnum):
    LEAD = "lead"
    PARTNER = "partner"
    OBSERVER = "observer"

    @property
    def label(self):
        return ROLE_KINDS[self]


ROLE_KINDS = {
    ThemeRoleKind.LEAD: _("幹事"),
    ThemeRoleKind.PARTNER: _("協力"),
    ThemeRoleKind.OBSERVER: _("オブザーバー"),
}


class ThemeRole(Versioned, db.Model):
    """An organization in a theme from a day to a day (both included; no end is open)."""

    __tablename__ = "theme_roles"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
        Index(
            "uq_theme_roles_endless_lead", "term_id", unique=True,
            sqlite_where=_ENDLESS_LEAD, postgresql_where=_ENDLESS_LEAD,
        ),
    )  # fmt: skip

    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), index=True)
    term: Mapped[Term] = relationship()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship()
    kind: Mapped[ThemeRoleKind] = mapped_column(enum_type(ThemeRoleKind))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    def is_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def meets(self, starts_on: date, ends_on: date | None) -> bool:
        """Whether there is a day in both terms."""
        return (ends_on is None or self.starts_on <= ends_on) and (
            self.ends_on is None or starts_on <= self.ends_on
        )

    def end(self, day: date) -> None:
        self.ends_on = day


class ThemeHandoverState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self):
        return HANDOVER_STATES[self]


HANDOVER_STATES = {
    ThemeHandoverState.DRAFT: _("下書き"),
    ThemeHandoverState.PROPOSED: _("返事待ち"),
    ThemeHandoverState.ACCEPTED: _("引き受けた"),
    ThemeHandoverState.DECLINED: _("断られた"),
    ThemeHandoverState.WITHDRAWN: _("取り下げた"),
}
OPEN_STATES = {ThemeHandoverState.DRAFT, ThemeHandoverState.PROPOSED}


class ThemeHandover(Versioned, db.Model):
    """引継ぎメモ of a theme: what the next lead must know, and what goes to it."""

    __tablename__ = "theme_handovers"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="goes_to_another"),
        CheckConstraint("state <> 'declined' OR reason <> ''", name="declined_has_reason"),
        Index(
            "uq_theme_handovers_open", "term_id", unique=True,
            sqlite_where=_OPEN, postgresql_where=_OPEN,
        ),
    )  # fmt: skip

    term_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), index=True)
    term: Mapped[Term] = relationship()
    from_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))  # the lead that goes
    giver: Mapped[Organization] = relationship(foreign_keys=[from_id])
    to_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    receiver: Mapped[Organization] = relationship(foreign_keys=[to_id])
    moves_on: Mapped[date]  # first day of the new lead
    note: Mapped[str] = mapped_column(default="")  # Markdown
    state: Mapped[ThemeHandoverState] = mapped_column(
        enum_type(ThemeHandoverState), default=ThemeHandoverState.DRAFT, index=True
    )
    reason: Mapped[str] = mapped_column(default="")  # why it was declined
    proposed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    items: Mapped[list["ThemeHandoverItem"]] = relationship(
        back_populates="handover", cascade="all, delete-orphan", order_by="ThemeHandoverItem.id"
    )

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def propose(self) -> None:
        self.state, self.proposed_at = ThemeHandoverState.PROPOSED, now()

    def end(self, state: ThemeHandoverState, reason: str = "") -> None:
        self.state, self.reason, self.ended_at = state, reason, now()


class ThemeHandoverItem(db.Model):
    """An open idea or action that the outgoing lead holds; it moves when it is ticked."""

    __tablename__ = "theme_handover_items"
    __table_args__ = (
        CheckConstraint("(idea_id IS NULL) <> (action_id IS NULL)", name="is_one_thing"),
        UniqueConstraint("handover_id", "idea_id"),
        UniqueConstraint("handover_id", "action_id"),
    )

    handover_id: Mapped[int] = mapped_column(ForeignKey("theme_handovers.id"))
    handover: Mapped[ThemeHandover] = relationship(back_populates="items")
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))
    idea: Mapped[Idea | None] = relationship()
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    action: Mapped[Action | None] = relationship()
    is_ticked: Mapped[bool] = mapped_column(default=True)
    moved_on: Mapped[date | None]

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"idea:{self.idea_id}" if self.idea_id else f"action:{self.action_id}"
