"""Each page template at a desk (1280 px). A file of its own, to run beside the one at 360 px."""

from pathlib import Path

import pytest

from tests.e2e.looking import PREPARING, looked_at, named, without_an_index
from tests.e2e.pages import SIGHTS, Places, Sight, prepare

TEMPLATES = Path(__file__).parents[2] / "hub" / "templates"
SHARED = {"base.html", "meetings/layout.html"}  # extended by pages, never a page themselves
WIDTH = 1280


@pytest.fixture(scope="module")
def places(server, people) -> Places:
    return prepare(server, people)


def test_every_page_template_is_looked_at():
    pages = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if not path.name.startswith("_") and path.parent.name != "ui"
    }
    assert {sight.template for sight in [*SIGHTS, PREPARING]} == pages - SHARED


@pytest.mark.parametrize("sight", SIGHTS, ids=named)
def test_page_is_clean(people, places, sight: Sight):
    assert looked_at(people(sight.who, WIDTH), places, sight, WIDTH) == []


def test_search_without_an_index_is_clean(server, people, places):
    with without_an_index(server):
        assert looked_at(people(None, WIDTH), places, PREPARING, WIDTH) == []
