"""Whether all that was acknowledged is there, and the index says what the database says."""

import time
from collections.abc import Iterable
from typing import Any

from faults.server import Server
from hub.actions.models import Action, ActionEvent
from hub.core.db import db
from hub.search import building, index, outbox

PAUSE = 0.05


def seconds_until_equal(server: Server, at_most: float) -> float:
    """From now until nothing waits and index and database are equal; ``at_most`` where never."""
    began = time.monotonic()
    while time.monotonic() - began < at_most:
        if is_equal(server):
            return time.monotonic() - began
        time.sleep(PAUSE)
    return at_most


def is_equal(server: Server) -> bool:
    """As ``hub search check`` says it, without starting one."""
    with server.app.app_context():
        try:
            return not outbox.waiting() and not any(building.differences())
        except (index.Missing, index.Busy):
            return False
        finally:
            db.session.remove()


def waiting(server: Server) -> int:
    with server.app.app_context():
        try:
            return outbox.waiting()
        finally:
            db.session.remove()


def lost(server: Server, acknowledged: Iterable[tuple[str, bool]]) -> list[str]:
    """Words that were acknowledged and are in no row."""
    with server.app.app_context():
        titles = "\n".join(db.session.scalars(db.select(Action.title)))
        notes = "\n".join(db.session.scalars(db.select(ActionEvent.text)))
        db.session.remove()
    return [
        word for word, is_action in acknowledged if word not in (titles if is_action else notes)
    ]


def orphans(server: Server) -> list[str]:
    """Files that nothing needs, in the folder of the index and in that of the data."""
    with server.app.app_context():
        folder = index.current().folder
        used = str(folder.used)
        with index.current().view() as view:
            segments = set(view.segments)
    expected: dict[str, Any] = {"writing.lock", "building.lock", folder.pointer.name, used}
    found = [path for path in folder.path.iterdir() if path.name not in expected]
    for path in (folder.path / used).iterdir():
        name = path.name.partition(".")[0]
        known = path.name == "checksums.json" or name in segments
        if not known and not (path.name.startswith("_MAIN_") and path.name.endswith(".toc")) \
                and path.name not in {"MAIN_WRITELOCK"}:  # fmt: skip
            found.append(path)
    data = {"hub.db", "hub.db-wal", "hub.db-shm", "secret.key", "files"}
    found += [path for path in (server.folder / "var").iterdir() if path.name not in data]
    return sorted(str(path.relative_to(server.folder)) for path in found)
