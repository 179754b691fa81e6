"""Who has a desk. Pure functions: no session, no request."""

from hub.accounts.models import Viewer
from hub.organizations.models import Organization


def offices_of(viewer: Viewer) -> list[Organization]:
    """The departments and ward offices for which the viewer is here."""
    found = (membership.organization for membership in viewer.active_memberships)
    return [o for o in found if o.is_government and o.is_valid]


def can_open(viewer: Viewer) -> bool:
    """Departments and ward offices; coordinators see the part about the whole network."""
    return bool(offices_of(viewer)) or viewer.coordinates
