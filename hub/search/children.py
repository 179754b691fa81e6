"""A rebuild in a process of its own, started from one that answers requests."""

import os
import subprocess
import sys
import time
from typing import NamedTuple

import structlog
from flask import current_app

from hub.search import index

PAUSE = 30  # seconds before a rebuild is tried once more
logger = structlog.get_logger()


class _Begun(NamedTuple):
    process: "subprocess.Popen[bytes]"
    at: float

    @property
    def is_over(self) -> bool:
        """Also looks after the process, of which nothing is left then."""
        return self.process.poll() is not None and time.monotonic() - self.at > PAUSE


def serves() -> bool:
    """Whether this process answers requests, so that others wait for what it does."""
    return "hub_indexer" in current_app.extensions


def start_rebuild() -> bool:
    """``hub search rebuild`` beside this process. False when one is running or was just begun."""
    last: _Begun | None = current_app.extensions.get("hub_rebuild")
    if index.current().folder.is_building() or (last and not last.is_over):
        return False
    command = [sys.executable, "-c", "from hub.cli import main; main()", "search", "rebuild"]
    process = subprocess.Popen(  # noqa: S603
        command, env=_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    current_app.extensions["hub_rebuild"] = _Begun(process, time.monotonic())
    logger.warning("the search index is built anew", process=process.pid)
    return True


def _environment() -> dict[str, str]:
    config = current_app.config
    return os.environ | {
        "HUB_DATA_DIR": str(config["DATA_DIR"]),
        "HUB_SEARCH_INDEX": str(config["SEARCH_INDEX_DIR"]),
        "HUB_DATABASE_URL": str(config["SQLALCHEMY_DATABASE_URI"]),
        "HUB_SECRET_KEY": str(config["SECRET_KEY"]),
        "HUB_LOG_LEVEL": str(config["LOG_LEVEL"]),
    }
