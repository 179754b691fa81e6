"""Figures by a sheet: everything wrong is listed, everything is brought in or nothing."""

import csv
import io
import re
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.programmes.models import Figure, Indicator, Period
from hub.programmes.sheets import reading
from tests import make

HEADER = ["事業", "指標", "単位", "期間", "目標", "実績"]
APRIL, HALF, YEAR = date(2026, 4, 1), date(2026, 10, 1), date(2026, 4, 1)


@pytest.fixture
def centre(app):
    """With indicators by months, halves and years."""
    centre = make.organization()
    programme = make.programme(centre, name="=相談・助成", position=1)
    second = make.programme(centre, name="拠点 運営", position=2)
    by_month = {APRIL: (100, None), date(2026, 5, 1): (None, -3), date(2025, 4, 1): (7, "7.25")}
    make.indicator(programme, by_month, name="相談件数", position=1)
    make.indicator(programme, {HALF: (50, "60.5")}, name="参加者", unit="人", period=Period.HALF,
                   position=2)  # fmt: skip
    make.indicator(second, {YEAR: (1234567, 0)}, name="申請件数", period=Period.YEAR)
    make.indicator(second, name="率", unit="%", period=Period.HALF, adds_up=False)
    return centre


@pytest.fixture
def editor(as_user, centre):
    return as_user(make.user(centre))


@pytest.fixture
def sheet(centre):
    return f"/organizations/{centre.id}/programmes/sheet"


def workbook(*rows, sheets=()) -> bytes:
    """A name that begins with = is a text; openpyxl would take it for a formula."""
    book = Workbook()
    for name, lines in (("Sheet", [HEADER, *rows]), *sheets):
        page = book.active if name == "Sheet" else book.create_sheet(name)
        for line in lines:
            page.append(line)
            if line[0].startswith("="):
                page.cell(page.max_row, 1).data_type = "s"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def text(*rows, encoding="utf-8") -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows([HEADER, *rows])
    return target.getvalue().encode(encoding)


def send(client, sheet, content, name="数値.xlsx"):
    return client.post(sheet, data={"file": (io.BytesIO(content), name)})


def confirm(client, sheet, page):
    hidden = dict(re.findall(r'name="(kept|shown)" value="([^"]*)"', page))
    return client.post(f"{sheet}/confirm", data=hidden)


def problems(page) -> list[str]:
    """Where and what, as the page says it."""
    rows = re.findall(
        r'<tr><th scope="row">(.*?)</th>\s*<td data-label="直すこと">(.*?)</td>', page, re.S
    )
    return [re.sub(r"<[^>]*>", "", f"{where} {what}") for where, what in rows]


def figures():
    db.session.expire_all()
    query = db.select(Indicator.name, Figure.starts_on, Figure.target, Figure.actual)
    rows = db.session.execute(query.join(Figure.indicator).order_by(Figure.id)).all()
    return {(name, day): (target, actual) for name, day, target, actual in rows}


def test_the_template_has_a_row_for_every_period_and_one_header(centre, editor, sheet):
    content = editor.get(f"{sheet}.xlsx?year=2026").data
    book = load_workbook(io.BytesIO(content))
    (only,) = book.worksheets
    rows = [list(row) for row in only.values]
    assert rows[0] == HEADER
    assert [row[3] for row in rows[1:15]] == [
        *(f"2026年{month}月" for month in range(4, 13)), *(f"2027年{m}月" for m in range(1, 4)),
        "令和8年度上半期", "令和8年度下半期",
    ]  # fmt: skip
    assert rows[1] == ["=相談・助成", "相談件数", "件", "2026年4月", 100, None]
    assert rows[14] == ["=相談・助成", "参加者", "人", "令和8年度下半期", 50, 60.5]
    assert rows[15] == ["拠点 運営", "申請件数", "件", "令和8年度", 1234567, 0]
    assert len(rows) == 1 + 12 + 2 + 1 + 2
    assert only.merged_cells.ranges == set()


@pytest.mark.parametrize(
    ("ending", "query"), [("xlsx", ""), ("csv", ""), ("csv", "?encoding=cp932")]
)
def test_what_was_written_out_comes_back_cell_by_cell(centre, editor, sheet, ending, query):
    before = figures()
    written = editor.get(f"{sheet}.{ending}{query}").data
    same = send(editor, sheet, written, f"x.{ending}")
    assert same.status_code == 200
    assert "変わる数値はありません" in same.text
    db.session.execute(db.delete(Figure))
    db.session.commit()
    page = send(editor, sheet, written, f"x.{ending}")
    assert confirm(editor, sheet, page.text).status_code == 303
    assert figures() == before


def test_what_would_change_is_shown_and_nothing_is_done_before_it_is_confirmed(editor, sheet):
    before = figures()
    page = send(editor, sheet, text(
        ["=相談・助成", "相談 件数", "", "R8.4", "", "１，２３４"],
        ["=相談・助成", "相談件数", "件", "2026年5月", "20", "△5"],
        ["拠点運営", "率", "％", "令和8年度上半期", "", "81.25"],
        ["", "", "", "", "", ""],
        ["=相談・助成", "相談件数", "件", "2026年6月", "", ""],
    ), "x.csv")  # fmt: skip
    assert page.status_code == 200
    rows = re.findall(r'data-label="いま">(.*?)</td>\s*<td.*?>(.*?)</td>', page.text, re.S)
    assert rows == [("なし", "1,234"), ("なし", "20"), ("-3", "-5"), ("なし", "81.25")]
    assert figures() == before
    done = confirm(editor, sheet, page.text)
    assert done.status_code == 303
    after = figures()
    assert after["相談件数", APRIL] == (100, 1234)  # what is empty takes nothing away
    assert after["相談件数", date(2026, 5, 1)] == (20, -5)
    assert after["率", APRIL][1] * 100 == 8125
    assert set(db.session.scalars(db.select(AuditEntry.verb))) == {"indicator:load"}


TROUBLES = [
    ["=相談・助成", "相談件数", "件", "2026年4月", 1, 2],
    ["ない事業", "相談件数", "件", "2026年4月", 1, "三つ"],
    ["=相談・助成", "ない指標", "件", "いつか", 1, 2],
    ["=相談・助成", "相談件数", "人", "2026年5月", 1.234, True],
    ["=相談・助成", "相談件数", "件", "令和8年度上半期", 1, 2],
    ["=相談・助成", "相談件数", "件", date(2026, 4, 20), None, "=1+2"],
    ["拠点運営", "申請件数", None, "2026年度", None, date(2026, 4, 1)],
    ["拠点運営", "申請件数", None, None, None, 3],
]
AGAIN = ["=相談・助成", "相談件数", "件", "2026/4", 5, None]


def test_everything_that_is_wrong_is_listed_and_nothing_changes(editor, sheet):
    before = figures()
    more = [("追加", [HEADER, AGAIN]), ("メモ", [["好きに", "書いた"]]), ("空", [])]
    page = send(editor, sheet, workbook(*TROUBLES, sheets=more))
    assert page.status_code == 422
    found = [re.sub("は数として.*", "は数", line) for line in problems(page.text)]
    assert [line.split("。")[0] for line in found] == [
        "Sheet　3行め　A（事業） 「ない事業」は登録されていません",
        "Sheet　3行め　F（実績） 「三つ」は数",
        "Sheet　4行め　B（指標） 「ない指標」は登録されていません",
        "Sheet　4行め　D（期間） 期間「いつか」が読めません",
        "Sheet　5行め　C（単位） 単位「人」が違います",
        "Sheet　5行め　E（目標） 「1.234」は数",
        "Sheet　5行め　F（実績） 「True」は数",
        "Sheet　6行め　D（期間） この指標は月ごとに数えています",
        "Sheet　7行め　F（実績） 数式があります",
        "Sheet　8行め　F（実績） 「2026-04-01」は数",
        "Sheet　9行め　D（期間） 期間が空です",
        "追加　2行め　E（目標） 同じ指標の同じ期間が、「Sheet」の2行めにもあります",
        "メモ　1行め 1行めに見出し「事業」「指標」「単位」「期間」「目標」「実績」がありません",
    ]
    assert 'name="kept"' not in page.text
    assert figures() == before


def test_a_sheet_that_no_longer_does_what_was_shown_is_shown_again(centre, editor, sheet):
    page = send(editor, sheet, text(["=相談・助成", "相談件数", "", "2026年4月", "5", ""]), "x.csv")
    found = db.session.scalars(db.select(Indicator).filter_by(name="相談件数")).one()
    found.enter(APRIL, None, None)
    db.session.commit()
    late = confirm(editor, sheet, page.text)
    assert late.status_code == 409
    assert "まだ何も取り込んでいません" in late.text
    assert ("相談件数", APRIL) not in figures()
    assert confirm(editor, sheet, late.text).status_code == 303
    assert figures()["相談件数", APRIL] == (5, None)


def test_what_was_uploaded_is_for_who_uploaded_it_and_for_that_organization(
    centre, editor, sheet, as_user
):
    page = send(editor, sheet, text(["=相談・助成", "相談件数", "", "2026年4月", "5", ""]), "x.csv")
    kept = re.search(r'name="kept" value="([^"]*)"', page.text)[1]
    shown = re.search(r'name="shown" value="([^"]*)"', page.text)[1]
    another = as_user(make.user(centre))
    for client, given in ((another, kept), (editor, kept[:-2]), (editor, ""), (editor, "x.y")):
        answer = client.post(f"{sheet}/confirm", data={"kept": given, "shown": shown})
        assert answer.headers["Location"] == sheet
    assert figures()["相談件数", APRIL] == (100, None)
    assert editor.post(f"{sheet}/confirm", data={"kept": kept, "shown": "0"}).status_code == 409


def packed(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as book,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in book.namelist():
            made.writestr(name, parts.get(name.rpartition("/")[2], book.read(name)))
    return target.getvalue()


BAD_FILES = {
    "nothing.csv": b"",
    "nothing.xlsx": b"PK\x03\x04 no package",
    "picture.png": b"\x89PNG\r\n\x1a\n" + b"0" * 20,
    "notes.txt": "メモ".encode(),
    "quotes.csv": '事業,指標\n"a"b,c\n"'.encode(),
    "blank.csv": b"\n,,,\n",
    "bomb.xlsx": packed(**{"sheet1.xml": b" " * (60 << 20)}),
    "entity.xlsx": packed(**{"sheet1.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
    "broken.xlsx": packed(**{"sheet1.xml": b"<worksheet><sheetData><row"}),
    "book.xlsx": packed(**{"workbook.xml": b"<nothing/>"}),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_sheet_is_refused_in_words(editor, sheet, name):
    refused = send(editor, sheet, BAD_FILES[name], name)
    assert refused.status_code == 422
    assert 'id="file-error"' in refused.text


def test_more_rows_than_may_be_are_told(editor, sheet, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    rows = [["=相談・助成", "相談件数", "", f"2026年{month}月", "", "1"] for month in range(4, 9)]
    page = send(editor, sheet, text(*rows), "x.csv")
    assert page.status_code == 422
    assert any(line.startswith("x.csv　5行め 行が多すぎます") for line in problems(page.text))
    monkeypatch.setattr(reading, "LAST_ROW", 2)
    assert send(editor, sheet, workbook(*rows)).status_code == 422


def test_no_file_is_asked_for(editor, sheet):
    assert "ファイルを選んでください" in editor.post(sheet, data={}).text
    assert editor.get(f"{sheet}.csv?year=1").status_code == 404
