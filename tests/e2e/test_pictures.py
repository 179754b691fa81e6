"""The pictures of README. HUB_PICTURES=1 and this file alone put them into docs/pictures."""

import os
import shutil
from pathlib import Path

import pytest

from tests.e2e.conftest import OUT
from tests.e2e.pages import COORDINATOR, PARTNER

DOCS = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 200_000
PICTURES = {
    "desk-1280": (COORDINATOR, 1280, "/"),
    "menus-1280": (PARTNER, 1280, "/menus"),
    "minutes-1280": (PARTNER, 1280, "/meetings/{meeting}/minutes"),
    "search-360": (PARTNER, 360, "/search?q=助成"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_made(people, server, name):
    email, width, path = PICTURES[name]
    meeting = server.ask("SELECT id FROM meetings WHERE held_on = '2026-09-16'")
    somebody = people(email, width)
    somebody.go(path.format(meeting=meeting))
    OUT.mkdir(exist_ok=True)
    file = OUT / f"readme-{name}.png"
    somebody.page.screenshot(path=file)
    assert file.stat().st_size < LARGEST
    if os.environ.get("HUB_PICTURES"):
        DOCS.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, DOCS / f"{name}.png")
