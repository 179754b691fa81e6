"""What the page says about how it read the words: which others it looked for, what comes first."""

from dataclasses import dataclass

from flask_babel import gettext as _

from hub.finding import thesaurus
from hub.search.queries import Plan

MOST = 5  # words that are named


@dataclass(frozen=True)
class Understood:
    also: str  # words nobody typed
    first: str  # what stands on top


def understood(plan: Plan) -> Understood | None:
    """None where nothing but the words themselves was looked for."""
    if not plan.is_widened:
        return None
    typed = {word.text for word in plan.words} | {concept.word.text for concept in plan.concepts}
    also = [word.shown for word in plan.also if word.text not in typed]
    names = thesaurus.labels()
    first = [
        names[facet.name][facet.value]
        for facet in plan.facets
        if facet.value in names.get(facet.name, {}) and facet.value not in thesaurus.ELSEWHERE
    ]
    return Understood(_listed(also), _listed(first)) if also or first else None


def _listed(words: list[str]) -> str:
    quoted = "".join(_("「%(word)s」", word=word) for word in words[:MOST])
    return _("%(words)sなど", words=quoted) if len(words) > MOST else quoted
