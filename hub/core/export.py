"""Tables for Excel: XLSX with one header row, and CSV that Excel opens as it is."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from flask import Response, request
from flask_babel import gettext as _

from hub.core.errors import Invalid
from hub.core.later import Later

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")  # a cell that begins so must stay text
_workbooks = Later("hub.core.workbooks")

Row = Sequence[Any]


@dataclass(frozen=True, kw_only=True)
class Table:
    """``name`` is that of its sheet, or of its file."""

    name: str
    header: Sequence[str]
    rows: Iterable[Row]


def xlsx(name: str, header: Sequence[str], rows: Iterable[Row]) -> Response:
    """A workbook with one sheet."""
    content = workbook([Table(name=name, header=header, rows=rows)])
    return download(content, XLSX, f"{name}.xlsx")


def workbook(tables: Iterable[Table]) -> bytes:
    """A sheet for each: a bold, frozen header row and no merged cells."""
    written: bytes = _workbooks.written(tables)
    return written


def csv_file(name: str, header: Sequence[str], rows: Iterable[Row]) -> Response:
    """UTF-8 with a byte order mark and CRLF, as Excel in Japanese expects.

    ``?encoding=cp932`` asks for the older Shift_JIS of Windows.

    Raises:
        Invalid: a letter does not exist in CP932; the text names the letters.
    """
    return csv_download(name, csv_text(header, rows))


def csv_text(header: Sequence[str], rows: Iterable[Row]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_inert(value) for value in row])
    return target.getvalue()


def csv_download(name: str, text: str) -> Response:
    """In the encoding that the address asks for. Raises Invalid."""
    if request.args.get("encoding") == "cp932":
        return download(_in_cp932(text), "text/csv; charset=Shift_JIS", f"{name}.csv")
    content = ("\ufeff" + text).encode("utf-8")
    return download(content, "text/csv; charset=utf-8", f"{name}.csv")


def _in_cp932(text: str) -> bytes:
    # The wave dash and the minus of Unicode are other letters in Windows' table.
    text = text.translate({0x301C: "\uff5e", 0x2212: "\uff0d", 0x2014: "\u2015"})
    try:
        return text.encode("cp932")
    except UnicodeEncodeError as error:
        missing = sorted({letter for letter in text if not letter.encode("cp932", "ignore")})
        raise Invalid(
            _(
                "Shift_JIS にない字があります: %(letters)s。Excel か CSV（UTF-8）にしてください。",
                letters=" ".join(missing[:20]),
            )
        ) from error


def _inert(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal | date):
        return str(value)
    text = str(value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def download(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
