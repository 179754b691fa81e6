"""Which documents fit a plan, and how well: first what has all of it, then what is near enough.

1. Without help of the thesaurus: everything that has all words.
2. Where fewer than three were found and kana were typed: also what sounds like it.
3. What the thesaurus knows, and what has not all words: each concept is looked for by itself. A
   document counts by how much of what was asked it covers; those that cover clearly less than the
   best one are left out, so that a long sentence does not drown in its commonest word.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.search.facts import Facts, bits_of
from hub.search.index import View
from hub.search.query import Concept, Plan

FEW = 3  # found: then more is tried
NEAR_ENOUGH = 0.6  # of what the best document covers
FACET_SHARE = 0.6  # a document that has a facet of a concept covers that much of it
FACET_SCORE = 2.0
MOST_PLACES = 25_000  # of the index that one search looks at for concepts

Scored = list[tuple[float, int]]


@dataclass(frozen=True)
class Fitting:
    scored: Scored
    is_relaxed: bool = False  # nothing has all the words; these have some
    is_by_sound: bool = False
    unmet: tuple[Concept, ...] = ()  # that nothing has


@dataclass
class _Cover:
    """What one document has of the concepts."""

    score: float = 0.0
    share: float = 0.0
    whole: int = 0  # concepts


def fitting(view: View, plan: Plan, allowed: int) -> Fitting:
    if plan.is_widened:
        found = _covering(view, plan, allowed)
        return found if found.scored else _by_sound(view, plan, allowed, found)
    scored = view.match(plan, allowed)
    if len(scored) >= FEW:
        return Fitting(scored)
    heard = _by_sound(view, plan, allowed, Fitting(scored))
    return heard if heard.scored else _covering(view, plan, allowed)


def _by_sound(view: View, plan: Plan, allowed: int, found: Fitting) -> Fitting:
    """``found`` with what sounds like it below."""
    if not any(word.sound for word in plan.words):
        return found
    heard = view.match_by_sound(plan, allowed)
    if len(heard) == len(found.scored):
        return found
    written = {number for _score, number in found.scored}
    top = max((score for score, _number in heard), default=0.0)  # what was typed stays above
    return Fitting(
        [(score + top * (number in written), number) for score, number in heard], is_by_sound=True
    )


def _covering(view: View, plan: Plan, allowed: int) -> Fitting:
    facts = view.facts
    for phrase in plan.phrases:
        only = [number for _score, number in view.match(Plan((phrase,)), allowed)]
        allowed &= bits_of(only)
    total = max(1, allowed.bit_count())
    covers: dict[int, _Cover] = {}
    unmet: list[Concept] = []
    weights: list[float] = []
    for concept in _affordable(view, plan.concepts):
        matched = {n: score for score, n in view.match_concept(concept, plan, allowed)}
        lifted = _lifted(facts, concept, allowed, total)
        rarity = _rarity(total, len(matched) or len(lifted))
        weight = concept.weight * rarity
        weights.append(weight)
        if not matched and not lifted:
            unmet.append(concept)
        for number in matched.keys() | lifted.keys():
            cover = covers.setdefault(number, _Cover())
            score, lift = matched.get(number, 0.0), lifted.get(number, 0.0)
            part = 1.0 if number in matched else min(1.0, FACET_SHARE * min(1.0, lift))
            cover.score += concept.weight * (score + lift * FACET_SCORE)
            cover.share += weight * part
            cover.whole += number in matched
    if not covers:
        return Fitting([], unmet=tuple(unmet))
    lifts = [
        (facts.having(facet.name, [facet.value]), 1 + facet.weight)
        for facet in plan.facets
        if facet.is_lifting
    ]
    whole = [number for number, cover in covers.items() if cover.whole == len(weights)]
    kept = whole if len(whole) >= FEW else list(covers)
    # who names a need is not led away from the menus by what has more of the words
    measured = [number for number in kept if _lift(lifts, number) > 1] or kept
    best = max(covers[number].share for number in measured)
    scored = [
        (cover.score * min(1.0, cover.share / best) ** 2 * _lift(lifts, number), number)
        for number in kept
        if (cover := covers[number]).share >= NEAR_ENOUGH * best
    ]
    return Fitting(scored, is_relaxed=not whole, unmet=tuple(unmet))


def _lifted(facts: Facts, concept: Concept, allowed: int, total: int) -> dict[int, float]:
    """How much each document is lifted by the facets of a concept that it has."""
    lifted: dict[int, float] = {}
    for facet in concept.facets:
        if facet.is_lifting:
            continue
        having = facts.having(facet.name, [facet.value]) & allowed
        if having:
            lift = facet.weight * _rarity(total, having.bit_count())
            for number in _numbers_of(having):
                lifted[number] = lifted.get(number, 0.0) + lift
    return lifted


def _lift(lifts: Sequence[tuple[int, float]], number: int) -> float:
    return math.prod(weight for bits, weight in lifts if bits >> number & 1)


def _affordable(view: View, concepts: Sequence[Concept]) -> Iterable[Concept]:
    """Those that say most; common ones only as long as they do not take too long."""
    spent = 0
    for concept in sorted(concepts, key=view.cost):
        cost = view.cost(concept)
        spent += cost
        if spent == cost or spent <= MOST_PLACES:
            yield concept


def _rarity(total: int, having: int) -> float:
    return math.log(1 + total / (having + 1))


def _numbers_of(bits: int) -> Iterable[int]:
    """The documents of a set."""
    field_of = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for place, byte in enumerate(field_of):
        while byte:
            low = byte & -byte
            yield (place << 3) + low.bit_length() - 1
            byte ^= low
