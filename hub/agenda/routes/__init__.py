"""Candidates for an agenda, and the items that members propose."""

from hub.agenda import events, slots
from hub.agenda.routes import choosing, proposing
from hub.agenda.routes.blueprint import bp

__all__ = ["bp", "choosing", "events", "proposing", "slots"]
