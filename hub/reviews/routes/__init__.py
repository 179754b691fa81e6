"""振り返り: written, handed in, looked at by the 所管課, settled."""

from hub.reviews import slots
from hub.reviews.routes import candidates, deadlines, lines, lists, pages, steps
from hub.reviews.routes.blueprint import bp

__all__ = ["bp", "candidates", "deadlines", "lines", "lists", "pages", "slots", "steps"]
