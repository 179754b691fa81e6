"""A session ends while somebody types: they sign in again and come back with the text."""

import html
import json
import re
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from flask import Blueprint, request
from flask_login import login_required

from hub.accounts.models import SignIn
from hub.core.db import db
from tests import make
from tests.conftest import movable_app

TEXT = "長い文を書いた。\n二行目も「ある」。"
OURS = {"Origin": "http://localhost"}


@pytest.fixture(scope="module")
def shared_app(tmp_path_factory):
    """Their own: routes are added to it. They stand for any slice with a form."""
    app = movable_app(tmp_path_factory)
    app.saved = saved = []
    bp = Blueprint("notes", __name__)

    @bp.route("/notes/<int:number>", methods=["GET", "POST"])
    @login_required
    def note(number):
        if request.method == "POST":
            saved.append((number, request.args.to_dict(), request.form.to_dict(flat=False)))
            return "", 303
        return "the form"

    @bp.post("/notes/<int:number>/send")
    @login_required
    def send(number):
        return "", 303

    app.register_blueprint(bp)
    return app


@pytest.fixture(autouse=True)
def notes(app):
    """What reached the route of the form is written down here."""
    app.saved.clear()
    return app.saved


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the last form of a page, as a browser reads them."""
    form = page.rpartition("<form")[2]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def action(page: str) -> str:
    return html.unescape(re.findall(r'<form method="post" action="([^"]*)"', page)[-1])


def come_back(client, page, email="yamada@example.jp", password="森の中の長い小道"):
    given = hidden(page.text) | {"email": email, "password": password}
    return client.post(action(page.text), data=given)


def test_the_whole_way_with_the_protection_on(app, person, sign_in, notes):
    here = sign_in()
    app.config["WTF_CSRF_ENABLED"] = True
    db.session.execute(db.delete(SignIn))  # the session ended on the server
    db.session.commit()
    asked = here.post("/notes/7?from=list", data={"body": TEXT, "choice": ["a", "b"]}, headers=OURS)
    assert asked.status_code == 401
    assert "まだ保存されていません" in asked.text
    assert notes == []
    kept = come_back(here, asked)
    assert kept.status_code == 409
    assert "続けて保存する" in kept.text
    assert "二行目も「ある」。" in kept.text
    assert notes == []
    again = ["a", "b"]
    assert re.findall(r'name="choice" value="([^"]*)"', kept.text) == again
    here.post(action(kept.text), data=hidden(kept.text) | {"choice": again})
    number, args, form = notes[0]
    assert (number, args) == (7, {"from": "list"})
    assert form["body"] == [TEXT]
    assert form["choice"] == ["a", "b"]


def test_a_cookie_that_is_gone_altogether_loses_nothing_either(app, person, notes):
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    asked = client.post("/notes/7", data={"body": TEXT, "csrf_token": "old"}, headers=OURS)
    assert asked.status_code == 401
    kept = come_back(client, asked)
    assert "続けて保存する" in kept.text
    assert client.post(action(kept.text), data=hidden(kept.text)).status_code == 303
    assert notes[0][2]["body"] == [TEXT]


def test_a_form_of_an_earlier_session_loses_nothing_either(app, person, sign_in, notes):
    here = sign_in()
    app.config["WTF_CSRF_ENABLED"] = True
    answer = here.post("/notes/7", data={"body": TEXT, "csrf_token": "old"}, headers=OURS)
    assert answer.status_code == 409
    assert notes == []
    here.post(action(answer.text), data=hidden(answer.text))
    assert notes[0][2]["body"] == [TEXT]


def test_a_wrong_password_keeps_the_text(app, person):
    client = app.test_client()
    asked = client.post("/notes/7", data={"body": TEXT}, headers=OURS)
    wrong = come_back(client, asked, password="falsch")
    assert wrong.status_code == 422
    assert json.loads(hidden(wrong.text)["kept"])["fields"] == [["body", TEXT]]
    assert "続けて保存する" in come_back(client, wrong).text


def test_passwords_tokens_and_files_are_never_carried(app, visitor):
    data = {"body": TEXT, "csrf_token": "t0k", "password": "geheim", "new_password": "geheim",
            "api_token": "geheim", "file": (BytesIO(b"geheim"), "a.txt")}  # fmt: skip
    asked = visitor.post("/notes/7", data=data, headers=OURS)
    assert json.loads(hidden(asked.text)["kept"]) == {
        "path": "/notes/7", "fields": [["body", TEXT]], "had_files": True,
    }  # fmt: skip
    assert "geheim" not in asked.text


def test_that_a_file_must_be_chosen_again_is_said(app, person, visitor):
    data = {"body": TEXT, "file": (BytesIO(b"x"), "a.txt")}
    asked = visitor.post("/notes/7", data=data, headers=OURS)
    assert "ファイルは引き継げません" in come_back(visitor, asked).text


FOREIGN = [
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_site_cannot_lay_a_text_into_somebodys_hands(visitor, headers):
    answer = visitor.post("/notes/7", data={"body": "eine Falle"}, headers=headers)
    assert answer.status_code == 303
    assert answer.location.startswith("/login")
    assert "Falle" not in answer.text


@pytest.mark.parametrize("headers", FOREIGN)
def test_nor_with_somebody_who_is_signed_in(app, person, sign_in, notes, headers):
    here = sign_in()
    app.config["WTF_CSRF_ENABLED"] = True
    answer = here.post("/notes/7", data={"body": "eine Falle"}, headers=headers)
    assert answer.status_code == 400
    assert "Falle" not in answer.text
    assert notes == []


@pytest.mark.parametrize(
    "path", ["/account/name", "/admin/people/1/make-system-admin", "/mails/1/retry", "/nowhere"]
)
def test_pages_of_rights_are_not_carried(visitor, path):
    answer = visitor.post(path, data={"name": "eine Falle"}, headers=OURS)
    assert answer.status_code in {303, 404}
    assert "Falle" not in answer.text


@pytest.mark.parametrize(
    "kept",
    [
        "", "x", "[]", "{}", "null", "[" * 100_000,
        {"path": "https://evil.example/notes/7"}, {"path": "//evil.example"}, {"path": "/nowhere"},
        {"path": "/admin/people/1/make-system-admin"}, {"path": "/login"}, {"path": "/logout"},
        {"path": "/\\evil.example"}, {"path": "javascript:alert(1)"}, {"path": None},
        {"fields": []}, {"fields": "x"}, {"fields": [["a"]]}, {"fields": [["a", "b", "c"]]},
        {"fields": [["body", "x" * 600_000]]}, {"fields": [["a", "b"]] * 501},
        {"fields": [["password", "x"]]},
    ],
)  # fmt: skip
def test_what_was_kept_is_checked_when_it_comes_back(person, visitor, kept):
    if isinstance(kept, dict):
        whole = {"path": "/notes/7", "fields": [["body", TEXT]], "had_files": False} | kept
        kept = json.dumps(whole)
    answer = visitor.post(
        "/login", data={"email": person.email, "password": person.password, "kept": kept}
    )
    assert (answer.status_code, answer.location) == (303, "/")


HOSTILE = [
    '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", "</textarea><script>",
    "javascript:alert(1)", "<svg/onload=alert(1)>", "{{7*7}}", "\u2028<script>", "&quot;><b>",
]  # fmt: skip


@pytest.mark.parametrize("payload", HOSTILE)
def test_names_and_values_are_text(person, visitor, payload):
    asked = visitor.post("/notes/7", data={payload: payload, "body": payload}, headers=OURS)
    kept = come_back(visitor, asked)
    for page in (asked, kept):
        assert page.status_code in {401, 409}
        inside = page.text.replace(html.escape(payload), "")
        assert not re.search(r"<script>|<img|<svg/|<b>|\b49\b", inside)
    assert hidden(kept.text)["body"] == payload


def test_a_text_too_long_to_carry_says_to_sign_in_first(visitor):
    answer = visitor.post("/notes/7", data={"body": "長" * 510_000}, headers=OURS)
    assert answer.status_code == 303


def test_a_long_text_is_carried(app, person, visitor, notes):
    text = "長" * 150_000
    kept = come_back(visitor, visitor.post("/notes/7", data={"body": text}, headers=OURS))
    visitor.post(action(kept.text), data=hidden(kept.text), content_type="multipart/form-data")
    assert notes[0][2]["body"] == [text]


def test_another_account_may_sign_in_and_is_authorized_anew(app, visitor, person):
    menu = make.menu()
    asked = visitor.post(f"/menus/{menu.id}/edit", data={"title": "乗っ取り"}, headers=OURS)
    kept = come_back(visitor, asked)
    assert visitor.post(action(kept.text), data=hidden(kept.text)).status_code in {403, 404}


def test_after_a_form_without_a_page_one_comes_back_to_the_page_it_was_on(visitor):
    answer = visitor.post("/notes/7/send", headers={"Referer": "http://localhost/notes/7?page=2"})
    assert urlsplit(answer.location).path == "/login"
    assert "next=/notes/7?page%3D2" in answer.location
    foreign = visitor.post("/notes/7/send", headers={"Referer": "https://evil.example/notes/7"})
    assert foreign.location == "/login"


def test_a_part_of_a_page_is_told_briefly(visitor):
    answer = visitor.post("/notes/7", data={"body": TEXT}, headers=OURS | {"HX-Request": "true"})
    assert answer.status_code == 401
    assert "<html" not in answer.text


def test_the_api_answers_in_json(visitor):
    answer = visitor.post("/api/v1/search", data={"body": TEXT}, headers=OURS)
    assert answer.status_code in {401, 404, 405}
    assert answer.is_json
