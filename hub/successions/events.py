"""Before a membership ends, what its person holds is passed on."""

from flask import url_for

from hub.accounts.events import membership_leaving
from hub.accounts.models import Membership, Viewer
from hub.successions import policy, queries


@membership_leaving.connect
def place_to_pass_on(membership: Membership, *, viewer: Viewer) -> str | None:
    """Only who may read what the person holds is led there."""
    if not policy.can_pass_on(viewer, membership.organization_id):
        return None
    if not queries.held_by(viewer, membership):
        return None
    return url_for(
        "successions.pass_on",
        organization_id=membership.organization_id, membership_id=membership.id,
    )  # fmt: skip
