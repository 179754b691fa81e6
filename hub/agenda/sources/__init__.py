"""One module for each source, all of the same shape: ``find(occasion)`` yields candidates."""

from hub.agenda.sources import (
    actions,
    decisions,
    gaps,
    grants,
    ideas,
    matches,
    members,
    menus,
    searches,
)

SOURCES = (actions, ideas, decisions, members, grants, searches, menus, matches, gaps)
