"""Signing in and out over HTTP."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from hub.accounts.models import SignIn, User
from hub.core.db import db
from hub.core.passwords import hash_password
from tests import make

PASSWORD = "森の中の長い小道"


@pytest.fixture
def person(app):
    return make.user(email="yamada@example.jp", password_hash=hash_password(PASSWORD))


def sign_in(client, email="yamada@example.jp", password=PASSWORD, **given):
    return client.post("/login", data={"email": email, "password": password} | given)


def is_signed_in(client) -> bool:
    return client.get("/account").status_code == 200


def test_the_right_password_signs_in(visitor, person):
    answer = sign_in(visitor)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_signed_in(visitor)


def test_the_address_may_be_typed_in_capitals_and_full_width(visitor, person):
    assert sign_in(visitor, email=" Ｙamada@Example.JP ").status_code == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [("yamada@example.jp", "違うパスワード"), ("nobody@example.jp", PASSWORD), ("x", "y" * 5000)],
)
def test_wrong_unknown_and_disabled_get_one_answer(visitor, person, email, password):
    answer = sign_in(visitor, email=email, password=password)
    assert answer.status_code == 422
    assert "メールアドレスかパスワードが違います。" in answer.text
    assert password not in answer.text
    assert not is_signed_in(visitor)


def test_a_disabled_account_gets_the_same_answer(visitor, person):
    wrong = sign_in(visitor, password="違うパスワード")
    person.disable()
    db.session.commit()
    assert sign_in(visitor).text == wrong.text


def test_an_account_without_a_usable_hash_gets_the_same_answer(visitor):
    make.user(email="sato@example.jp", password_hash="!")
    assert sign_in(visitor, email="sato@example.jp", password="!").status_code == 422


def test_empty_fields_are_named(visitor):
    answer = sign_in(visitor, email="", password="")
    assert answer.status_code == 422
    assert "2か所を直してください" in answer.text


def test_the_sixth_wrong_try_in_a_minute_answers_429(visitor, person, clock):
    assert [sign_in(visitor, password="x").status_code for _ in range(6)] == [422] * 5 + [429]
    assert sign_in(visitor).status_code == 429  # the right one does not say that it is right
    clock.shift(timedelta(seconds=61))
    assert sign_in(visitor).status_code == 303


def test_tries_on_many_accounts_from_one_address_are_limited_too(visitor):
    answers = [sign_in(visitor, email=f"u{n}@example.jp").status_code for n in range(21)]
    assert answers[-1] == 429


def test_signing_in_rightly_is_not_counted(app, person):
    assert {sign_in(app.test_client()).status_code for _ in range(8)} == {303}


def test_a_hash_with_older_parameters_is_made_anew(visitor, person):
    old = "$argon2id$v=19$m=8,t=1,p=1$"
    person.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    assert person.password_hash.startswith(old)
    db.session.commit()
    sign_in(visitor)
    assert not db.session.get(User, person.id).password_hash.startswith(old)
    assert sign_in(visitor).status_code == 303


OFF_SITE = [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil",
    "javascript:alert(1)", "http:evil", "/\n/evil.example", "///evil", " //evil", "evil.example",
    "/\x00/evil", "https:/evil.example", "data:text/html,x", "//user@evil.example/", "", "a" * 9,
    "/%0d%0aLocation:\r\n//evil", "\u3000//evil", "/" + "x" * 3000, "mailto:a@b", "?x", "#x",
    "http://localhost.evil.example", "//localhost@evil.example", "////evil.example", "https:\\\\e",
    "/\\/evil", "\t//evil", "//[::1]", "//127.0.0.1", ".//x",
]  # fmt: skip


@pytest.mark.parametrize("target", OFF_SITE)
def test_next_leads_nowhere_else(visitor, person, target):
    answer = visitor.post(
        "/login",
        query_string={"next": target},
        data={"email": "yamada@example.jp", "password": PASSWORD},
    )
    assert (answer.status_code, answer.location) == (303, "/")


def test_next_leads_back_to_the_page(visitor, person):
    asked = visitor.get("/account?a=1")
    assert asked.status_code == 303
    answer = visitor.post(asked.location, data={"email": person.email, "password": PASSWORD})
    assert answer.location == "/account?a=1"


def test_a_new_session_begins_at_sign_in(visitor, person):
    with visitor.session_transaction() as session:
        session["planted"] = "x"
        session["csrf_token"] = "known to somebody"
    sign_in(visitor)
    with visitor.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != "known to somebody"


def copied(app, client):
    """Another client with the same cookie."""
    thief = app.test_client()
    thief.set_cookie("hub_session", client.get_cookie("hub_session").value)
    return thief


def test_a_copied_cookie_is_dead_after_sign_out(app, visitor, person):
    sign_in(visitor)
    thief = copied(app, visitor)
    assert is_signed_in(thief)
    assert visitor.post("/logout").status_code == 303
    assert not is_signed_in(visitor)
    assert not is_signed_in(thief)


def test_signing_out_leaves_other_devices_alone(app, visitor, person):
    other = app.test_client()
    sign_in(other)
    sign_in(visitor)
    visitor.post("/logout")
    assert is_signed_in(other)


def test_the_cookie_before_sign_in_is_not_signed_in_after_it(app, visitor, person):
    visitor.get("/login")
    before = copied(app, visitor) if visitor.get_cookie("hub_session") else app.test_client()
    sign_in(visitor)
    assert not is_signed_in(before)


def test_a_session_ends_after_half_a_day_unused(visitor, person, clock):
    sign_in(visitor)
    clock.shift(timedelta(hours=11))
    assert is_signed_in(visitor)
    clock.shift(timedelta(hours=11))
    assert is_signed_in(visitor)
    clock.shift(timedelta(hours=13))
    assert not is_signed_in(visitor)


def test_a_session_ends_after_thirty_days_in_any_case(visitor, person, clock):
    sign_in(visitor)
    for _ in range(72):
        clock.shift(timedelta(hours=10))
        visitor.get("/account")
    clock.shift(timedelta(hours=1))
    assert not is_signed_in(visitor)


def test_a_raised_session_version_ends_the_session(visitor, person):
    sign_in(visitor)
    db.session.get(User, person.id).session_version += 1
    db.session.commit()
    assert not is_signed_in(visitor)


def test_the_database_does_not_hold_the_secret_of_the_cookie(visitor, person):
    sign_in(visitor)
    with visitor.session_transaction() as session:
        token = session["sign_in"]
    assert token not in db.session.scalars(db.select(SignIn.token_hash)).all()


def test_other_sessions_can_be_ended_alone(app, visitor, person):
    other = app.test_client()
    sign_in(other)
    sign_in(visitor)
    assert "ほかに、ログインが1件" in visitor.get("/account").text
    visitor.post("/account/sessions/end")
    assert is_signed_in(visitor)
    assert not is_signed_in(other)


def test_hostile_cookies_are_visitors(visitor, person):
    for value in ["", "x", "a.b.c", "é"]:
        visitor.set_cookie("hub_session", value)
        assert visitor.get("/account").status_code == 303
