"""Every rule × method × kind of person × visibility, against the table; an unlisted rule fails."""

import re
from functools import cache
from typing import Any

import pytest

from tests.permissions import rows  # noqa: F401 (fills the table)
from tests.permissions.canaries import found_in, places, readable
from tests.permissions.table import ROWS, Row, covered, rules
from tests.permissions.world import PEOPLE


def ask(place: Any, row: Row, person: str) -> Any:
    address = place.address(row.endpoint, **row.things, **row.query)
    data = {name: place.world.things.get(value, value) for name, value in row.data.items()}
    return place.ask(person, address, row.method, data or None)


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


def shown(response: Any) -> tuple[int, str]:
    """Without the token of a form, which is new each time, and the address to come back to."""
    page = re.sub(r'name="csrf_token" value="[^"]*"', "", response.text)
    return response.status_code, re.sub(r"next=[^\"<]*", "next=", page)


@pytest.fixture(scope="session")
def nowhere(built) -> Any:
    """What is answered to the same request for a thing that does not exist."""

    @cache
    def answer(person: str, method: str, endpoint: str, *values: tuple[str, str]) -> Any:
        return shown(built.ask(person, built.address(endpoint, **dict(values)), method))

    def of(row: Row, person: str) -> tuple[int, str]:
        missing = {name: 999_999 if name.endswith("_id") else v for name, v in row.things.items()}
        return answer(person, row.method, row.endpoint, *missing.items())

    return of


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_gets_in(place, nowhere, row):
    """Whoever may not know of a thing reads the same page as for what does not exist."""
    found, telling = {}, []
    for person in PEOPLE:
        answer = ask(place, row, person)
        found[person] = outcome(answer)
        assert places(found_in(answer.text) - readable(person)) == set(), person
        if found[person] in {"missing", "login"} and row.things:
            if shown(answer) != nowhere(row, person):
                telling.append(person)
        elif found[person] == "ok" and row.method != "GET":
            place.restore()  # it may have changed something
    assert found == {person: row.expected(person) for person in PEOPLE}
    assert telling == []


def test_every_rule_is_in_the_table(place):
    assert sorted(set(rules(place.app)) - covered()) == []


def test_the_table_has_no_rule_that_is_gone(place):
    assert sorted(covered() - set(rules(place.app))) == []
