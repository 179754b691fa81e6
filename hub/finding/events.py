"""What the search tells those below it."""

from collections.abc import Iterator

from hub.finding import thesaurus
from hub.programmes.periods import FiscalTerm
from hub.reviews.events import VainSearch, searches_asked
from hub.search import log
from hub.search.log import InVain
from hub.search.queries import topics_of
from hub.taxonomies.models import CITYWIDE


@searches_asked.connect
def vain_searches(term: FiscalTerm, *, fields: frozenset[str]) -> list[VainSearch]:
    """Of these themes; words that name wards only where support is offered in one of them."""
    most: dict[str, InVain] = {}
    for one in _of_term(term):
        if one.words not in most or one.weight > most[one.words].weight:
            most[one.words] = one
    if not most:
        return []
    words = thesaurus.current().thesaurus
    return [
        _told(one)
        for one in most.values()
        if _is_about(one.narrowed_to | topics_of(one.words, words), fields)
    ]


def _of_term(term: FiscalTerm) -> Iterator[InVain]:
    return (one for one in log.in_vain(term.starts_on) if term.holds(one.month))


def _is_about(topics: frozenset[str], fields: frozenset[str]) -> bool:
    wards = {topic for topic in topics if topic.startswith("ward:")}
    themes = {topic for topic in topics if topic.startswith("theme:")}
    return bool(themes & fields) and (not wards or bool((wards | {f"ward:{CITYWIDE}"}) & fields))


def _told(one: InVain) -> VainSearch:
    return VainSearch(
        words=one.words,
        organizations=one.organizations,
        days=one.days,
        weight=one.weight,
    )
