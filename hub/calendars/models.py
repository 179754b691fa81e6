"""The calendar address of a person: known to its holder, stored hashed."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.core.db import Timed, db, now


class CalendarFeed(Timed, db.Model):
    """One address for each person at most. What it shows follows from their rights of today."""

    __tablename__ = "calendar_feeds"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    user: Mapped[User] = relationship()
    token_hash: Mapped[str] = mapped_column(unique=True)

    def renew(self, token_hash: str) -> None:
        """The address before ends at once."""
        self.token_hash, self.updated_at = token_hash, now()

    def __repr__(self) -> str:
        return f"<CalendarFeed {self.id}>"
