"""Ideas of the series whose day to look at them has come, or that nobody was asked to keep."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from hub.agenda.candidates import Candidate, Evidence, Kind, Occasion, fingerprint
from hub.core import calendar
from hub.core.db import db
from hub.ideas.models import OPEN, Idea
from hub.ideas.queries import visible_to
from hub.meetings.models import Meeting


def find(occasion: Occasion) -> Iterator[Candidate]:
    ideas = db.session.scalars(
        visible_to(occasion.viewer)
        .where(
            Idea.stage.in_(OPEN),
            Meeting.series_id == occasion.meeting.series_id,
            Meeting.id != occasion.meeting.id,
            Meeting.held_on < occasion.today,
            Meeting.cancelled_at.is_(None),
        )
        .options(joinedload(Idea.keeper), joinedload(Idea.meeting))
        .order_by(Idea.id)
    )
    for idea in ideas:
        found = candidate(idea, occasion.meeting.held_on)
        if found is not None:
            yield found


def candidate(idea: Idea, held_on: date) -> Candidate | None:
    """A kept one with a later day, or none, is in good hands."""
    if idea.look_at_on is not None and idea.look_at_on <= held_on:
        return _about(
            idea,
            "look",
            idea.look_at_on,
            _(
                "%(day)sに見直すことになっています。いまは「%(stage)s」です。",
                day=calendar.short_date(idea.look_at_on),
                stage=idea.stage.label,
            ),
        )
    if idea.keeper_id is None and idea.look_at_on is None:
        return _about(
            idea,
            "alone",
            idea.raised_on,
            _(
                "%(day)sの会議で出ましたが、担当も見直す日も決まっていません。",
                day=calendar.short_date(idea.raised_on),
            ),
        )
    return None


def _about(idea: Idea, reason: str, day: date, why: str) -> Candidate:
    return Candidate(
        key=f"idea:{idea.id}:{reason}",
        facts=fingerprint(day, idea.stage),
        kind=Kind.IDEA,
        title=idea.title,
        why=why,
        evidence=(
            Evidence(
                text=_("連携の種とその経過"),
                endpoint="ideas.show",
                arguments={"idea_id": idea.id},
            ),
        ),
        minutes=15,
        weight=-day.toordinal(),
        presenter_id=idea.keeper_id,
    )
