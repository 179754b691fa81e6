"""Decisions that a meeting has gone by since, and that nobody was asked to carry out."""

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload

from hub.actions.models import Action
from hub.agenda.candidates import Candidate, Evidence, Kind, Occasion, fingerprint
from hub.core import calendar
from hub.core.db import db
from hub.meetings.models import Decision, Meeting
from hub.meetings.queries import readable


def find(occasion: Occasion) -> Iterator[Candidate]:
    later = aliased(Meeting)
    a_meeting_since = exists().where(
        later.series_id == Meeting.series_id,
        later.held_on > Meeting.held_on,
        later.held_on < occasion.today,
        later.cancelled_at.is_(None),
    )
    has_action = exists().where(Action.agenda_item_id == Decision.agenda_item_id)
    decisions = db.session.scalars(
        select(Decision)
        .join(Decision.meeting)
        .where(
            readable(occasion.viewer),
            Meeting.series_id == occasion.meeting.series_id,
            Meeting.cancelled_at.is_(None),
            a_meeting_since,
            ~has_action,
        )
        .options(joinedload(Decision.meeting).joinedload(Meeting.series))
        .order_by(Decision.id)
    )
    for decision in decisions:
        yield candidate(decision)


def candidate(decision: Decision) -> Candidate:
    meeting = decision.meeting
    return Candidate(
        key=f"decision:{decision.id}",
        facts=fingerprint(decision.text),
        kind=Kind.DECISION,
        title=decision.text[:200],
        why=_(
            "%(day)sに決めましたが、同じ議題に宿題事項がありません。決めたとおりになっているなら、"
            "そう書いて見送ってください。",
            day=calendar.short_date(meeting.held_on),
        ),
        evidence=(
            Evidence(
                text=_("%(meeting)sの記録", meeting=meeting.ordinal),
                endpoint="meetings.show",
                arguments={"meeting_id": meeting.id, "_anchor": "decisions"},
            ),
        ),
        minutes=10,
        weight=meeting.held_on.toordinal(),
    )
