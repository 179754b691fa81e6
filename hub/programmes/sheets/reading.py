"""A file from outside as rows of cells. Nothing in it is believed, counted on or computed."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from hub.core.later import Later
from hub.programmes.entries import same_name
from hub.programmes.sheets.layout import EMPTY, MOST_ROWS, Cell, Heading, Problem, Read, SheetRow

MOST_BYTES = 5 << 20  # of the file
MOST_UNPACKED = 40 << 20
MOST_RATIO = 100  # of a part that unpacks to more than a megabyte
MOST_COLUMNS = 50
MOST_SHEETS = 20
LAST_ROW = 100_000  # empty ones are counted, too: a sheet may claim to have a million
ENDINGS = ("xlsx", "csv")
_HIDING = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_INERT = re.compile("^'(?=[=+\\-@\t\r＝＋－＠])")  # as core/export.py writes such texts

_openpyxl = Later("openpyxl")  # with the first workbook that is read

Line = tuple[int, Sequence[Cell]]  # number of the row, its cells


class Unreadable(ValueError):
    """The file as a whole cannot be read. The text says what to do."""


def read(path: Path, name: str, ending: str) -> Read:
    """All rows of all sheets, and what cannot be understood of their shape.

    Raises:
        Unreadable
    """
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(_("ファイルが大きすぎます（5MBまで）。数値の表だけにしてください。"))
    sheets = _workbook(path) if ending == "xlsx" else [(name, _csv(path.read_bytes()))]
    rows: list[SheetRow] = []
    problems: list[Problem] = []
    for sheet, lines in sheets:
        _read_sheet(sheet, lines, rows, problems)
    if not rows and not problems:
        raise Unreadable(_("ファイルに行がありません。ひな形に書き込んだものを選んでください。"))
    return Read([sheet for sheet, _lines in sheets], rows, problems)


def _read_sheet(
    sheet: str, lines: Iterable[Line], rows: list[SheetRow], problems: list[Problem]
) -> None:
    filled = (line for line in lines if any(line[1]))
    if (first := next(filled, None)) is None:
        return
    number, header = first
    columns, said = _columns(sheet, number, header)
    problems += said
    if len(columns) < len(Heading):
        return  # rows without their columns would only repeat that
    letters = {
        heading: _openpyxl.utils.get_column_letter(at + 1) for heading, at in columns.items()
    }
    for number, cells in filled:
        if len(rows) == MOST_ROWS:
            problems.append(Problem(sheet=sheet, row=number, text=_(
                "行が多すぎます（全部で%(most)s行まで）。分けて取り込んでください。",
                most=f"{MOST_ROWS:,}")))  # fmt: skip
            return
        found = {
            heading: cells[at] if at < len(cells) else EMPTY for heading, at in columns.items()
        }
        rows.append(SheetRow(sheet=sheet, number=number, cells=found, letters=letters))


def _columns(
    sheet: str, number: int, header: Sequence[Cell]
) -> tuple[dict[Heading, int], list[Problem]]:
    names = {same_name(heading.label): heading for heading in Heading}
    columns: dict[Heading, int] = {}
    problems = []
    for at, cell in enumerate(header):
        heading = names.get(same_name(cell.text))
        if heading in columns:
            problems.append(Problem(
                sheet=sheet, row=number, column=_openpyxl.utils.get_column_letter(at + 1),
                text=_("見出し「%(name)s」が2つあります。", name=heading.label),
            ))  # fmt: skip
        elif heading is not None:
            columns[heading] = at
    missing = [heading.label for heading in Heading if heading not in columns]
    if missing:
        problems.append(Problem(sheet=sheet, row=number, text=_(
            "1行めに見出し「%(names)s」がありません。ひな形と同じ見出しにしてください。",
            names=_("」「").join(missing))))  # fmt: skip
    return columns, problems


def _workbook(path: Path) -> list[tuple[str, list[Line]]]:
    _refuse_harm(path)
    try:
        with path.open("rb") as file:
            book = _openpyxl.load_workbook(file, read_only=True, keep_links=False)
            if len(book.worksheets) > MOST_SHEETS:
                raise _too_long()
            return [(sheet.title, list(_lines_of(sheet))) for sheet in book.worksheets]
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken file makes the library raise
        raise _broken() from error


def _lines_of(sheet: Any) -> Iterator[Line]:
    """The rows in which anything stands, one more than may be read."""
    filled = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > LAST_ROW:
            raise _too_long()
        line = [_cell(cell) for cell in cells]
        if any(line):
            filled += 1
            yield number, line
        if filled > MOST_ROWS + 1:
            return


def _broken() -> Unreadable:
    return Unreadable(_("Excelのファイルとして読めません。保存し直してください。"))


def _too_long() -> Unreadable:
    return Unreadable(_("シートか行が多すぎます。数値の表だけにして、余分な行を消してください。"))


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return EMPTY
    if cell.data_type == "f":
        return Cell(str(value)[:200], is_formula=True)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return Cell(day.isoformat(), day=day)
    if isinstance(value, float):
        return Cell(f"{Decimal(repr(value)):f}")
    return Cell(str(value).strip()[:1_000])


def _refuse_harm(path: Path) -> None:
    """What unpacks to more than a sheet of figures can be, or lets XML stand for other text.

    Raises:
        Unreadable
    """
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(path) as package:
            for part in package.infolist():
                left -= part.file_size
                is_bomb = part.file_size > 1 << 20 and (
                    part.file_size > MOST_RATIO * part.compress_size
                )
                if left < 0 or is_bomb or part.flag_bits & 1:
                    raise Unreadable(
                        _(
                            "ファイルの中身が大きすぎるか、鍵がかかっています。表だけにしてください。"
                        )
                    )
                with package.open(part) as unpacked:
                    if _HIDING.search(unpacked.read(4_096)):  # it must stand at the beginning
                        raise Unreadable(
                            _("Excelのファイルとして読めません。保存し直してください。")
                        )
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise _broken() from error


def _csv(data: bytes) -> list[Line]:
    try:
        lines = list(csv.reader(io.StringIO(_decoded(data), newline=""), strict=True))
    except csv.Error as error:
        raise Unreadable(_("CSVとして読めません（引用符などがくずれています）。")) from error
    return [
        (number, [Cell(_INERT.sub("", text.strip()[:1_000])) for text in line[:MOST_COLUMNS]])
        for number, line in enumerate(lines, start=1)
    ]


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("文字コードが読めません。UTF-8かShift_JISのCSVで保存し直してください。"))
