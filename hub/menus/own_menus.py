"""The page of one's own organization's menus: which of them are shown."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, select

from hub.accounts.models import Viewer
from hub.core.db import db
from hub.menus.models import Menu, MenuState
from hub.menus.queries import is_stale, own, stale_last


class View(StrEnum):
    ALL = "all"
    STALE = "stale"
    PUBLISHED = "published"
    DRAFT = "draft"
    ARCHIVED = "archived"

    @property
    def label(self):
        return VIEWS[self]


VIEWS = {
    View.ALL: _("すべて"),
    View.STALE: _("見直し待ち"),
    View.PUBLISHED: _("公開中"),
    View.DRAFT: _("下書き"),
    View.ARCHIVED: _("取り下げ"),
}


def read_view(text: str) -> View:
    return View(text) if text in set(View) else View.ALL


def menus(viewer: Viewer, view: View) -> Select[Menu]:
    """What waits comes first; what is put away is seen only when asked for."""
    return _narrowed(own(viewer), view).order_by(
        stale_last().desc(), Menu.state.desc(), Menu.title, Menu.id
    )


def counts(viewer: Viewer) -> Mapping[View, int]:
    return {view: _count(_narrowed(own(viewer), view)) for view in View}


def _narrowed(query: Select[Menu], view: View) -> Select[Menu]:
    if view is View.ALL:
        return query.where(Menu.state != MenuState.ARCHIVED)
    if view is View.STALE:
        return query.where(Menu.state == MenuState.PUBLISHED, is_stale())
    return query.where(Menu.state == MenuState(view.value))


def _count(query: Select[Menu]) -> int:
    ids = query.with_only_columns(Menu.id).subquery()
    return db.session.scalar(select(func.count()).select_from(ids)) or 0
