"""Viewers who stand for a side of a handover: what each of them reads, everybody there reads.

They are people who exist nowhere, and are never stored.
"""

from hub.accounts.models import Membership, Role, User

NOWHERE = 0  # no organization has this id


def member_of(organization_id: int) -> User:
    """Any member of the organization."""
    seat = Membership(organization_id=organization_id, role=Role.VIEWER)
    return User(memberships=[seat], is_coordinator=False, is_system_admin=False)


def any_coordinator() -> User:
    """What 事務局 reads wherever they are."""
    seat = Membership(organization_id=NOWHERE, role=Role.VIEWER)
    return User(memberships=[seat], is_coordinator=True, is_system_admin=False)
