"""People, and what they may do: roles belong to memberships in organizations, with an end."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.core import calendar
from hub.core.db import Timed, db, enum_type, now
from hub.organizations.models import Organization


class Role(StrEnum):
    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def label(self):
        return ROLES[self]


ROLES = {Role.VIEWER: _("閲覧者"), Role.EDITOR: _("編集者"), Role.ADMIN: _("組織の管理者")}
SILENCE = timedelta(hours=4)  # between two visits
IDLE = timedelta(hours=12)  # an unused session ends
LONGEST = timedelta(days=30)  # a used one too
WRITERS = {Role.EDITOR, Role.ADMIN}


class Membership(Timed, db.Model):
    """A person in an organization from a day to a day (both included; None is open)."""

    __tablename__ = "memberships"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    user: Mapped["User"] = relationship(back_populates="memberships")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship(lazy="joined")
    role: Mapped[Role] = mapped_column(enum_type(Role))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    @property
    def is_active(self) -> bool:
        today = calendar.today()
        return (self.starts_on is None or self.starts_on <= today) and (
            self.ends_on is None or today <= self.ends_on
        )


class Rights:
    """What policies ask of whoever looks: a signed-in user or a visitor.

    Everything follows from the memberships that are active today, so that taking one away works
    on the next request.
    """

    id: Any  # int; None of a visitor
    is_system_admin: bool
    is_coordinator: bool

    @property
    def active_memberships(self) -> list[Membership]:
        return []

    @property
    def organization_ids(self) -> frozenset[int]:
        return frozenset(m.organization_id for m in self.active_memberships)

    @property
    def editing_ids(self) -> frozenset[int]:
        """Organizations for which this person writes."""
        return frozenset(m.organization_id for m in self.active_memberships if m.role in WRITERS)

    @property
    def in_network(self) -> bool:
        """Signed in for an organization of the network, departments and ward offices included."""
        return bool(self.active_memberships)

    @property
    def coordinates(self) -> bool:
        """事務局 of the network; ends with the last membership."""
        return self.is_coordinator and self.in_network

    @property
    def home_organization_id(self) -> int | None:
        """The organization this person acts for when nothing else says which."""
        return next((m.organization_id for m in self.active_memberships), None)

    def belongs_to(self, organization_id: int | None) -> bool:
        return organization_id in self.organization_ids

    def edits_for(self, organization_id: int | None) -> bool:
        return organization_id in self.editing_ids

    @property
    def administered_ids(self) -> frozenset[int]:
        """Organizations of which this person is 組織の管理者."""
        return frozenset(m.organization_id for m in self.active_memberships if m.role is Role.ADMIN)

    def administers(self, organization_id: int | None) -> bool:
        return organization_id in self.administered_ids


class User(Rights, Timed, db.Model):
    __tablename__ = "users"

    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str]
    session_version: Mapped[int] = mapped_column(default=1)  # raised: every session ends
    is_coordinator: Mapped[bool] = mapped_column(default=False)
    is_system_admin: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    previous_visit_at: Mapped[datetime | None]  # 「新しいこと」 begins here

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", lazy="selectin", order_by=Membership.id
    )

    # What Flask-Login asks for.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    def get_id(self) -> str:
        return f"{self.id}:{self.session_version}"

    @property
    def active_memberships(self) -> list[Membership]:
        return [m for m in self.memberships if m.is_active] if self.is_active else []

    def set_password(self, password_hash: str) -> None:
        """Every session of this person ends."""
        self.password_hash = password_hash
        self.session_version += 1

    def disable(self) -> None:
        self.disabled_at = now()
        self.session_version += 1

    def enable(self) -> None:
        self.disabled_at = None

    def was_seen(self, at: datetime) -> None:
        """A visit begins after some hours of silence; what came since the last one is new."""
        if self.last_seen_at is not None and at - self.last_seen_at > SILENCE:
            self.previous_visit_at = self.last_seen_at
        self.last_seen_at = at


class SignIn(db.Model):
    """One session of one person. Without its row a cookie is worth nothing."""

    __tablename__ = "sign_ins"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    user: Mapped[User] = relationship()
    token_hash: Mapped[str] = mapped_column(unique=True)
    began_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now, index=True)

    def is_alive(self, at: datetime) -> bool:
        return at - self.seen_at < IDLE and at - self.began_at < LONGEST


class Visitor(Rights):
    """Whoever is not signed in: reads what is 一般公開."""

    id = None
    is_system_admin = False
    is_coordinator = False
    is_authenticated = False
    is_active = False
    is_anonymous = True

    def get_id(self) -> None:
        return None


Viewer = User | Visitor


class Circle(NamedTuple):
    """Whoever reads the same: what queries ask of a viewer, as the key of what is kept."""

    organization_ids: frozenset[int]
    coordinates: bool

    @property
    def in_network(self) -> bool:
        return bool(self.organization_ids)

    @classmethod
    def of(cls, viewer: "Viewer | Circle | Standing") -> "Circle":
        return cls(viewer.organization_ids, viewer.coordinates)


class Standing(NamedTuple):
    """The same, where it matters who writes, too."""

    organization_ids: frozenset[int]
    editing_ids: frozenset[int]
    coordinates: bool

    @property
    def in_network(self) -> bool:
        return bool(self.organization_ids)

    def edits_for(self, organization_id: int | None) -> bool:
        return organization_id in self.editing_ids

    @classmethod
    def of(cls, viewer: "Viewer | Standing") -> "Standing":
        return cls(viewer.organization_ids, viewer.editing_ids, viewer.coordinates)


class LinkPurpose(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"


class AccountLink(Timed, db.Model):
    """A link sent by mail: single use, stored hashed, bound to one address."""

    __tablename__ = "account_links"

    purpose: Mapped[LinkPurpose] = mapped_column(enum_type(LinkPurpose))
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    organization: Mapped[Organization | None] = relationship()
    role: Mapped[Role | None] = mapped_column(enum_type(Role))
    ends_on: Mapped[date | None]  # of the membership that the invitation makes
    is_coordinator: Mapped[bool] = mapped_column(default=False)
    is_system_admin: Mapped[bool] = mapped_column(default=False)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    invited_by: Mapped[User | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.used_at is None and now() < self.expires_at

    def close(self) -> None:
        self.used_at = now()

    def __repr__(self) -> str:
        return f"<AccountLink {self.purpose} {self.id}>"
