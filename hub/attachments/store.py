"""Where files lie: ``DATA_DIR/files/ab/<sha256>``, each content once, written whole or not at all.

Writing happens outside of the transaction. A file without a row does no harm: the worker takes it
away a day later. A row without a file cannot come to be: see ``commands.attach``.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flask import current_app

from hub.attachments import content
from hub.core.errors import HubError

PIECE = 1 << 20


class TooLarge(HubError):
    """The file is larger than this hub takes. The text says the limit."""

    status, code = 413, "too_large"


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A file on the disk that no row knows yet."""

    name: str
    ending: str
    sha256: str
    size: int


def keep(stream: IO[bytes], given_name: str | None) -> Stored:
    """Check a file and put it in its place.

    Raises:
        Invalid: of a kind that is not taken, or not what its name says.
        TooLarge: over UPLOAD_LIMIT.
    """
    name = content.tidy_name(given_name)
    ending = content.ending_of(name)
    folder = _folder() / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=folder)
    path = Path(temporary)
    try:
        with os.fdopen(descriptor, "wb") as file:
            sha256, size = _copy(stream, file)
        content.check(path, ending)
        _put(path, path_of(sha256))
    finally:
        path.unlink(missing_ok=True)
    return Stored(name=name, ending=ending, sha256=sha256, size=size)


def path_of(sha256: str) -> Path:
    return _folder() / sha256[:2] / sha256


def is_there(sha256: str) -> bool:
    return path_of(sha256).is_file()


def unused(needed: frozenset[str], *, older_than: float) -> Iterator[Path]:
    """Files that no row needs and that nobody wrote in the last ``older_than`` seconds.

    What an upload left behind when the machine stopped is among them.
    """
    limit = time.time() - older_than
    for path in _folder().glob("*/*"):
        if path.name not in needed and path.is_file() and path.stat().st_mtime < limit:
            yield path


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "files"


def _copy(source: IO[bytes], target: IO[bytes]) -> tuple[str, int]:
    limit = current_app.config["UPLOAD_LIMIT"]
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        size += len(piece)
        if size > limit:
            raise TooLarge
        digest.update(piece)
        target.write(piece)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _put(path: Path, target: Path) -> None:
    """Move it into place. The same content again only makes the file young again."""
    target.parent.mkdir(exist_ok=True)
    path.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
