"""Every rule × method × kind of person × visibility, against the table; an unlisted rule fails."""

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import url_for

from hub import create_app
from hub.accounts.models import User
from hub.core.db import db
from tests.conftest import ANCHOR, prepare, settings
from tests.permissions import rows  # noqa: F401 (fills the table)
from tests.permissions.table import ROWS, Row, covered, rules
from tests.permissions.world import PEOPLE, World, build

OUTSIDERS = ("visitor", "admin", "stranger")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, empty_database) -> tuple[Any, World, Path]:
    """The hub with the world in it, and a copy of the database to go back to."""
    folder = tmp_path_factory.mktemp("world")
    shutil.copy(empty_database, folder / "hub.db")
    app = prepare(create_app(settings(folder)))
    with time_machine.travel(ANCHOR), app.app_context():
        world = build()
        db.session.remove()
        db.engine.dispose()
    shutil.copy(folder / "hub.db", folder / "kept.db")
    return app, world, folder


@pytest.fixture
def place(prepared):
    """Called before a request that may change something."""
    app, _world, folder = prepared

    def restore() -> None:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        for leftover in folder.glob("hub.db*"):
            leftover.unlink()
        shutil.copy(folder / "kept.db", folder / "hub.db")

    return restore


def ask(app: Any, world: World, row: Row, person: str) -> Any:
    def value_of(name: str) -> Any:
        return world.things.get(name, name)

    with app.app_context():
        user_id = world.people[person]
        client = app.test_client(user=db.session.get(User, user_id) if user_id else None)
        with app.test_request_context():
            address = url_for(
                row.endpoint,
                **{name: value_of(thing) for name, thing in row.things.items()},
                **{name: value_of(thing) for name, thing in row.query.items()},
            )
        data = {name: value_of(thing) for name, thing in row.data.items()}
        return client.open(address, method=row.method, data=data or None)


def outcome(response: Any) -> str:
    if response.status_code in (301, 302, 303) and "/login" in response.headers["Location"]:
        return "login"
    if response.status_code == 401:
        return "login"
    if response.status_code == 404:
        return "missing"
    if response.status_code == 403:
        return "forbidden"
    assert response.status_code < 500, response.text
    return "ok"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_gets_in(prepared, place, row):
    app, world, _folder = prepared
    found = {}
    for person in PEOPLE:
        found[person] = outcome(ask(app, world, row, person))
        if row.method != "GET" and found[person] == "ok":
            place()  # it may have changed something
    assert found == {person: row.expected(person) for person in PEOPLE}


def test_every_rule_is_in_the_table(prepared):
    app, _world, _folder = prepared
    assert sorted(set(rules(app)) - covered()) == []


def test_the_table_has_no_rule_that_is_gone(prepared):
    app, _world, _folder = prepared
    assert sorted(covered() - set(rules(app))) == []


@pytest.mark.parametrize(
    "row", [r for r in ROWS if r.things and "missing" in map(r.expected, PEOPLE)], ids=str
)
def test_an_outsider_reads_the_same_as_for_what_does_not_exist(prepared, row):
    """Not only the number of the status: the whole page."""
    app, world, _folder = prepared
    nowhere = replace(
        row,
        things={name: "999999" if name.endswith("_id") else "nowhere" for name in row.things},
    )
    for person in (p for p in OUTSIDERS if row.expected(p) == "missing"):
        hidden = ask(app, world, row, person)
        assert hidden.status_code == 404
        assert _shown(hidden) == _shown(ask(app, world, nowhere, person))


def _shown(response: Any) -> str:
    """The page without the token of its form, which is new each time."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", response.text)
