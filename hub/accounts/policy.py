"""Who may manage accounts and memberships. Pure functions: no session, no request."""

from hub.accounts.models import Viewer


def can_manage_members(actor: Viewer, organization_id: int) -> bool:
    """Invite into an organization, change roles, end memberships."""
    return actor.administers(organization_id) or can_manage_people(actor)


def can_manage_people(actor: Viewer) -> bool:
    """Make coordinators and administrators, disable accounts."""
    return actor.is_system_admin


def can_leave_without_admin(actor: Viewer) -> bool:
    """Take away an organization's last 組織の管理者: only who can appoint the next one."""
    return actor.is_system_admin
