"""A server in a process of its own: asked over HTTP, its CPU time and memory read from /proc."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

START_SECONDS = 60
QUIET_SECONDS = 3
IDLE = 0.05  # seconds of CPU in one second


class Served:
    """Started at once; ``stop`` ends it. One connection, kept alive, as a browser does."""

    def __init__(self, command: list[str], port: int, ready: str, **env: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *command], env=os.environ | env,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.cookie = ""
        self._port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._wait(ready)

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Status and text of the answer."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self._port}"
        answer = self._answer("GET" if form is None else "POST", path, body, headers)
        if given := answer.getheader("Set-Cookie"):
            self.cookie = given.split(";")[0]
        return answer.status, answer.read().decode()

    def _answer(self, *request: Any) -> http.client.HTTPResponse:
        """A server closes a connection that nothing came over for a minute."""
        try:
            self._connection.request(*request)
            return self._connection.getresponse()
        except http.client.RemoteDisconnected:
            self._connection.close()
            self._connection.request(*request)
            return self._connection.getresponse()

    def sign_in(self, email: str, password: str) -> None:
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.ask("/login")[1])
        assert token
        status, text = self.ask(
            "/login", {"csrf_token": token[1], "email": email, "password": password}
        )
        assert status == 303, text

    @property
    def cpu(self) -> float:
        """Seconds of all its threads so far; to the nanosecond where the kernel counts them."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    @property
    def private_mb(self) -> float:
        """Memory that is its own: pages of shared libraries are left out."""
        lines = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024

    def rest(self) -> None:
        """Wait until it has done what it does by itself after a start."""
        quiet, before = 0, self.cpu
        while quiet < QUIET_SECONDS:
            time.sleep(1)
            quiet = quiet + 1 if self.cpu - before < IDLE else 0
            before = self.cpu

    def stop(self) -> None:
        self._connection.close()
        self.process.terminate()
        self.process.wait(30)

    def _wait(self, path: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.ask(path)
                return
            except OSError:
                self._connection.close()
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("the server did not start") from None
                time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
