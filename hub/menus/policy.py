"""Who may do what with a support menu. Pure functions: no session, no request."""

from hub.accounts.models import User, Viewer
from hub.menus.models import Menu, MenuPartner, MenuState, MenuVisibility


def can_view(viewer: Viewer, menu: Menu) -> bool:
    """Drafts and withdrawn menus are the provider's editors' only."""
    if menu.state is not MenuState.PUBLISHED:
        return viewer.edits_for(menu.provider_id)
    if menu.visibility is MenuVisibility.PUBLIC:
        return True
    if menu.visibility is MenuVisibility.NETWORK:
        return viewer.in_network
    return viewer.belongs_to(menu.provider_id)


def can_create(actor: Viewer) -> bool:
    return bool(actor.editing_ids)


def can_provide(actor: Viewer, organization_id: int) -> bool:
    """Enter a menu in the name of this organization."""
    return actor.edits_for(organization_id)


def can_edit(actor: Viewer, menu: Menu) -> bool:
    """Only editors of the provider; partners edit nothing."""
    return actor.edits_for(menu.provider_id)


def can_publish(actor: Viewer, menu: Menu) -> bool:
    return can_edit(actor, menu)


def can_confirm(actor: Viewer, menu: Menu) -> bool:
    """変更なし, 受付を休む, 再開する, 取り下げる: of what is published."""
    return can_edit(actor, menu)


def can_propose(actor: Viewer, menu: Menu) -> bool:
    """Ask another organization to be named as a partner."""
    return can_edit(actor, menu)


def can_answer(actor: Viewer, partner: MenuPartner) -> bool:
    """Accept or decline to be named as a partner."""
    return actor.edits_for(partner.organization_id)


def can_see_history(viewer: Viewer, menu: Menu) -> bool:
    """Earlier texts may have been wider or narrower than today's: the provider reads them."""
    return isinstance(viewer, User) and viewer.belongs_to(menu.provider_id)
