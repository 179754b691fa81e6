"""A part is found under the thing it belongs to, and under no other that its editor may edit."""

import pytest

from hub.core.db import db
from hub.organizations.models import Organization
from tests import make
from tests.permissions import rows  # noqa: F401 (fills the table)
from tests.permissions.table import ROWS
from tests.permissions.test_every_route import ask, shown

# what stands first in the address -> others that the same people may change
OTHERS = {
    "action_id": ("network_action", "public_meeting_action"),
    "idea_id": ("public_idea",),
    "menu_id": ("public_menu",),
    "meeting_id": ("network_draft", "public_draft"),
    "organization_id": ("sdc_organization",),
    "programme_id": ("network_programme", "public_programme"),
    "review_id": ("review_inside", "review_draft"),
    "series_id": ("other_series",),
}
ELSEWHERE = {"reviews.answer_issue"}  # a 課題 of an earlier review, by design
ASKING = ("admin", "editor", "member")  # the chief administers one organization only
NESTED = [
    row
    for row in ROWS
    if row.endpoint not in ELSEWHERE
    and row.ok & set(ASKING)
    and sum(name.endswith("_id") for name in row.things) > 1
]


@pytest.fixture
def other_series(place) -> int:
    with place.app.app_context():
        home = db.session.get(Organization, place.world.things["home_organization"])
        return make.series(secretariat=home).id


@pytest.mark.parametrize("row", NESTED, ids=str)
def test_a_part_is_not_found_under_another_thing(place, other_series, row):
    person = next(name for name in ASKING if name in row.ok)
    (parent,) = OTHERS.keys() & row.things.keys()
    (child,) = {name for name in row.things if name.endswith("_id")} - {parent}
    name = next(name for name in OTHERS[parent] if name != row.things[parent])
    another = place.world.things.get(name, other_series)
    answers = [
        place.ask(
            person,
            place.address(row.endpoint, **{**row.things, parent: another, child: part}),
            row.method,
        )
        for part in (row.things[child], 999_999)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert shown(answers[0]) == shown(answers[1])
    assert ask(place, row, person).status_code != 404


def test_there_are_such_addresses_of_every_kind():
    assert {next(iter(OTHERS.keys() & row.things.keys())) for row in NESTED} == set(OTHERS)
