"""A browser, the real server with the demo, and people who sign in by the form."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

HERE = Path(__file__).parent
OUT = HERE / "out"
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = {1280: 900, 360: 740}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PASSWORD = "tsunagi-demo"


def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[str]:
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
        yield f"http://127.0.0.1:{port}"
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
    """Somebody at a browser. ``page`` collects what the console said in ``said``."""

    context: BrowserContext
    page: Page
    base: str
    said: list[str]

    def go(self, path: str) -> None:
        response = self.page.goto(self.base + path)
        assert response is not None
        assert response.status < 400, f"{path}: {response.status}"

    def path(self) -> str:
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")


@pytest.fixture
def person(server, browser) -> Iterator[Callable[..., Person]]:
    """``person("jimukyoku@example.jp", width=360, javascript=False)``; None is a visitor."""
    opened = []

    def sit_down(email: str | None = None, *, width: int = 1280, javascript: bool = True) -> Person:
        context = browser.new_context(
            viewport={"width": width, "height": WIDTHS[width]},
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            java_script_enabled=javascript,
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        page, said = context.new_page(), []
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        somebody = Person(context, page, server, said)
        if email:
            somebody.go("/login")
            page.fill("[name=email]", email)
            page.fill("[name=password]", PASSWORD)
            page.click("main form button")
            page.wait_for_url(lambda url: "/login" not in url)
        return somebody

    yield sit_down
    for context in opened:
        context.close()


def findings(somebody: Person) -> list[str]:
    """What axe (WCAG 2.2 A and AA), the console and sideways scrolling say of this page."""
    page = somebody.page
    page.evaluate(AXE) if not page.evaluate("'axe' in window") else None
    report = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})"
    )
    found = [
        f"{violation['id']}: {node['html'][:160]} {json.dumps(node['any'][:1])[:300]}"
        for violation in report["violations"]
        for node in violation["nodes"]
    ]
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if wide > 0:
        found.append(f"scrolls sideways by {wide}px")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    return found + somebody.said


def picture(somebody: Person, name: str) -> Path:
    OUT.mkdir(exist_ok=True)
    path = OUT / f"{name}.png"
    somebody.page.screenshot(path=path, full_page=True)
    return path
