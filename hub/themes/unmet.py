"""見つからなかった検索 about a theme: what enough people looked for and did not open."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta

from hub.core import calendar
from hub.search import log
from hub.search.log import InVain
from hub.taxonomies.models import Term

SEPARATORS = re.compile(r"[・、,/]")
LOOKED_BACK = timedelta(days=62)  # this month and the two before


def about(term: Term) -> Sequence[InVain]:
    """The newest month first; what names the theme, or was narrowed to it."""
    since = calendar.month_start(calendar.today() - LOOKED_BACK)
    names = _names(term)
    code = f"{term.scheme.value}:{term.code}"
    return [
        searched
        for searched in log.in_vain(since)
        if code in searched.narrowed_to or any(name in searched.words for name in names)
    ]


def _names(term: Term) -> list[str]:
    """保健・医療・福祉 is three names."""
    label = unicodedata.normalize("NFKC", term.label).lower()
    return [part for part in SEPARATORS.split(label) if len(part) > 1]
