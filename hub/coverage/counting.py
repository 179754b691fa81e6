"""How many menus each theme has in each ward, as far as somebody reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from hub.accounts.models import Viewer
from hub.core import generations
from hub.menus import catalogue
from hub.taxonomies.models import CITYWIDE, ONLINE, Scheme
from hub.taxonomies.queries import terms

Numbers = tuple[tuple[int, ...], ...]  # a row for each theme, a number for each ward
Vain = Mapping[tuple[str, str], int]  # codes of a theme and a ward, "" is all -> words
EVERYWHERE = {CITYWIDE, ONLINE}


class Word(NamedTuple):
    """Of the taxonomy, without the database."""

    code: str
    label: str
    area: str = ""  # of a ward


class Words(NamedTuple):
    themes: tuple[Word, ...]
    wards: tuple[Word, ...]  # 市全域 and オンライン too
    types: tuple[Word, ...]


@dataclass(frozen=True)
class Grid:
    words: Words
    numbers: Numbers
    totals: tuple[int, ...]  # of each theme: a menu in two wards is one menu
    vain: Vain = field(default_factory=dict)
    shows_vain: bool = False

    @property
    def most(self) -> int:
        return max((number for row in self.numbers for number in row), default=0)

    @property
    def nowhere(self) -> list[Word]:
        """Themes without any menu, in a ward or everywhere."""
        pairs = zip(self.words.themes, self.numbers, strict=True)
        return [theme for theme, row in pairs if not any(row)]

    @property
    def areas(self) -> list[tuple[str, int]]:
        """Parts of the city with how many columns each has, in their order."""
        return [(area, len(list(some))) for area, some in groupby(w.area for w in self.words.wards)]

    @property
    def own_counts(self) -> list[tuple[Word, int]]:
        """Each ward with how many themes have a menu for it alone."""
        return [
            (ward, sum(bool(row[place]) for row in self.numbers))
            for place, ward in enumerate(self.words.wards)
            if ward.code not in EVERYWHERE
        ]

    def sought(self, theme: Word) -> list[Word]:
        """The wards for which the theme was searched in vain."""
        return [ward for ward in self.words.wards if self.vain.get((theme.code, ward.code))]

    @property
    def asked_for(self) -> list[tuple[Word, Word, int]]:
        """What was searched in vain where there is no menu, the most first."""
        found = [
            (theme, ward, self.vain.get((theme.code, ward.code), 0))
            for theme, row in zip(self.words.themes, self.numbers, strict=True)
            for ward, number in zip(self.words.wards, row, strict=True)
            if not number
        ]
        return sorted((gap for gap in found if gap[2]), key=lambda gap: -gap[2])


def numbers(viewer: Viewer, type_code: str) -> tuple[Numbers, tuple[int, ...]]:
    """Of each theme in each ward, and of each theme in all."""
    menus, known = catalogue.today(), words()
    readable = menus.readable(viewer)
    if type_code:
        readable &= menus.of_term(Scheme.TYPE, type_code)
    wards = [menus.of_term(Scheme.WARD, ward.code) for ward in known.wards]
    themes = [readable & menus.of_term(Scheme.THEME, theme.code) for theme in known.themes]
    return (
        tuple(tuple((theme & ward).bit_count() for ward in wards) for theme in themes),
        tuple(theme.bit_count() for theme in themes),
    )


def words() -> Words:
    return _words()


def _read_words() -> Words:
    return Words(
        tuple(Word(term.code, term.label) for term in terms(Scheme.THEME)),
        tuple(
            Word(term.code, term.label, "" if term.code in EVERYWHERE else term.note)
            for term in terms(Scheme.WARD)
        ),
        tuple(Word(term.code, term.label) for term in terms(Scheme.TYPE)),
    )


_words = generations.Kept("menus", _read_words)
