"""Reads of support menus. Each takes the viewer first and returns only what they may see."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from hub.accounts.models import Viewer
from hub.core.db import db
from hub.core.errors import NotFound
from hub.menus import policy
from hub.menus.models import Menu, MenuState, MenuVisibility


def visible_to(viewer: Viewer) -> Select[tuple[Menu]]:
    """Published menus that the viewer may read; one's own drafts are on a page of their own."""
    return select(Menu).where(Menu.state == MenuState.PUBLISHED, _readable(viewer))


def get_menu(viewer: Viewer, menu_id: int) -> Menu:
    """Raises NotFound."""
    menu = db.session.get(Menu, menu_id)
    if menu is None or not policy.can_view(viewer, menu):
        raise NotFound
    return menu


def _readable(viewer: Viewer) -> ColumnElement[bool]:
    allowed: list[Any] = [Menu.visibility == MenuVisibility.PUBLIC]
    if viewer.in_network:
        allowed.append(Menu.visibility == MenuVisibility.NETWORK)
        allowed.append(
            and_(
                Menu.visibility == MenuVisibility.ORGANIZATION,
                Menu.provider_id.in_(viewer.organization_ids),
            )
        )
    return or_(*allowed)
