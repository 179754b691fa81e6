"""人の引継ぎ: what somebody held, who has it now, and what they were told about it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.actions.models import Action
from hub.core.db import Timed, db, now
from hub.ideas.models import Idea
from hub.menus.models import Menu
from hub.organizations.models import Organization


class Succession(Timed, db.Model):
    """One person leaves an organization; everything they held there goes to others at once."""

    __tablename__ = "successions"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship()
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    person: Mapped[User] = relationship(foreign_keys=[person_id])
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))  # the 組織の管理者 who did it
    note: Mapped[str] = mapped_column(default="")
    last_on: Mapped[date]  # last day of the membership

    shares: Mapped[list["SuccessionShare"]] = relationship(
        back_populates="succession", cascade="all, delete-orphan", order_by="SuccessionShare.id"
    )


class SuccessionShare(db.Model):
    """What one successor got. Their first page until they say 受け取りました."""

    __tablename__ = "succession_shares"
    __table_args__ = (UniqueConstraint("succession_id", "successor_id"),)

    succession_id: Mapped[int] = mapped_column(ForeignKey("successions.id"))
    succession: Mapped[Succession] = relationship(back_populates="shares")
    successor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    successor: Mapped[User] = relationship()
    received_at: Mapped[datetime | None]

    items: Mapped[list["SuccessionItem"]] = relationship(
        back_populates="share", cascade="all, delete-orphan", order_by="SuccessionItem.id"
    )

    @property
    def is_waiting(self) -> bool:
        return self.received_at is None

    def receive(self) -> None:
        self.received_at = self.received_at or now()


class SuccessionItem(db.Model):
    __tablename__ = "succession_items"
    __table_args__ = (
        CheckConstraint(
            "(menu_id IS NOT NULL AND action_id IS NULL AND idea_id IS NULL)"
            " OR (menu_id IS NULL AND action_id IS NOT NULL AND idea_id IS NULL)"
            " OR (menu_id IS NULL AND action_id IS NULL AND idea_id IS NOT NULL)",
            name="is_one_thing",
        ),
    )

    share_id: Mapped[int] = mapped_column(ForeignKey("succession_shares.id"), index=True)
    share: Mapped[SuccessionShare] = relationship(back_populates="items")
    menu_id: Mapped[int | None] = mapped_column(ForeignKey("menus.id"))
    menu: Mapped[Menu | None] = relationship()
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    action: Mapped[Action | None] = relationship()
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))
    idea: Mapped[Idea | None] = relationship()

    @property
    def thing(self) -> Menu | Action | Idea:
        thing = self.menu or self.action or self.idea
        assert thing is not None
        return thing
