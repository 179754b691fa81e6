"""The sheet with what is known: to read elsewhere, and to fill in and bring back."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from hub.programmes import labels, numbers
from hub.programmes.figures import starts
from hub.programmes.indicator_commands import figures_by_day
from hub.programmes.models import Programme
from hub.programmes.periods import FiscalTerm
from hub.programmes.sheets.layout import Heading


def header() -> list[str]:
    return [heading.label for heading in Heading]


def rows(programmes: Iterable[Programme], year: int | None) -> Iterator[list[Any]]:
    """Of one 年度 every period, known or not; without a year all that is known."""
    for programme in programmes:
        for indicator in programme.indicators:
            known = figures_by_day(indicator)
            days = sorted(known) if year is None else starts(FiscalTerm(year), indicator.period)
            for day in days:
                target, actual = known.get(day, (None, None))
                when = labels.of_period(day, indicator.period)
                yield [programme.name, indicator.name, indicator.unit, when,
                       _plain(target), _plain(actual)]  # fmt: skip


def _plain(number: Decimal | None) -> int | float | None:
    """A number to Excel, not a text: whole ones without a point."""
    if number is None:
        return None
    short = numbers.plain(number)
    return int(short) if short == short.to_integral_value() else float(short)
