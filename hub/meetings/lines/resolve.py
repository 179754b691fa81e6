"""Which organizations are meant by names as people write them in minutes.

A name is tried as a whole and then more and more loosely: without legal form, 課 or 室 and spaces;
as a part of one organization's name (社協 of 社協・ボラセン); with an organization's name inside it
(多摩SDCの佐藤さん), the longest first. The first way that finds exactly one decides; a way that
finds several does not guess but tells them all.
"""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.meetings.lines.model import Problem, ProblemKind

_LEGAL_FORM = re.compile(
    r"(?:公益|一般)(?:財団|社団)法人|(?:認定)?(?:npo|特定非営利活動)法人|社会福祉法人|株式会社|合同会社|"
    r"\((?:公財|公社|一財|一社|社福|福|特非|npo|株)\)"
)
_TITLES = re.compile(r"(?:さん|さま|様|殿|御中|氏|各位|の皆さん|のみなさん)$")
_DESIGN_CENTRE = re.compile(r"(?:区)?(?:ソーシャル・?デザイン・?センター|sdc)")
_SPACES = re.compile(r"\s+")
_SMALL_KE = str.maketrans("ヶケヵ", "ががが")
_OFFICE = re.compile(r"(?:課|室|係|担当)$")
_PARTS = re.compile(r"\s+|[・&＆/／+＋、,]|及び|および|並びに|と")
_LONGEST = 200  # characters of a name that are looked at
_SHORTEST_PART = 2
_SHORTEST_INSIDE = 3
_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Resolved:
    ids: tuple[int, ...]  # the lead first, each once
    problems: tuple[Problem, ...]


class Names:
    """The names of all organizations that may be meant, prepared once for many lines."""

    def __init__(self, known: Iterable[tuple[int, Iterable[str]]]) -> None:
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._loose: dict[str, set[int]] = defaultdict(set)
        for identifier, names in known:
            for name in names:
                self._add(identifier, name)
        self._longest_first = sorted(self._loose, key=len, reverse=True)
        self._remembered: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}

    def resolve(self, names: Sequence[str]) -> Resolved:
        """The ids of the names of one line, and what could not be found."""
        ids: dict[int, None] = {}
        problems = []
        for name in names:
            found, candidates = self._find(name[:_LONGEST])
            ids |= dict.fromkeys(found)
            if not found:
                several = len(candidates) > 1 and self._is_ambiguous(name[:_LONGEST])
                kind = (
                    ProblemKind.AMBIGUOUS_ORGANIZATION
                    if several
                    else ProblemKind.UNKNOWN_ORGANIZATION
                )
                problems.append(Problem(kind, name, candidates))
        return Resolved(tuple(ids), tuple(problems))

    def _add(self, identifier: int, name: str) -> None:
        whole = _exact(name)
        if not whole:
            return
        self._exact[whole].add(identifier)
        for part in [name, *name.split()]:
            if len(loose := _loose(part)) >= _SHORTEST_PART:
                self._loose[loose].add(identifier)

    def _find(self, name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """What is meant, and if nothing is clear what may be meant."""
        if name not in self._remembered:
            self._remembered[name] = self._look(name)
        return self._remembered[name]

    def _look(self, name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        several: set[int] = set()
        for way in (self._same, self._alike):
            found = way(name)
            if len(found) == 1:
                return tuple(found), ()
            several = several or found
        if not several and (parts := self._in_parts(name)):
            return parts, ()
        for way in (self._part_of, self._around):
            if several:
                break
            several = way(name)
            if len(several) == 1:
                return tuple(several), ()
        return (), tuple(sorted(several)) or self._similar(name)

    def _is_ambiguous(self, name: str) -> bool:
        return any(way(name) for way in (self._same, self._alike, self._part_of, self._around))

    def _same(self, name: str) -> set[int]:
        return self._exact.get(_exact(name), set())

    def _alike(self, name: str) -> set[int]:
        return self._loose.get(_loose(name), set())

    def _in_parts(self, name: str) -> tuple[int, ...]:
        """社協・公園緑地協会: several names, if each of them is known as it is."""
        ids: dict[int, None] = {}
        parts = [part for part in _PARTS.split(name) if part]
        for part in parts if len(parts) > 1 else []:
            found = self._same(part) or self._alike(part) or self._part_of(part)
            if len(found) != 1:
                return ()
            ids |= dict.fromkeys(found)
        return tuple(ids)

    def _part_of(self, name: str) -> set[int]:
        key = _loose(name)
        if len(key) < _SHORTEST_PART:
            return set()
        written = _exact(name)
        return {i for known, ids in self._loose.items() if key in known for i in ids} | {
            i for known, ids in self._exact.items() if written in known for i in ids
        }

    def _around(self, name: str) -> set[int]:
        """Those whose name stands inside what was written, the longest such name only."""
        key = _loose(name)
        for known in self._longest_first:
            if len(known) >= _SHORTEST_INSIDE and known in key:
                return self._loose[known]
        return set()

    def _similar(self, name: str) -> tuple[int, ...]:
        key = _loose(name)[:40]
        close = difflib.get_close_matches(key, self._longest_first, _SUGGESTIONS, 0.5)
        return tuple(dict.fromkeys(i for known in close for i in sorted(self._loose[known])))


def _exact(name: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFKC", name).casefold())


def _loose(name: str) -> str:
    key = _exact(name)
    key = _TITLES.sub("", _LEGAL_FORM.sub("", key))
    key = _DESIGN_CENTRE.sub("sdc", key)
    shorter = _OFFICE.sub("", key)
    key = shorter if len(shorter) > _SHORTEST_PART else key
    return key.translate(_SMALL_KE).replace("の", "").replace("・", "") or key
