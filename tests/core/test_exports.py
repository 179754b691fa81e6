"""Tables for Excel: opened again, every cell says what was put in, and nothing is a formula."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from hub.core import export
from hub.core.errors import Invalid

HOSTILE = [
    "=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x",
    '=HYPERLINK("http://x","y")', "a\x00b", "普通の文", "改行\nあり", '引用"符', "カンマ,あり",
]  # fmt: skip


def test_a_workbook_has_one_header_row_and_text_stays_text():
    rows = [[text, number, date(2026, 4, 1), None] for number, text in enumerate(HOSTILE)]
    response = export.xlsx("一覧", ["内容", "番号", "日", "空"], rows)

    sheet = load_workbook(io.BytesIO(response.data)).active
    assert [cell.value for cell in sheet[1]] == ["内容", "番号", "日", "空"]
    assert sheet.freeze_panes == "A2"
    assert not sheet.merged_cells.ranges
    for row, text in zip(sheet.iter_rows(min_row=2), HOSTILE, strict=True):
        assert row[0].data_type == "s"
        assert row[0].value == text.replace("\x00", "").replace("\r", "\n")  # as XML reads it
        assert row[2].value.date() == date(2026, 4, 1)
        assert row[3].value is None


def test_csv_opens_in_excel_as_it_is(app):
    with app.test_request_context("/"):
        response = export.csv_file("一覧", ["内容", "番号"], [[text, 1] for text in HOSTILE])

    assert response.data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))
    assert read[0] == ["内容", "番号"]
    for (cell, number), text in zip(read[1:], HOSTILE, strict=True):
        assert number == "1"
        assert cell in {text, "'" + text}
        assert cell[:1] not in "=+-@\t\r＝＋－＠"


@pytest.mark.parametrize("make", [export.xlsx, export.csv_file])
def test_the_name_of_the_file_is_japanese_and_cannot_split_the_header(app, make):
    with app.test_request_context("/"):
        response = make('一覧"\r\nX: y', ["a"], [])
    assert "\r" not in response.headers["Content-Disposition"]
    assert "filename*=UTF-8''%E4%B8%80" in response.headers["Content-Disposition"]


def test_cp932_is_written_on_request(app):
    with app.test_request_context("/?encoding=cp932"):
        response = export.csv_file("一覧", ["内容"], [["10時〜12時、㈱高橋"], ["=1"]])
    assert response.data.decode("cp932").splitlines() == ["内容", "10時～12時、㈱高橋", "'=1"]
    assert "Shift_JIS" in response.headers["Content-Type"]


def test_letters_that_cp932_does_not_have_are_named(app):
    with app.test_request_context("/?encoding=cp932"), pytest.raises(Invalid, match="𠮷"):
        export.csv_file("一覧", ["内容"], [["𠮷野家"]])
