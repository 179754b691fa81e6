"""hub account ...: what it prints, and its exit codes."""

import pytest

from hub.accounts.models import Role, User
from hub.core.db import db
from tests import make

PASSWORD = "森の中の長い小道です"


@pytest.fixture
def hub(app):
    runner = app.test_cli_runner()
    return lambda *words, typed="": runner.invoke(args=["account", *words], input=typed)


def path(result) -> str:
    return result.output.strip().splitlines()[-1].removeprefix("http://localhost")


def test_the_first_administrator_is_made_with_a_password(hub, visitor):
    result = hub("create-admin", "Root@example.jp", "--name", "根", typed=f"{PASSWORD}\n" * 2)
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert (
        visitor.post("/login", data={"email": "root@example.jp", "password": PASSWORD}).status_code
        == 303
    )
    assert visitor.get("/admin/people").status_code == 200


@pytest.mark.parametrize("typed", ["kurz\nkurz\n", "password123\npassword123\n"])
def test_a_bad_password_is_refused_with_a_sentence(hub, typed):
    result = hub("create-admin", "root@example.jp", typed=typed)
    assert result.exit_code == 1
    assert "してください" in result.output
    assert db.session.scalars(db.select(User)).all() == []


def test_an_address_that_has_an_account_is_refused(hub):
    make.user(email="root@example.jp")
    for words in (
        ["create-admin", "root@example.jp", "--link"],
        ["create-admin", "root@example.jp"],
    ):
        result = hub(*words, typed=f"{PASSWORD}\n" * 2)
        assert result.exit_code == 1
        assert "すでにあります" in result.output


def test_the_link_of_an_administrator_works_once(hub, visitor):
    result = hub("create-admin", "root@example.jp", "--link")
    assert result.exit_code == 0
    given = {"name": "根", "password": PASSWORD}
    assert "システム管理者" in visitor.get(path(result)).text
    assert visitor.post(path(result), data=given).status_code == 303
    assert visitor.get("/admin/people").status_code == 200
    assert visitor.get(path(result)).status_code == 404


@pytest.mark.parametrize("role", [*Role])
def test_an_invitation_from_the_command_line(hub, visitor, role):
    organization = make.organization(code="kcac")
    result = hub("invite", "sato@example.jp", "kcac", "--role", role.value, "--coordinator")
    assert result.exit_code == 0
    visitor.post(path(result), data={"name": "佐藤", "password": PASSWORD})
    user = db.session.scalars(db.select(User)).one()
    assert (user.memberships[0].organization, user.memberships[0].role) == (organization, role)
    assert user.coordinates


def test_without_the_option_nobody_becomes_coordinator(hub, visitor):
    make.organization(code="kcac")
    result = hub("invite", "sato@example.jp", "kcac", "--role", "editor")
    visitor.post(path(result), data={"name": "佐藤", "password": PASSWORD})
    assert not db.session.scalars(db.select(User)).one().is_coordinator


def test_an_unknown_organization_is_refused(hub):
    result = hub("invite", "sato@example.jp", "nowhere", "--role", "editor")
    assert result.exit_code == 1
    assert "nowhere" in result.output


def test_a_reset_link_is_printed_for_who_has_no_mail(hub, visitor, person):
    result = hub("reset-link", person.email)
    assert result.exit_code == 0
    assert visitor.post(path(result), data={"password": PASSWORD}).status_code == 303
    assert hub("reset-link", "nobody@example.jp").exit_code == 1


@pytest.mark.parametrize(
    "words",
    [["create-admin"], ["create-admin", "no address"], ["invite", "a@example.jp"],
     ["invite", "a@example.jp", "kcac"], ["invite", "a@example.jp", "kcac", "--role", "king"],
     ["reset-link", ""], ["nonsense"]],
)  # fmt: skip
def test_wrong_usage_ends_with_two(hub, words):
    assert hub(*words).exit_code == 2


@pytest.mark.parametrize("name", ["create-admin", "invite", "reset-link"])
def test_every_command_explains_itself(hub, name):
    result = hub(name, "--help")
    assert result.exit_code == 0
    assert "Exit codes: 0" in result.output
