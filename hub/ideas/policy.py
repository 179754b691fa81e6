"""Who may do what with an idea. Pure functions: no session, no request."""

from hub.accounts.models import Viewer
from hub.ideas.models import Idea
from hub.meetings import policy as meetings


def can_view(viewer: Viewer, idea: Idea) -> bool:
    """Who reads its meeting, and the organization that keeps it."""
    return viewer.belongs_to(idea.keeper_id) or meetings.can_view(viewer, idea.meeting)


def can_view_meeting(viewer: Viewer, idea: Idea) -> bool:
    """Whether the page of the idea may say from which meeting it comes."""
    return meetings.can_view(viewer, idea.meeting)


def can_move(actor: Viewer, idea: Idea) -> bool:
    """Editors of its keeper, of the secretariat, and coordinators."""
    is_kept = idea.keeper_id is not None and actor.edits_for(idea.keeper_id)
    return can_view(actor, idea) and (is_kept or meetings.can_edit(actor, idea.meeting))


def can_give(actor: Viewer, idea: Idea) -> bool:
    """Say who keeps it: where it was thought of, not by its keeper alone."""
    return can_view(actor, idea) and meetings.can_edit(actor, idea.meeting)
