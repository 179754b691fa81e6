"""What accounts ask those above them."""

from blinker import signal

from hub.accounts.models import Membership, Viewer

# Sent with the membership and the ``viewer`` before it ends: receivers return the address of the
# page on which what its person holds is passed on, or None where they hold nothing.
membership_leaving = signal("accounts-membership-leaving")


def place_to_pass_on(viewer: Viewer, membership: Membership) -> str | None:
    answers = membership_leaving.send(membership, viewer=viewer)
    return next((place for _receiver, place in answers if place), None)
