"""What Excel gets: the same rows as the list, and nothing that runs."""

import csv
import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from hub.core.db import db
from hub.meetings.models import Visibility
from tests import make

HEADER = [
    "内容", "担当", "協力", "期限", "当初期限", "延長回数", "状態", "見直す日", "会議", "議題",
    "最近の動き", "結果", "理由", "公開範囲",
    "先に終わるのを待つもの",
]  # fmt: skip


@pytest.fixture
def mine(app):
    return make.organization(short_name="市民活動センター")


@pytest.fixture
def client(as_user, mine):
    return as_user(make.user(mine))


@pytest.fixture
def action(mine):
    series = make.series(name="連絡会議")
    held = make.meeting(series=series)
    item = make.agenda_item(held, title="早見表について")
    partners = [make.organization(short_name="甲"), make.organization(short_name="乙")]
    action = make.action(mine, title="一覧を作る", meeting=held, agenda_item=item,
                         partners=partners, due_on=date(2026, 10, 30))  # fmt: skip
    action.set_due(date(2026, 12, 4))
    action.start()
    db.session.commit()
    make.action_event(action, "様式を集めた", on=date(2026, 11, 2))
    return action


def sheet(client, query=""):
    answer = client.get(f"/actions/export.xlsx{query}")
    assert answer.status_code == 200
    assert "filename*=UTF-8''%E5%AE%BF%E9%A1%8C%E4%BA%8B%E9%A0%85.xlsx" in answer.headers[
        "Content-Disposition"
    ]  # fmt: skip
    return load_workbook(io.BytesIO(answer.data)).active


def table(client, query=""):
    answer = client.get(f"/actions/export.csv{query}")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_workbook_says_what_the_list_says(client, action):
    rows = [[_plain(value) for value in row] for row in sheet(client).iter_rows(values_only=True)]
    assert rows == [HEADER, [
        "一覧を作る", "市民活動センター", "甲、乙", date(2026, 12, 4), date(2026, 10, 30), 1,
        "進行中", None, "令和8年度 第1回 連絡会議", "早見表について", "11月2日（月）　様式を集めた",
        None, None, "ネットワーク内", None,
    ]]  # fmt: skip


def _plain(value):
    """Excel knows no days without a time."""
    return value.date() if isinstance(value, datetime) else value


def test_the_csv_says_the_same(client, action):
    assert table(client) == [HEADER, [
        "一覧を作る", "市民活動センター", "甲、乙", "2026-12-04", "2026-10-30", "1",
        "進行中", "", "令和8年度 第1回 連絡会議", "早見表について", "11月2日（月）　様式を集めた",
        "", "", "ネットワーク内", "",
    ]]  # fmt: skip


def test_only_what_is_selected_and_all_of_its_pages(client, mine):
    for number in range(30):
        make.action(mine, title=f"表{number}")
    make.action(make.organization(), title="よその一覧")
    make.action(make.organization(), title="見えない一覧", visibility="organization")
    assert len(table(client, "?q=表&page=2")) == 31
    names = {row[0] for row in table(client)}
    assert "よその一覧" in names
    assert "見えない一覧" not in names
    assert "よその一覧" not in {row[0] for row in table(client, "?who=lead")}
    assert sheet(client, "?state=done").max_row == 1


def test_formulas_stay_text(client, mine):
    formula = '=HYPERLINK("http://evil.example","x")'
    make.action(mine, title=formula)
    make.action(mine, title="@SUM(1)")
    cells = {cell.value: cell.data_type for cell in sheet(client)["A"]}
    assert cells[formula] == "s"
    assert cells["@SUM(1)"] == "s"
    assert {row[0] for row in table(client)[1:]} == {"'" + formula, "'@SUM(1)"}


def test_a_partner_does_not_get_the_meeting(as_user, mine):
    held = make.meeting(series=make.series(visibility=Visibility.SERIES))
    item = make.agenda_item(held)
    make.action(partners=[mine], meeting=held, agenda_item=item)
    row = table(as_user(make.user(mine)))[1]
    assert row[8:10] == ["", ""]


def test_other_kinds_of_files_are_not_found(client):
    assert client.get("/actions/export.pdf").status_code == 404
