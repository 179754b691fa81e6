"""Candidates and what is carried over, on the pages of meetings and series."""

from typing import Any

from flask import render_template, url_for

from hub.agenda import policy, queries
from hub.agenda.models import AgendaProposal
from hub.attachments import owners
from hub.core import calendar
from hub.core.db import db
from hub.core.slots import panel
from hub.meetings.models import AgendaItem, Meeting, Series

SHOWN = 6  # candidates; the rest is folded

owners.register(
    "agenda_proposal",
    owners.OwnerKind(
        load=lambda proposal_id: db.session.get(AgendaProposal, proposal_id),
        can_view=policy.can_view,
        can_edit=policy.can_edit,
        url=lambda proposal: url_for("agenda.proposal", proposal_id=proposal.id),
        name=lambda proposal: proposal.title,
    ),
)


@panel("meeting-beside", order=10)
def candidates_for(viewer: Any, meeting: Meeting) -> str | None:
    if not policy.is_open(meeting, calendar.today()) or not policy.can_choose(viewer, meeting):
        return None
    found = queries.candidates(viewer, meeting)
    return render_template("agenda/_panel_meeting.html", meeting=meeting, found=found, shown=SHOWN)


@panel("meeting-beside", order=20)
def way_to_propose(viewer: Any, meeting: Meeting) -> str | None:
    if not policy.is_open(meeting, calendar.today()):
        return None
    return _way_to_propose(viewer, meeting.series)


@panel("series", order=10)
def proposals_of(viewer: Any, series: Series) -> str | None:
    return _way_to_propose(viewer, series)


@panel("agenda-item", order=10)
def carried_over(viewer: Any, item: AgendaItem) -> str | None:
    """Under 前回からの継続, until the minutes say how it was."""
    if not policy.is_filled_by_itself(item) or item.meeting.is_locked:
        return None
    actions = queries.carried_over(viewer, item.meeting)
    if not actions and not policy.can_list_own(viewer, item.meeting.series):
        return None  # that nothing is left can only be said to who would read it
    return render_template("agenda/_carried_over.html", actions=actions, item=item)


def _way_to_propose(viewer: Any, series: Series) -> str | None:
    if not policy.can_list_own(viewer, series):
        return None
    return render_template(
        "agenda/_panel_propose.html",
        series=series,
        may_propose=policy.can_propose(viewer, series),
    )
