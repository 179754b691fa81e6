"""What a search page shows: what was found, or else what was meant."""

from dataclasses import dataclass, replace

from hub.finding import queries
from hub.finding.queries import Asking, Found
from hub.finding.suggestions import meant
from hub.search.queries import Request


@dataclass(frozen=True)
class Answer:
    """``meant``: texts that may have been meant. ``instead``: the one whose results are shown, as
    what was typed has none."""

    asked: Found
    shown: Found
    meant: list[str]
    instead: str | None = None


def answer(asking: Asking, request: Request) -> Answer:
    found = queries.find_grouped(asking, request)
    texts = meant(asking, found.results)
    is_literal = request.thesaurus is not None
    plan = found.results.plan
    is_astray = plan.is_guess and len(found.results.unmet) + 1 == len(plan.concepts)
    if (found.results.by_kind and not is_astray) or is_literal or not texts:
        return Answer(found, found, texts)
    other = queries.find_grouped(asking, replace(request, text=texts[0]))
    if not other.results.total:
        return Answer(found, found, texts)
    return Answer(found, other, texts, instead=texts[0])
