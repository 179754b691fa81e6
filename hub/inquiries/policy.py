"""Who may do what with an inquiry. Pure functions: no session, no request.

``acting`` says who acts today for an organization that ended: what was asked of it waits for its
successor, whose members read what was written before. Nobody else reads anything of it, neither
coordinators nor system administrators.
"""

from hub.accounts.models import Viewer
from hub.inquiries.models import Inquiry
from hub.organizations.successors import Successors


def can_ask(actor: Viewer) -> bool:
    """Editors of any organization may ask any other one of the network."""
    return bool(actor.editing_ids)


def can_ask_for(actor: Viewer, organization_id: int) -> bool:
    return actor.edits_for(organization_id)


def can_ask_organization(actor: Viewer, organization_id: int) -> bool:
    """Nobody asks themselves."""
    return bool(actor.editing_ids - {organization_id})


def can_view(viewer: Viewer, inquiry: Inquiry, acting: Successors) -> bool:
    held = acting.held_by(viewer.organization_ids)
    return inquiry.asker_id in held or inquiry.asked_id in held


def can_ask_on(actor: Viewer, inquiry: Inquiry, acting: Successors) -> bool:
    """Write for the side that asks."""
    return actor.edits_for(acting.of(inquiry.asker_id))


def can_answer(actor: Viewer, inquiry: Inquiry, acting: Successors) -> bool:
    """Write for the side that is asked."""
    return actor.edits_for(acting.of(inquiry.asked_id))


def can_write(actor: Viewer, inquiry: Inquiry, acting: Successors) -> bool:
    return can_ask_on(actor, inquiry, acting) or can_answer(actor, inquiry, acting)


def can_close(actor: Viewer, inquiry: Inquiry, acting: Successors) -> bool:
    """Either side; writing again opens it."""
    return not inquiry.is_closed and can_write(actor, inquiry, acting)
