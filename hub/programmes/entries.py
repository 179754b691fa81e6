"""What is said of a programme and of an indicator, and the rules for it. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from hub.programmes.models import Category, Period, ProgrammeVisibility


@dataclass(frozen=True, kw_only=True)
class ProgrammeEntry:
    name: str
    category: Category
    summary: str = ""
    visibility: ProgrammeVisibility = ProgrammeVisibility.NETWORK
    menu_ids: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, kw_only=True)
class IndicatorEntry:
    """``period`` is None where it stays, as there are figures."""

    name: str
    unit: str
    period: Period | None = None
    adds_up: bool = True
    baseline: Decimal | None = None
    baseline_year: int | None = None


def same_name(text: str) -> str:
    """Names that a person would read as the same one are equal here."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def is_taken(name: str, others: Iterable[str]) -> bool:
    return same_name(name) in {same_name(other) for other in others}
