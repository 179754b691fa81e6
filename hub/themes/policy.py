"""Who may do what with themes. Pure functions: no session, no request."""

from hub.accounts.models import Viewer
from hub.themes.models import ThemeHandover, ThemeHandoverState


def can_see_inside(viewer: Viewer) -> bool:
    """Ideas, actions and decisions of a theme; who leads it and its menus are for everyone."""
    return viewer.in_network


def can_see_searches(viewer: Viewer, lead_id: int | None) -> bool:
    """見つからなかった検索: 事務局, departments and ward offices, and the lead of the theme."""
    return (
        viewer.coordinates
        or viewer.belongs_to(lead_id)
        or any(membership.organization.is_government for membership in viewer.active_memberships)
    )


def can_set_roles(actor: Viewer) -> bool:
    return actor.coordinates


def can_hand_over(actor: Viewer, lead_id: int | None) -> bool:
    """Begin a 引継ぎメモ: editors of the lead, and coordinators."""
    return lead_id is not None and (actor.edits_for(lead_id) or actor.coordinates)


def can_view_handover(viewer: Viewer, handover: ThemeHandover) -> bool:
    """The outgoing lead and coordinators; the successor from the proposal on, and for good."""
    if viewer.belongs_to(handover.from_id) or viewer.coordinates:
        return True
    return handover.proposed_at is not None and viewer.belongs_to(handover.to_id)


def can_write(actor: Viewer, handover: ThemeHandover) -> bool:
    """Edit, propose, withdraw."""
    return handover.is_open and can_hand_over(actor, handover.from_id)


def can_answer(actor: Viewer, handover: ThemeHandover) -> bool:
    return handover.state is ThemeHandoverState.PROPOSED and actor.edits_for(handover.to_id)


def can_see_what_stays(viewer: Viewer, handover: ThemeHandover) -> bool:
    """That something cannot be told to the successor is told to the outgoing side only."""
    return can_hand_over(viewer, handover.from_id)
