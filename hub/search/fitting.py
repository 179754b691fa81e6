"""Which documents fit a plan, and how well: first what has all of it, then what is near enough.

1. Without help of the thesaurus: everything that has all words.
2. Where fewer than three were found and kana were typed: also what sounds like it.
3. What the thesaurus knows, and what has not all words: each concept is looked for by itself. A
   document counts by how much of what was asked it covers; those that cover clearly less than the
   best one are left out, so that a long sentence does not drown in its commonest word.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hub.search.facts import Facts, bits_of, numbers_of
from hub.search.index import View
from hub.search.query import Concept, Plan

FEW = 3  # found: then more is tried
NEAR_ENOUGH = 0.6  # of what the best document covers
WORDS_ONLY = 0.65  # what has the words of a need covers that much of it, beside what is for it
FACET_SCORE = 2.0
MOST_PLACES = 14_000  # of the index that one search looks at
MOST_CONCEPTS = 8  # that are looked for one by one

Scored = list[tuple[float, int]]


@dataclass(frozen=True)
class Fitting:
    scored: Scored
    is_relaxed: bool = False  # nothing has all the words; these have some
    is_by_sound: bool = False
    unmet: tuple[Concept, ...] = ()  # that nothing has


@dataclass(slots=True)
class _Cover:
    """What one document has of the concepts."""

    score: float = 0.0
    share: float = 0.0
    concepts: int = 0


def fitting(view: View, plan: Plan, allowed: int) -> Fitting:
    if plan.excluded:
        allowed &= ~view.having_any(plan.excluded, allowed)
    if plan.is_widened:
        found = _covering(view, plan, allowed)
        return found if found.scored else _by_sound(view, plan, allowed, found)
    if plan.concepts and sum(map(view.cost, plan.words)) > MOST_PLACES:
        return _covering(view, plan, allowed)
    scored = view.match(plan.words, allowed)
    if len(scored) >= FEW:
        return Fitting(scored)
    heard = _by_sound(view, plan, allowed, Fitting(scored))
    return heard if heard.scored else _covering(view, plan, allowed)


def _by_sound(view: View, plan: Plan, allowed: int, found: Fitting) -> Fitting:
    """``found`` with what sounds like it below."""
    if not any(word.sound for word in plan.words):
        return found
    heard = view.match_by_sound(plan.words, allowed)
    if len(heard) == len(found.scored):
        return found
    written = {number for _score, number in found.scored}
    top = max((score for score, _number in heard), default=0.0)  # what was typed stays above
    return Fitting(
        [(score + top * (number in written), number) for score, number in heard], is_by_sound=True
    )


def _covering(view: View, plan: Plan, allowed: int) -> Fitting:
    for phrase in plan.phrases:
        allowed &= bits_of([number for _score, number in view.match([phrase], allowed)])
    covers: dict[int, _Cover] = {}
    unmet: list[Concept] = []
    concepts = _affordable(view, plan.concepts)
    broken: set[str] = set()  # names of which nothing has one part: the others stay as typed
    for concept in concepts:  # what nothing has comes first
        if concept.compound in broken:
            concept = replace(concept, also=(), facets=())
        if not _cover(view, concept, allowed, covers):
            unmet.append(concept)
            broken |= {concept.compound} - {""}
    whole = [number for number, cover in covers.items() if cover.concepts == len(concepts)]
    kept = whole if len(whole) >= FEW else list(covers)
    if not kept:
        return Fitting([], unmet=tuple(unmet))
    lifts = _lifts(view.facts, plan, bits_of(kept))
    # who names a need is not led away from what is for it by what has more of the words
    best = max(covers[n].share for n in [n for n in kept if lifts.get(n)] or kept)
    scored = [
        (cover.score * min(1.0, cover.share / best) ** 2 * (1 + lifts.get(number, 0)), number)
        for number in kept
        if (cover := covers[number]).share >= NEAR_ENOUGH * best
    ]
    return Fitting(scored, is_relaxed=not whole, unmet=tuple(unmet))


def _cover(view: View, concept: Concept, allowed: int, covers: dict[int, _Cover]) -> bool:
    """Add to ``covers`` what each document has of one concept. False when none has anything."""
    total = max(1, allowed.bit_count())
    matched = {n: score for score, n in view.match_concept(concept, allowed)}
    having = {
        facet: bits
        for facet in concept.facets
        if not facet.is_lifting and (bits := view.facts.having(facet.name, [facet.value]) & allowed)
    }
    is_need = any(facet.is_lifting for facet in concept.facets)
    shares = dict.fromkeys(matched, WORDS_ONLY if is_need and having else 1.0)
    scores = dict(matched)
    most = max((facet.weight for facet in having), default=1.0)
    for facet, bits in having.items():
        lift = FACET_SCORE * facet.weight * _rarity(total, bits.bit_count())
        for number in numbers_of(bits):
            scores[number] = scores.get(number, 0.0) + lift
            shares[number] = max(shares.get(number, 0.0), facet.weight / most)
    first = [bits.bit_count() for facet, bits in having.items() if facet.weight == most]
    weight = concept.weight * _rarity(total, min(first) if first else len(matched))
    for number, score in scores.items():
        cover = covers.get(number)
        if cover is None:
            cover = covers[number] = _Cover()
        cover.score += concept.weight * score
        cover.share += weight * shares[number]
        cover.concepts += number in matched or shares[number] == 1.0
    return bool(scores)


def _lifts(facts: Facts, plan: Plan, within: int) -> dict[int, float]:
    """By document ``within``: what is added to the score of what is for the need that was named."""
    return {
        number: facet.weight
        for facet in plan.facets
        if facet.is_lifting
        for number in numbers_of(facts.having(facet.name, [facet.value]) & within)
    }


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
