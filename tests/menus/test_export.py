"""What is shown, as XLSX and CSV: all pages, only what one may read, and nothing that computes."""

import csv
import io
from datetime import date

from openpyxl import load_workbook

from hub.menus.models import MenuVisibility
from hub.taxonomies.models import Scheme
from tests import make


def sheet(response) -> list[tuple]:
    book = load_workbook(io.BytesIO(response.data))
    assert len(book.sheetnames) == 1
    assert not book.active.merged_cells.ranges
    return list(book.active.iter_rows(values_only=True))


def lines(response) -> list[list[str]]:
    assert response.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_a_row_says_everything_about_a_menu(visitor):
    terms = [
        make.ward(),
        make.term(Scheme.TARGET, "group", label="団体"),
        make.term(Scheme.THEME, "f01", label="福祉"),
        make.term(Scheme.APPLICATION, "web", label="ウェブ"),
    ]
    menu = make.menu(
        title="部屋", terms=terms, is_year_round=False, opens_on=date(2026, 11, 1),
        closes_on=date(2027, 3, 31), cost_note="500円",
    )  # fmt: skip
    make.menu_partner(menu, make.organization(short_name="協力機関"))
    make.menu_partner(menu, make.organization(short_name="返事待ち"), accepted=False)

    header, row = sheet(visitor.get("/menus/export.xlsx"))

    values = dict(zip(header, row, strict=True))
    assert values["名前"] == "部屋"
    assert values["提供する組織"] == menu.provider.name
    assert values["協力"] == "協力機関"
    assert (values["地域"], values["対象"], values["分野"]) == ("中原区", "団体", "福祉")
    assert values["申込みの方法"] == "ウェブ"
    assert values["受付の状態"] == "受付中"
    assert values["受付のおわり"].date() == date(2027, 3, 31)
    assert values["公開範囲"] == "一般公開"
    assert values["見直し月"] == "4月と10月"
    assert values["確認日"].date() == date(2026, 11, 23)
    assert values["ページ"] == f"http://localhost/menus/{menu.id}"
    assert values["識別子"] == str(menu.uid)


def test_all_pages_of_the_selection_and_nothing_else(visitor, as_user):
    provider = make.organization()
    for n in range(30):
        make.menu(provider, title=f"支援{n:02}")
    make.menu(provider, title="ほかの種類", type=make.term(Scheme.TYPE, "grant"))
    make.menu(provider, title="網の中だけ", visibility=MenuVisibility.NETWORK)

    for read, path in ((sheet, "xlsx"), (lines, "csv")):
        rows = read(visitor.get(f"/menus/export.{path}?type=space&page=2&sort=provider"))
        assert [row[0] for row in rows[1:]] == [f"支援{n:02}" for n in range(30)]
        mine = read(as_user(make.user()).get(f"/menus/export.{path}?type=space"))
        assert len(mine) == 32
        assert "網の中だけ" in [row[0] for row in mine]


def test_both_kinds_hold_the_same_and_japanese_comes_back(visitor):
    menu = make.menu(title="髙﨑・①の部屋", summary='一行目\n二行目、「引用」"と"')

    row = sheet(visitor.get("/menus/export.xlsx"))[1]
    line = lines(visitor.get("/menus/export.csv"))[1]

    assert row[:2] == (menu.title, menu.summary)
    assert line[:2] == [menu.title, menu.summary]
    assert len(row) == len(line)


def test_text_that_looks_like_a_formula_stays_text(visitor):
    starts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "＠x"]
    for start in starts:
        make.menu(title=start.strip(), summary=start, contact_phone="=cmd|'/C calc'!A0")

    book = load_workbook(io.BytesIO(visitor.get("/menus/export.xlsx").data))
    for row in book.active.iter_rows(min_row=2):
        assert {cell.data_type for cell in row} <= {"s", "d", "n", "inlineStr"}
    for line in lines(visitor.get("/menus/export.csv"))[1:]:
        assert not [cell for cell in line if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]


def test_an_empty_selection_gives_the_header_only(visitor):
    assert len(sheet(visitor.get("/menus/export.xlsx?q=無い"))) == 1
    assert visitor.get("/menus/export.pdf").status_code == 404
