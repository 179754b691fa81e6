"""会議: one meeting of a series, and which organizations came."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from hub.attachments import queries as attachments
from hub.core import calendar
from hub.core.db import HasUid, Versioned, db, enum_type
from hub.meetings.models.series import Series, Visibility
from hub.organizations.models import Organization
from hub.search.documents import NETWORK, PUBLIC, Searchable, SearchDocument, series_reader

if TYPE_CHECKING:
    from hub.meetings.models.agenda import AgendaItem, Decision
    from hub.meetings.models.minutes import Minutes


class Meeting(Versioned, HasUid, Searchable, db.Model):
    __tablename__ = "meetings"
    # what counting 回次 reads, so that it reads no rows
    __table_args__ = (
        Index("ix_meetings_ordinal", "series_id", "fiscal_year", "held_on", "cancelled_at"),
    )

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    series: Mapped[Series] = relationship()
    subtitle: Mapped[str] = mapped_column(String(100), default="")  # 所管部署同席
    held_on: Mapped[date] = mapped_column(index=True)
    fiscal_year: Mapped[int] = mapped_column(index=True)  # of held_on, set by hold_on()
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    online_url: Mapped[str] = mapped_column(String(500), default="")
    visibility: Mapped[Visibility] = mapped_column(enum_type(Visibility))
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")
    handouts: Mapped[str] = mapped_column(default="")  # 配布資料 that are not files here
    next_meeting_note: Mapped[str] = mapped_column(String(300), default="")

    attendances: Mapped[list["Attendance"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="Attendance.id"
    )
    agenda_items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="AgendaItem.position",
        foreign_keys="AgendaItem.meeting_id",
    )  # fmt: skip
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="Decision.position"
    )
    minutes: Mapped["Minutes | None"] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", uselist=False
    )

    def hold_on(self, day: date) -> None:
        self.held_on, self.fiscal_year = day, calendar.fiscal_year(day)

    def cancel(self, reason: str, moment: datetime) -> None:
        self.cancelled_at, self.cancel_reason = moment, reason

    def resume(self) -> None:
        self.cancelled_at, self.cancel_reason = None, ""

    @property
    def ordinal(self) -> str:
        """令和8年度 第2回: counted among the meetings of the series in that year."""
        if self.cancelled_at:
            return calendar.fiscal_year_short(self.fiscal_year)
        return calendar.ordinal(self.fiscal_year, self.number)

    @property
    def name(self) -> str:
        note = f"（{self.subtitle}）" if self.subtitle else ""
        return f"{self.ordinal} {self.series.name}{note}"

    @property
    def is_locked(self) -> bool:
        """The minutes are confirmed: agenda, decisions and attendance stand as they are."""
        return self.minutes is not None and self.minutes.is_confirmed

    @property
    def planned_minutes(self) -> int:
        return sum(item.planned_minutes or 0 for item in self.agenda_items)

    @property
    def length_minutes(self) -> int | None:
        if not self.starts_at or not self.ends_at:
            return None
        return (self.ends_at.hour - self.starts_at.hour) * 60 + (
            self.ends_at.minute - self.starts_at.minute
        )

    @property
    def asked(self) -> list[Organization]:
        """Organizations asked to come: the series on that day, then who else is written down."""
        members = [member.organization for member in self.series.members_on(self.held_on)]
        others = [attendance.organization for attendance in self.attendances]
        return list(dict.fromkeys([self.series.secretariat, *members, *others]))

    @property
    def asked_ids(self) -> frozenset[int]:
        """The same, without loading them."""
        members = {member.organization_id for member in self.series.members_on(self.held_on)}
        others = {attendance.organization_id for attendance in self.attendances}
        return frozenset({self.series.secretariat_id} | members | others)

    @property
    def is_coming(self) -> bool:
        return self.cancelled_at is None and self.held_on >= calendar.today()

    @property
    def span(self) -> tuple[datetime | date, datetime | None]:
        """Begin and end in Tokyo; the day alone where no hour is known."""
        if self.starts_at is None:
            return self.held_on, None
        end = calendar.at(self.held_on, self.ends_at) if self.ends_at else None
        return calendar.at(self.held_on, self.starts_at), end

    def attended(self, organization_id: int) -> bool:
        return any(
            a.organization_id == organization_id and a.answer in CAME for a in self.attendances
        )

    @property
    def readers(self) -> frozenset[str]:
        return frozenset({{
            Visibility.PUBLIC: PUBLIC,
            Visibility.NETWORK: NETWORK,
            Visibility.SERIES: series_reader(self.series_id),
        }[self.visibility]})  # fmt: skip

    def search_document(self) -> SearchDocument | None:
        confirmed = self.minutes.confirmed_body if self.minutes else ""
        return SearchDocument(
            kind="meeting",
            id=self.id,
            title=self.name,
            body=f"{self.place}\n{self.handouts}\n{confirmed}",
            readers=self.readers,
            organizations=frozenset(a.organization_id for a in self.attendances),
            day=self.held_on,
        )

    def search_dependents(self) -> list[Searchable]:
        """Its parts and files, and the meetings whose 回次 it moves when its day does."""
        others = select(Meeting).where(Meeting.series_id == self.series_id, Meeting.id != self.id)
        return [
            *self.agenda_items,
            *self.decisions,
            *attachments.of("meeting", self.id),
            *db.session.scalars(others),
        ]


# 回次: counted, so that it stays right when a meeting is added, moved or called off.
_same = Meeting.__table__.alias("same")
Meeting.number = column_property(
    select(func.count(_same.c.id))
    .where(
        _same.c.series_id == Meeting.series_id,
        _same.c.fiscal_year == Meeting.fiscal_year,
        _same.c.cancelled_at.is_(None),
        or_(
            _same.c.held_on < Meeting.held_on,
            (_same.c.held_on == Meeting.held_on) & (_same.c.id <= Meeting.id),
        ),
    )
    .correlate_except(_same)
    .scalar_subquery()
)


class AttendanceAnswer(StrEnum):
    PRESENT = "present"
    PROXY = "proxy"
    ABSENT = "absent"
    OBSERVER = "observer"
    UNDECIDED = "undecided"

    @property
    def label(self):
        return ATTENDANCES[self]


ATTENDANCES = {
    AttendanceAnswer.PRESENT: _("出席"),
    AttendanceAnswer.PROXY: _("代理"),
    AttendanceAnswer.OBSERVER: _("オブザーバー"),
    AttendanceAnswer.ABSENT: _("欠席"),
    AttendanceAnswer.UNDECIDED: _("未定"),
}
CAME = {AttendanceAnswer.PRESENT, AttendanceAnswer.PROXY, AttendanceAnswer.OBSERVER}


class Attendance(db.Model):
    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("meeting_id", "organization_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    meeting: Mapped[Meeting] = relationship(back_populates="attendances")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship(lazy="joined")
    answer: Mapped[AttendanceAnswer] = mapped_column(enum_type(AttendanceAnswer))
    post_title: Mapped[str] = mapped_column(String(100), default="")  # 役職
    person_name: Mapped[str] = mapped_column(String(100), default="")  # optional
