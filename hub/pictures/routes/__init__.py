"""Pages of pictures, and the lists behind their numbers."""

from hub.pictures import preparing  # noqa: F401 (the worker's part registers itself)
from hub.pictures.routes import months, survival, timeline, together
from hub.pictures.routes.blueprint import bp

__all__ = ["bp", "months", "survival", "timeline", "together"]
