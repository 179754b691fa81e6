"""見つからなかった検索: what many looked for and did not open, by month, theme and ward."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from hub.accounts.models import Viewer
from hub.core import calendar
from hub.core.errors import authorize
from hub.finding import thesaurus
from hub.search import log
from hub.search.log import InVain
from hub.search.queries import topics_of
from hub.search.thesaurus import Thesaurus
from hub.taxonomies.models import Scheme, Term
from hub.taxonomies.queries import real_wards, terms

MONTHS = 12  # of the picture
LISTED = 100  # words of one month
WHOLE = "all"  # months, instead of one


@dataclass(frozen=True)
class Line:
    """Words of the month with what they are about."""

    searched: InVain
    topics: Sequence[Term]


@dataclass(frozen=True, kw_only=True)
class Month:
    """How many words were searched in vain: nothing found, and found but not opened."""

    month: date
    nothing: int
    unopened: int

    @property
    def words(self) -> int:
        return self.nothing + self.unopened


@dataclass(frozen=True, kw_only=True)
class Overview:
    months: Sequence[Month]  # oldest first
    month: date | None  # None: all of them
    lines: Sequence[Line]
    total: int
    themes: Sequence[Term]
    wards: Sequence[Term]
    by_topic: Mapping[str, int]  # "theme:f01" -> words of the month
    whole: str = WHOLE


def may_see(viewer: Viewer) -> bool:
    """事務局, and who works for a department or ward office."""
    return viewer.coordinates or any(
        membership.organization.is_government for membership in viewer.active_memberships
    )


def overview(
    viewer: Viewer, *, month: date | str | None = None, theme: str = "", ward: str = ""
) -> Overview:
    """Of one month (this one, where none of the last is named) or of the WHOLE year.

    Raises:
        Forbidden: the viewer may not see what others searched for.
    """
    authorize(may_see(viewer))
    months = _months(calendar.today())
    words = _Words()
    chosen = {f"{name}:{code}" for name, code in (("theme", theme), ("ward", ward)) if code}
    one = month if isinstance(month, date) and month in months else months[-1]
    shown = None if month == WHOLE else one
    found = [
        (searched, words.about(searched) if chosen or shown in {None, searched.month} else [])
        for searched in log.in_vain(months[0])
    ]
    lines = [
        Line(searched, [words.terms[code] for code in about])
        for searched, about in found
        if shown in {None, searched.month} and chosen <= set(about)
    ]
    return Overview(
        months=_counted(months, [s for s, about in found if chosen <= set(about)]),
        month=shown,
        lines=lines[:LISTED],
        total=len(lines),
        themes=words.themes,
        wards=words.wards,
        by_topic=Counter(code for s, about in found if shown in {None, s.month} for code in about),
    )


def places(viewer: Viewer) -> Mapping[tuple[str, str], int]:
    """Words of the last months by code of theme and ward; "" stands for all.

    Raises:
        Forbidden: as above.
    """
    authorize(may_see(viewer))
    words = _Words()
    counted: Counter[tuple[str, str]] = Counter()
    for searched in log.in_vain(_months(calendar.today())[0]):
        about = [code.split(":", 1) for code in words.about(searched)]
        themes = ["", *(code for scheme, code in about if scheme == Scheme.THEME)]
        wards = ["", *(code for scheme, code in about if scheme == Scheme.WARD)]
        counted.update((theme, ward) for theme in themes for ward in wards)
    return counted


class _Words:
    """Tells themes and wards by the thesaurus, and by what results were narrowed to."""

    def __init__(self) -> None:
        self.themes, self.wards = terms(Scheme.THEME), real_wards()
        every = [*self.themes, *self.wards]
        self.terms = {f"{term.scheme.value}:{term.code}": term for term in every}
        self._thesaurus = thesaurus.current().thesaurus

    def about(self, searched: InVain) -> list[str]:
        """``theme:f01``, ``ward:nakahara``, in the order of the taxonomy."""
        about = searched.narrowed_to | _topics(searched.words, self._thesaurus)
        return [code for code in self.terms if code in about]


@lru_cache(maxsize=4096)
def _topics(words: str, known: Thesaurus) -> frozenset[str]:
    """Reading a text costs more than all else here; a thesaurus is another one when it changes."""
    return topics_of(words, known)


def _months(today: date) -> list[date]:
    """The first days of the last months, oldest first."""
    found = [calendar.month_start(today)]
    while len(found) < MONTHS:
        found.insert(0, calendar.month_start(found[0] - timedelta(days=1)))
    return found


def _counted(months: Sequence[date], found: Sequence[InVain]) -> list[Month]:
    nothing = Counter(searched.month for searched in found if searched.nothing)
    every = Counter(searched.month for searched in found)
    return [
        Month(month=month, nothing=nothing[month], unopened=every[month] - nothing[month])
        for month in months
    ]
