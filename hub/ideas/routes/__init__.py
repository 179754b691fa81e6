"""Pages of ideas: the ledger, one idea, how it moves, who joins, what belongs to it."""

from hub.ideas import events, slots
from hub.ideas.routes import joining, ledger, links, moves, pages
from hub.ideas.routes.blueprint import bp

__all__ = ["bp", "events", "joining", "ledger", "links", "moves", "pages", "slots"]
