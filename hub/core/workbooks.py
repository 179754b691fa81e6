"""Workbooks with openpyxl, which is loaded with the first one."""

import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from hub.core.export import Table

_NOT_IN_TITLES = re.compile(r"[\x00-\x1f\\/*?:\[\]']")  # what Excel refuses as the name of a sheet
_TOP = Alignment(vertical="top")  # one for all cells: making it costs more than using it
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def written(tables: Iterable[Table]) -> bytes:
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(_NOT_IN_TITLES.sub("", table.name)[:31] or "1")
        sheet.freeze_panes = "A2"
        for number in range(len(table.header)):
            sheet.column_dimensions[get_column_letter(number + 1)].width = 24
        sheet.append([_heading(sheet, str(text)) for text in table.header])
        for row in table.rows:
            sheet.append([_cell(sheet, value) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _heading(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    cell.alignment = _TOP
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if value is None or isinstance(value, int | float | Decimal | date):
        plain = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        return WriteOnlyCell(sheet, cast(Any, plain))
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value))[:32_767])
    cell.data_type = "s"
    cell.alignment = _WRAPPED
    return cell
