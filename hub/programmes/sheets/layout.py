"""What stands in a sheet: its columns, and where something is wrong in it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _

MOST_ROWS = 5_000  # below the header, in all sheets together


class Heading(StrEnum):
    PROGRAMME = "programme"
    INDICATOR = "indicator"
    UNIT = "unit"
    PERIOD = "period"
    TARGET = "target"
    ACTUAL = "actual"

    @property
    def label(self) -> str:
        return str(HEADINGS[self])


HEADINGS = {
    Heading.PROGRAMME: _("事業"),
    Heading.INDICATOR: _("指標"),
    Heading.UNIT: _("単位"),
    Heading.PERIOD: _("期間"),
    Heading.TARGET: _("目標"),
    Heading.ACTUAL: _("実績"),
}


@dataclass(frozen=True)
class Cell:
    """``day`` where Excel made a day out of what was typed."""

    text: str
    day: date | None = None
    is_formula: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


EMPTY = Cell("")


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One row below the header, by the headings of the columns."""

    sheet: str
    number: int  # as the program shows it
    cells: dict[Heading, Cell]
    letters: dict[Heading, str]  # of the columns: A, B, ...

    def __getitem__(self, heading: Heading) -> Cell:
        return self.cells.get(heading, EMPTY)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """``column`` is None where the whole row is meant."""

    sheet: str
    row: int
    column: str | None = None
    text: str


@dataclass(frozen=True)
class Read:
    """``sheets`` are their names, in order."""

    sheets: list[str]
    rows: list[SheetRow]
    problems: list[Problem]
