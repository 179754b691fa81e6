"""Pages of pictures: what became of ideas, and the timeline."""

from hub.pictures.routes import survival, timeline
from hub.pictures.routes.blueprint import bp

__all__ = ["bp", "survival", "timeline"]
