"""Things of one kind as bits: who reads them, and which organizations are in them.

Bit n stands for the n-th thing of the shelf. Whatever decides about reading is one integer for
each kind of reader, so that what somebody reads is a few ORs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hub.accounts.models import Viewer
from hub.core.bits import Bits
from hub.meetings.models import Visibility
from hub.meetings.queries import series_ids_of


@dataclass(frozen=True)
class Circle:
    """People who read the same: what their rights of today come to."""

    organization_ids: frozenset[int]
    series_ids: frozenset[int]  # of today
    coordinates: bool

    @classmethod
    def of(cls, viewer: Viewer) -> "Circle":
        return cls(viewer.organization_ids, series_ids_of(viewer), viewer.coordinates)


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """All things of a kind. The keys of ``open_to`` are Visibility, those of the next three ids."""

    at: Mapping[int, int]  # id -> number
    open_to: Bits
    involved: Bits  # this organization works on it
    insiders: Bits = field(default_factory=Bits)  # this organization always reads it
    series: Bits = field(default_factory=Bits)  # who is in this series reads it
    themes: Bits = field(default_factory=Bits)  # by code
    marks: Bits = field(default_factory=Bits)  # what is counted: see measures.py
    days: Mapping[int, int] = field(default_factory=dict)  # number -> how long it took

    def readable(self, circle: Circle) -> int:
        """The same as the conditions in the queries of the slices."""
        bits = self.open_to[Visibility.PUBLIC]
        if circle.organization_ids:
            bits |= self.open_to[Visibility.NETWORK]
            bits |= self.insiders.any_of(circle.organization_ids)
            bits |= self.series.any_of(circle.series_ids)
        if circle.coordinates:
            bits |= self.open_to[Visibility.SERIES]
        return bits
