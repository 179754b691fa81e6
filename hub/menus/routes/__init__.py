"""Pages of support menus: finding them, writing them, and taking part in them."""

from hub.menus import daily, slots  # noqa: F401 (they register themselves)
from hub.menus.routes import browsing, editing, lifecycle, partners  # noqa: F401
from hub.menus.routes.blueprint import bp

__all__ = ["bp"]
