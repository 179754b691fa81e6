"""Which documents fit a plan, and how well: first what has all of it, then what is near enough.

1. Without help of the thesaurus: everything that has all words.
2. Where fewer than three were found and kana were typed: also what sounds like it.
3. What the thesaurus knows, and what has not all words: each concept is looked for by itself. A
   document counts by how much of what was asked it covers; those that cover clearly less than the
   best one are left out, so that a long sentence does not drown in its commonest word.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hub.search.facts import Facts, bits_of, numbers_of
from hub.search.index import Scored, View
from hub.search.query import NEED_WEIGHT, Concept, Plan

FEW = 3  # found: then more is tried
NEAR_ENOUGH = 0.6  # of what the best document covers
WORDS_ONLY = 0.65  # what has the words of a need covers that much of it, beside what is for it
FACET_SCORE = 2.0
FIRSTS = 3  # of several needs that are shown each
CLOSE = 0.01  # to one another
MOST_PLACES = 14_000  # of the index that one search looks at
MOST_CONCEPTS = 8  # that are looked for one by one


@dataclass(frozen=True)
class Fitting:
    scored: Scored
    found: int  # the same documents as a set
    is_relaxed: bool = False  # nothing has all the words; these have some
    is_by_sound: bool = False
    unmet: tuple[Concept, ...] = ()  # that nothing has


class _Covers:
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
        return _any(within for (_share, had), within in self.groups.items() if had == concepts)


def fitting(view: View, plan: Plan, allowed: int) -> Fitting:
    if plan.excluded:
        allowed &= ~view.having_any(plan.excluded, allowed)
    if plan.is_widened:
        found = _covering(view, plan, allowed)
        return found if found.scored else _by_sound(view, plan, allowed, found)
    if plan.concepts and sum(map(view.cost, plan.words)) > MOST_PLACES:
        return _covering(view, plan, allowed)
    scored = view.match(plan.words, allowed)
    matched = Fitting(scored, bits_of(scored))
    if len(scored) >= FEW:
        return matched
    heard = _by_sound(view, plan, allowed, matched)
    return heard if heard.scored else _covering(view, plan, allowed)


def _by_sound(view: View, plan: Plan, allowed: int, found: Fitting) -> Fitting:
    """``found`` with what sounds like it below."""
    if not any(word.sound for word in plan.words):
        return found
    heard = view.match_by_sound(plan.words, allowed)
    if len(heard) == len(found.scored):
        return found
    top = max(heard.values(), default=0.0)  # what was typed stays above
    scored = {n: score + top * (n in found.scored) for n, score in heard.items()}
    return Fitting(scored, bits_of(scored), is_by_sound=True)


def _covering(view: View, plan: Plan, allowed: int) -> Fitting:
    for phrase in plan.phrases:
        allowed &= bits_of(view.match([phrase], allowed))
    covers = _Covers()
    unmet: list[Concept] = []
    concepts = _affordable(view, plan.concepts)
    broken: set[str] = set()  # names of which nothing has one part: the others stay as typed
    for concept in concepts:  # what nothing has comes first
        if concept.compound in broken:
            concept = replace(concept, also=(), facets=())
        if not _cover(view, concept, allowed, covers):
            unmet.append(concept)
            broken |= {concept.compound} - {""}
    every = _any(covers.groups.values())
    if not every:
        return Fitting({}, 0, unmet=tuple(unmet))
    whole = covers.having(len(concepts))
    lifts = _lifts(view.facts, plan, every)
    # who names a need is not led away from what is for it by what has more of the words
    leading = _any(bits for weight, bits in lifts if weight)
    best, near = _near(covers, leading, 0 if plan.wished else whole)  # who tells much asks for less
    near += _near(covers, every & ~leading, whole, best)[1]
    found = _any(within for _part, within in near)
    scores = covers.scores
    if found.bit_count() < len(scores):
        scores = {number: scores[number] for number in numbers_of(found)}
    for part, within in near:
        if part < 1.0:
            for number in numbers_of(within):
                scores[number] *= part**2
    for weight, lifted in lifts:
        for number in numbers_of(lifted & found):
            scores[number] *= 1 + weight
    firsts = _firsts(view.facts, plan, leading, scores, covers.scores)
    return Fitting(
        scores | firsts, found | bits_of(firsts), is_relaxed=not whole, unmet=tuple(unmet)
    )


def _firsts(facts: Facts, plan: Plan, leading: int, near: Scored, every: Scored) -> Scored:
    """Of several needs, or places, the best for each with a score that puts it among the first:
    what is for one of them does not push out what is for the others."""

    def worth(number: int) -> tuple[bool, float]:
        return number in near, near.get(number, every[number]) * facts.weights[number]

    needs = [
        facts.having(facet.name, [facet.value]) & leading
        for concept in plan.concepts
        for facet in concept.facets[:1]
        if concept.weight >= NEED_WEIGHT and facet.weight == 1.0
    ]
    bests = {max(numbers_of(having), key=worth) for having in needs if having}
    if len(bests) < 2:
        return {}
    top = max(worth(number)[1] for number in near)
    ordered = sorted(bests, key=worth, reverse=True)[:FIRSTS]
    return {
        number: top * (1 + CLOSE * (FIRSTS - place)) / facts.weights[number]
        for place, number in enumerate(ordered)
    }


def _near(
    covers: _Covers, among: int, whole: int, best: float = 0.0
) -> tuple[float, list[tuple[float, int]]]:
    """The best share of those ``among``, and (part of the best, documents) of what is near enough:
    where enough have everything (``whole``), these alone."""
    kept = whole & among if (whole & among).bit_count() >= FEW else among
    shares: dict[float, int] = {}
    for (share, _had), within in covers.groups.items():
        if within & kept:
            shares[share] = shares.get(share, 0) | within & kept
    best = max([best, *shares])
    return best, [
        (min(1.0, share / best), within)
        for share, within in shares.items()
        if share >= NEAR_ENOUGH * best
    ]


def _cover(view: View, concept: Concept, allowed: int, covers: _Covers) -> bool:
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


def _lifts(facts: Facts, plan: Plan, within: int) -> list[tuple[float, int]]:
    """(weight, documents ``within``): what is added to the score of what is for the need that was
    named; each document once."""
    lifts: dict[float, int] = {}
    for facet in plan.facets:
        if facet.is_lifting:
            bits = facts.having(facet.name, [facet.value]) & within
            lifts = {weight: lifted & ~bits for weight, lifted in lifts.items()}
            lifts[facet.weight] = lifts.get(facet.weight, 0) | bits
    return list(lifts.items())


def _any(sets: Iterable[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found


def _affordable(view: View, concepts: Sequence[Concept]) -> list[Concept]:
    """Those that say most: common ones only as long as they do not take too long, and so the
    other words of the thesaurus for them."""
    left = MOST_PLACES
    chosen: list[Concept] = []
    for cost, concept in sorted(((view.cost(c.word), c) for c in concepts), key=_first):
        left -= cost
        if chosen and (left < 0 or len(chosen) == MOST_CONCEPTS):
            break
        also = []
        for word in concept.also:
            left -= view.cost_of_meaning(word)
            if left < 0:
                break
            also.append(word)
        chosen.append(replace(concept, also=tuple(also)))
    return chosen


def _first(pair: tuple[int, Concept]) -> int:
    return pair[0]


def _rarity(total: int, having: int) -> float:
    return math.log(1 + total / (having + 1))
