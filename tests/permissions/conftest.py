"""The world, built once for all tests here, and a way back to it after a request changed it."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine

from hub import create_app
from hub.accounts.models import User
from hub.core.db import committed, db
from hub.search import outbox
from tests.conftest import ANCHOR, prepare, settings
from tests.permissions.canaries import plant
from tests.permissions.world import World, build


@dataclass(frozen=True)
class Place:
    """The hub with the world in it."""

    app: Any
    world: World
    folder: Path
    sessions: Mapping[str, str | None]  # cookie of each person

    def ask(self, person: str, address: str, method: str = "GET", data: Any = None) -> Any:
        """One request of a browser that has done nothing else yet."""
        with self.app.app_context(), committed.muted():  # the world is put back: no indexing
            client = self.app.test_client()
            if cookie := self.sessions[person]:
                client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], cookie)
            return client.open(address, method=method, data=data)

    def address(self, endpoint: str, **values: Any) -> str:
        """Names of things stand for their ids."""
        named = {name: self.world.things.get(value, value) for name, value in values.items()}
        return self.app.url_map.bind("localhost").build(endpoint, named)

    def restore(self) -> None:
        if not self._was_written():
            return
        with self.app.app_context():
            db.engine.dispose()
        for leftover in self.folder.glob("hub.db*"):
            leftover.unlink()
        shutil.copy2(self.folder / "kept.db", self.folder / "hub.db")  # as old as it was

    def _was_written(self) -> bool:
        """Most requests only read. What is committed is in the log until the last connection
        closes, and in the file then."""
        log, file, kept = (self.folder / name for name in ("hub.db-wal", "hub.db", "kept.db"))
        if log.exists() and log.stat().st_size > 0:
            return True
        return file.stat().st_mtime_ns != kept.stat().st_mtime_ns

    def index_anew(self) -> None:
        """The search knows the world as it is now, and nothing else."""
        with self.app.app_context():
            outbox.rebuild()


@pytest.fixture
def place(built) -> Iterator[Place]:
    yield built
    built.restore()


@pytest.fixture(scope="session")
def built(tmp_path_factory, empty_database) -> Place:
    folder = tmp_path_factory.mktemp("world")
    shutil.copy(empty_database, folder / "hub.db")
    app = prepare(create_app(settings(folder)))
    with time_machine.travel(ANCHOR, tick=False), app.app_context():  # no cookie of the future
        world = build()
        plant(world)
        sessions = {name: _session(app, number) for name, number in world.people.items()}
        outbox.drain()  # else each change would index the whole world
        db.session.remove()
        db.engine.dispose()
    shutil.copy2(folder / "hub.db", folder / "kept.db")
    return Place(app, world, folder, sessions)


def _session(app: Any, user_id: int | None) -> str | None:
    if user_id is None:
        return None
    client = app.test_client(user=db.session.get(User, user_id))
    return client.get_cookie(app.config["SESSION_COOKIE_NAME"]).value
