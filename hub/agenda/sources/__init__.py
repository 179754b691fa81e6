"""One module for each source, all of the same shape: ``find(occasion)`` yields candidates."""

from hub.agenda.sources import (
    actions,
    decisions,
    gaps,
    grants,
    matches,
    members,
    menus,
    searches,
)

SOURCES = (actions, decisions, members, grants, searches, menus, matches, gaps)
