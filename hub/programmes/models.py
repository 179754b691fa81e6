"""事業: what an organization carries out year after year, its menus, and what is counted of it."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, Column, ForeignKey, Numeric, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.core.db import HasUid, Versioned, db, enum_type
from hub.menus.models import Menu
from hub.organizations.models import Organization
from hub.search.documents import NETWORK, PUBLIC, Searchable, SearchDocument


class Category(StrEnum):
    FACILITY = "facility"
    INFORMATION = "information"
    ACTIVATION = "activation"
    TRAINING = "training"
    CONSULTATION = "consultation"
    GRANT = "grant"
    OTHER = "other"

    @property
    def label(self):
        return CATEGORIES[self]


CATEGORIES = {
    Category.FACILITY: _("拠点運営"),
    Category.INFORMATION: _("情報提供・啓発"),
    Category.ACTIVATION: _("活動促進"),
    Category.TRAINING: _("研修・人材育成"),
    Category.CONSULTATION: _("相談"),
    Category.GRANT: _("助成"),
    Category.OTHER: _("その他"),
}


class ProgrammeVisibility(StrEnum):
    """Of the programme and its indicators; a review of it has a rule of its own."""

    PUBLIC = "public"
    NETWORK = "network"

    @property
    def label(self):
        return PROGRAMME_VISIBILITIES[self]


PROGRAMME_VISIBILITIES = {
    ProgrammeVisibility.PUBLIC: _("一般公開"),
    ProgrammeVisibility.NETWORK: _("ネットワーク内"),
}

programme_menus = Table(
    "programme_menus",
    db.metadata,
    Column("programme_id", ForeignKey("programmes.id", ondelete="CASCADE"), primary_key=True),
    Column("menu_id", ForeignKey("menus.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Programme(Versioned, HasUid, Searchable, db.Model):
    __tablename__ = "programmes"
    __table_args__ = (UniqueConstraint("organization_id", "name"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship()
    name: Mapped[str] = mapped_column(String(100))
    category: Mapped[Category] = mapped_column(enum_type(Category))
    summary: Mapped[str] = mapped_column(default="")
    visibility: Mapped[ProgrammeVisibility] = mapped_column(
        enum_type(ProgrammeVisibility), default=ProgrammeVisibility.NETWORK
    )
    position: Mapped[int] = mapped_column(default=0)
    is_archived: Mapped[bool] = mapped_column(default=False)  # ended; its numbers stay

    menus: Mapped[list[Menu]] = relationship(secondary=programme_menus, order_by=Menu.id)
    indicators: Mapped[list["Indicator"]] = relationship(
        back_populates="programme", cascade="all, delete-orphan", order_by="Indicator.position"
    )

    @property
    def readers(self) -> frozenset[str]:
        is_public = self.visibility is ProgrammeVisibility.PUBLIC
        return frozenset({PUBLIC if is_public else NETWORK})

    def search_document(self) -> SearchDocument | None:
        counted = " ".join(indicator.name for indicator in self.indicators)
        return SearchDocument(
            kind="programme",
            id=self.id,
            title=self.name,
            body=f"{self.summary}\n{self.category.label}\n{counted}\n{self.organization.short_name}",
            readers=self.readers,
            organizations=frozenset({self.organization_id}),
        )


class Period(StrEnum):
    """How long one figure of an indicator covers."""

    MONTH = "month"
    HALF = "half"  # 上半期 from April, 下半期 from October
    YEAR = "year"  # 年度

    @property
    def label(self):
        return PERIODS[self]


PERIODS = {Period.MONTH: _("月"), Period.HALF: _("半期"), Period.YEAR: _("年度")}


class Indicator(Versioned, db.Model):
    """What is counted of a programme: 利用件数, 参加者, 相談件数, 申請件数, ..."""

    __tablename__ = "indicators"
    __table_args__ = (UniqueConstraint("programme_id", "name"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    programme: Mapped[Programme] = relationship(back_populates="indicators")
    name: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(20))  # 件, 人, 回, %
    period: Mapped[Period] = mapped_column(enum_type(Period), default=Period.MONTH)
    adds_up: Mapped[bool] = mapped_column(default=True)  # else a year is the mean of its parts
    baseline: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))  # of a year, コロナ禍前
    baseline_year: Mapped[int | None]  # 年度 of the baseline
    position: Mapped[int] = mapped_column(default=0)

    figures: Mapped[list["Figure"]] = relationship(
        back_populates="indicator", cascade="all, delete-orphan", order_by="Figure.starts_on"
    )

    def enter(self, starts_on: date, target: Decimal | None, actual: Decimal | None) -> None:
        """The figure of one period; neither of both takes it away. Raises the version."""
        found = next((one for one in self.figures if one.starts_on == starts_on), None)
        if target is None and actual is None:
            if found is not None:
                self.figures.remove(found)
        elif found is None:
            self.figures.append(Figure(starts_on=starts_on, target=target, actual=actual))
        else:
            found.target, found.actual = target, actual
        self.touch()


class Figure(db.Model):
    """Target and actual of one period of its indicator; ``starts_on`` is the first day of it."""

    __tablename__ = "figures"
    __table_args__ = (
        UniqueConstraint("indicator_id", "starts_on"),
        CheckConstraint("target IS NOT NULL OR actual IS NOT NULL", name="says_something"),
    )

    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"), index=True)
    indicator: Mapped[Indicator] = relationship(back_populates="figures")
    starts_on: Mapped[date]
    target: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    actual: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
