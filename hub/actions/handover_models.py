"""引継ぎ of an action to another organization: it takes the lead only once it accepts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.actions.models import Action
from hub.core.db import db, enum_type, now
from hub.organizations.models import Organization

_PENDING = text("state = 'pending'")


class HandoverState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ActionHandover(db.Model):
    """What was said stands in the history of the action too; this row is the question itself."""

    __tablename__ = "action_handovers"
    __table_args__ = (
        Index(
            "uq_action_handovers_pending", "action_id", unique=True,
            sqlite_where=_PENDING, postgresql_where=_PENDING,
        ),
    )  # fmt: skip

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    action: Mapped[Action] = relationship()
    from_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))  # lead when it was asked
    giver: Mapped[Organization] = relationship(foreign_keys=[from_id])
    to_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    receiver: Mapped[Organization] = relationship(foreign_keys=[to_id])
    note: Mapped[str]  # why; becomes the reason of the change
    state: Mapped[HandoverState] = mapped_column(
        enum_type(HandoverState), default=HandoverState.PENDING
    )
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """To be answered: not once the action ended or got another lead in another way."""
        return (
            self.state is HandoverState.PENDING
            and self.action.is_open
            and self.action.lead_id == self.from_id
        )

    def end(self, state: HandoverState) -> None:
        self.state, self.ended_at = state, now()
