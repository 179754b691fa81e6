"""The hub as it is started, on the demo network, and people who use it over HTTP."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask_migrate import stamp

from config import Config
from hub import create_app, migrating
from hub.core.db import db
from hub.demo.accounts import DEMO_PASSWORD
from hub.demo.commands import load_demo
from hub.search import outbox

HUB = Path(sys.executable).parent / "hub"
COORDINATOR = "jimukyoku@example.jp"
READY_SECONDS = 180
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Gone(Exception):
    """The server did not answer: it was killed, or is not there yet."""


class Answer(NamedTuple):
    status: int
    location: str
    text: str


class Server:
    """One folder and one port; started, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = folder / "index"
        self.port = _free_port()
        self.environment = os.environ | {
            "HUB_DATA_DIR": str(folder / "var"),
            "HUB_SEARCH_INDEX": str(self.index),
            "HUB_PORT": str(self.port),
            "HUB_DEMO": "1",
            "HUB_LOG_LEVEL": "ERROR",
        }
        self._process: subprocess.Popen[bytes] | None = None
        self.app = create_app(Config.from_env(self.environment))
        migrating.init_app(self.app)

    def prepare(self) -> None:
        """The demo network, at the newest schema."""
        with self.app.app_context():
            db.create_all()
            stamp()
            load_demo()
            outbox.tend()
            db.session.remove()

    def start(self) -> float:
        """Seconds until it answers."""
        began = time.monotonic()
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [HUB, "serve"], env=self.environment, stdout=log, stderr=log
            )
        while True:
            try:
                if Person(self).get("/healthz").status == 200:
                    return time.monotonic() - began
            except Gone:
                time.sleep(0.02)
            if self._process.poll() is not None or time.monotonic() - began > READY_SECONDS:
                raise SystemExit(f"the server did not start: see {self.folder}/server.log")

    def kill(self) -> None:
        """As the kernel or a power cut would: nothing is finished."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(60)

    def end(self) -> None:
        """Nothing of it runs any more, whatever happened."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [HUB, *words], env=self.environment, capture_output=True, text=True, check=False
        )


class Person:
    """Somebody with a browser of their own; signed in once, for as many starts as there are."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._cookie = ""
        self._token = ""

    def sign_in(self, email: str = COORDINATOR) -> "Person":
        self._token = _token_of(self.get("/login"))
        answer = self.post("/login", {"email": email, "password": DEMO_PASSWORD})
        if answer.status != 303:
            raise SystemExit(f"nobody could sign in: {answer.status}")
        self._token = _token_of(self.get("/actions/new"))
        return self

    def get(self, path: str, **query: str) -> Answer:
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, given: Mapping[str, Any]) -> Answer:
        return self._ask("POST", path, urlencode({"csrf_token": self._token, **given}, doseq=True))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": self._cookie, "Host": f"127.0.0.1:{self._server.port}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self._server.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, HTTPException) as error:
            raise Gone from error
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self._cookie = cookie.partition(";")[0]
        return Answer(answer.status, answer.headers.get("Location", ""), text)


def _token_of(answer: Answer) -> str:
    found = _TOKEN.search(answer.text)
    if found is None:
        raise SystemExit(f"no form on the page ({answer.status})")
    return found[1]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
