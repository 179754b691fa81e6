"""What the figures of an indicator say of a term: sums or means of its parts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hub.programmes.models import Period
from hub.programmes.periods import FiscalTerm, TermKind

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Amount:
    """``known`` of the ``parts`` of a term are there; without any there is no value."""

    value: Decimal | None
    known: int
    parts: int

    @property
    def is_partial(self) -> bool:
        return 0 < self.known < self.parts


@dataclass(frozen=True, kw_only=True)
class IndicatorFigures:
    """One indicator in one term, beside the same part of last year and before the pandemic.

    ``baseline`` is that of a whole 年度, so it is left out of a half where it would be a sum.
    """

    programme_id: int
    programme: str
    indicator_id: int
    name: str
    unit: str
    period: Period
    target: Decimal | None
    actual: Decimal | None
    last_target: Decimal | None
    last_actual: Decimal | None
    baseline: Decimal | None
    baseline_year: int | None
    known: int  # so many of the parts of the term (months, halves) have an actual figure
    parts: int
    last_is_partial: bool
    target_is_partial: bool  # it is that of some of the parts: nothing whole is measured by it

    @property
    def is_partial(self) -> bool:
        return 0 < self.known < self.parts


def starts(term: FiscalTerm, period: Period) -> list[date]:
    """The first days of the periods a term consists of; a half has no figure of a year."""
    months = list(term.months)
    if period is Period.MONTH:
        return months
    if period is Period.HALF:
        return months[::6]
    return months[:1] if term.kind is TermKind.YEAR else []


def amount(
    figures: Mapping[date, Decimal | None], term: FiscalTerm, period: Period, *, adds_up: bool
) -> Amount:
    """``figures`` by first day; other terms' may be among them."""
    parts = starts(term, period)
    values = [value for day in parts if (value := figures.get(day)) is not None]
    if not values:
        return Amount(None, 0, len(parts))
    total = sum(values, Decimal())
    value = total if adds_up else mean(total, len(values))
    return Amount(value, len(values), len(parts))


def mean(total: Decimal, count: int) -> Decimal:
    return (total / count).quantize(_CENT, ROUND_HALF_UP)
