"""The text of files is read by the worker, within limits, whatever is in them."""

from datetime import timedelta

import pytest

from hub.attachments import extraction
from hub.attachments.extraction_models import Extraction, ExtractionState
from hub.attachments.models import AttachmentPage
from hub.core.db import db
from tests import make
from tests.attachments import papers


def attach(name, data):
    return make.attachment("menu", make.menu().id, name, data)


def pages(file):
    db.session.rollback()
    query = db.select(AttachmentPage).filter_by(attachment_id=file.id)
    return [(p.number, p.label, p.text) for p in db.session.scalars(query.order_by("number"))]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.pdf", papers.pdf("助成", "", "会議室"), [(1, "", "助成"), (3, "", "会議室")]),
        ("a.docx", papers.docx("助成", "会議室"), [(1, "", "助成"), (2, "", "会議室")]),
        ("a.xlsx", papers.xlsx(予算="助成", 名簿="部屋"),
         [(1, "予算", "助成 別の欄"), (2, "名簿", "部屋 別の欄")]),
        ("a.txt", "①印刷機".encode("cp932"), [(1, "", "1印刷機")]),
        ("a.csv", "\ufeff印刷機,ﾋﾟｱﾉ".encode(), [(1, "", "印刷機,ピアノ")]),
    ],
)  # fmt: skip
def test_text_is_read_page_by_page(app, name, data, expected):
    file = attach(name, data)
    extraction.read_waiting()
    assert pages(file) == expected


HOSTILE = {
    "locked.pdf": (papers.locked_pdf, "パスワードがかかっています"),
    "endless.pdf": (papers.endless_pdf, "壊れているか"),
    "swelling.pdf": (papers.swelling_pdf, "大きすぎるか"),
    "slow.pdf": (papers.slow_pdf, "大きすぎるか"),
    "broken.pdf": (lambda: b"%PDF-1.7\nnothing of it", "壊れているか"),
    "bomb.docx": (papers.bomb_docx, "大きすぎるか"),
    "lying.docx": (papers.lying_docx, "壊れているか"),
    "laughing.docx": (papers.laughing_docx, "壊れているか"),
    "scan.pdf": (lambda: papers.pdf(""), "文字が入っていません"),
}


def test_harmful_files_end_at_the_limits_and_their_owner_is_told_plainly(as_user, monkeypatch):
    monkeypatch.setattr(extraction, "CPU_SECONDS", 1)
    monkeypatch.setattr(extraction, "SECONDS_OF_TICK", 600.0)
    menu = make.menu()
    for name, (make_it, _why) in HOSTILE.items():
        make.attachment("menu", menu.id, name, make_it())
    make.attachment("menu", menu.id, "last.txt", "読める".encode())
    address = f"/attachments/menu/{menu.id}"
    client = as_user(make.user(menu.provider))
    assert client.get(address).text.count("中の文はこれから読み取ります") == len(HOSTILE) + 1
    extraction.read_waiting()
    page = client.get(address).text
    for name, (_make_it, why) in HOSTILE.items():
        shown = page[page.index(f">{name}<") :]
        assert why in shown[: shown.index("</li>")], name
    assert page.count("中の文も検索できます") == 1
    assert "中の文" not in as_user(make.user()).get(f"/menus/{menu.id}").text


def test_what_was_said_before_the_child_was_stopped_is_kept():
    said = b'{"number": 1, "label": "", "text": "\\u4e00"}\n{"number": 2, "lab'
    kept = extraction._understood(said)
    assert ([p.text for p in kept.pages], kept.trouble, kept.is_cut) == (["一"], None, True)


def test_a_worker_that_died_is_followed_by_one_that_tries_again(app, clock, monkeypatch):
    file = attach("a.txt", "印刷機".encode())
    _die(monkeypatch)
    extraction.read_waiting()  # somebody may be at it
    assert pages(file) == []
    clock.shift(timedelta(minutes=6))
    extraction.read_waiting()
    assert pages(file) == [(1, "", "印刷機")]


def test_a_file_that_kills_each_worker_is_given_up(app, clock, monkeypatch):
    file = attach("a.txt", "印刷機".encode())
    for _time in range(3):
        _die(monkeypatch)
        clock.shift(timedelta(minutes=6))
    extraction.read_waiting()
    assert pages(file) == []
    assert db.session.query(Extraction).one().state is ExtractionState.FAILED


def _die(monkeypatch):
    def dies(*_given):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(extraction, "read", dies)
        with pytest.raises(SystemExit):
            extraction.read_waiting()
