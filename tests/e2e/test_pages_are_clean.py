"""Each page template at 1280 and 360 px: axe, console, CSP, sideways scrolling, h1, title.

Axe takes most of the time: what sets a further sight of a template apart (refused, empty, another
reader) it looks at where there is less room, and its first sight at both widths.
"""

import fcntl
import re
from pathlib import Path

import pytest

from tests.e2e.conftest import WIDTHS, Person, findings, picture
from tests.e2e.pages import SIGHTS, Places, Sight, prepare

TEMPLATES = Path(__file__).parents[2] / "hub" / "templates"
PREPARING = Sight("finding/search.html", None, "/search?q=助成", about="without an index")
FIRST = {sight.template: sight for sight in reversed(SIGHTS)}
SHARED = {"base.html", "meetings/layout.html"}  # extended by pages, never a page themselves


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


def looked_at(somebody: Person, places: Places, sight: Sight, width: int) -> list[str]:
    """What is wrong with the page; its picture is kept in out/."""
    somebody.go(places.address(sight, width), status=200 if sight.then else sight.status)
    if sight.then:
        sight.then(somebody)
    assert somebody.answer.status == sight.status
    assert sight.template in somebody.answer.headers["x-templates"].split(",")
    name = f"{sight.template.removesuffix('.html')} {sight.about}".strip()
    picture(somebody, f"{re.sub('[^a-z0-9]+', '-', name)}-{width}")
    return findings(somebody, with_axe=sight is FIRST.get(sight.template) or width == min(WIDTHS))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("sight", SIGHTS, ids=lambda s: f"{s.template} {s.about}".strip())
def test_page_is_clean(people, places, sight: Sight, width: int):
    assert looked_at(people(sight.who, width), places, sight, width) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_search_without_an_index_is_clean(server, people, places, width: int):
    index = server.folder / "index"
    [pointer] = index.glob("current-*")
    with (index / "writing.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # as a rebuild does: the worker would build one at once
        aside = pointer.rename(index / "aside")
        try:
            assert looked_at(people(None, width), places, PREPARING, width) == []
        finally:
            aside.rename(pointer)
