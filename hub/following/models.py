"""フォロー: what a person wants to hear of, and from when on."""

from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.core.db import Timed, db, enum_type


class FollowKind(StrEnum):
    ORGANIZATION = "organization"
    THEME = "theme"  # a term of that scheme
    SERIES = "series"
    MENU = "menu"
    IDEA = "idea"

    @property
    def label(self):
        return FOLLOW_KINDS[self]


FOLLOW_KINDS = {
    FollowKind.ORGANIZATION: _("組織"),
    FollowKind.THEME: _("分野"),
    FollowKind.SERIES: _("会議体"),
    FollowKind.MENU: _("支援メニュー"),
    FollowKind.IDEA: _("連携の種"),
}


class Follow(Timed, db.Model):
    """One person follows one thing. Ends with the row; nothing else remembers it."""

    __tablename__ = "follows"
    __table_args__ = (UniqueConstraint("user_id", "kind", "thing_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[FollowKind] = mapped_column(enum_type(FollowKind))
    thing_id: Mapped[int]
    since: Mapped[int] = mapped_column(default=0)  # the last audit entry before it was followed

    @property
    def topic(self) -> tuple[FollowKind, int]:
        return self.kind, self.thing_id
