"""会議体: what meets again and again, its secretariat, and who is in it from when to when."""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.core import calendar
from hub.core.db import Versioned, db, enum_type
from hub.organizations.models import Organization


class Visibility(StrEnum):
    PUBLIC = "public"
    NETWORK = "network"
    SERIES = "series"

    @property
    def label(self):
        return VISIBILITIES[self]


VISIBILITIES = {
    Visibility.PUBLIC: _("一般公開"),
    Visibility.NETWORK: _("ネットワーク内"),
    Visibility.SERIES: _("会議体まで"),
}


class SeriesKind(StrEnum):
    LIAISON = "liaison"
    WORKING = "working"
    EXCHANGE = "exchange"

    @property
    def label(self):
        return SERIES_KINDS[self]


SERIES_KINDS = {
    SeriesKind.LIAISON: _("連絡会議"),
    SeriesKind.WORKING: _("ワーキング"),
    SeriesKind.EXCHANGE: _("意見交換会"),
}


class Series(Versioned, db.Model):
    """会議体: what meets again and again, with one secretariat and members that come and go."""

    __tablename__ = "series"

    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[SeriesKind] = mapped_column(enum_type(SeriesKind))
    description: Mapped[str] = mapped_column(default="")
    secretariat_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    secretariat: Mapped[Organization] = relationship()
    visibility: Mapped[Visibility] = mapped_column(enum_type(Visibility))  # of new meetings
    is_archived: Mapped[bool] = mapped_column(default=False)

    members: Mapped[list["SeriesMember"]] = relationship(
        back_populates="series", cascade="all, delete-orphan", order_by="SeriesMember.id"
    )

    @property
    def current_members(self) -> list["SeriesMember"]:
        return [member for member in self.members if member.is_current]

    @property
    def member_ids(self) -> frozenset[int]:
        """Organizations that are in the series today, observers and the secretariat included."""
        return frozenset(m.organization_id for m in self.current_members) | {self.secretariat_id}

    def members_on(self, day: date) -> list["SeriesMember"]:
        return [member for member in self.members if member.is_in_force(day)]


class SeriesRole(StrEnum):
    MEMBER = "member"
    OBSERVER = "observer"

    @property
    def label(self):
        return SERIES_ROLES[self]


SERIES_ROLES = {SeriesRole.MEMBER: _("構成員"), SeriesRole.OBSERVER: _("オブザーバー")}


class SeriesMember(db.Model):
    __tablename__ = "series_members"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
    series: Mapped[Series] = relationship(back_populates="members")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship(lazy="joined")
    role: Mapped[SeriesRole] = mapped_column(enum_type(SeriesRole), default=SeriesRole.MEMBER)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    @property
    def is_current(self) -> bool:
        return self.is_in_force(calendar.today())

    def is_in_force(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )
