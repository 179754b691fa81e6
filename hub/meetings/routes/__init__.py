"""Pages of series, meetings and minutes."""

from hub.meetings import slots
from hub.meetings.routes import agenda, drafting, lists, meetings, minutes, series, writing
from hub.meetings.routes.blueprint import bp

__all__ = [
    "agenda", "bp", "drafting", "lists", "meetings", "minutes", "series", "slots", "writing",
]  # fmt: skip
