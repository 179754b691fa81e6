"""Pages of themes: all of them, one with what belongs to it, its roles, and its handovers."""

from hub.themes import slots
from hub.themes.routes import browsing, handing, roles
from hub.themes.routes.blueprint import bp

__all__ = ["bp", "browsing", "handing", "roles", "slots"]
