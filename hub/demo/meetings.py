"""The series of the sample and their meetings: who came, what was said, decided and written."""

from datetime import date, time, timedelta
from typing import Any

from hub.audit import revisions
from hub.audit.log import record
from hub.core.db import db
from hub.demo import minutes_text
from hub.demo.sample import Sample
from hub.meetings.models import (
    AgendaItem,
    AgendaKind,
    Attendance,
    AttendanceAnswer,
    Decision,
    Meeting,
    Minutes,
    MinutesCheck,
    MinutesState,
    Series,
    SeriesKind,
    SeriesMember,
    SeriesRole,
    Visibility,
)
from hub.organizations.models import Organization

CAME, STAYED_AWAY = AttendanceAnswer.PRESENT, AttendanceAnswer.ABSENT


def load(sample: Sample) -> None:
    for entry in sample["series"]:
        sample.series[entry["id"]] = _series(sample, entry)
    for entry in sample["meetings"]:
        sample.meetings[entry["id"]] = _meeting(sample, entry)
    db.session.flush()
    for entry in sample["meetings"]:
        if "minutes_confirmed_on" in entry:
            _write_minutes(sample, entry)


def _series(sample: Sample, entry: dict[str, Any]) -> Series:
    since = sample.day_or_none(entry.get("observers_since"))
    members: list[tuple[str, SeriesRole, date | None]]
    members = [(code, SeriesRole.MEMBER, None) for code in entry["members"]]
    members += [(code, SeriesRole.OBSERVER, since) for code in entry["observers"]]
    series = Series(
        code=entry["id"],
        name=entry["name"],
        kind=SeriesKind(entry["kind"]),
        description=entry["description"],
        secretariat=sample.organizations[entry["secretariat"]],
        visibility=Visibility(entry["visibility"]),
        members=[
            SeriesMember(organization=sample.organizations[code], role=role, starts_on=first)
            for code, role, first in members
        ],
    )
    db.session.add(series)
    record(None, "demo:load", series, after={"name": series.name})
    return series


def _meeting(sample: Sample, entry: dict[str, Any]) -> Meeting:
    series = sample.series[entry["series"]]
    starts, ends = (time.fromisoformat(clock) for clock in entry["time"].split("-"))
    confirmed = entry.get("minutes_confirmed_on")
    meeting = Meeting(
        uid=sample.uid(entry["id"]),
        series=series,
        subtitle=entry.get("subtitle", ""),
        starts_at=starts,
        ends_at=ends,
        place=entry["place"],
        visibility=series.visibility,
        handouts="\n".join(entry["handouts"]),
        next_meeting_note=minutes_text.next_meeting(sample, entry),
        attendances=_attendances(sample, entry, series),
    )
    meeting.hold_on(sample.day(entry["date"]))
    if confirmed:
        meeting.created_at = meeting.updated_at = sample.moment(confirmed)
    _add_agenda(sample, entry, meeting)
    db.session.add(meeting)
    record(None, "demo:load", meeting, after={"held_on": meeting.held_on})
    return meeting


def _attendances(sample: Sample, entry: dict[str, Any], series: Series) -> list[Attendance]:
    """Who came and who did not; before it is held, who will come and who has not said yet."""
    answers: dict[Organization, AttendanceAnswer] = {}
    if "minutes_confirmed_on" not in entry:
        asked = [m.organization for m in series.members if m.role is SeriesRole.MEMBER]
        answers = dict.fromkeys(asked, AttendanceAnswer.UNDECIDED)
    answers |= {sample.organizations[code]: CAME for code in entry["attendees"]}
    answers |= {sample.organizations[code]: STAYED_AWAY for code in entry["absent"]}
    return [Attendance(organization=who, answer=answer) for who, answer in answers.items()]


def _add_agenda(sample: Sample, entry: dict[str, Any], meeting: Meeting) -> None:
    for position, said in enumerate(entry["agenda"], start=1):
        item = AgendaItem(
            position=position,
            kind=AgendaKind(said["kind"]),
            title=said["title"],
            summary=said["summary"],
            presenter=sample.organizations[said["presenter"]],
            planned_minutes=said["minutes"],
        )
        meeting.agenda_items.append(item)
        if item.kind is not AgendaKind.CARRY:
            sample.agreed_under |= dict.fromkeys(said.get("action_items", ()), item)
    for position, said in enumerate(entry["decisions"], start=1):
        item = meeting.agenda_items[said["agenda"] - 1]
        decision = Decision(text=said["text"], agenda_item=item, position=position)
        meeting.decisions.append(decision)


def _write_minutes(sample: Sample, entry: dict[str, Any]) -> None:
    """A draft two days later, answers of all who came, and the confirmed text."""
    meeting = sample.meetings[entry["id"]]
    secretariat = meeting.series.secretariat_id
    db.session.refresh(meeting)  # 回次 is counted by the database
    written, confirmed = entry["minutes_written_on"], entry["minutes_confirmed_on"]
    minutes = Minutes(meeting=meeting, body=minutes_text.draft(sample, entry, meeting))
    minutes.created_at = sample.moment(written)
    _keep(minutes, MinutesState.DRAFT, sample.moment(written), secretariat)
    minutes.body = minutes_text.final(sample, entry, meeting)
    minutes.confirm(sample.moment(confirmed))
    minutes.updated_at = sample.moment(confirmed)
    minutes.checks = _checks(sample, meeting, written, confirmed)
    _keep(minutes, MinutesState.CONFIRMED, sample.moment(confirmed), secretariat)
    record(None, "demo:load", minutes, after={"state": minutes.state})


def _checks(sample: Sample, meeting: Meeting, written: str, confirmed: str) -> list[MinutesCheck]:
    """異議なし of everybody who came: one a day, the last on the day of the confirmation."""
    asked = [
        attendance.organization
        for attendance in meeting.attendances
        if attendance.answer is CAME and attendance.organization_id != meeting.series.secretariat_id
    ]
    first, last = sample.moment(written), sample.moment(confirmed)
    days = [min(first + timedelta(days=number), last) for number in range(1, len(asked) + 1)]
    return [
        MinutesCheck(organization=organization, is_agreed=True, created_at=day, updated_at=day)
        for organization, day in zip(asked, days, strict=True)
    ]


def _keep(minutes: Minutes, state: MinutesState, moment: Any, secretariat: int) -> None:
    content = {"body": minutes.body, "state": state.value}
    db.session.add(minutes)
    revision = revisions.keep(None, minutes, content, organization_id=secretariat)
    if revision is not None:
        revision.at = moment
