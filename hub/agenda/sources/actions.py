"""Actions of the series that are overdue, to be looked at again, or silent for 60 days."""

from collections.abc import Iterator
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from hub.actions import queries as actions
from hub.actions.models import Action, ActionKind, ActionStatus
from hub.agenda.candidates import Candidate, Evidence, Kind, Occasion, fingerprint
from hub.core import calendar
from hub.core.db import db
from hub.meetings.models import Meeting

SILENCE = timedelta(days=60)


def find(occasion: Occasion) -> Iterator[Candidate]:
    open_ones = db.session.scalars(
        actions.visible_to(occasion.viewer)
        .where(
            actions.is_open(),
            Meeting.series_id == occasion.meeting.series_id,
            Meeting.id != occasion.meeting.id,
            Meeting.cancelled_at.is_(None),
        )
        .options(joinedload(Action.lead))
        .order_by(Action.id)
    )
    for action in open_ones:
        found = candidate(action, occasion.today, occasion.meeting.held_on)
        if found is not None:
            yield found


def candidate(action: Action, today: date, held_on: date) -> Candidate | None:
    """The most urgent reason to speak about it, if there is one."""
    if action.is_overdue(today):
        return _overdue(action, today)
    if action.status is ActionStatus.ON_HOLD:
        return _held(action, held_on) if action.review_on and action.review_on <= held_on else None
    if action.kind is ActionKind.TODO and today - action.moved_on >= SILENCE:
        return _silent(action, today)
    return None


def _overdue(action: Action, today: date) -> Candidate:
    assert action.due_on is not None
    days = (today - action.due_on).days
    why = _(
        "期限の%(due)sから%(days)s日たち、%(status)sのままです。担当は%(lead)sです。",
        due=calendar.short_date(action.due_on),
        days=days,
        status=action.status.label,
        lead=action.lead.short_name,
    )
    return _about(action, Kind.OVERDUE, action.due_on, why, weight=days)


def _held(action: Action, held_on: date) -> Candidate:
    assert action.review_on is not None
    why = _(
        "%(day)sに見直すことになっています。担当は%(lead)sです。",
        day=calendar.short_date(action.review_on),
        lead=action.lead.short_name,
    )
    weight = (held_on - action.review_on).days
    return _about(action, Kind.HOLD, action.review_on, why, weight=weight, minutes=15)


def _silent(action: Action, today: date) -> Candidate:
    days = (today - action.moved_on).days
    why = _(
        "%(day)sから%(days)s日、動きがありません。担当は%(lead)sです。",
        day=calendar.short_date(action.moved_on),
        days=days,
        lead=action.lead.short_name,
    )
    return _about(action, Kind.SILENT, action.moved_on, why, weight=days)


def _about(
    action: Action, kind: Kind, fact: date, why: str, *, weight: int, minutes: int = 10
) -> Candidate:
    return Candidate(
        key=f"action:{action.id}:{kind.value}",
        facts=fingerprint(fact),
        kind=kind,
        title=action.title,
        why=why,
        evidence=(
            Evidence(
                text=_("宿題事項とその経過"),
                endpoint="actions.show",
                arguments={"action_id": action.id},
            ),
        ),
        minutes=minutes,
        weight=weight,
        presenter_id=action.lead_id,
    )
