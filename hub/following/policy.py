"""Who may follow. Pure functions: no session, no request."""

from hub.accounts.models import Viewer
from hub.following.models import Follow


def can_follow(viewer: Viewer) -> bool:
    """Anybody in the network; what they may read is asked of the thing itself."""
    return viewer.in_network


def can_leave(actor: Viewer, follow: Follow) -> bool:
    return follow.user_id == actor.id
