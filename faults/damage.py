"""The index is deleted or damaged while people search and save: pages go on, it comes back."""

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faults import whole
from faults.server import Gone, Person, Server
from faults.writers import Writer, writing
from hub.search import index

SEARCHERS = 2
AT_MOST = 150.0
WORDS = ("助成", "会議室", "宿題", "多摩", "相談 -助成")


def _delete_all(folder: Path, _used: Path) -> None:
    shutil.rmtree(folder)


def _delete_pointer(folder: Path, _used: Path) -> None:
    for path in folder.glob("current-*"):
        path.unlink()


def _delete_postings(_folder: Path, used: Path) -> None:
    for path in used.glob("*.pst"):
        path.unlink()


def _empty_files(_folder: Path, used: Path) -> None:
    for path in used.iterdir():
        if path.is_file():
            path.write_bytes(b"")


def _scramble(_folder: Path, used: Path) -> None:
    """As many bytes as before, other ones."""
    for path in [*used.glob("*.pst"), *used.glob("*.trm")]:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.seek(size // 3)
            file.write(b"\xa5" * (size // 3))


KINDS: list[tuple[str, Callable[[Path, Path], None]]] = [
    ("deleted", _delete_all), ("pointer_deleted", _delete_pointer),
    ("postings_deleted", _delete_postings), ("emptied", _empty_files), ("scrambled", _scramble),
]  # fmt: skip


def run(server: Server) -> dict[str, Any]:
    server.start()
    writer = Writer(server)
    figures = {}
    for name, damage in KINDS:
        whole.seconds_until_equal(server, AT_MOST)
        figures[name] = _one(server, writer, damage)
    server.stop()
    return figures


def _one(server: Server, writer: Writer, damage: Callable[[Path, Path], None]) -> dict[str, Any]:
    statuses: list[int] = []
    states: set[str] = set()
    stopped = threading.Event()

    def search() -> None:
        person, number = Person(server).sign_in(), 0
        while not stopped.is_set():
            number += 1
            word = WORDS[number % len(WORDS)]
            for path in ("/search", "/api/v1/search", "/menus"):
                statuses.append(_status(person, path, q=f"{word} {number}" if number % 2 else word))
            time.sleep(0.05)

    threads = [threading.Thread(target=search) for _number in range(SEARCHERS)]
    for thread in threads:
        thread.start()
    with writing([writer]):
        time.sleep(1)
        folder = index.Index(server.index).folder
        damage(folder.path, folder.path / str(folder.used))
        began = time.monotonic()
        watcher = Person(server)
        while time.monotonic() - began < AT_MOST:
            state = watcher.get("/healthz").text
            states.add(_word(state))
            if "preparing" not in state and "rebuilding" not in state and len(states) > 1:
                break
            time.sleep(0.1)
        back = time.monotonic() - began
    stopped.set()
    for thread in threads:
        thread.join()
    return {
        "ready_again_s": round(back, 1),
        "health_said": sorted(states),
        "equal_after_s": round(whole.seconds_until_equal(server, AT_MOST), 1),
        "answers": len(statuses),
        "failed": sum(status >= 500 for status in statuses),
        "lost": len(whole.lost(server, writer.acknowledged)),
    }


def _status(person: Person, path: str, **query: str) -> int:
    try:
        return person.get(path, **query).status
    except Gone:
        return 599


def _word(health: str) -> str:
    for word in ("preparing", "rebuilding", "ready"):
        if f'"search_index":"{word}"' in health.replace(" ", ""):
            return word
    return "unknown"
