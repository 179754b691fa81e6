"""Pages of 担当者 and of what is passed on from person to person."""

from hub.successions import events, slots
from hub.successions.routes import holding, passing
from hub.successions.routes.blueprint import bp

__all__ = ["bp", "events", "holding", "passing", "slots"]
