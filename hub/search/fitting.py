"""Which documents fit a plan, and how well: first what has all of it, then what is near enough.

1. Without help of the thesaurus: everything that has all words.
2. Where fewer than three were found and kana were typed: also what sounds like it.
3. What the thesaurus knows, and what has not all words: each concept is looked for by itself. A
   document counts by how much of what was asked it covers; those that cover clearly less than the
   best one are left out, so that a long sentence does not drown in its commonest word. Where a need
   was named, what is for it is measured by itself, and each need has its best among the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hub.search.covering import Covers, any_of, cover
from hub.search.facts import Facts, bits_of, numbers_of
from hub.search.index import Scored, View
from hub.search.query import NEED_WEIGHT, Concept, Plan

FEW = 3  # found: then more is tried
NEAR_ENOUGH = 0.6  # of what the best document covers
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
    """What covers most of the concepts."""
    for phrase in plan.phrases:
        allowed &= bits_of(view.match([phrase], allowed))
    concepts = _affordable(view, plan.concepts)
    covers, unmet = _met(view, concepts, allowed)
    every = any_of(covers.groups.values())
    if not every:
        return Fitting({}, 0, unmet=unmet)
    whole = covers.having(len(concepts))
    lifts = _lifts(view.facts, plan, every)
    # who names a need is not led away from what is for it by what has more of the words
    leading = any_of(bits for weight, bits in lifts if weight)
    asked = 0 if plan.is_told else whole  # who tells much does not ask for all of it
    best, near = _near(covers, leading, asked)
    near += _near(covers, every & ~leading, whole, best)[1]
    found = any_of(within for _part, within in near)
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
    found |= bits_of(firsts)
    return Fitting(scores | firsts, found, is_relaxed=not whole, unmet=unmet)


def _met(
    view: View, concepts: Sequence[Concept], allowed: int
) -> tuple[Covers, tuple[Concept, ...]]:
    """What the documents have of the concepts, and the concepts that none has."""
    covers = Covers()
    unmet: list[Concept] = []
    broken: set[str] = set()  # names of which nothing has one part: the others stay as typed
    for concept in concepts:  # what nothing has comes first
        if concept.compound in broken:
            concept = replace(concept, also=(), facets=())
        if not cover(view, concept, allowed, covers):
            unmet.append(concept)
            broken |= {concept.compound} - {""}
    return covers, tuple(unmet)


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
    covers: Covers, among: int, whole: int, best: float = 0.0
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
