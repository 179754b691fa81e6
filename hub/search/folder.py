"""The folder of the index: who may write, and which of its directories is in use.

A rebuild writes a directory of its own and then turns the pointer, a small file that is replaced
in one step. The pointer's name carries the version of schema, analysis and dictionary, so that a
hub in which any of them changed finds no index and builds one.
"""

import fcntl
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Another thread or process is writing."""


class IndexFolder:
    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self.version = version
        self.pointer = path / f"current-{version}"

    @property
    def used(self) -> str | None:
        """The name of the directory in use; None when there is no index of this version."""
        try:
            return self.pointer.read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None

    def forget(self) -> None:
        """Give up an index that cannot be read; it is built anew."""
        self.pointer.unlink(missing_ok=True)

    @contextmanager
    def locked(self, timeout: float) -> Iterator[None]:
        """Hold the right to write: first this lock, then read what is to be written.

        Raises:
            Busy: somebody else held it all the time.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "writing.lock").open("a") as file:
            deadline = time.monotonic() + timeout
            while not _acquired(file.fileno()):
                if time.monotonic() > deadline:
                    raise Busy
                time.sleep(0.02)
            yield

    @contextmanager
    def replacement(self) -> Iterator[Path]:
        """A new directory that is in use once the block has ended well; the old one goes."""
        directory = self.path / f"{self.version}-{secrets.token_hex(4)}"
        directory.mkdir()
        try:
            yield directory
        except BaseException:
            shutil.rmtree(directory, ignore_errors=True)
            raise
        written = self.path / f"{directory.name}.pointer"
        written.write_text(directory.name, encoding="ascii")
        written.replace(self.pointer)
        self._sweep(keep=directory.name)

    def _sweep(self, keep: str) -> None:
        """Remove directories that were replaced or left by a rebuild that was killed."""
        for path in self.path.iterdir():
            if path.is_dir() and path.name != keep:
                shutil.rmtree(path, ignore_errors=True)


def _acquired(descriptor: int) -> bool:
    """Closing the file lets go of the lock; so does the end of the process."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
