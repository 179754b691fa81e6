"""A rebuild in a process of its own, started from one that answers requests."""

import os
import subprocess
import sys
import time

import structlog
from flask import current_app

from hub.search import index

PAUSE = 30  # seconds before a rebuild is tried once more
logger = structlog.get_logger()


def serves() -> bool:
    """Whether this process answers requests, so that others wait for what it does."""
    return "hub_indexer" in current_app.extensions


def start_rebuild() -> bool:
    """``hub search rebuild`` beside this process. False when one is running or was just begun."""
    began = current_app.extensions.get("hub_rebuild_began", 0.0)
    if index.current().folder.is_building() or (time.monotonic() - began < PAUSE and began):
        return False
    current_app.extensions["hub_rebuild_began"] = time.monotonic()
    command = [sys.executable, "-c", "from hub.cli import main; main()", "search", "rebuild"]
    process = subprocess.Popen(  # noqa: S603
        command, env=_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
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
