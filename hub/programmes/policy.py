"""Who may do what with programmes and their figures. Pure functions: no session, no request."""

from hub.accounts.models import Viewer
from hub.programmes.models import Programme, ProgrammeVisibility


def can_view(viewer: Viewer, programme: Programme) -> bool:
    return programme.visibility is ProgrammeVisibility.PUBLIC or viewer.in_network


def can_create_for(actor: Viewer, organization_id: int) -> bool:
    return actor.edits_for(organization_id)


def can_edit(actor: Viewer, programme: Programme) -> bool:
    """Editors of the organization itself; neither its department nor coordinators."""
    return actor.edits_for(programme.organization_id)
