"""The sample as loaded at its anchor day, loaded once and copied for each test."""

import shutil
import sqlite3
from pathlib import Path

import pytest
import time_machine

from hub import create_app
from hub.core.db import db
from hub.demo.commands import load_demo
from tests.conftest import ANCHOR, settings


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory, empty_database) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(empty_database, folder / "hub.db")
    app = create_app(settings(folder))
    with app.app_context(), time_machine.travel(ANCHOR, tick=True):
        load_demo()
        db.session.remove()
        db.engine.dispose()
    with sqlite3.connect(folder / "hub.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return folder


@pytest.fixture
def demo(app, demo_folder, tmp_path):
    """The hub with the sample of the anchor day."""
    db.session.remove()
    db.engine.dispose()
    shutil.copytree(demo_folder, tmp_path, dirs_exist_ok=True)
    return app
