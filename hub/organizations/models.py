"""The organizations of the network, how they stand to each other, and what they are good at."""

from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.core import calendar
from hub.core.db import HasUid, Versioned, db, enum_type
from hub.search.documents import NETWORK, PUBLIC, Searchable, SearchDocument
from hub.taxonomies.models import Term


class OrganizationKind(StrEnum):
    CITYWIDE = "citywide"
    SDC = "sdc"
    DEPARTMENT = "department"
    WARD_OFFICE = "ward_office"

    @property
    def label(self):
        return KINDS[self]


KINDS = {
    OrganizationKind.CITYWIDE: _("市全域の中間支援組織"),
    OrganizationKind.SDC: _("区のソーシャルデザインセンター"),
    OrganizationKind.DEPARTMENT: _("市の所管課"),
    OrganizationKind.WARD_OFFICE: _("区役所"),
}
GOVERNMENT = {OrganizationKind.DEPARTMENT, OrganizationKind.WARD_OFFICE}


class Organization(Versioned, HasUid, Searchable, db.Model):
    __tablename__ = "organizations"

    code: Mapped[str] = mapped_column(String(60), unique=True)  # of the network file
    name: Mapped[str] = mapped_column(String(200), unique=True)
    short_name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(default="")
    kind: Mapped[OrganizationKind] = mapped_column(enum_type(OrganizationKind), index=True)
    legal_form: Mapped[str] = mapped_column(default="")
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("terms.id"))
    ward: Mapped[Term | None] = relationship()
    summary: Mapped[str] = mapped_column(default="")
    facility: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    contact_note: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]  # 組織改編: the last day under this name
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    successor: Mapped["Organization | None"] = relationship(
        remote_side="Organization.id", back_populates="predecessors"
    )
    predecessors: Mapped[list["Organization"]] = relationship(
        back_populates="successor", order_by="Organization.valid_until"
    )

    strengths: Mapped[list["Strength"]] = relationship(
        back_populates="organization", cascade="all, delete-orphan", order_by="Strength.id"
    )

    @property
    def is_valid(self) -> bool:
        return self.valid_until is None or self.valid_until >= calendar.today()

    @property
    def is_government(self) -> bool:
        return self.kind in GOVERNMENT

    def end(self, last_day: date, successor: "Organization") -> None:
        self.valid_until, self.successor = last_day, successor

    def go_on(self) -> None:
        self.valid_until = self.successor = None

    def strengths_of(self, kind: "StrengthKind") -> list["Strength"]:
        return [strength for strength in self.strengths if strength.kind is kind]

    def set_strengths(self, kind: "StrengthKind", notes: dict[Term, str]) -> None:
        """Replace what it says of this kind; what stays keeps its row."""
        for strength in self.strengths_of(kind):
            if strength.theme in notes:
                strength.note = notes[strength.theme]
            else:
                self.strengths.remove(strength)
        known = {strength.theme for strength in self.strengths_of(kind)}
        for theme, note in notes.items():
            if theme not in known:
                self.strengths.append(Strength(kind=kind, theme=theme, note=note))

    def search_document(self) -> SearchDocument | None:
        said = [f"{s.theme.label} {s.note}" for s in self.strengths]
        return SearchDocument(
            kind="organization",
            id=self.id,
            title=f"{self.name} {self.short_name}",
            body="\n".join([self.summary, self.facility, self.legal_form, *said]),
            readers=frozenset({PUBLIC}),
            organizations=frozenset({self.id}),
            wards=frozenset({self.ward.code} if self.ward else ()),
            themes=frozenset(s.theme.code for s in self.strengths),
            day=None,
        )


class StrengthKind(StrEnum):
    STRENGTH = "strength"  # 得意分野
    RELIANCE = "reliance"  # 頼りたいこと

    @property
    def label(self):
        return STRENGTH_KINDS[self]


STRENGTH_KINDS = {
    StrengthKind.STRENGTH: _("得意分野"),
    StrengthKind.RELIANCE: _("頼りたいこと"),
}


class Strength(db.Model):
    """What an organization is good at, or would like to rely on others for, by theme."""

    __tablename__ = "strengths"
    __table_args__ = (UniqueConstraint("organization_id", "kind", "theme_id"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship(back_populates="strengths")
    kind: Mapped[StrengthKind] = mapped_column(enum_type(StrengthKind))
    theme_id: Mapped[int] = mapped_column(ForeignKey("terms.id"))
    theme: Mapped[Term] = relationship()
    note: Mapped[str] = mapped_column(String(200), default="")


class RelationRole(StrEnum):
    SUPERVISES = "supervises"  # 所管課
    LIAISON = "liaison"  # 区の連携窓口
    COORDINATES = "coordinates"  # 全体調整

    @property
    def label(self):
        return ROLES[self]


ROLES = {
    RelationRole.SUPERVISES: _("所管課"),
    RelationRole.LIAISON: _("区の連携窓口"),
    RelationRole.COORDINATES: _("全体調整"),
}


class Relation(db.Model):
    """``office`` (a department or ward office) stands in ``role`` to ``organization``."""

    __tablename__ = "relations"
    __table_args__ = (
        UniqueConstraint("office_id", "organization_id", "role", "starts_on"),
        CheckConstraint("office_id <> organization_id", name="not_itself"),
    )

    office_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    office: Mapped[Organization] = relationship(foreign_keys=[office_id])
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship(foreign_keys=[organization_id])
    role: Mapped[RelationRole] = mapped_column(enum_type(RelationRole))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class Visit(Versioned, Searchable, db.Model):
    """訪問・参加の記録: somebody of the network went to an SDC and wrote down what they learned."""

    __tablename__ = "visits"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship(foreign_keys=[organization_id])
    visitor_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    visitor: Mapped[Organization] = relationship(foreign_keys=[visitor_id])
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    visited_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(default="")

    def search_document(self) -> SearchDocument | None:
        return SearchDocument(
            kind="visit",
            id=self.id,
            title=self.title,
            body=f"{self.body}\n{self.organization.short_name}\n{self.visitor.short_name}",
            readers=frozenset({NETWORK}),
            organizations=frozenset({self.organization_id, self.visitor_id}),
            wards=frozenset({self.organization.ward.code} if self.organization.ward else ()),
            themes=frozenset(),
            day=self.visited_on,
        )
