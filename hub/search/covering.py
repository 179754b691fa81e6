"""What the documents have of the concepts of a plan: how much of the whole each covers."""

import math
from collections.abc import Iterable, Iterator, Mapping

from hub.search.facts import bits_of, numbers_of
from hub.search.index import View
from hub.search.query import Concept

WORDS_ONLY = 0.65  # what has the words of a need covers that much of it, beside what is for it
FACET_SCORE = 2.0


class Covers:
    """What the documents have of the concepts: scores by document, and the documents by what
    share of the whole they cover and by how many concepts they have, as there are few of these."""

    def __init__(self) -> None:
        self.scores: dict[int, float] = {}
        self.groups: dict[tuple[float, int], int] = {}

    def add(self, scores: dict[int, float], levels: Iterable[tuple[float, int, int]]) -> None:
        """One concept. ``levels``: share, whether it is had, which documents; without overlaps."""
        if self.scores:
            known = self.scores
            for number, score in scores.items():
                known[number] = known.get(number, 0.0) + score
        else:
            self.scores = scores
        groups: dict[tuple[float, int], int] = {}
        before = list(self.groups.items())
        for share, had, documents in levels:
            left = documents
            for number, ((covered, concepts), within) in enumerate(before):
                if both := within & left:
                    key = covered + share, concepts + had
                    groups[key] = groups.get(key, 0) | both
                    left &= ~both
                    before[number] = (covered, concepts), within & ~both
            if left:
                groups[share, had] = groups.get((share, had), 0) | left
        for key, within in before:
            if within:
                groups[key] = groups.get(key, 0) | within
        self.groups = groups

    def having(self, concepts: int) -> int:
        """The documents that have so many."""
        return any_of(within for (_share, had), within in self.groups.items() if had == concepts)


def cover(view: View, concept: Concept, allowed: int, covers: Covers) -> bool:
    """Add to ``covers`` what each document has of one concept. False when none has anything."""
    total = max(1, allowed.bit_count())
    scores = view.match_concept(concept, allowed)
    matched = bits_of(scores)
    having = {
        facet: bits
        for facet in concept.facets
        if not facet.is_lifting and (bits := view.facts.having(facet.name, [facet.value]) & allowed)
    }
    is_need = any(facet.is_lifting for facet in concept.facets)
    most = max((facet.weight for facet in having), default=1.0)
    first = [bits.bit_count() for facet, bits in having.items() if facet.weight == most]
    weight = concept.weight * _rarity(total, min(first) if first else len(scores))
    shares = {WORDS_ONLY if is_need and having else 1.0: matched}
    every = matched
    for facet, bits in having.items():
        lift = FACET_SCORE * facet.weight * _rarity(total, bits.bit_count())
        for number in numbers_of(bits & every):
            scores[number] += lift
        scores.update(dict.fromkeys(numbers_of(bits & ~every), lift))
        every |= bits
        share = facet.weight / most
        shares[share] = shares.get(share, 0) | bits
    if concept.weight != 1.0:
        scores = {number: concept.weight * score for number, score in scores.items()}
    covers.add(scores, _levels(shares, matched, weight))
    return bool(scores)


def _levels(
    shares: Mapping[float, int], matched: int, weight: float
) -> Iterator[tuple[float, int, int]]:
    """Each document at the highest share it has; what has the words, or all, has the concept."""
    taken = 0
    for share in sorted(shares, reverse=True):
        documents = shares[share] & ~taken
        had = documents if share == 1.0 else documents & matched
        yield weight * share, 1, had
        yield weight * share, 0, documents & ~had
        taken |= documents


def any_of(sets: Iterable[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found


def _rarity(total: int, having: int) -> float:
    return math.log(1 + total / (having + 1))
