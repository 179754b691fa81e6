"""Who may do what with 担当者 and successions. Pure functions: no session, no request."""

from hub.accounts.models import Viewer
from hub.successions.models import SuccessionShare


def can_see_holders(viewer: Viewer, organization_id: int | None) -> bool:
    """Names of persons are for their own organization; others see the organization."""
    return viewer.belongs_to(organization_id)


def can_set_holder(actor: Viewer, organization_id: int | None) -> bool:
    return actor.edits_for(organization_id)


def can_pass_on(actor: Viewer, organization_id: int) -> bool:
    """All that somebody holds: 組織の管理者, not 事務局 (roles belong to organizations)."""
    return actor.administers(organization_id)


def can_view_share(viewer: Viewer, share: SuccessionShare) -> bool:
    """The successor while they are there, and 組織の管理者."""
    organization_id = share.succession.organization_id
    is_theirs = viewer.id == share.successor_id and viewer.belongs_to(organization_id)
    return is_theirs or viewer.administers(organization_id)


def can_receive(actor: Viewer, share: SuccessionShare) -> bool:
    return actor.id == share.successor_id and can_view_share(actor, share)
