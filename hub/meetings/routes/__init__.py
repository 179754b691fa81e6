"""Pages of series, meetings and minutes."""

from hub.meetings import slots
from hub.meetings.routes import (
    agenda,
    drafting,
    invitations,
    lines,
    lists,
    meetings,
    minutes,
    outcomes,
    series,
    writing,
)
from hub.meetings.routes.blueprint import bp

__all__ = [
    "agenda",
    "bp",
    "drafting",
    "invitations",
    "lines",
    "lists",
    "meetings",
    "minutes",
    "outcomes",
    "series",
    "slots",
    "writing",
]
