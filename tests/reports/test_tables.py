"""The tables of a report, opened again: every cell says what the database says."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from hub.core import calendar
from hub.core.db import db
from hub.ideas.models import Stage
from hub.menus.models import Menu
from hub.organizations.models import Organization
from hub.programmes.models import Figure, Indicator, Programme
from hub.reports import sheets
from hub.reviews.models import CommentKind, ReviewComment, ReviewSubmission
from tests import make
from tests.reports import world
from tests.reports.world import FORMULA, TERM

pytestmark = pytest.mark.usefixtures("without_pdf")
IN_TERM = ("令和8年度", 2026, "上半期")


@pytest.fixture
def place(app):
    place = world.build()
    world.programme(place.home, summary=FORMULA)
    make.programme(place.partner, name="終わった事業", is_archived=True)
    review = world.review(place.home, FORMULA, "人が足りない", "二人で続ける")
    asked = world.comment(
        review.latest, place.office, "どう数えましたか", kind=CommentKind.QUESTION,
        line_id=review.lines[0].id,
    )  # fmt: skip
    world.comment(review.latest, place.home, "窓口で", kind=CommentKind.ANSWER, question=asked)
    world.done(
        place.home, date(2026, 7, 1), FORMULA, title="早見表を作る", partners=[place.partner]
    )
    world.done(place.home, date(2026, 3, 31), title="前の年度に終わった")
    world.done(place.home, date(2026, 10, 1), title="次の半期に終わった")
    held = make.meeting(place.home, place.partner, held_on=date(2026, 9, 16))
    make.action(place.partner, title="期限の過ぎたもの", meeting=held, due_on=date(2026, 10, 1))
    make.meeting(place.home, held_on=date(2026, 10, 2))
    make.idea(held, title="相談カー", keeper=place.home, stage=Stage.TRIED)
    make.menu(place.home, title=FORMULA)
    return place


def book(client, address: str) -> dict[str, list[tuple[Any, ...]]]:
    read = load_workbook(io.BytesIO(client.get(address + "/report.xlsx").data))
    for sheet in read:
        assert sheet.freeze_panes == "A2"
        assert not sheet.merged_cells.ranges
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    return {sheet.title: list(sheet.values) for sheet in read}


def rows(values: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Each by the words over its columns; the term stands in each."""
    header, *found = values
    assert header[:3] == ("年度", "年度（西暦）", "期間")
    assert all(row[:3] == IN_TERM for row in found)
    return [dict(zip(header[3:], (_day(cell) for cell in row[3:]), strict=True)) for row in found]


def _day(cell: Any) -> Any:
    return cell.date() if hasattr(cell, "date") else "" if cell is None else cell


def test_each_cell_says_what_the_database_says(place, as_user):
    client = as_user(place.editor)
    found = book(client, world.made(client))
    assert list(found) == [sheets.title(name) for name in sheets.NAMES]

    (programme,) = rows(found["事業"])
    kept = db.session.query(Programme).filter_by(is_archived=False).one()
    assert programme == {
        "組織": "かわさき機関", "事業": kept.name, "区分": "相談", "説明": FORMULA,
        "公開範囲": "ネットワーク内", "終わった事業": "いいえ",
    }  # fmt: skip
    for row, indicator in zip(
        rows(found["指標"]), db.session.query(Indicator).order_by("id"), strict=True
    ):
        of_term = _figures(indicator, TERM.starts_on, TERM.ends_on)
        last = _figures(indicator, TERM.year_before.starts_on, TERM.year_before.ends_on)
        target, actual = _sum(f.target for f in of_term), _sum(f.actual for f in of_term)
        base = "" if indicator.adds_up else indicator.baseline or ""
        assert row == {
            "組織": "かわさき機関", "事業": kept.name, "指標": indicator.name,
            "単位": indicator.unit, "目標": target, "実績": actual,
            "達成率（%）": float(round(Decimal(str(actual)) * 100 / Decimal(str(target)), 1)),
            "前年の目標": "", "前年の実績": _sum(f.actual for f in last),
            "コロナ禍前": _number(base), "コロナ禍前の年度（西暦）": 2019 if base else "",
            "実績のある期間の数": len(of_term), "期間の数": 6,
        }  # fmt: skip
    version = db.session.query(ReviewSubmission).one()
    assert [(r["項目"], r["文"], r["状態"], r["版"]) for r in rows(found["振り返りの行"])] == [
        (section, line["text"], "提出（確認前）", version.number)
        for section, line in zip(
            ("成果", "課題", "今後の方向"), version.content["lines"], strict=True
        )
    ]
    assert rows(found["質問と回答・コメント"]) == [
        {
            "組織": "かわさき機関", "種別": str(one.kind.label), "日付": calendar.today(),
            "書いた組織": one.organization.short_name, "役職": "係長",
            "どの行に": FORMULA if one.line_id else "", "文": one.text,
        }
        for one in db.session.query(ReviewComment).order_by("id")
    ]  # fmt: skip
    late, closed = rows(found["宿題事項"])
    assert closed == {
        "担当": "かわさき機関", "協力": place.partner.short_name, "内容": "早見表を作る",
        "状態": "完了", "期限": date(2026, 12, 28), "期限超過": "いいえ",
        "終わった日": date(2026, 7, 1), "結果・見送りの理由": FORMULA, "会議": "",
    }  # fmt: skip
    assert (late["内容"], late["期限超過"], late["終わった日"]) == ("期限の過ぎたもの", "はい", "")
    assert late["会議"].startswith("令和8年度 第1回")
    assert [(r["題名"], r["段階"], r["育てる組織"]) for r in rows(found["連携の種"])] == [
        ("相談カー", "試行", "かわさき機関")
    ]
    menu = db.session.query(Menu).one()
    assert [
        (r["支援メニュー"], r["ひとことで"], r["種類"]) for r in rows(found["支援メニュー"])
    ] == [(FORMULA, menu.summary, menu.type.label)]
    (met,) = rows(found["会議"])
    assert (met["開催日"], met["出席した組織の数"]) == (date(2026, 9, 16), 2)
    assert met["出席した組織"] == f"かわさき機関、{place.partner.short_name}"


def test_of_one_organization_only_what_it_has_part_in(place, as_user):
    client = as_user(place.outsider)
    found = book(client, world.made(client, organization=str(place.partner.id)))
    assert rows(found["事業"]) == rows(found["指標"]) == rows(found["支援メニュー"]) == []
    assert {row["内容"] for row in rows(found["宿題事項"])} == {"早見表を作る", "期限の過ぎたもの"}
    assert len(rows(found["会議"])) == 1
    assert rows(found["連携の種"]) == []


def test_csv_of_each_table_says_the_same(place, as_user):
    client = as_user(place.editor)
    address = world.made(client)
    found = book(client, address)
    for name in sheets.NAMES:
        content = client.get(f"{address}/{name}.csv").data
        assert content.startswith(b"\xef\xbb\xbf")
        read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        expected = [[_written(cell) for cell in row] for row in found[sheets.title(name)]]
        assert read == expected, name
    old = client.get(f"{address}/actions.csv?encoding=cp932")
    assert "早見表を作る" in old.data.decode("cp932")


def test_a_letter_that_shift_jis_lacks_is_named(place, as_user):
    organization = db.session.get(Organization, place.home.id)
    organization.short_name = "𠮷田の会"
    db.session.commit()
    client = as_user(place.editor)
    address = world.made(client)
    refused = client.get(f"{address}/actions.csv?encoding=cp932")
    assert refused.status_code == 422
    assert "𠮷" in refused.text
    assert client.get(f"{address}/actions.csv").status_code == 200


def _figures(indicator: Indicator, first: date, last: date) -> list[Figure]:
    return [one for one in indicator.figures if first <= one.starts_on <= last]


def _sum(values: Any) -> Any:
    known = [value for value in values if value is not None]
    return _number(sum(known, Decimal())) if known else ""


def _number(value: Any) -> Any:
    """As Excel gives it back."""
    if value == "":
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _written(cell: Any) -> str:
    text = str(_day(cell))
    return "'" + text if text.startswith("=") else text
