"""What is taken, under which name, and where it lies."""

import hashlib

import pytest

from hub.attachments import content, store
from hub.attachments.models import Attachment
from hub.audit.models import AuditEntry
from hub.core.db import db
from tests import make
from tests.attachments.conftest import PDF, compound, package, send

GOOD = [
    ("要項.pdf", PDF),
    ("REPORT.PDF", PDF),
    ("会則.docx", package("word/document.xml")),
    ("予算.xlsx", package("xl/workbook.xml")),
    ("発表.pptx", package("ppt/presentation.xml")),
    ("古い会則.doc", compound("WordDocument")),
    ("古い予算.xls", compound("Workbook")),
    ("古い発表.ppt", compound("PowerPoint Document")),
    ("写真.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 20),
    ("写真.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 20),
    ("図.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20),
    ("メモ.txt", "打合せのメモ\r\n①と②".encode()),
    ("名簿.csv", "名前,電話\n髙橋,①".encode("cp932")),
    ("表.csv", "\ufeff名前,電話\n".encode()),
]
HOSTILE = [
    ("page.html", b"<html><script>alert(1)</script>"),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("tool.exe", b"MZ\x90\0"),
    ("macro.docm", package("word/document.xml")),
    ("archive.zip", package("word/document.xml")),
    ("要項.pdf.exe", PDF),
    ("要項", PDF),
    (".pdf", b"<html>"),
    ("pdf", PDF),
    ("page.pdf", b"<html><script>alert(1)</script>"),
    ("polyglot.pdf", b"<html><script>alert(1)</script>%PDF-1.7\n"),
    ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
    ("drawing.txt", b"\n <svg onload='alert(1)'/>"),
    ("drawing.png", b"<svg onload='alert(1)'/>"),
    ("tool.pdf", b"MZ\x90\0\x03"),
    ("tool.txt", b"MZ\x90\0\x03\0\0\0"),
    ("tool.csv", b"\x7fELF\x02\x01"),
    ("installer.doc", compound("MsiDatabase")),
    ("table.docx", package("xl/workbook.xml")),
    ("plain.docx", package("word/document.xml", types=False)),
    ("broken.docx", package("word/document.xml")[:40]),
    ("head.xlsx", b"PK\x03\x04"),
    ("slip.docx", package("word/document.xml", "../../../etc/cron.d/evil")),
    ("slip2.docx", package("word/document.xml", "/etc/passwd")),
    ("slip3.docx", package("word/document.xml", "..\\..\\evil.exe")),
    ("empty.pdf", b""),
    ("empty.txt", b""),
    ("unreadable.txt", b"\xff\xfe\xfd\x81"),
    ("", PDF),
    ("\x00.pdf", b""),
]


@pytest.fixture
def menu(app):
    return make.menu()


@pytest.fixture
def editor(as_user, menu):
    return as_user(make.user(menu.provider))


def files_of(app):
    folder = store._folder()
    return sorted(p for p in folder.rglob("*") if p.is_file()) if folder.exists() else []


@pytest.mark.parametrize(("name", "body"), GOOD, ids=[name for name, _ in GOOD])
def test_the_usual_office_files_are_taken(editor, menu, name, body):
    assert send(editor, "menu", menu, body, name).status_code == 303
    saved = db.session.scalars(db.select(Attachment)).one()
    assert (saved.name, saved.size) == (name, len(body))
    assert saved.sha256 == hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize(("name", "body"), HOSTILE, ids=[repr(name) for name, _ in HOSTILE])
def test_what_is_not_what_it_says_is_refused_and_leaves_nothing(app, editor, menu, name, body):
    answer = send(editor, "menu", menu, body, name)
    assert answer.status_code == 422
    assert "か所を直してください" in answer.text
    assert db.session.scalars(db.select(Attachment)).first() is None
    assert files_of(app) == []


def test_no_file_chosen_says_so(editor, menu):
    answer = editor.post(f"/attachments/menu/{menu.id}", data={})
    assert answer.status_code == 422
    assert "ファイルを選んでください" in answer.text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\system32\\evil.pdf", "evil.pdf"),
        ("/etc/cron.d/x.pdf", "x.pdf"),
        ("C:\\Users\\yamada\\要項.pdf", "要項.pdf"),
        ("要\r\nSet-Cookie: a=b\r\n項.pdf", "要 Set-Cookie_ a=b 項.pdf"),
        ('a"; filename="b.pdf', "a_; filename=_b.pdf"),
        ("report\u202efdp.pdf", "reportfdp.pdf"),
        ("<script>alert(1)</script>.pdf", "script_.pdf"),
        ("  要項 .pdf ", "要項.pdf"),
        ("...pdf", "pdf"),
        (" .pdf", "pdf"),
        ("\x00", ""),
        (None, ""),
        ("が" * 400 + ".pdf", "が" * 146 + ".pdf"),
        ("か\u3099" * 400 + ".pdf", "が" * 146 + ".pdf"),
        ("a." + "x" * 400, "x" * 150),
    ],
)
def test_names_are_tidied(given, kept):
    assert content.tidy_name(given) == kept


@pytest.mark.parametrize("given", ["../../../../etc/要項.pdf", "が" * 400 + ".pdf", "\u202e.pdf"])
def test_any_name_can_be_sent(editor, menu, given):
    answer = send(editor, "menu", menu, name=given)
    assert answer.status_code in {303, 422}


def test_a_file_lies_under_its_hash_and_nowhere_else(app, editor, menu):
    send(editor, "menu", menu, name="../../../evil.pdf")
    hashed = hashlib.sha256(PDF).hexdigest()
    assert files_of(app) == [store._folder() / hashed[:2] / hashed]
    assert files_of(app)[0].read_bytes() == PDF


def test_the_same_content_is_stored_once(app, editor, as_user, menu):
    other = make.menu()
    send(editor, "menu", menu)
    send(as_user(make.user(other.provider)), "menu", other, name="別の名前.pdf")
    assert db.session.scalar(db.select(db.func.count(Attachment.id))) == 2
    assert len(files_of(app)) == 1


def test_the_same_file_twice_on_one_thing_is_refused(editor, menu):
    send(editor, "menu", menu)
    answer = send(editor, "menu", menu)
    assert answer.status_code == 422
    assert "もう付いています" in answer.text


def test_too_large_a_file_is_refused_with_the_limit(app, editor, menu):
    app.config["UPLOAD_LIMIT"] = 100 * 1024
    answer = send(editor, "menu", menu, PDF + b"\0" * (100 * 1024))
    assert answer.status_code == 413
    assert "一つ100KBまで" in answer.text
    assert files_of(app) == []


def test_a_request_over_all_limits_gets_the_same_page(app, editor, menu):
    app.config["MAX_CONTENT_LENGTH"] = 1024
    answer = send(editor, "menu", menu, PDF + b"\0" * 4096)
    assert answer.status_code == 413
    assert "まで" in answer.text


def test_a_thing_carries_a_limited_number_of_files(editor, menu, monkeypatch):
    monkeypatch.setattr("hub.attachments.commands.MOST_FILES", 1)
    send(editor, "menu", menu)
    assert "1件まで" in send(editor, "menu", menu, name="b.pdf").text


def test_an_upload_touches_its_owner_and_is_recorded(editor, menu):
    before = menu.version
    send(editor, "menu", menu)
    db.session.refresh(menu)
    assert menu.version > before
    entry = db.session.scalars(db.select(AuditEntry)).one()
    assert entry.verb == "attachment:add"
    assert entry.after["name"] == "要項.pdf"
    assert entry.after["owner"] == f"menu:{menu.id}"


def test_a_token_is_needed(app, editor, menu):
    app.config["WTF_CSRF_ENABLED"] = True
    assert send(editor, "menu", menu).status_code in {303, 400}
    assert db.session.scalars(db.select(Attachment)).first() is None
