"""Whether the files of the index are as they were written. A file of a segment never changes."""

import json
import zlib
from collections.abc import Collection
from pathlib import Path

NAME = "checksums.json"
Noted = dict[str, list[int]]  # size, time of the last change, checksum


def note(directory: Path, segments: Collection[str]) -> None:
    """Take down the files of these segments; those that are known already are not read again."""
    known = _known(directory)
    paths = [path for path in directory.iterdir() if path.name.partition(".")[0] in segments]
    noted = {path.name: known.get(path.name) or _of(path) for path in paths}
    written = directory / f"{NAME}.new"
    written.write_text(json.dumps(noted))
    written.replace(directory / NAME)


def is_intact(directory: Path, segments: Collection[str]) -> bool:
    """False when a file of these segments is gone or holds something else.

    One whose size and time are the noted ones is not read.
    """
    for name, (size, changed, checksum) in _known(directory).items():
        if name.partition(".")[0] not in segments:
            continue
        try:
            found = (directory / name).stat()
            if (found.st_size, found.st_mtime_ns) == (size, changed):
                continue
            if found.st_size != size or _of(directory / name)[2] != checksum:
                return False
        except OSError:
            return False
    return True


def _known(directory: Path) -> Noted:
    try:
        known: Noted = json.loads((directory / NAME).read_text())
    except (OSError, ValueError):
        return {}
    return known


def _of(path: Path) -> list[int]:
    checksum = 0
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            checksum = zlib.crc32(part, checksum)
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, checksum]
