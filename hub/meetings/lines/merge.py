"""Two writers of one text: their changes together, line by line.

A change is a run of lines of the base that one of them replaced. Changes that touch no common
line are both taken, the same change once; what is left is shown to the writers side by side.
"""

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_EFFORT = 40_000  # pairs of lines compared without an anchor; above it a run changes as a whole


Run = tuple[str, ...]  # lines


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both changed the lines ``number`` and following of the base, each in another way."""

    number: int  # 1-based, in the base
    base: Run
    mine: Run
    theirs: Run


@dataclass(frozen=True, slots=True)
class Merge:
    parts: tuple[Run | Conflict, ...]  # in their order

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(part for part in self.parts if isinstance(part, Conflict))

    @property
    def text(self) -> str | None:
        return None if self.conflicts else self.settled(lambda conflict: conflict.mine)

    def settled(self, choose: Callable[[Conflict], Iterable[str]]) -> str:
        """The whole text, each conflict replaced by the lines that were chosen for it."""
        runs = (choose(p) if isinstance(p, Conflict) else p for p in self.parts)
        return "\n".join(line for run in runs for line in run)


@dataclass(frozen=True, slots=True)
class _Change:
    begin: int  # of the base
    end: int
    lines: Run


def merge(base: str, mine: str, theirs: str) -> Merge:
    old = base.split("\n")
    parts = _Parts(old)
    for left, right in _groups(_changes(old, mine.split("\n")), _changes(old, theirs.split("\n"))):
        parts.take(left, right)
    return parts.finish()


class _Parts:
    def __init__(self, base: list[str]) -> None:
        self.base, self.at = base, 0
        self.run: list[str] = []
        self.parts: list[Run | Conflict] = []

    def take(self, mine: list[_Change], theirs: list[_Change]) -> None:
        begin = min(change.begin for change in (*mine, *theirs))
        end = max(change.end for change in (*mine, *theirs))
        self.run += self.base[self.at : begin]
        self.at = end
        left, right = (self._applied(begin, end, changes) for changes in (mine, theirs))
        if not theirs or left == right:
            self.run += left
        elif not mine:
            self.run += right
        else:
            self._compare(begin, end, left, right)

    def _applied(self, begin: int, end: int, changes: list[_Change]) -> list[str]:
        lines = []
        for change in changes:
            lines += [*self.base[begin : change.begin], *change.lines]
            begin = change.end
        return lines + self.base[begin:end]

    def _compare(self, begin: int, end: int, left: list[str], right: list[str]) -> None:
        """What both begin and end with is agreed; lines one of them only added are taken."""
        first, last = _common(left, right)
        head, tail = left[:first], left[len(left) - last :]
        mine, theirs = left[first : len(left) - last], right[first : len(right) - last]
        self.run += head
        if begin == end and not (mine and theirs):
            self.run += mine or theirs
        else:
            self._close()
            base = tuple(self.base[begin:end])
            self.parts.append(Conflict(begin + 1, base, tuple(mine), tuple(theirs)))
        self.run += tail

    def _close(self) -> None:
        if self.run:
            self.parts.append(tuple(self.run))
        self.run = []

    def finish(self) -> Merge:
        self.run += self.base[self.at :]
        self._close()
        return Merge(tuple(self.parts))


def _groups(
    mine: list[_Change], theirs: list[_Change]
) -> list[tuple[list[_Change], list[_Change]]]:
    """Changes in their order, those of both sides that meet together."""
    ordered = sorted(
        [(change, 0) for change in mine] + [(change, 1) for change in theirs],
        key=lambda pair: (pair[0].begin, pair[0].end, pair[1]),
    )
    groups: list[tuple[list[_Change], list[_Change]]] = []
    group_begin = group_end = -1
    for change, side in ordered:
        is_insertion = change.begin == change.end
        meets = change.begin < group_end or (
            is_insertion and group_begin == group_end == change.begin
        )
        if not meets:
            groups.append(([], []))
            group_begin, group_end = change.begin, change.end
        groups[-1][side].append(change)
        group_end = max(group_end, change.end)
    return groups


def _changes(old: list[str], new: list[str]) -> list[_Change]:
    """Runs of as many lines as before are taken apart: each line stands for itself."""
    changes = []
    blocks = [*_same(old, new, 0, len(old), 0, len(new)), (len(old), len(new), 0)]
    at, there = 0, 0
    for begin, place, size in blocks:
        if at < begin or there < place:
            changes += _apart(at, begin, new[there:place])
        at, there = begin + size, place + size
    return changes


def _apart(begin: int, end: int, lines: list[str]) -> list[_Change]:
    if end - begin != len(lines):
        return [_Change(begin, end, tuple(lines))]
    return [_Change(begin + n, begin + n + 1, (line,)) for n, line in enumerate(lines)]


def _same(old: list[str], new: list[str], a: int, b: int, c: int, d: int) -> list[tuple[int, ...]]:
    """Places and sizes of equal runs in ``old[a:b]`` and ``new[c:d]``.

    Lines that stand once on both sides hold the texts together (patience); between them the
    usual comparison is only made where it is cheap, so that no text makes this slow.
    """
    first, last = _common(old[a:b], new[c:d])
    head = [(a, c, first)] if first else []
    tail = [(b - last, d - last, last)] if last else []
    a, b, c, d = a + first, b - last, c + first, d - last
    middle: list[tuple[int, ...]] = []
    if a < b and c < d:
        if anchors := _anchors(old, new, a, b, c, d):
            for place, there in [*anchors, (b, d)]:
                middle += _between(old, new, a, place, c, there)
                if place < b:
                    middle.append((place, there, 1))
                a, c = place + 1, there + 1
        else:
            middle = _between(old, new, a, b, c, d)
    return [*head, *middle, *tail]


def _between(
    old: list[str], new: list[str], a: int, b: int, c: int, d: int
) -> list[tuple[int, ...]]:
    first, last = _common(old[a:b], new[c:d])
    found: list[tuple[int, ...]] = [(a, c, first)] if first else []
    inner = (b - last - a - first) * (d - last - c - first)
    if 0 < inner <= _EFFORT:
        matcher = difflib.SequenceMatcher(
            None, old[a + first : b - last], new[c + first : d - last], autojunk=False
        )
        found += [
            (a + first + m.a, c + first + m.b, m.size)
            for m in matcher.get_matching_blocks()
            if m.size
        ]
    return [*found, (b - last, d - last, last)] if last else found


def _anchors(
    old: list[str], new: list[str], a: int, b: int, c: int, d: int
) -> list[tuple[int, int]]:
    """The longest rising run of lines that stand exactly once on each side."""
    counts, others = Counter(old[a:b]), Counter(new[c:d])
    places = {line: at for at, line in enumerate(new[c:d], c) if others[line] == 1}
    pairs = [
        (at, places[line])
        for at, line in enumerate(old[a:b], a)
        if counts[line] == 1 and line in places
    ]
    ends: list[int] = []  # the smallest last place of a run of each length
    at_end: list[int] = []
    before: list[int] = []
    for number, (_at, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(at_end[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            at_end.append(number)
        else:
            ends[length], at_end[length] = place, number
    run = []
    number = at_end[-1] if at_end else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


def _common(left: list[str], right: list[str]) -> tuple[int, int]:
    """How many lines both begin with, and how many of the others both end with."""
    most = min(len(left), len(right))
    first = 0
    while first < most and left[first] == right[first]:
        first += 1
    last = 0
    while last < most - first and left[-1 - last] == right[-1 - last]:
        last += 1
    return first, last
