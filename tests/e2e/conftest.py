"""A browser, the real server with the demo, and people who sign in by the form."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Response,
    sync_playwright,
)

from tests.conftest import ANCHOR

HERE = Path(__file__).parent
OUT = HERE / "out"
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
ASKED_OF_AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # to describe what is in order takes most of the time
}
WIDTHS = {1280: 900, 360: 740}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PASSWORD = "tsunagi-demo"
NEWCOMER, NEW_PASSWORD = "shinnin@example.jp", "幸区の古い楽器ケース"  # invited by a test


def pytest_collection_modifyitems(items):
    """The pages first, as the sample is; the stories change it."""
    for item in items:
        item.add_marker(pytest.mark.e2e)
    items.sort(key=lambda item: not item.path.stem.startswith("test_pages"))


@dataclass
class Server:
    """The hub as a process of its own."""

    base: str
    folder: Path
    env: dict[str, str]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``hub`` beside it, on the same database and index."""
        return subprocess.run(
            [sys.executable, "-m", "tests.e2e.server", *words],
            env=self.env, cwd=HERE.parents[1], capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    def morning(self, days: int) -> None:
        """What the worker does in the morning so many days on: for the server it is a holiday."""
        morning = datetime.combine(ANCHOR + timedelta(days=days), time(9), tzinfo=ANCHOR.tzinfo)
        done = subprocess.run(
            [sys.executable, "-m", "tests.e2e.server", "tick"],
            env={**self.env, "E2E_NOW": morning.isoformat()}, cwd=HERE.parents[1],
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "job failed" not in done.stdout + done.stderr

    def ask(self, statement: str, *values: Any) -> Any:
        """One value out of the database, to know an address that no link of a test leads to."""
        file = f"file:{self.folder / 'var' / 'hub.db'}?mode=ro"
        with closing(sqlite3.connect(file, uri=True)) as connection:
            row = connection.execute(statement, values).fetchone()
        assert row is not None, f"{statement} {values}"
        return row[0]


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hub")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {
        **os.environ,
        "HUB_DATA_DIR": str(folder / "var"),
        "HUB_SEARCH_INDEX": str(folder / "index"),
        "HUB_PORT": str(port),
        "HUB_DEMO": "1",
        "HUB_LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
    }
    log = (folder / "server.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.server"],
        env=env, stdout=subprocess.PIPE, stderr=log, text=True, cwd=HERE.parents[1],
    )  # fmt: skip
    with process, log:
        for line in process.stdout:
            if "Stop with" in line:
                break
        else:
            pytest.fail((folder / "server.log").read_text())
        yield Server(f"http://127.0.0.1:{port}", folder, env)
        process.terminate()
    assert "unhandled" not in (folder / "server.log").read_text()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Person:
    """Somebody at a browser; ``said`` is what the console told of the page that is open."""

    context: BrowserContext
    page: Page
    base: str
    said: list[str] = field(default_factory=list)
    answer: Response | None = None

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        is_page = message.location["url"] == (self.answer.url if self.answer else "")
        if not (is_page and message.text.startswith("Failed to load resource")):  # 404 and others
            self.said.append(f"{message.type}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.answer = response

    def go(self, path: str, status: int = 200) -> None:
        self.said.clear()
        response = self.page.goto(self.base + path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"

    def press(self, name: str, status: int = 200, within: str = "main") -> None:
        """Press the button of this name, and wait for the page that comes."""
        self.said.clear()
        with self.page.expect_navigation() as coming:
            self.page.locator(within).get_by_role("button", name=name).first.click()
        assert coming.value.status == status, f"{name}: {coming.value.status}"

    def follow(self, name: str, within: str = "main") -> None:
        """Follow the first link of this name."""
        self.said.clear()
        with self.page.expect_navigation() as coming:
            self.page.locator(within).get_by_role("link", name=name).first.click()
        assert coming.value.status == 200, f"{name}: {coming.value.status}"

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").fill(value)

    def choose(self, **fields: str) -> None:
        """Choose the first option that has these words in it."""
        for name, words in fields.items():
            select = self.page.locator(f"main select[name={name}]")
            select.select_option(
                select.locator("option", has_text=words).first.get_attribute("value")
            )

    def sees(self, *texts: str) -> None:
        shown = self.page.locator("main").inner_text()
        for text in texts:
            assert text in shown, f"{text} is not on {self.path()}:\n{shown}"

    def path(self) -> str:
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")


def sit_down(
    browser: Browser, base: str, email: str | None = None, *, width: int = 1280,
    javascript: bool = True,
) -> Person:  # fmt: skip
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        java_script_enabled=javascript,
    )
    context.set_default_timeout(10_000)
    somebody = Person(context, context.new_page(), base)
    if email:
        sign_in(somebody, email)
    return somebody


def sign_in(somebody: Person, email: str) -> None:
    somebody.go("/login")
    somebody.fill(email=email, password=NEW_PASSWORD if email == NEWCOMER else PASSWORD)
    somebody.press("ログイン")


@pytest.fixture
def person(server, browser) -> Iterator[Callable[..., Person]]:
    """``person("jimukyoku@example.jp", width=360, javascript=False)``; None is a visitor."""
    opened = []

    def open_one(*given: Any, **more: Any) -> Person:
        opened.append(sit_down(browser, server.base, *given, **more))
        return opened[-1]

    yield open_one
    for somebody in opened:
        somebody.context.close()


@pytest.fixture(scope="module")
def people(server, browser) -> Iterator[Callable[..., Person]]:
    """Like ``person``, but the same browser for the same person and width all through a file."""
    known: dict[tuple[str | None, int], Person] = {}

    def find(email: str | None = None, width: int = 1280) -> Person:
        if (email, width) not in known:
            known[email, width] = sit_down(browser, server.base, email, width=width)
        return known[email, width]

    yield find
    for somebody in known.values():
        somebody.context.close()


def violations(somebody: Person) -> list[str]:
    """What axe says of this page (WCAG 2.2 A and AA)."""
    page = somebody.page
    page.evaluate(AXE) if not page.evaluate("'axe' in window") else None
    report = page.evaluate(f"axe.run(document, {json.dumps(ASKED_OF_AXE)})")
    return [
        f"{violation['id']}: {node['html'][:160]} {json.dumps(node['any'][:1])[:300]}"
        for violation in report["violations"]
        for node in violation["nodes"]
    ]


def findings(somebody: Person, *, with_axe: bool = True) -> list[str]:
    """What axe, the console and sideways scrolling say of this page."""
    page = somebody.page
    found = violations(somebody) if with_axe else []
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if wide > 0:
        found.append(f"scrolls sideways by {wide}px")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    if not page.title().removesuffix("｜つなぎハブ").strip():
        found.append("no title")
    return found + somebody.said


def picture(somebody: Person, name: str) -> Path:
    OUT.mkdir(exist_ok=True)
    path = OUT / f"{name}.png"
    try:
        somebody.page.screenshot(path=path, full_page=True)
    except (
        Error
    ):  # two browsers on a busy machine: Chromium could not capture; it can the next time
        somebody.page.screenshot(path=path, full_page=True)
    return path
