"""Who may do what to an action item. Pure functions: no session, no request."""

from hub.accounts.models import Viewer
from hub.actions.models import Action, ActionVisibility
from hub.meetings import policy as meetings
from hub.meetings.models import Meeting, Visibility


def can_view(viewer: Viewer, action: Action) -> bool:
    """Who reads the meeting reads its actions; without a meeting the action's own 公開範囲 holds.

    Lead and partners read what they are to work on, even where they may not read the meeting.
    """
    if viewer.organization_ids & action.worker_ids:
        return True
    if action.meeting is not None:
        return meetings.can_view(viewer, action.meeting)
    if action.visibility is ActionVisibility.NETWORK:
        return viewer.in_network
    return viewer.belongs_to(action.owner_id)


def can_view_meeting(viewer: Viewer, action: Action) -> bool:
    """Whether the page of the action may say from which meeting it comes."""
    return action.meeting is not None and meetings.can_view(viewer, action.meeting)


def can_create(actor: Viewer) -> bool:
    """On one's own, for an organization one writes for."""
    return bool(actor.editing_ids)


def can_create_in(actor: Viewer, meeting: Meeting) -> bool:
    return meetings.can_edit(actor, meeting)


def can_give_lead(actor: Viewer, organization_id: int, meeting: Meeting | None) -> bool:
    """In a meeting anybody may be named; outside of one nobody gives work to others."""
    if meeting is not None:
        return can_create_in(actor, meeting)
    return actor.edits_for(organization_id)


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
    return can_edit(actor, action) or actor.edits_for(action.lead_id)


def can_hand_over(actor: Viewer, action: Action) -> bool:
    """Ask another organization to lead it, and take the question back: as with the status."""
    return action.is_open and can_set_status(actor, action)


def may_receive(organization_id: int, action: Action) -> bool:
    """Asked are only those that read the action already: a question gives nothing away."""
    if organization_id == action.lead_id:
        return False
    if organization_id in action.worker_ids:
        return True
    if action.meeting is not None:
        series = action.meeting.series
        return (
            action.meeting.visibility is not Visibility.SERIES
            or organization_id in series.member_ids
        )
    return action.visibility is ActionVisibility.NETWORK or organization_id == action.owner_id


def can_reopen(actor: Viewer, action: Action) -> bool:
    """What was ended is opened again by who may edit every field, not by the lead alone."""
    return can_edit(actor, action)


def can_note(actor: Viewer, action: Action) -> bool:
    """Editors of lead and partners add notes; viewers and departments comment too."""
    return can_view(actor, action) and actor.in_network


def works_on(actor: Viewer, action: Action) -> bool:
    """Whether what the actor writes is 経過; of any other reader it is a comment."""
    return bool(actor.editing_ids & action.worker_ids) or can_edit(actor, action)


def speaks_for(actor: Viewer, action: Action) -> int | None:
    """The organization that stands beside what the actor does here: one that is concerned."""
    series = action.meeting.series if action.meeting is not None else None
    concerned = [action.lead_id, *(p.organization_id for p in action.partners)]
    concerned.append(series.secretariat_id if series else action.owner_id)
    mine = actor.editing_ids or actor.organization_ids
    return next((n for n in concerned if n in mine), actor.home_organization_id)
