"""Changing a password, and what a new one must be."""

import re

import pytest

from hub.accounts.models import User
from hub.audit.models import AuditEntry
from hub.core.db import db

NEW = "前とは別の 長い合言葉"


def is_signed_in(client) -> bool:
    return client.get("/account").status_code == 200


def change(client, current, new):
    return client.post("/account/password", data={"current": current, "password": new})


def test_every_other_session_ends_and_the_own_one_goes_on(person, sign_in):
    here, there = sign_in(), sign_in()
    assert change(here, person.password, NEW).location == "/account"
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_only_the_new_password_works_afterwards(person, sign_in):
    old = person.password
    change(sign_in(), old, NEW)
    assert not is_signed_in(sign_in(password=old))
    assert is_signed_in(sign_in(password=NEW))


def test_the_cookie_of_before_is_dead(app, person, sign_in):
    here = sign_in()
    thief = app.test_client()
    thief.set_cookie("hub_session", here.get_cookie("hub_session").value)
    change(here, person.password, NEW)
    assert not is_signed_in(thief)


def test_the_present_password_must_be_right(person, sign_in):
    here = sign_in()
    answer = change(here, "違うもの", NEW)
    assert answer.status_code == 422
    assert "いまのパスワードが違います" in answer.text
    assert is_signed_in(sign_in())


def test_guessing_the_present_password_is_limited(person, sign_in):
    here = sign_in()
    assert [change(here, "x", NEW).status_code for _ in range(6)] == [422] * 5 + [429]


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("123456789", "10文字以上"),
        ("yamada@example.jp", "メールアドレスと同じ"),
        ("YAMADA@example.jp", "メールアドレスと同じ"),
        ("password123", "当てられやすい"),
        ("ｐａｓｓｗｏｒｄ１２３", "当てられやすい"),
        ("tsunagi-demo", "当てられやすい"),
        ("aaaaaaaaaaaa", "当てられやすい"),
        ("x1" * 200, "200文字まで"),
        ("", "入れてください"),
    ],
)
def test_a_bad_one_is_refused_with_the_reason(person, sign_in, new, says):
    answer = change(sign_in(), person.password, new)
    assert answer.status_code == 422
    assert says in answer.text
    assert re.search(r'type="password" value="[^"]+"', answer.text) is None


@pytest.mark.parametrize(
    "new", ["        秘密 ", "🔑" * 4 + "かぎの束です", "<script>alert(1)</script>"]
)
def test_any_characters_are_taken(person, sign_in, new):
    assert change(sign_in(), person.password, new).status_code == 303
    assert is_signed_in(sign_in(password=new))


def test_the_rules_are_said_before_and_pasting_is_allowed(person, sign_in):
    page = sign_in().get("/account/password").text
    assert "10文字以上" in page
    assert 'autocomplete="new-password"' in page
    assert "onpaste" not in page


def test_the_record_says_that_it_changed_and_not_to_what(person, sign_in):
    change(sign_in(), person.password, NEW)
    entry = db.session.scalars(db.select(AuditEntry)).one()
    assert entry.verb == "account:change_password"
    assert NEW not in f"{entry.before}{entry.after}"
    assert "argon2" not in f"{entry.before}{entry.after}"
    assert db.session.get(User, person.id).password_hash.startswith("$argon2id$")
