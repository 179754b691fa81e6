"""Who may have a calendar address. Pure functions: no session, no request."""

from hub.accounts.models import Viewer


def can_have_feed(actor: Viewer) -> bool:
    """Whoever is in an organization today; the address is dead with the last membership."""
    return actor.in_network
