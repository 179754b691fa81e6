"""Every test gets a hub on a fresh database at the day of the sample, and signed-in clients."""

import gc
import os
import secrets
import shutil
import ssl
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask, g
from flask_login import FlaskLoginClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, event

from config import Config
from hub import create_app
from hub.accounts.models import SignIn
from hub.accounts.queries import hash_of
from hub.core import passwords
from hub.core.calendar import TOKYO
from hub.core.db import committed, db, now
from hub.core.protection import limiter
from hub.search import index

gc.set_threshold(100_000, 50, 100)  # looking for circles took a tenth of the time
# Nobody guesses passwords here, and each mail would read the authorities of the machine again.
passwords.hasher = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)
passwords._NOBODY = passwords.hasher.hash("nobody's password")
_compiled: dict[str, FileSystemBytecodeCache] = {}
ssl.create_default_context = cache(ssl.create_default_context)
ANCHOR = datetime(2026, 11, 23, 10, 0, tzinfo=TOKYO)  # a holiday; the anchor of the sample


@event.listens_for(Engine, "connect")
def _without_waiting_for_the_disk(connection, _record) -> None:
    """No test loses power."""
    if type(connection).__module__ == "sqlite3":
        connection.execute("PRAGMA synchronous=OFF").close()


class Client(FlaskLoginClient):
    """Tests live in one application context; what a request left in ``g`` ends with it.

    ``user`` is signed in, with a session that does not end however far the clock moves.
    """

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if user is not None:
            token = secrets.token_urlsafe()
            far = now() + timedelta(days=36_500)
            db.session.add(
                SignIn(user_id=user.id, token_hash=hash_of(token), began_at=far, seen_at=far)
            )
            db.session.commit()
            with self.session_transaction() as session:
                session["sign_in"] = token

    def open(self, *args, **kwargs):
        for name in list(g):
            g.pop(name)
        kwargs.setdefault("buffered", True)  # closes files that were sent
        return super().open(*args, **kwargs)


def settings(folder: Path, **given) -> Config:
    return Config(
        **{
            "DATA_DIR": folder,
            "SEARCH_INDEX_DIR": folder / "index",
            "SECRET_KEY": "only for tests",
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'hub.db'}",
            "BASE_URL": "http://localhost",
            "TRUSTED_HOSTS": ["localhost"],
            "LOG_LEVEL": "ERROR",
        }
        | given
    )


@pytest.fixture(autouse=True)
def clock():
    """Time goes on from the anchor; ``clock.move_to(...)`` jumps."""
    with time_machine.travel(ANCHOR, tick=True) as traveller:
        yield traveller


@pytest.fixture(scope="session", autouse=True)
def templates(tmp_path_factory) -> None:
    """Compiled once for all applications of all processes of this run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "templates"
    folder.mkdir(exist_ok=True)
    _compiled["folder"] = FileSystemBytecodeCache(str(folder))


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    app = create_app(settings(folder))
    with app.app_context():
        db.create_all()
        db.session.remove()
        db.engine.dispose()
    return folder / "hub.db"


def prepare(app: Flask) -> Flask:
    """As most tests want it: forms without tokens, no limits, errors of ours raised."""
    app.config.update(
        TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False, PROPAGATE_EXCEPTIONS=True
    )
    app.test_client_class = Client
    app.jinja_env.bytecode_cache = _compiled.get("folder")
    return app


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory) -> Flask:
    """One application for all tests of a process: building it costs more than most tests."""
    return movable_app(tmp_path_factory)


def movable_app(tmp_path_factory) -> Flask:
    """Its data folder is a link that points to the folder of the test that runs."""
    current = tmp_path_factory.mktemp("shared") / "current"
    current.symlink_to(tmp_path_factory.mktemp("nobody"), target_is_directory=True)
    return prepare(create_app(settings(current)))


@pytest.fixture
def app(shared_app, tmp_path, empty_database):
    shutil.copy(empty_database, tmp_path / "hub.db")
    current = Path(shared_app.config["DATA_DIR"])
    current.unlink()
    current.symlink_to(tmp_path, target_is_directory=True)
    kept = dict(shared_app.config), dict(shared_app.view_functions)
    index.init_app(shared_app)
    limiter.reset()
    with shared_app.app_context(), committed.muted():  # who searches drains, see ``indexing``
        yield shared_app
        db.session.remove()
        db.engine.dispose()
    for values, before in zip((shared_app.config, shared_app.view_functions), kept, strict=True):
        values.clear()
        values.update(before)


@pytest.fixture
def indexing(app):
    """What is saved over HTTP is findable right after; elsewhere it waits, as it does in a server.

    Indexing costs more than most requests, and few tests search.
    """
    committed.is_muted = False
    yield
    committed.is_muted = True


@pytest.fixture
def as_user(app):
    """A client signed in as the given user: ``as_user(user).get("/")``."""
    return lambda user: app.test_client(user=user)


@pytest.fixture
def visitor(app):
    """A client that is not signed in."""
    return app.test_client()


def pytest_collection_finish():
    """What was loaded stays: nobody looks through it for circles."""
    gc.freeze()


def pytest_collection_modifyitems(items):
    """The long stories first: with two workers, one of them would end alone with the last."""
    items.sort(key=lambda item: "story" not in item.path.parts)
