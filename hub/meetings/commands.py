"""Changes to meetings, their attendance, agenda and decisions. None commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from hub.accounts.models import User
from hub.audit.log import changed, record
from hub.core.db import db, lock_version, now
from hub.core.errors import Conflict, Invalid, authorize
from hub.meetings import invitation_commands, outcomes, policy
from hub.meetings.events import agenda_item_deleted
from hub.meetings.models import (
    AgendaItem,
    AgendaKind,
    Attendance,
    AttendanceAnswer,
    Decision,
    Meeting,
    Series,
)

FIELDS = (
    "subtitle",
    "held_on",
    "starts_at",
    "ends_at",
    "place",
    "online_url",
    "visibility",
    "handouts",
    "next_meeting_note",
)


@dataclass(frozen=True, kw_only=True)
class Came:
    """One line of the attendance form."""

    answer: AttendanceAnswer
    post_title: str = ""
    person_name: str = ""


def create_meeting(actor: User, series: Series, *, held_on: date, **given: Any) -> Meeting:
    """A new meeting of the series; its first agenda item is 前回からの継続."""
    authorize(policy.can_edit_series(actor, series))
    if series.is_archived:
        raise Conflict(
            _("この会議体は終わっています。新しい会議を足すには、先に再開してください。")
        )
    meeting = Meeting(series=series, **{"visibility": series.visibility} | given)
    meeting.hold_on(held_on)
    meeting.agenda_items = [
        AgendaItem(
            position=1,
            kind=AgendaKind.CARRY,
            title=_("継続課題の確認"),
            presenter_id=series.secretariat_id,
        )
    ]
    db.session.add(meeting)
    _record(actor, series, "meeting:create", meeting, after={"held_on": held_on})
    outcomes.carry_on(actor, series)
    return meeting


def edit_meeting(actor: User, meeting: Meeting, *, seen: int, **given: Any) -> None:
    authorize(policy.can_edit(actor, meeting))
    lock_version(meeting, seen)
    before = {name: getattr(meeting, name) for name in FIELDS}
    for name, value in given.items():
        setattr(meeting, name, value)
    meeting.hold_on(meeting.held_on)
    after = {name: getattr(meeting, name) for name in FIELDS}
    _record(actor, meeting.series, "meeting:edit", meeting, **changed(before, after))
    outcomes.carry_on(actor, meeting.series)


def cancel_meeting(actor: User, meeting: Meeting, reason: str) -> None:
    """中止: it keeps its page and loses its number; who was invited is told."""
    authorize(policy.can_edit(actor, meeting))
    if meeting.cancelled_at is not None:
        raise Conflict(_("この会議はすでに中止になっています。"))
    if meeting.is_locked:
        raise Conflict(_("議事録が確定した会議は、中止にできません。"))
    if not reason:
        raise Invalid(_("中止の理由を入れてください。"))
    meeting.cancel(reason, now())
    _record(actor, meeting.series, "meeting:cancel", meeting, after={"reason": reason})
    invitation_commands.tell_of_cancellation(actor, meeting)
    outcomes.carry_on(actor, meeting.series)


def resume_meeting(actor: User, meeting: Meeting) -> None:
    authorize(policy.can_edit(actor, meeting))
    if meeting.cancelled_at is None:
        raise Conflict(_("この会議は中止になっていません。"))
    meeting.resume()
    _record(actor, meeting.series, "meeting:resume", meeting)
    outcomes.carry_on(actor, meeting.series)


def set_attendance(actor: User, meeting: Meeting, lines: Mapping[int, Came], *, seen: int) -> None:
    """Who came, for all organizations at once; ``lines`` by id of the organization."""
    authorize(policy.can_edit(actor, meeting))
    lock_version(meeting, seen)
    _unlocked(meeting)
    rows = {a.organization_id: a for a in meeting.attendances}
    before = {str(n): a.answer for n, a in rows.items()}
    for organization_id, came in lines.items():
        row = rows.get(organization_id)
        if row is None:
            row = Attendance(organization_id=organization_id)
            meeting.attendances.append(row)
        row.answer = came.answer
        row.post_title, row.person_name = came.post_title, came.person_name
    meeting.touch()
    after = {str(n): came.answer for n, came in lines.items()}
    _record(actor, meeting.series, "meeting:attendance", meeting, **changed(before, after))


def add_agenda_item(actor: User, meeting: Meeting, **given: Any) -> AgendaItem:
    """At the end, but before その他, which closes a meeting."""
    authorize(policy.can_edit(actor, meeting))
    _unlocked(meeting)
    item = AgendaItem(**given)
    place = len(meeting.agenda_items)
    if item.kind is not AgendaKind.OTHER:
        while place and meeting.agenda_items[place - 1].kind is AgendaKind.OTHER:
            place -= 1
    meeting.agenda_items.insert(place, item)
    _number(meeting)
    _record(actor, meeting.series, "agenda_item:create", item, after={"title": item.title})
    return item


def edit_agenda_item(actor: User, item: AgendaItem, *, seen: int, **given: Any) -> None:
    """``seen`` is the version of the meeting: its agenda is one text."""
    meeting = item.meeting
    authorize(policy.can_edit(actor, meeting))
    lock_version(meeting, seen)
    _unlocked(meeting)
    before = {name: getattr(item, name) for name in given}
    for name, value in given.items():
        setattr(item, name, value)
    meeting.touch()
    _record(actor, meeting.series, "agenda_item:edit", item, **changed(before, given))
    outcomes.carry_on(actor, meeting.series)


def move_agenda_item(actor: User, item: AgendaItem, *, to: int) -> None:
    """To a place counted from 1; beyond the ends nothing goes, nor before 前回からの継続."""
    meeting = item.meeting
    authorize(policy.can_edit(actor, meeting))
    _unlocked(meeting)
    items = sorted(meeting.agenda_items, key=lambda other: other.position)
    here, there = items.index(item), to - 1
    first = 1 if items[0].is_opening else 0
    if here == there or here < first or not first <= there < len(items):
        return
    items.insert(there, items.pop(here))
    for position, other in enumerate(items, start=1):
        other.position = position
    meeting.touch()
    _record(actor, meeting.series, "agenda_item:move", item, after={"position": item.position})


def delete_agenda_item(actor: User, item: AgendaItem) -> None:
    """Decisions under it stay with the meeting; what else points at it may keep it here.

    Raises:
        Conflict: it is 前回からの継続, with which every agenda begins; the next agenda goes on
            with it; or a higher part (an action) is tied to it.
    """
    meeting = item.meeting
    authorize(policy.can_edit(actor, meeting))
    _unlocked(meeting)
    if item.is_opening and item is meeting.agenda_items[0]:
        raise Conflict(_("「前回からの継続」は、どの会議でも最初に確かめるため、消せません。"))
    if outcomes.goes_on(item):
        raise Conflict(_("この議題は、次の会議の議題に続いているため、消せません。"))
    _record(actor, meeting.series, "agenda_item:delete", item, before={"title": item.title})
    for decision in meeting.decisions:
        if decision.agenda_item_id == item.id:
            decision.agenda_item = None
    agenda_item_deleted.send(item)
    meeting.agenda_items.remove(item)
    _number(meeting)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(
            _(
                "この議題には宿題事項がひも付いているため、消せません。議題を直すか、順を変えてください。"
            )
        ) from error


def add_decision(
    actor: User, meeting: Meeting, *, text: str, agenda_item_id: int | None
) -> Decision:
    authorize(policy.can_edit(actor, meeting))
    _unlocked(meeting)
    decision = Decision(
        text=text,
        agenda_item=_item_of(meeting, agenda_item_id),
        position=max((d.position for d in meeting.decisions), default=0) + 1,
    )
    meeting.decisions.append(decision)
    meeting.touch()
    _record(actor, meeting.series, "decision:create", decision, after={"text": text})
    return decision


def edit_decision(
    actor: User, decision: Decision, *, text: str, agenda_item_id: int | None, seen: int
) -> None:
    meeting = decision.meeting
    authorize(policy.can_edit(actor, meeting))
    lock_version(meeting, seen)
    _unlocked(meeting)
    before = decision.text
    decision.text, decision.agenda_item = text, _item_of(meeting, agenda_item_id)
    meeting.touch()
    _record(
        actor,
        meeting.series,
        "decision:edit",
        decision,
        before={"text": before},
        after={"text": text},
    )


def delete_decision(actor: User, decision: Decision) -> None:
    meeting = decision.meeting
    authorize(policy.can_edit(actor, meeting))
    _unlocked(meeting)
    _record(actor, meeting.series, "decision:delete", decision, before={"text": decision.text})
    meeting.decisions.remove(decision)
    meeting.touch()


def _item_of(meeting: Meeting, item_id: int | None) -> AgendaItem | None:
    if item_id is None:
        return None
    found = [item for item in meeting.agenda_items if item.id == item_id]
    if not found:
        raise Invalid(_("この会議の議題ではありません。"))
    return found[0]


def _number(meeting: Meeting) -> None:
    for position, item in enumerate(meeting.agenda_items, start=1):
        item.position = position
    meeting.touch()


def _unlocked(meeting: Meeting) -> None:
    if meeting.is_locked:
        raise Conflict(
            _("議事録が確定しているため、直せません。直すときは議事録を訂正してください。")
        )


def _record(
    actor: User, series: Series, verb: str, subject: Any, *,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """For the secretariat where the actor writes for it, else for the actor's own."""
    acting = series.secretariat_id if actor.edits_for(series.secretariat_id) else None
    record(actor, verb, subject, organization_id=acting, before=before, after=after)
