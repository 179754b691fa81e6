"""年度, 上半期 and 下半期: what is reviewed, and what figures are summed over. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from hub.core import calendar


class TermKind(StrEnum):
    YEAR = "year"
    FIRST_HALF = "first"
    SECOND_HALF = "second"

    @property
    def label(self):
        return TERM_KINDS[self]


TERM_KINDS = {
    TermKind.YEAR: _("年度"),
    TermKind.FIRST_HALF: _("上半期"),
    TermKind.SECOND_HALF: _("下半期"),
}


@dataclass(frozen=True, order=True)
class FiscalTerm:
    """A 年度 (named by the year of its April), or a half of it."""

    fiscal_year: int
    kind: TermKind = TermKind.YEAR

    @property
    def starts_on(self) -> date:
        month = 10 if self.kind is TermKind.SECOND_HALF else 4
        return date(self.fiscal_year, month, 1)

    @property
    def ends_on(self) -> date:
        """The last day of it."""
        if self.kind is TermKind.FIRST_HALF:
            return date(self.fiscal_year, 9, 30)
        return date(self.fiscal_year + 1, 3, 31)

    @property
    def year_before(self) -> "FiscalTerm":
        """The same part of last year."""
        return FiscalTerm(self.fiscal_year - 1, self.kind)

    @property
    def months(self) -> Iterator[date]:
        """The first day of each month of it."""
        month = self.starts_on
        while month <= self.ends_on:
            yield month
            month = calendar.next_month(month)

    @property
    def label(self) -> str:
        """令和8年度（2026年度）上半期"""
        year = calendar.fiscal_year_label(self.fiscal_year)
        return year if self.kind is TermKind.YEAR else f"{year}{self.kind.label}"

    @property
    def short_label(self) -> str:
        """令和8年度上半期"""
        year = calendar.fiscal_year_short(self.fiscal_year)
        return year if self.kind is TermKind.YEAR else f"{year}{self.kind.label}"

    @property
    def code(self) -> str:
        """As it stands in an address: 2026, 2026-first."""
        suffix = "" if self.kind is TermKind.YEAR else f"-{self.kind.value}"
        return f"{self.fiscal_year}{suffix}"

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    @classmethod
    def of_code(cls, code: str) -> "FiscalTerm":
        """Raises ValueError."""
        year, _dash, kind = code.partition("-")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise ValueError(code)
        return cls(int(year), TermKind(kind or "year"))


def half_of(day: date) -> FiscalTerm:
    first = 4 <= day.month <= 9
    kind = TermKind.FIRST_HALF if first else TermKind.SECOND_HALF
    return FiscalTerm(calendar.fiscal_year(day), kind)


def year_of(day: date) -> FiscalTerm:
    return FiscalTerm(calendar.fiscal_year(day))


def last_ended(today: date) -> FiscalTerm:
    """The half, or from April to September the 年度, that is to be reviewed now.

    In spring the whole year is looked at, in autumn its first half.
    """
    if 4 <= today.month <= 9:
        return FiscalTerm(calendar.fiscal_year(today) - 1)
    return FiscalTerm(calendar.fiscal_year(today), TermKind.FIRST_HALF)


def month_label(month: date) -> str:
    """2026年4月"""
    return gettext("%(year)s年%(month)s月", year=month.year, month=month.month)
