"""Reads. The viewer comes first, and nothing they may not see comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, and_, false, or_, select, true
from sqlalchemy.orm import joinedload

from hub.accounts.models import Viewer
from hub.actions import queries as actions
from hub.actions.models import Action
from hub.agenda import policy
from hub.agenda.candidates import Candidate, Kind, Occasion, in_order
from hub.agenda.models import AgendaProposal, ProposalState
from hub.agenda.sources import SOURCES
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound, authorize
from hub.meetings.models import Meeting, Series, Visibility
from hub.meetings.queries import readable

WIDTHS = (Visibility.SERIES, Visibility.NETWORK, Visibility.PUBLIC)  # the narrowest first
USUAL_PAUSE = timedelta(days=92)  # to the next meeting while none is called


@dataclass(frozen=True)
class Found:
    """``waiting`` in order of urgency; ``aside`` what was declined or postponed for now."""

    waiting: list[Candidate]
    aside: list[Candidate]


def candidates(viewer: Viewer, meeting: Meeting) -> Found:
    """Raises Forbidden for who does not make the agenda of this meeting."""
    authorize(policy.can_choose(viewer, meeting))
    if not policy.is_open(meeting, calendar.today()):
        return Found([], [])
    occasion = _occasion(viewer, meeting)
    rows = {row.key: row for row in occasion.rows}
    found = in_order([c for source in SOURCES for c in source.find(occasion)])
    waiting, aside = [], []
    for candidate in found:
        row = rows.get(candidate.key)
        if row is None or not row.hides(candidate.facts, meeting, lasts=candidate.kind.lasts):
            waiting.append(replace(candidate, stored=row))
        elif row.state in {ProposalState.DECLINED, ProposalState.POSTPONED}:
            aside.append(replace(candidate, stored=row))
    return Found(waiting, aside)


def get_candidate(viewer: Viewer, meeting: Meeting, key: str) -> Candidate:
    """One that waits. Raises NotFound: it is decided upon, or its reason is gone."""
    return _one(candidates(viewer, meeting).waiting, key)


def get_aside(viewer: Viewer, meeting: Meeting, key: str) -> Candidate:
    """One that was declined or postponed. Raises NotFound."""
    return _one(candidates(viewer, meeting).aside, key)


def get_proposal(viewer: Viewer, proposal_id: int) -> AgendaProposal:
    """What a member wrote. Raises NotFound."""
    proposal = db.session.get(AgendaProposal, proposal_id)
    if proposal is None or not policy.can_view(viewer, proposal):
        raise NotFound
    return proposal


def visible_to(viewer: Viewer) -> Select[Any]:
    """What members wrote, as far as the viewer reads it: ``policy.can_view``."""
    makes_agenda = true() if viewer.coordinates else Series.secretariat_id.in_(viewer.editing_ids)
    return (
        select(AgendaProposal)
        .join(AgendaProposal.series)
        .outerjoin(AgendaProposal.meeting)
        .where(
            true() if viewer.in_network else false(),
            AgendaProposal.organization_id.is_not(None),
            or_(
                AgendaProposal.organization_id.in_(viewer.organization_ids),
                makes_agenda,
                and_(AgendaProposal.state == ProposalState.TAKEN, readable(viewer)),
            ),
        )
    )


def stored(series: Series, key: str) -> AgendaProposal | None:
    return db.session.scalars(
        select(AgendaProposal).where(
            AgendaProposal.series_id == series.id, AgendaProposal.key == key
        )
    ).one_or_none()


def own_proposals(viewer: Viewer, series: Series) -> Sequence[AgendaProposal]:
    """What the viewer's organizations proposed, newest first, with what became of it.

    Raises Forbidden for who is not in the series.
    """
    authorize(policy.can_list_own(viewer, series))
    return db.session.scalars(
        select(AgendaProposal)
        .where(
            AgendaProposal.series_id == series.id,
            AgendaProposal.organization_id.in_(viewer.organization_ids),
        )
        .options(
            joinedload(AgendaProposal.organization),
            joinedload(AgendaProposal.meeting).joinedload(Meeting.series),
        )
        .order_by(AgendaProposal.id.desc())
    ).all()


def carried_over(viewer: Viewer, meeting: Meeting) -> Sequence[Action]:
    """前回からの継続: what earlier meetings of the series left open, overdue first."""
    return _left_open(meeting, actions.visible_to(viewer).where(readable(viewer)))


def carried_over_for_all(meeting: Meeting) -> Sequence[Action]:
    """The part of it that every reader of this meeting may read: for its minutes."""
    wide_enough = WIDTHS[WIDTHS.index(meeting.visibility) :]
    query = select(Action).join(Action.meeting).where(Meeting.visibility.in_(wide_enough))
    return _left_open(meeting, query)


def ideas_taken(viewer: Viewer) -> frozenset[int]:
    """Ids of the ideas that came onto the agenda of a meeting which the viewer reads."""
    keys = db.session.scalars(
        select(AgendaProposal.key)
        .join(AgendaProposal.meeting)
        .where(
            AgendaProposal.state == ProposalState.TAKEN,
            AgendaProposal.key.startswith(f"{Kind.IDEA}:"),
            readable(viewer),
        )
    )
    return frozenset(int(key.split(":")[1]) for key in keys)


def _left_open(meeting: Meeting, readable_ones: Select[Any]) -> Sequence[Action]:
    today = calendar.today()
    open_ones = db.session.scalars(
        readable_ones.where(
            actions.is_open(),
            Meeting.series_id == meeting.series_id,
            Meeting.held_on < meeting.held_on,
            Meeting.cancelled_at.is_(None),
        )
        .options(*actions.for_list())
        .order_by(Action.id)
    )
    return sorted(open_ones, key=lambda action: _when(action, today))


def _when(action: Action, today: date) -> tuple[bool, date]:
    day = action.review_on or action.due_on or date.max
    return (not action.is_overdue(today), day)


def _occasion(viewer: Viewer, meeting: Meeting) -> Occasion:
    after = db.session.scalar(
        select(Meeting.held_on)
        .where(
            Meeting.series_id == meeting.series_id,
            Meeting.held_on > meeting.held_on,
            Meeting.cancelled_at.is_(None),
        )
        .order_by(Meeting.held_on)
        .limit(1)
    )
    rows = db.session.scalars(
        select(AgendaProposal)
        .where(AgendaProposal.series_id == meeting.series_id)
        .options(joinedload(AgendaProposal.organization), joinedload(AgendaProposal.meeting))
        .order_by(AgendaProposal.id)
    )
    return Occasion(
        viewer=viewer,
        meeting=meeting,
        today=calendar.today(),
        until=after or meeting.held_on + USUAL_PAUSE,
        rows=tuple(rows),
    )


def _one(found: list[Candidate], key: str) -> Candidate:
    for candidate in found:
        if candidate.key == key:
            return candidate
    raise NotFound(_("この候補は、もうありません。会議のページで、いまの候補を見てください。"))
