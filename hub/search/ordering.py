"""In which order what was found comes, and which page of it is shown."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from heapq import nsmallest
from itertools import islice
from typing import Any

from hub.core import calendar
from hub.search.facts import Facts
from hub.search.index import Scored

TRIED = 4  # documents that are sorted for each place, at first


class Order(StrEnum):
    FIT = "fit"
    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"  # what ends next, then what ended last, then what has no end


Place = tuple[str | None, Sequence[int]]  # the head of a group, the documents in it
_Named = tuple[Any, int, str]  # what decides first, the document, its place
Arrange = Callable[[Facts, list[int]], list[str]]  # the names of the places they belong to


def first_places(
    facts: Facts, scored: Scored, order: Order, numbers: list[int], names: list[str], wanted: int
) -> list[Place]:
    """So many places, first to last. Of thousands that are found only the best are sorted."""
    firsts = _firsts(facts, scored, order, numbers)
    days, keys, weights = facts.days, facts.keys, facts.weights

    def ranked(some: Iterable[_Named]) -> list[_Named]:
        if order is Order.FIT:
            return sorted(some, key=lambda one: (one[0], -days[one[1]], keys[one[1]]))
        return sorted(
            some, key=lambda one: (one[0], -scored[one[1]] * weights[one[1]], keys[one[1]])
        )

    best: list[str] = []
    tried = wanted * TRIED
    if tried < len(numbers):
        limit = nsmallest(tried, firsts)[-1]
        tops = (one for one in zip(firsts, numbers, names, strict=True) if one[0] <= limit)
        best = list(dict.fromkeys(name for _first, _number, name in ranked(tops)))[:wanted]
    within: dict[str, list[int]] = {name: [] for name in best}
    every: Iterable[_Named] = zip(firsts, numbers, names, strict=True)
    if len(best) == wanted:
        every = [one for one in every if one[2] in within]
    for _first, number, name in ranked(every):
        within.setdefault(name, []).append(number)
    return [
        (name if len(together) > 1 else None, together)
        for name, together in islice(within.items(), wanted)
    ]


def _firsts(facts: Facts, scored: Scored, order: Order, numbers: list[int]) -> list[Any]:
    """What nearly always decides which of the documents comes first."""
    days, dues, today = facts.days, facts.dues, calendar.today().toordinal()
    if order is Order.FIT:
        weights = facts.weights
        return [-scored[number] * weights[number] for number in numbers]
    if order is Order.NEWEST:
        return [-days[number] for number in numbers]
    if order is Order.DUE:
        return [_nearness(dues[number], today) for number in numbers]
    return [days[number] or 9_999_999 for number in numbers]  # what has no day comes last


def _nearness(due: int, today: int) -> tuple[int, int]:
    if not due:
        return 2, 0
    return (0, due) if due >= today else (1, -due)


def one_by_one(facts: Facts, numbers: list[int]) -> list[str]:
    keys = facts.keys
    return [keys[number] for number in numbers]


def by_parent(facts: Facts, numbers: list[int]) -> list[str]:
    keys, parents = facts.keys, facts.parents
    return [parents[number] or keys[number] for number in numbers]
