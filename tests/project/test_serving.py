"""The server as it is started: answers, finishes what was begun on SIGTERM, keeps its data."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.request import urlopen

import pytest

HUB = Path(sys.executable).parent / "hub"
SLOW_APP = """
import time
from hub import create_app, serving
app = create_app()

@app.get("/slow")
def slow():
    time.sleep(1.5)
    return "done"

serving.serve(app, on_ready=lambda: print("ready", flush=True))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def environment(tmp_path):
    return {
        **os.environ,
        "HUB_DATA_DIR": str(tmp_path / "var"),
        "HUB_SEARCH_INDEX": str(tmp_path / "index"),
        "HUB_PORT": str(free_port()),
        "HUB_DEMO": "0",
        "HUB_LOG_LEVEL": "ERROR",
    }


@contextmanager
def started(command: list[str], env: dict[str, str], sign: str) -> Iterator[subprocess.Popen]:
    """The process, once it has printed ``sign``; stopped and awaited at the end."""
    with (
        tempfile.TemporaryFile("w+") as errors,  # a pipe that nobody reads fills
        subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            said = ""
            while sign not in said:
                line = process.stdout.readline()
                assert line, said + _read(errors)
                said += line
            yield process
        finally:
            process.terminate()


def _read(errors: IO[str]) -> str:
    errors.seek(0)
    return errors.read()


def test_a_request_that_was_begun_is_answered_after_sigterm(environment):
    address = ("127.0.0.1", int(environment["HUB_PORT"]))
    with started([sys.executable, "-c", SLOW_APP], environment, "ready") as process:
        with socket.create_connection(address) as connection:
            connection.sendall(
                b"GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            )
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        assert answer.endswith(b"done")
        assert process.wait(timeout=15) == 0


def test_an_empty_hub_starts_and_says_how_to_make_the_first_administrator(environment):
    with started([str(HUB), "serve"], environment, "create-admin") as process:
        with urlopen(f"http://127.0.0.1:{environment['HUB_PORT']}/healthz", timeout=10) as answer:
            assert json.load(answer)["status"] == "ok"
        process.terminate()
        assert process.wait(timeout=15) == 0


def test_the_demo_is_refused_in_real_use(environment):
    with started([str(HUB), "serve"], environment | {"HUB_DEMO": "1"}, "tsunagi-demo"):
        pass

    refused = subprocess.run(
        [HUB, "serve"], env=environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert "holds the demo" in refused.stderr
