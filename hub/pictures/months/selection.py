"""What the page of months is asked for: organization, theme, the months, and the lines below."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hub.core import calendar
from hub.pictures.timeline.selection import months_later

MONTHS = 12
MOST_YEARS = 12
EVER = "all"  # instead of a 年度
NO_THEME = "none"


class By(StrEnum):
    ORGANIZATION = "organization"
    THEME = "theme"

    @property
    def label(self):
        return WAYS[self]


WAYS = {By.ORGANIZATION: _l("組織"), By.THEME: _l("分野")}


@dataclass(frozen=True)
class Months:
    """From the first day of one month to the first day after another."""

    first: date
    end: date

    @property
    def starts(self) -> list[date]:
        found = [self.first]
        while (following := calendar.next_month(found[-1])) < self.end:
            found.append(following)
        return found

    @property
    def last(self) -> date:
        return calendar.month_start(self.end - timedelta(days=1))

    def arguments(self) -> dict[str, str]:
        return {"from": f"{self.first:%Y-%m}", "to": f"{self.last:%Y-%m}"}

    @property
    def label(self) -> str:
        if self.starts[1:] == []:
            return _("%(year)s年%(month)s月", year=self.first.year, month=self.first.month)
        if self == year_of(calendar.fiscal_year(self.first)):
            return calendar.fiscal_year_short(self.first.year)
        first, last = Months(self.first, calendar.next_month(self.first)), self.last
        return _("%(first)sから%(year)s年%(month)s月", first=first.label, year=last.year,
                 month=last.month)  # fmt: skip


def month_of(day: date) -> Months:
    return Months(calendar.month_start(day), calendar.next_month(day))


def year_of(fiscal_year: int) -> Months:
    first, last = calendar.fiscal_year_bounds(fiscal_year)
    return Months(first, last + timedelta(days=1))


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Named as in the address; None means all."""

    organization: int | None = None  # works on the action; concerned by the idea
    theme: str | None = None
    year: int | str | None = None  # 年度, or EVER; None is the last twelve months

    def arguments(self) -> dict[str, Any]:
        """Of the lists: the months are in the address of each."""
        given = {"organization": self.organization, "theme": self.theme}
        return {name: value for name, value in given.items() if value is not None}

    def months(self, today: date, oldest: int) -> Months:
        """All that the page is about; ``oldest`` is the 年度 of the first thing."""
        if self.year is None:
            end = calendar.next_month(today)
            return Months(months_later(end, -MONTHS), end)
        this_year = calendar.fiscal_year(today)
        if isinstance(self.year, int):
            return year_of(self.year)
        first = max(min(oldest, this_year), this_year - MOST_YEARS + 1)
        return Months(year_of(first).first, year_of(this_year).end)

    def columns(self, months: Months) -> list[Months]:
        """At most twelve: months, or 年度."""
        if self.year != EVER:
            return [month_of(start) for start in months.starts]
        years = range(calendar.fiscal_year(months.first), calendar.fiscal_year(months.last) + 1)
        return [year_of(year) for year in years]
