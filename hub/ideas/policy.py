"""Who may do what with an idea. Pure functions: no session, no request."""

from hub.accounts.models import Viewer
from hub.ideas.models import Idea, IdeaVisibility
from hub.meetings import policy as meetings


def can_view(viewer: Viewer, idea: Idea) -> bool:
    """Who reads its meeting, or the network; always who thought of it, keeps it or joined."""
    if viewer.organization_ids & idea.concerned_ids:
        return True
    if idea.meeting is not None:
        return meetings.can_view(viewer, idea.meeting)
    return idea.visibility is IdeaVisibility.NETWORK and viewer.in_network


def can_view_meeting(viewer: Viewer, idea: Idea) -> bool:
    """Whether the page of the idea may say from which meeting it comes."""
    return idea.meeting is not None and meetings.can_view(viewer, idea.meeting)


def can_raise(actor: Viewer) -> bool:
    """Any member of the network who writes for an organization."""
    return bool(actor.editing_ids)


def can_move(actor: Viewer, idea: Idea) -> bool:
    """Editors of its keeper, of the secretariat, and coordinators."""
    return can_view(actor, idea) and (actor.edits_for(idea.keeper_id) or _leads(actor, idea))


def can_edit(actor: Viewer, idea: Idea) -> bool:
    """Its words, themes and links: who moves it, and who thought of it."""
    return can_move(actor, idea) or actor.edits_for(idea.proposer_id)


def can_give(actor: Viewer, idea: Idea) -> bool:
    """Say who keeps it: where it was thought of, not by its keeper alone."""
    return can_view(actor, idea) and _leads(actor, idea)


def joining_for(actor: Viewer, idea: Idea) -> frozenset[int]:
    """うちも加わる: organizations the actor may say it for."""
    if not idea.is_open or not can_view(actor, idea):
        return frozenset()
    return actor.editing_ids - idea.partner_ids - {idea.keeper_id or 0}


def can_leave(actor: Viewer, idea: Idea, organization_id: int) -> bool:
    return organization_id in idea.partner_ids and actor.edits_for(organization_id)


def _leads(actor: Viewer, idea: Idea) -> bool:
    """Answers for it: the secretariat of its meeting; without one, who proposed it."""
    if idea.meeting is not None:
        return meetings.can_edit(actor, idea.meeting)
    return actor.coordinates or actor.edits_for(idea.proposer_id)
