"""Pages of programmes: the list, one programme, its indicators and their figures, the sheet."""

from hub.programmes import slots
from hub.programmes.routes import figures, indicators, lists, pages, sheets
from hub.programmes.routes.blueprint import bp

__all__ = ["bp", "figures", "indicators", "lists", "pages", "sheets", "slots"]
