"""Pages of action items: lists and board, one action, changes of its state."""

from hub.actions import events, slots
from hub.actions.routes import handovers, lists, moves, pages, waits
from hub.actions.routes.blueprint import bp

__all__ = ["bp", "events", "handovers", "lists", "moves", "pages", "slots", "waits"]
