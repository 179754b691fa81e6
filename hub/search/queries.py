"""Finding. What the readers may not read is left out before anything is scored or counted."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

import structlog

from hub.core import calendar
from hub.search import analysis, building, index, late, preparing, query, recent
from hub.search.facts import FACETS, Facts, masks, numbers_of
from hub.search.fitting import fitting
from hub.search.highlight import Highlighter
from hub.search.index import Scored, View
from hub.search.ordering import Arrange, Order, Place, by_parent, first_places, one_by_one
from hub.search.query import LONGEST, NOTHING, Concept, Plan
from hub.search.recent import Recent
from hub.search.thesaurus import Thesaurus

__all__ = [
    "FACETS",
    "LONGEST",
    "NOTHING",
    "Highlighter",
    "Order",
    "Plan",
    "Recent",
    "Thesaurus",
]  # and what is defined here

SIZE = 10
LARGEST_KEPT = 100  # hits of an answer that is kept for who asks the same again
logger = structlog.get_logger()


@dataclass(frozen=True)
class Hit:
    kind: str
    id: int
    source: str  # table:id
    parent: str | None  # kind:id of what it is shown within
    day: date | None
    score: float

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Group:
    """Hits that are shown together: ``head`` is the key of the meeting they belong to."""

    head: str | None
    hits: tuple[Hit, ...]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked for. ``filters`` maps names of FACETS to the values of which one must fit.

    ``withheld`` are rows (``table:id``) of which the index does not know yet that they may not be
    read any more. Without a ``thesaurus`` only what was typed is looked for.
    """

    text: str
    kind: str | None = None
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: Order = Order.FIT
    page: int = 1
    size: int = SIZE
    withheld: frozenset[str] = frozenset()
    thesaurus: Thesaurus | None = None


@dataclass(frozen=True, kw_only=True)
class Results:
    """One page. ``by_kind`` counts without the choice of a kind, each facet without its own."""

    plan: Plan
    total: int = 0
    groups: Sequence[Group] = ()
    page: int = 1
    places: int = 0  # groups in all
    size: int = SIZE
    first: int = 0  # place of the first hit of this page in the whole, from 1
    by_kind: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    is_relaxed: bool = False  # nothing has all the words; these have some
    is_by_sound: bool = False  # some are written otherwise than what was typed
    unmet: tuple[Concept, ...] = ()  # what of the words nothing has
    is_preparing: bool = False  # there is no index just now; this is what the titles say
    is_catching_up: bool = False  # of much that was just saved not all is here

    @property
    def hits(self) -> list[Hit]:
        return [hit for group in self.groups for hit in group.hits]


def words_of(text: str) -> str:
    """The words a text asks for, as they are noted in the search log."""
    return query.read(text).text


def forms_of(text: str) -> list[str]:
    """The dictionary forms of the words of a text that carry meaning, as they are searched for."""
    return analysis.morphemes(analysis.normalize(text))


def topics_of(text: str, thesaurus: Thesaurus) -> frozenset[str]:
    """``theme:f01``, ``ward:nakahara``: what the thesaurus takes a text to be about."""
    facets = query.read(text, thesaurus).facets
    return frozenset(f"{facet.name}:{facet.value}" for facet in facets)


def waiting_rows() -> Recent:
    """What was saved and is not in the index yet; several searches of one request share it."""
    return recent.recent()


def find(readers: Iterable[str], request: Request, waiting: Recent | None = None) -> Results:
    """Hits one by one."""
    return _found(readers, request, one_by_one, waiting or recent.recent())


def find_grouped(
    readers: Iterable[str], request: Request, waiting: Recent | None = None
) -> Results:
    """The same with the hits of one parent put together, where the first of them stands."""
    return _found(readers, request, by_parent, waiting or recent.recent())


def _found(readers: Iterable[str], request: Request, arrange: Arrange, waiting: Recent) -> Results:
    newer = [waiting.memory] if waiting.memory else []
    if waiting.late:
        chosen = late.having(query.read(request.text, request.thesaurus or NOTHING), waiting.late)
        newer += [index.Memory(chosen)] if chosen else []
        request = replace(request, withheld=request.withheld | (waiting.late - chosen.keys()))
    return replace(_answer(readers, request, arrange, newer), is_catching_up=bool(waiting.late))


def _answer(
    readers: Iterable[str], request: Request, arrange: Arrange, newer: Sequence[index.Memory]
) -> Results:
    try:
        return find_in(index.current(), readers, request, arrange, newer)
    except index.Missing as error:
        if isinstance(error, index.Damaged):
            logger.exception("the search index gave no answer")
        if building.mend():
            with suppress(index.Missing):
                return find_in(index.current(), readers, request, arrange)
    return _without_index(readers, request, arrange, newer)


def _without_index(
    readers: Iterable[str], request: Request, arrange: Arrange, newer: Sequence[index.Memory]
) -> Results:
    """What the titles in the database say, and all of what was just saved."""
    plan = query.read(request.text, request.thesaurus or NOTHING)
    documents = preparing.titled(plan)
    for memory in newer:
        documents |= memory.documents
    view = index.Memory(documents).view()
    found = _results(view, frozenset(readers), plan, request, arrange)
    return replace(found, is_preparing=True)


def find_in(
    searched: index.Index,
    readers: Iterable[str],
    request: Request,
    arrange: Arrange | None = None,
    newer: Sequence[index.Memory] = (),
) -> Results:
    plan = query.read(request.text, request.thesaurus or NOTHING)
    if not plan:
        return Results(plan=plan)
    readers = frozenset(readers)
    with searched.view(newer) as view:
        key = _key(plan, readers, request, arrange)
        kept: Results | None = searched.answers.get(view.state, key)
        if kept is None:
            kept = _results(view, readers, plan, request, arrange or one_by_one)
            if request.size <= LARGEST_KEPT:
                searched.answers.put(view.state, key, kept)
        return kept


def _key(plan: Plan, readers: frozenset[str], asked: Request, arrange: Arrange | None) -> Hashable:
    """All that an answer depends on besides the state of the index."""
    filters = tuple(sorted((name, tuple(values)) for name, values in asked.filters.items()))
    shown = (asked.kind, filters, asked.order, asked.page, asked.size, asked.withheld)
    return plan, readers, shown, arrange, calendar.today()


def _results(
    view: View, readers: frozenset[str], plan: Plan, asked: Request, arrange: Arrange
) -> Results:
    facts = view.facts
    allowed = facts.having("reader", readers) & ~facts.of_sources(asked.withheld)
    fit = fitting(view, plan, allowed)
    found = fit.found
    chosen = dict(masks(facts, asked.filters))
    of_kind = facts.having("kind", [asked.kind]) if asked.kind else found
    passing = _within(found, chosen)
    shown = passing & of_kind
    numbers = list(fit.scored) if shown == found else numbers_of(shown)
    names = arrange(facts, numbers)
    count = len(set(names))
    page = min(asked.page, max(1, -(-count // asked.size)))
    start = (page - 1) * asked.size
    places = first_places(facts, fit.scored, asked.order, numbers, names, start + asked.size)
    return Results(
        plan=plan,
        total=len(numbers),
        groups=_groups(facts, places[start:], fit.scored),
        page=page,
        places=count,
        size=asked.size,
        first=sum(len(within) for _head, within in places[:start]) + 1,
        by_kind=facts.counts("kind", passing),
        facets={
            name: facts.counts(name, _within(found, chosen, but=name) & of_kind) for name in FACETS
        },
        is_relaxed=fit.is_relaxed,
        is_by_sound=fit.is_by_sound or any(concept.is_heard for concept in plan.concepts),
        unmet=fit.unmet,
    )


def _within(found: int, chosen: Mapping[str, int], but: str | None = None) -> int:
    for name, mask in chosen.items():
        if name != but:
            found &= mask
    return found


def _groups(facts: Facts, places: Sequence[Place], scored: Scored) -> list[Group]:
    return [
        Group(head, tuple(_hit(facts, n, scored[n] * facts.weights[n]) for n in numbers))
        for head, numbers in places
    ]


def _hit(facts: Facts, number: int, score: float) -> Hit:
    kind, _colon, identifier = facts.keys[number].partition(":")
    day = facts.days[number]
    return Hit(
        kind=kind,
        id=int(identifier),
        source=facts.sources[number],
        parent=facts.parents[number] or None,
        day=date.fromordinal(day) if day else None,
        score=score,
    )
