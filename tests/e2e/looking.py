"""One look at a page: axe, console, CSP, sideways scrolling, h1, title. Its picture is kept."""

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.conftest import WIDTHS, Person, Server, findings, picture
from tests.e2e.pages import SIGHTS, Places, Sight

PREPARING = Sight("finding/search.html", None, "/search?q=助成", about="without an index")
FIRST = {sight.template: sight for sight in reversed(SIGHTS)}


def looked_at(somebody: Person, places: Places, sight: Sight, width: int) -> list[str]:
    """What is wrong with the page.

    Axe takes most of the time: what sets a further sight of a template apart (refused, empty,
    another reader) it looks at where there is less room, and its first sight at both widths.
    """
    somebody.go(places.address(sight, width), status=200 if sight.then else sight.status)
    if sight.then:
        sight.then(somebody)
    assert somebody.answer.status == sight.status
    assert sight.template in somebody.answer.headers["x-templates"].split(",")
    name = f"{sight.template.removesuffix('.html')} {sight.about}".strip()
    picture(somebody, f"{re.sub('[^a-z0-9]+', '-', name)}-{width}")
    return findings(somebody, with_axe=sight is FIRST.get(sight.template) or width == min(WIDTHS))


@contextmanager
def without_an_index(server: Server) -> Iterator[None]:
    index = server.folder / "index"
    [pointer] = index.glob("current-*")
    with (index / "writing.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # as a rebuild does: the worker would build one at once
        aside = pointer.rename(index / "aside")
        try:
            yield
        finally:
            aside.rename(pointer)


def named(sight: Sight) -> str:
    return f"{sight.template} {sight.about}".strip()
