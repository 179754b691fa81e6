"""The numbers of the months for one circle of readers, from the shelves."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from hub.core import calendar
from hub.core.bits import Bits, positions
from hub.pictures.ledger import Circle, actions, ideas, seen
from hub.pictures.ledger.measures import OF_ACTIONS, OF_IDEAS, TODAY, What
from hub.pictures.months.selection import NO_THEME, By, Months, Selection, year_of

Counts = dict[What, int]


@dataclass(frozen=True)
class Column:
    """One month or 年度."""

    months: Months
    counts: Counts

    def share_missed(self) -> float | None:
        due = self.counts[What.DUE]
        return self.counts[What.MISSED] / due if due else None


@dataclass(frozen=True)
class Line:
    """One organization or theme: of the actions that were entered in the months."""

    key: Any
    label: str
    counts: Counts
    days: Sequence[int]  # of those that are done

    @property
    def middle(self) -> float | None:
        return median(self.days) if self.days else None


@dataclass(frozen=True)
class Took:
    """The actions that were done in one 年度."""

    year: int
    days: Sequence[int]

    @property
    def middle(self) -> float:
        return median(self.days)


class Counting:
    def __init__(self, circle: Circle, chosen: Selection) -> None:
        self._seen, self._actions, self._ideas = seen(circle), actions(), ideas()
        self._chosen = chosen
        self._read_actions = self._only(
            self._seen.actions, self._actions.involved, self._seen.themes
        )
        self._read_ideas = self._only(self._seen.ideas, self._ideas.involved, self._ideas.themes)
        self.months = chosen.months(calendar.today(), self._oldest())

    def columns(self) -> list[Column]:
        return [
            Column(months, {what: self._happened(what, months).bit_count() for what in every})
            for months in self._chosen.columns(self.months)
        ]

    def total(self, what: What) -> int:
        return self._happened(what, self.months).bit_count()

    def lines(self, by: By, names: dict[Any, str]) -> list[Line]:
        """In the order of ``names``; what nothing was entered for is left out."""
        entered = self._happened(What.ENTERED, self.months)
        sets: dict[Any, int] = dict(self._actions.involved)
        if by is By.THEME:
            themes = self._seen.themes
            sets = {**themes, NO_THEME: ~themes.any_of(list(themes))}
        stands = self._actions.marks
        found = []
        for key, label in names.items():
            here = entered & sets.get(key, 0)
            if here:
                counts = {what: (here & stands[what]).bit_count() for what in TODAY}
                counts[What.ENTERED] = here.bit_count()
                found.append(Line(key, label, counts, self._days(here & stands[What.OF_DONE])))
        return found

    def took(self) -> list[Took]:
        """By 年度 in which they were done, all that there are."""
        found = []
        for year in sorted({calendar.fiscal_year(m) for w, m in self._dated() if w is What.DONE}):
            if days := self._days(self._happened(What.DONE, year_of(year))):
                found.append(Took(year, days))
        return found

    def years(self) -> list[int]:
        return sorted({calendar.fiscal_year(month) for _what, month in self._dated()}, reverse=True)

    def _only(self, readable: int, involved: Bits, themes: Bits) -> int:
        chosen = self._chosen
        if chosen.organization is not None:
            readable &= involved[chosen.organization]
        if chosen.theme == NO_THEME:
            readable &= ~themes.any_of(list(themes))
        elif chosen.theme is not None:
            readable &= themes[chosen.theme]
        return readable

    def _happened(self, what: What, months: Months) -> int:
        """Bits of the readable things to which it happened in these months."""
        shelf, readable = self._actions, self._read_actions
        if what.is_of_ideas:
            shelf, readable = self._ideas, self._read_ideas
        return shelf.marks.any_of((what, month) for month in months.starts) & readable

    def _days(self, bits: int) -> list[int]:
        return [self._actions.days[n] for n in positions(bits) if n in self._actions.days]

    def _dated(self) -> list[Any]:
        """(what, month) of which somebody may read something; marks of today are left out."""
        pairs = ((self._actions.marks, self._seen.actions), (self._ideas.marks, self._seen.ideas))
        return [
            key for marks, readable in pairs for key, bits in marks.items()
            if isinstance(key, tuple) and bits & readable
        ]  # fmt: skip

    def _oldest(self) -> int:
        return min(self.years(), default=calendar.fiscal_year(calendar.today()))


every = OF_ACTIONS + OF_IDEAS
