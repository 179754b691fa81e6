"""振り返り: written, handed in, looked at by the 所管課, settled."""

from hub.reviews.routes import deadlines, lists, pages, steps
from hub.reviews.routes.blueprint import bp

__all__ = ["bp", "deadlines", "lists", "pages", "steps"]
