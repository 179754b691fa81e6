"""People who enter actions and notes all the time, and remember what the server acknowledged."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from faults.server import Gone, Person, Server
from hub.core.db import db
from hub.organizations.models import Organization

_numbers = count(1)


def mark() -> str:
    """A word that is nowhere else."""
    return f"印{next(_numbers):06d}"


class Writer:
    """Enters an action, then notes to it; ``acknowledged`` holds (word, is an action)."""

    NOTES = 3  # to each action

    def __init__(self, server: Server) -> None:
        self.person = Person(server).sign_in()
        self.acknowledged: list[tuple[str, bool]] = []
        self.failures: list[int] = []
        self._lead = _own_organization(server)
        self._address = ""
        self._turn = 0

    def write(self) -> str:
        """Raises Gone when the server died meanwhile; else the word is saved."""
        word = mark()
        is_action = self._turn % (self.NOTES + 1) == 0 or not self._address
        if is_action:
            answer = self.person.post("/actions/new", {
                "title": f"{word}の宿題", "body": "止まっても残る内容です。", "kind": "standing",
                "lead_id": self._lead, "visibility": "network",
            })  # fmt: skip
        else:
            answer = self.person.post(f"{self._address}/notes", {"text": f"{word}の経過"})
        self._turn += 1
        if answer.status == 303:
            self.acknowledged.append((word, is_action))
            self._address = answer.location if is_action else self._address
        else:
            self.failures.append(answer.status)
        return word


@contextmanager
def writing(writers: list[Writer]) -> Iterator[None]:
    """All of them write until the server is gone or the block ends."""
    stopped = threading.Event()

    def work(writer: Writer) -> None:
        try:
            while not stopped.is_set():
                writer.write()
        except Gone:
            return

    threads = [threading.Thread(target=work, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def _own_organization(server: Server) -> int:
    with server.app.app_context():
        number = db.session.scalar(db.select(Organization.id).where(Organization.code == "kcac"))
        db.session.remove()
    assert number is not None
    return number
