"""Who may do what with candidates and proposals. Pure functions: no session, no request."""

from datetime import date

from hub.accounts.models import Viewer
from hub.agenda.models import AgendaProposal, ProposalState
from hub.meetings import policy as meetings
from hub.meetings.models import AgendaItem, Meeting, Series, SeriesRole


def can_choose(actor: Viewer, meeting: Meeting) -> bool:
    """Read the candidates and say what becomes of them: who edits the meeting."""
    return meetings.can_view(actor, meeting) and meetings.can_edit(actor, meeting)


def is_open(meeting: Meeting, today: date) -> bool:
    """There is an agenda to be made: it is ahead, not called off, and not confirmed."""
    return meeting.held_on >= today and meeting.cancelled_at is None and not meeting.is_locked


def is_filled_by_itself(item: AgendaItem) -> bool:
    """前回からの継続, with which an agenda begins."""
    return item.is_opening and item.position == 1


def proposing_for(actor: Viewer, series: Series) -> frozenset[int]:
    """Ids of the organizations for which the actor may propose (empty: none)."""
    members = {m.organization_id for m in series.current_members if m.role is SeriesRole.MEMBER}
    return actor.editing_ids & (members | {series.secretariat_id})


def can_propose(actor: Viewer, series: Series) -> bool:
    return not series.is_archived and bool(proposing_for(actor, series))


def can_list_own(viewer: Viewer, series: Series) -> bool:
    """The page of one's own proposals: whoever is in the series today."""
    return meetings.in_series(viewer, series)


def can_view(viewer: Viewer, proposal: AgendaProposal) -> bool:
    """One's own; all of them for who makes the agenda; taken ones for who reads the meeting."""
    if not proposal.is_from_member or not viewer.in_network:
        return False
    if viewer.belongs_to(proposal.organization_id):
        return True
    if meetings.can_edit_series(viewer, proposal.series):
        return True
    return proposal.state is ProposalState.TAKEN and can_see_meeting(viewer, proposal)


def can_see_meeting(viewer: Viewer, proposal: AgendaProposal) -> bool:
    """Whether the proposal may say in which meeting it stands."""
    return proposal.meeting is not None and meetings.can_view(viewer, proposal.meeting)


def can_edit(actor: Viewer, proposal: AgendaProposal) -> bool:
    """Its files, and taking it back, until it is decided upon: editors of who proposed it."""
    return proposal.is_waiting and actor.edits_for(proposal.organization_id)
