"""Ideas whose day to look at them has come, that nobody keeps, or that stand still.

Those of a series go to its next meeting. Those without a meeting, and those of a series that ended,
go to the 連絡会議 of the network (to any series where there is none): what the whole network reads,
never what is 自組織のみ or 会議体まで of others.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import joinedload

from hub.agenda.candidates import Candidate, Evidence, Kind, Occasion, fingerprint
from hub.core import calendar
from hub.core.db import db
from hub.ideas.models import OPEN, Idea, IdeaVisibility
from hub.ideas.queries import visible_to
from hub.meetings.models import Meeting, Series, SeriesKind, Visibility

SILENCE = timedelta(days=182)  # of a kept one without a day


def find(occasion: Occasion) -> Iterator[Candidate]:
    ideas = db.session.scalars(
        visible_to(occasion.viewer)
        .where(
            Idea.stage.in_(OPEN),
            or_(_of_series(occasion), _of_network(occasion.meeting.series)),
        )
        .options(joinedload(Idea.keeper), joinedload(Idea.meeting), joinedload(Idea.proposer))
        .order_by(Idea.id)
    )
    for idea in ideas:
        found = candidate(idea, occasion.today, occasion.meeting.held_on)
        if found is not None:
            yield found


def _of_series(occasion: Occasion) -> ColumnElement[bool]:
    return and_(
        Meeting.series_id == occasion.meeting.series_id,
        Meeting.id != occasion.meeting.id,
        Meeting.held_on < occasion.today,
        Meeting.cancelled_at.is_(None),
    )


def _of_network(series: Series) -> ColumnElement[bool]:
    """What has no series of its own (any more) and is read by everybody in the network."""
    if series.kind is not SeriesKind.LIAISON and _has_liaison():
        return false()
    ended = select(Series.id).where(Series.is_archived)
    return or_(
        and_(Idea.meeting_id.is_(None), Idea.visibility == IdeaVisibility.NETWORK),
        and_(Meeting.series_id.in_(ended), Meeting.visibility != Visibility.SERIES),
    )


def _has_liaison() -> bool:
    liaison = select(Series.id).where(
        Series.kind == SeriesKind.LIAISON, Series.is_archived.is_(False)
    )
    return db.session.scalar(liaison.limit(1)) is not None


def candidate(idea: Idea, today: date, held_on: date) -> Candidate | None:
    """The first reason to speak about it, if there is one."""
    if idea.look_at_on is not None and idea.look_at_on <= held_on:
        why = _("%(day)sに見直すことになっています。いまは「%(stage)s」です。",
                day=calendar.short_date(idea.look_at_on), stage=idea.stage.label)  # fmt: skip
        return _about(idea, "look", idea.look_at_on, why)
    if idea.keeper_id is None:
        return _about(idea, "alone", idea.raised_on, _nobody_keeps(idea))
    if idea.look_at_on is None and today - idea.moved_on >= SILENCE:
        why = _("%(day)sから%(days)s日、動きがありません。育てる組織は%(keeper)sです。",
                day=calendar.short_date(idea.moved_on), days=(today - idea.moved_on).days,
                keeper=idea.keeper.short_name if idea.keeper else "")  # fmt: skip
        return _about(idea, "silent", idea.moved_on, why)
    return None


def _nobody_keeps(idea: Idea) -> str:
    day = calendar.short_date(idea.raised_on)
    if idea.meeting_id is not None:
        return _("%(day)sの会議で出ましたが、育てる組織が決まっていません。", day=day)
    name = idea.proposer.short_name if idea.proposer else ""
    return _("%(day)sに%(name)sから出ましたが、育てる組織が決まっていません。", day=day, name=name)


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
        presenter_id=idea.keeper_id or idea.proposer_id,
    )
