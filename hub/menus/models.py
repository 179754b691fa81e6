"""Support menus: what an organization offers, for whom, when, and until when it is known true."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.attachments import queries as attachments
from hub.core import calendar
from hub.core.db import HasUid, Versioned, db, enum_type
from hub.organizations.models import Organization
from hub.search.documents import (
    NETWORK,
    PUBLIC,
    Searchable,
    SearchDocument,
    organization_reader,
)
from hub.taxonomies.models import Scheme, Term

CLOSING_DAYS = 14  # 締切間近 from two weeks before the last day
SOON_DAYS = 60  # まもなく受付 from two months before the first day


class MenuState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"

    @property
    def label(self):
        return STATES[self]


STATES = {
    MenuState.DRAFT: _("下書き"),
    MenuState.PUBLISHED: _("公開中"),
    MenuState.ARCHIVED: _("取り下げ"),
}


class MenuVisibility(StrEnum):
    PUBLIC = "public"
    NETWORK = "network"
    ORGANIZATION = "organization"

    @property
    def label(self):
        return VISIBILITIES[self]


VISIBILITIES = {
    MenuVisibility.PUBLIC: _("一般公開"),
    MenuVisibility.NETWORK: _("ネットワーク内"),
    MenuVisibility.ORGANIZATION: _("自組織のみ"),
}


class Reception(StrEnum):
    """受付の状態: computed from the days, never typed in."""

    OPEN = "open"
    CLOSING = "closing"
    SOON = "soon"
    ALWAYS = "always"
    ASK = "ask"
    CLOSED = "closed"
    PAUSED = "paused"

    @property
    def label(self):
        return RECEPTIONS[self]


RECEPTIONS = {
    Reception.OPEN: _("受付中"),
    Reception.CLOSING: _("締切間近"),
    Reception.SOON: _("まもなく受付"),
    Reception.ALWAYS: _("通年"),
    Reception.ASK: _("要問合せ"),
    Reception.CLOSED: _("受付終了"),
    Reception.PAUSED: _("休止中"),
}

menu_terms = Table(
    "menu_terms",
    db.metadata,
    Column("menu_id", ForeignKey("menus.id", ondelete="CASCADE"), primary_key=True),
    Column("term_id", ForeignKey("terms.id"), primary_key=True, index=True),
)


class Menu(Versioned, HasUid, Searchable, db.Model):
    __tablename__ = "menus"
    __table_args__ = (
        CheckConstraint("closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on",
                        name="closes_after_opening"),
        Index("ix_menus_updated_at", "updated_at"),
    )  # fmt: skip

    title: Mapped[str] = mapped_column(String(100))
    summary: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(default="")  # Markdown
    provider_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    provider: Mapped[Organization] = relationship()
    type_id: Mapped[int] = mapped_column(ForeignKey("terms.id"), index=True)
    type: Mapped[Term] = relationship(foreign_keys=[type_id])
    cost_id: Mapped[int] = mapped_column(ForeignKey("terms.id"))
    cost: Mapped[Term] = relationship(foreign_keys=[cost_id])
    cost_note: Mapped[str] = mapped_column(String(300), default="")
    eligibility: Mapped[str] = mapped_column(default="")
    how_to_apply: Mapped[str] = mapped_column(default="")
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    is_year_round: Mapped[bool] = mapped_column(default=False)
    is_paused: Mapped[bool] = mapped_column(default=False)
    reception_note: Mapped[str] = mapped_column(String(300), default="")  # 締切 in free words
    capacity: Mapped[str] = mapped_column(String(200), default="")
    languages: Mapped[str] = mapped_column(String(200), default="")
    accessibility: Mapped[str] = mapped_column(String(300), default="")
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_phone: Mapped[str] = mapped_column(String(50), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_note: Mapped[str] = mapped_column(String(300), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[MenuState] = mapped_column(enum_type(MenuState), default=MenuState.DRAFT)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    holder: Mapped[User | None] = relationship()  # 担当者 in the provider
    visibility: Mapped[MenuVisibility] = mapped_column(
        enum_type(MenuVisibility), default=MenuVisibility.PUBLIC
    )
    published_at: Mapped[datetime | None]
    review_months: Mapped[list[int]]  # 見直し月, 1 to 12
    confirmed_on: Mapped[date | None]
    stale_from: Mapped[date | None] = mapped_column(index=True)  # 見直し待ち from this day

    terms: Mapped[list[Term]] = relationship(secondary=menu_terms, order_by=Term.position)
    partners: Mapped[list["MenuPartner"]] = relationship(
        back_populates="menu", cascade="all, delete-orphan", order_by="MenuPartner.id"
    )

    def terms_of(self, scheme: str) -> list[Term]:
        """The terms of one scheme: ward, theme, target, phase, application."""
        return [term for term in self.terms if term.scheme == scheme]

    @property
    def accepted_partners(self) -> list[Organization]:
        return [p.organization for p in self.partners if p.accepted_at is not None]

    @property
    def reception(self) -> Reception:
        return reception_on(calendar.today(), self)

    @property
    def is_stale(self) -> bool:
        """見直し待ち: its last 見直し月 has ended and it was not confirmed since that began."""
        return self.stale_from is not None and self.stale_from <= calendar.today()

    @property
    def stale_month(self) -> int | None:
        """The 見直し月 that went by."""
        return (self.stale_from - timedelta(days=1)).month if self.stale_from else None

    @property
    def next_review_month(self) -> int | None:
        """The 見直し月 that comes next when the menu is confirmed today."""
        following = stale_from(calendar.today(), self.review_months)
        return (following - timedelta(days=1)).month if following else None

    def publish(self, moment: datetime, today: date) -> None:
        self.state = MenuState.PUBLISHED
        self.published_at = self.published_at or moment
        self.confirm(today)

    def archive(self) -> None:
        self.state = MenuState.ARCHIVED

    def restore(self) -> None:
        """Back to a draft: its text is read again before it is published again."""
        self.state = MenuState.DRAFT

    def pause(self) -> None:
        """受付を休む: the menu stays where it is and says 休止中."""
        self.is_paused = True

    def resume(self) -> None:
        self.is_paused = False

    def confirm(self, today: date) -> None:
        """変更なし: what stands here is true today."""
        self.confirmed_on = today
        self.stale_from = stale_from(today, self.review_months)

    def search_document(self) -> SearchDocument | None:
        if self.state is not MenuState.PUBLISHED:
            return None
        words = [self.type.label, *(term.label for term in self.terms), self.cost.label]
        organizations = [self.provider, *self.accepted_partners]
        return SearchDocument(
            kind="menu",
            id=self.id,
            title=self.title,
            body="\n".join(
                [self.summary, self.body, self.eligibility, self.how_to_apply, self.cost_note,
                 self.reception_note, self.accessibility, self.languages,
                 " ".join(words), " ".join(o.short_name for o in organizations)]
            ),
            readers=frozenset({_reader(self)}),
            organizations=frozenset(o.id for o in organizations),
            wards=_codes(self, Scheme.WARD),
            themes=_codes(self, Scheme.THEME),
            types=frozenset({self.type.code}),
            targets=_codes(self, Scheme.TARGET),
            phases=_codes(self, Scheme.PHASE),
            day=self.confirmed_on,
            due=None if self.is_year_round or self.is_paused else self.closes_on,
            weight=self._weight,
        )  # fmt: skip

    @property
    def _weight(self) -> float:
        """In the search: below others what waits to be looked over, or cannot be had just now."""
        is_closed = self.reception in (Reception.CLOSED, Reception.PAUSED)
        return (0.85 if self.is_stale else 1.0) * (0.7 if is_closed else 1.0)

    def search_dependents(self) -> list[Searchable]:
        return list(attachments.of("menu", self.id))


class MenuPartner(db.Model):
    """協力: named on the menu only once the partner accepts."""

    __tablename__ = "menu_partners"
    __table_args__ = (UniqueConstraint("menu_id", "organization_id"),)

    menu_id: Mapped[int] = mapped_column(ForeignKey("menus.id", ondelete="CASCADE"), index=True)
    menu: Mapped[Menu] = relationship(back_populates="partners")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship()
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]

    @property
    def is_waiting(self) -> bool:
        return self.accepted_at is None and self.declined_at is None

    def ask(self) -> None:
        """Ask (again): an earlier answer is forgotten."""
        self.accepted_at = self.declined_at = None

    def accept(self, moment: datetime) -> None:
        self.accepted_at, self.declined_at = moment, None

    def decline(self, moment: datetime) -> None:
        self.accepted_at, self.declined_at = None, moment


def reception_on(day: date, menu: Menu) -> Reception:
    if menu.is_paused:
        return Reception.PAUSED
    if menu.is_year_round:
        return Reception.ALWAYS
    if menu.opens_on is None and menu.closes_on is None:
        return Reception.ASK
    if menu.closes_on and day > menu.closes_on:
        return Reception.CLOSED
    if menu.opens_on and day < menu.opens_on:
        near = menu.opens_on - day <= timedelta(days=SOON_DAYS)
        return Reception.SOON if near else Reception.CLOSED
    if menu.closes_on and menu.closes_on - day <= timedelta(days=CLOSING_DAYS):
        return Reception.CLOSING
    return Reception.OPEN


def stale_from(confirmed_on: date, review_months: Iterable[int]) -> date | None:
    """The first day after the first 見直し月 that begins later than ``confirmed_on``."""
    months = set(review_months)
    first = calendar.next_month(confirmed_on)
    for _month in range(12):
        if first.month in months:
            return calendar.next_month(first)
        first = calendar.next_month(first)
    return None


def _reader(menu: Menu) -> str:
    return {
        MenuVisibility.PUBLIC: PUBLIC,
        MenuVisibility.NETWORK: NETWORK,
        MenuVisibility.ORGANIZATION: organization_reader(menu.provider_id),
    }[menu.visibility]


def _codes(menu: Menu, scheme: Scheme) -> frozenset[str]:
    return frozenset(term.code for term in menu.terms_of(scheme))
