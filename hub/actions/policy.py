"""Who may do what to an action item. Pure functions: no session, no request."""

from hub.accounts.models import Viewer
from hub.actions.models import Action, ActionVisibility
from hub.meetings import policy as meetings
from hub.meetings.models import Meeting


def can_view(viewer: Viewer, action: Action) -> bool:
    """Who reads the meeting reads its actions; one without a meeting has its own 公開範囲."""
    if action.meeting is not None:
        return meetings.can_view(viewer, action.meeting)
    if action.visibility is ActionVisibility.NETWORK:
        return viewer.in_network
    return viewer.belongs_to(action.owner_id) or viewer.belongs_to(action.lead_id)


def can_create(actor: Viewer) -> bool:
    """On one's own, for an organization one writes for."""
    return bool(actor.editing_ids)


def can_create_in(actor: Viewer, meeting: Meeting) -> bool:
    return meetings.can_edit(actor, meeting)


def can_edit(actor: Viewer, action: Action) -> bool:
    """Every field: the secretariat and coordinators; without a meeting, who entered it."""
    if not can_view(actor, action):
        return False
    if action.meeting is not None:
        return meetings.can_edit(actor, action.meeting)
    return actor.edits_for(action.owner_id) or (
        actor.coordinates and action.visibility is ActionVisibility.NETWORK
    )


def can_set_status(actor: Viewer, action: Action) -> bool:
    """The lead, or who may edit every field."""
    return can_edit(actor, action) or (can_view(actor, action) and actor.edits_for(action.lead_id))


def can_note(actor: Viewer, action: Action) -> bool:
    """Editors of lead and partners add notes; viewers and departments comment too."""
    return can_view(actor, action) and actor.in_network
