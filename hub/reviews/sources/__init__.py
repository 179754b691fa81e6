"""One module for each source, all of the same shape: ``find(occasion)`` yields facts.

Those that look at rows of the hub also say what they ask for (``asks``), so that one query brings
the rows of all of them.
"""

from collections.abc import Mapping
from dataclasses import replace

from hub.reviews.sources import (
    actions,
    ideas,
    indicators,
    meetings,
    menus,
    overdue,
    rows,
    searches,
    visits,
)
from hub.reviews.sources.facts import Fact, Occasion, Source

ASKING = (actions, overdue, ideas, menus, meetings, visits)
_SOURCES = (indicators, actions, overdue, ideas, menus, searches, meetings, visits)


def facts(occasion: Occasion) -> Mapping[str, Fact]:
    """By key, in the order in which they are offered."""
    asked = replace(occasion, rows=rows.found(occasion, ASKING))
    return {fact.key: fact for source in _SOURCES for fact in source.find(asked)}


__all__ = ["Fact", "Occasion", "Source", "facts"]
