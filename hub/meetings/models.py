"""Meeting series, their meetings, and what was said, decided and left open in them."""

from datetime import date, datetime, time
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from hub.attachments import queries as attachments
from hub.core import calendar
from hub.core.db import HasUid, Timed, Versioned, db, enum_type
from hub.organizations.models import Organization
from hub.search.documents import NETWORK, PUBLIC, Searchable, SearchDocument, series_reader


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


class Meeting(Versioned, HasUid, Searchable, db.Model):
    __tablename__ = "meetings"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
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


class AgendaKind(StrEnum):
    CARRY = "carry"
    REPORT = "report"
    DISCUSS = "discuss"
    OTHER = "other"

    @property
    def label(self):
        return AGENDA_KINDS[self]


AGENDA_KINDS = {
    AgendaKind.CARRY: _("前回からの継続"),
    AgendaKind.REPORT: _("報告事項"),
    AgendaKind.DISCUSS: _("協議事項"),
    AgendaKind.OTHER: _("その他"),
}


class AgendaOutcome(StrEnum):
    DECIDED = "decided"
    ACTION = "action"
    IDEA = "idea"
    CONTINUED = "continued"
    REPORTED = "reported"
    APPROVED = "approved"

    @property
    def label(self):
        return AGENDA_OUTCOMES[self]


AGENDA_OUTCOMES = {
    AgendaOutcome.DECIDED: _("決定"),
    AgendaOutcome.ACTION: _("宿題"),
    AgendaOutcome.IDEA: _("連携の種"),
    AgendaOutcome.CONTINUED: _("継続"),
    AgendaOutcome.REPORTED: _("報告を受けた"),
    AgendaOutcome.APPROVED: _("了承"),
}


class AgendaItem(Searchable, db.Model):
    __tablename__ = "agenda_items"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    meeting: Mapped[Meeting] = relationship(
        back_populates="agenda_items", foreign_keys=[meeting_id]
    )
    position: Mapped[int]
    kind: Mapped[AgendaKind] = mapped_column(enum_type(AgendaKind))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(default="")  # what it is about, later what was said
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    presenter: Mapped[Organization | None] = relationship()
    planned_minutes: Mapped[int | None]
    outcome: Mapped[AgendaOutcome | None] = mapped_column(enum_type(AgendaOutcome))
    # 継続: the item of an earlier meeting that this one goes on with, and where this one went to.
    continued_from_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    continued_from: Mapped["AgendaItem | None"] = relationship(remote_side="AgendaItem.id")
    continued_in_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    continued_in: Mapped[Meeting | None] = relationship(foreign_keys=[continued_in_id])

    @property
    def is_opening(self) -> bool:
        """The standing first item, which goes through what is open: no question of its own."""
        return self.kind is AgendaKind.CARRY and self.continued_from_id is None

    @property
    def lacks_outcome(self) -> bool:
        return self.outcome is None and not self.is_opening

    def search_document(self) -> SearchDocument | None:
        return SearchDocument(
            kind="agenda_item",
            id=self.id,
            title=self.title,
            body=f"{self.summary}\n{self.meeting.series.name}",
            readers=self.meeting.readers,
            organizations=frozenset({self.presenter_id} if self.presenter_id else ()),
            day=self.meeting.held_on,
            parent=f"meeting:{self.meeting_id}",
        )


class Decision(Searchable, db.Model):
    __tablename__ = "decisions"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    meeting: Mapped[Meeting] = relationship(back_populates="decisions")
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    agenda_item: Mapped[AgendaItem | None] = relationship()
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))

    def search_document(self) -> SearchDocument | None:
        return SearchDocument(
            kind="decision",
            id=self.id,
            title=self.text,
            body=self.meeting.series.name,
            readers=self.meeting.readers,
            day=self.meeting.held_on,
            parent=f"meeting:{self.meeting_id}",
        )


class MinutesState(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    CONFIRMED = "confirmed"

    @property
    def label(self):
        return MINUTES_STATES[self]


MINUTES_STATES = {
    MinutesState.DRAFT: _("下書き"),
    MinutesState.REVIEW: _("確認中"),
    MinutesState.CONFIRMED: _("確定"),
}


class Minutes(Versioned, db.Model):
    """議事録 of one meeting. Confirmed text never changes; a correction is a new revision."""

    __tablename__ = "minutes"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), unique=True)
    meeting: Mapped[Meeting] = relationship(back_populates="minutes")
    body: Mapped[str] = mapped_column(default="")  # Markdown
    state: Mapped[MinutesState] = mapped_column(
        enum_type(MinutesState), default=MinutesState.DRAFT, index=True
    )
    review_until: Mapped[date | None]  # 回答期限
    confirmed_at: Mapped[datetime | None]
    confirmed_body: Mapped[str] = mapped_column(default="")  # what was confirmed last
    confirmed_title: Mapped[str] = mapped_column(default="")  # 回次 may move later, paper does not
    outcomes_missing: Mapped[str] = mapped_column(String(300), default="")  # why that was all right

    checks: Mapped[list["MinutesCheck"]] = relationship(
        back_populates="minutes", cascade="all, delete-orphan", order_by="MinutesCheck.id"
    )

    def send_for_review(self, until: date | None) -> None:
        self.state, self.review_until = MinutesState.REVIEW, until

    def take_back(self) -> None:
        self.state, self.review_until = MinutesState.DRAFT, None

    def confirm(self, moment: datetime) -> None:
        self.state, self.confirmed_at = MinutesState.CONFIRMED, moment
        self.confirmed_body, self.confirmed_title = self.body, self.meeting.name

    def correct(self, body: str) -> None:
        """訂正: another confirmed text; the revisions keep the one before and the reason."""
        self.body = self.confirmed_body = body

    @property
    def is_in_review(self) -> bool:
        return self.state is MinutesState.REVIEW

    @property
    def is_confirmed(self) -> bool:
        return self.state is MinutesState.CONFIRMED

    def silence_counts(self, today: date) -> bool:
        """みなし確認: the 回答期限 has gone by, or had when the text was confirmed."""
        until, confirmed = self.review_until, self.confirmed_at
        day = confirmed.astimezone(calendar.TOKYO).date() if confirmed else today
        return until is not None and until < day

    @property
    def text(self) -> str:
        """What is read: confirmed text wherever there is one."""
        return self.confirmed_body if self.is_confirmed else self.body

    @property
    def title(self) -> str:
        return self.confirmed_title or self.meeting.name


class MinutesCheck(Timed, db.Model):
    """One organization's answer to minutes in review: 異議なし, or 修正意見 with a text."""

    __tablename__ = "minutes_checks"
    __table_args__ = (UniqueConstraint("minutes_id", "organization_id"),)

    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    minutes: Mapped[Minutes] = relationship(back_populates="checks")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    organization: Mapped[Organization] = relationship()
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    is_agreed: Mapped[bool]
    comment: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)  # number of the text that was answered
