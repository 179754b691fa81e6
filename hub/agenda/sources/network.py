"""The menus that every member of the network may read: what an agenda may speak about."""

from sqlalchemy import ColumnElement, and_

from hub.menus.models import Menu, MenuState, MenuVisibility


def known_menus() -> ColumnElement[bool]:
    """Neither drafts nor 自組織のみ, whoever looks: an agenda is read by others too."""
    return and_(Menu.state == MenuState.PUBLISHED, Menu.visibility != MenuVisibility.ORGANIZATION)
