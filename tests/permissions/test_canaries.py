"""Not one word of what a person may not read: not in pages, lists, exports, counts, or the search.

The table asks who gets to the page of a thing; here everything else is read that may tell of it.
"""

import io
import re
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from hub.accounts.models import User
from hub.core.db import db
from tests.permissions import rows  # noqa: F401 (fills the table)
from tests.permissions.canaries import (
    WORDS,
    found_in,
    only_searched,
    places,
    readable,
    searchable,
)
from tests.permissions.table import ROWS
from tests.permissions.world import PEOPLE

LISTS = (
    "/", "/menus", "/menus?sort=new", "/menus/mine", "/menus/export.csv", "/menus/export.xlsx",
    "/meetings", "/actions", "/actions?who=all", "/actions/board", "/actions/export.csv",
    "/actions/export.xlsx", "/organizations", "/wards", "/wards/nakahara", "/account", "/records",
    "/records/export.csv", "/records/export.xlsx", "/ideas", "/ideas?stage=all", "/themes",
    "/ideas/export.csv", "/ideas/export.xlsx", "/chains", "/chains/export.csv",
    "/chains/export.xlsx",
    "/pictures/ideas?by=meeting", "/pictures/ideas?by=organization", "/pictures/ideas/list",
    "/reviews", "/reviews?state=confirmed", "/inbox", "/activity",
    "/programmes", "/pictures/timeline", "/pictures/months", "/pictures/months/list",
    "/pictures/months/list?what=raised", "/pictures/together?of=all",
    "/desk", "/inquiries", "/inquiries?state=all",
    "/pictures/coverage", "/reports", "/reports/public", "/reports/public?term=2025",
)  # fmt: skip
READ = {
    "menus.show", "menus.history", "meetings.show", "meetings.series", "meetings.minutes",
    "meetings.minutes_history", "actions.show", "organizations.show", "organizations.visits",
    "organizations.visit", "ideas.show", "themes.show", "themes.whole", "themes.handover",
    "themes.edit_handover", "chains.show", "actions.choose_awaited", "successions.share",
    "successions.holders", "successions.pass_on", "reviews.show", "reviews.version",
    "reviews.versions", "inquiries.show",
    "programmes.show", "programmes.indicator", "programmes.download",
}  # fmt: skip
UNKNOWN = "zqnobodywrites"


@pytest.fixture(scope="module")
def searched(built) -> Any:
    """Other tests in this process changed things and took them back: the index does not know."""
    built.index_anew()
    return built


def text_of(response: Any) -> str:
    """What a person reads in it, of a workbook its cells."""
    if "spreadsheet" in response.headers.get("Content-Type", ""):
        book = load_workbook(io.BytesIO(response.data), read_only=True)
        return "\n".join(str(cell) for line in book.active.values for cell in line)
    return response.text


def without_token(response: Any) -> str:
    """The token of a form is new each time."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", response.text)


def pages(place: Any) -> list[str]:
    """Every page that is there to be read, and every list and export."""
    of_things = {
        place.address(row.endpoint, **row.things)
        for row in ROWS
        if row.method == "GET" and row.endpoint in READ
    }
    return sorted({*of_things, *LISTS})


@pytest.mark.parametrize("person", PEOPLE)
def test_pages_lists_and_exports_tell_all_that_may_be_read_and_nothing_else(searched, person):
    told = set()
    for address in pages(searched):
        found = found_in(text_of(searched.ask(person, address)))
        assert places(found - readable(person)) == set(), address
        told |= found
    assert places(readable(person) - told - only_searched()) == set()


@pytest.mark.parametrize("person", PEOPLE)
def test_the_search_finds_what_may_be_read_and_counts_nothing_else(searched, person):
    findable = searchable(person)
    nothing = searched.ask(person, f"/api/v1/search?q={UNKNOWN}").json
    for told, (about, _readers) in WORDS.items():
        answer = searched.ask(person, f"/api/v1/search?q={told}")
        if findable.get(told):
            assert answer.json["total"] > 0, about
            assert found_in(answer.text) <= readable(person), about
        else:
            assert answer.json == nothing, about


@pytest.mark.parametrize("person", PEOPLE)
def test_the_page_of_the_search_is_the_one_for_a_word_that_nobody_wrote(searched, person):
    """Hits, totals, tabs, facets and texts: the whole page is the same but for the word."""
    nothing = without_token(searched.ask(person, f"/search?q={UNKNOWN}"))
    for told, is_found in searchable(person).items():
        page = without_token(searched.ask(person, f"/search?q={told}"))
        if is_found:
            assert places(found_in(page) - readable(person)) == set()
            assert "<mark>" in page
        else:
            assert page.replace(told, UNKNOWN) == nothing, WORDS[told][0]


@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_offered_and_what_was_meant_tell_nothing_else(searched, person):
    """Half of a word while typing, and a word with one wrong letter."""
    for told in WORDS:
        offered = searched.ask(person, f"/search/suggest?q={told[:6]}").text
        assert places(found_in(offered) - readable(person)) == set()
    for told in searchable(person):
        typed = f"{told[:-1]}q"
        for address in (f"/search?q={typed}", f"/api/v1/search?q={typed}"):
            found = found_in(searched.ask(person, address).text)
            assert places(found - readable(person)) == set(), address


def test_who_loses_a_membership_finds_nothing_with_the_next_request(searched):
    told = next(word for word, (about, _readers) in WORDS.items() if about == "own_menu")
    menu = searched.address("menus.show", menu_id="own_menu")
    assert searched.ask("editor", f"/api/v1/search?q={told}").json["total"] > 0
    assert told in searched.ask("editor", menu).text
    with searched.app.app_context():
        person = db.session.get(User, searched.world.people["editor"])
        person.memberships[0].ends_on = date(2026, 11, 22)
        db.session.commit()
    try:
        assert searched.ask("editor", f"/api/v1/search?q={told}").json["total"] == 0
        assert told not in searched.ask("editor", "/menus").text
        assert searched.ask("editor", menu).status_code == 404
    finally:
        searched.restore()
