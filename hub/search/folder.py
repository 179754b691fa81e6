"""The folder of the index: who may write, and which of its directories is in use.

A rebuild writes a directory of its own and then turns the pointer, a small file that is replaced
in one step. The pointer's name carries the version of schema, analysis and dictionary, so that a
hub in which any of them changed finds no index and builds one.
"""

import fcntl
import json
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

POINTER = "current-"


class Busy(Exception):
    """Another thread or process is writing."""


class IndexFolder:
    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self.version = version
        self.pointer = path / f"{POINTER}{version}"
        self._progress = path / "progress.json"

    @property
    def used(self) -> str | None:
        """The name of the directory in use; None when there is no index of this version."""
        try:
            return self.pointer.read_text(encoding="ascii").strip()
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None

    def forget(self) -> None:
        """Give up an index that cannot be read; it is built anew. The lock must be held."""
        self.pointer.unlink(missing_ok=True)

    def locked(self, timeout: float) -> Any:
        """Hold the right to write: first this lock, then read what is to be written.

        Raises:
            Busy: somebody else held it all the time.
        """
        return self._held("writing.lock", timeout)

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A new directory beside the one in use; ``use`` it, or it is gone after the block.

        Raises:
            Busy: somebody else is building.
        """
        with self._held("building.lock", 0):
            self._sweep()
            directory = self.path / f"{self.version}-{secrets.token_hex(4)}"
            directory.mkdir()
            try:
                yield directory
            finally:
                self._progress.unlink(missing_ok=True)
                self._sweep()

    def use(self, directory: Path) -> None:
        """Turn the pointer; the lock must be held. Readers go over with their next search."""
        written = self.path / f"{directory.name}.pointer"
        written.write_text(directory.name, encoding="ascii")
        written.replace(self.pointer)

    def is_building(self) -> bool:
        if not (self.path / "building.lock").exists():
            return False
        with suppress(Busy), self._held("building.lock", 0):
            return False
        return True

    def sweep(self) -> None:
        """Remove what a process that was killed left behind; the lock must be held."""
        with suppress(Busy), self._held("building.lock", 0):
            self._sweep()
        if self.used:
            for path in (self.path / self.used).glob("*.toc.*"):  # not renamed to its name any more
                path.unlink(missing_ok=True)

    def note_progress(self, done: int, total: int, began: float) -> None:
        """For who waits for a rebuild, in whichever process."""
        written = self._progress.with_suffix(".new")
        written.write_text(json.dumps({"done": done, "total": total, "began": began}))
        written.replace(self._progress)

    def progress(self) -> dict[str, Any] | None:
        """{done, total, began} of the rebuild that runs."""
        if not self.is_building():
            return None
        try:
            noted: dict[str, Any] = json.loads(self._progress.read_text())
        except (OSError, ValueError):
            return {"done": 0, "total": 0, "began": time.time()}
        return noted

    def built_at(self) -> datetime | None:
        with suppress(OSError):
            return datetime.fromtimestamp(self.pointer.stat().st_mtime, UTC)
        return None

    def size(self) -> int:
        """Bytes of all that is here."""
        total = 0
        for path in self.path.rglob("*"):
            with suppress(OSError):  # just renamed, or swept away
                total += path.stat().st_size
        return total

    def _sweep(self) -> None:
        keep = {self.used, "writing.lock", "building.lock", self.pointer.name}
        for path in self.path.iterdir():
            if path.name in keep:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    @contextmanager
    def _held(self, name: str, timeout: float) -> Iterator[None]:
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / name).open("a") as file:
            deadline = time.monotonic() + timeout
            while not _acquired(file.fileno()):
                if time.monotonic() > deadline:
                    raise Busy
                time.sleep(0.02)
            yield


def _acquired(descriptor: int) -> bool:
    """Closing the file lets go of the lock; so does the end of the process."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
