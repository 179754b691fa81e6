"""The facts of a segment beside its files, so that nobody reads every document to open an index.

The files bear the name of the segment: Whoosh takes them away with it.
"""

import pickle
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path

from hub.search.facts import Called, Facts

CORE, CALLED = ".facts", ".called"
DAMAGE = (OSError, EOFError, ValueError, pickle.UnpicklingError)


def missing(directory: Path, segments: Iterable[str]) -> Iterator[str]:
    for segment in segments:
        if not (directory / f"{segment}{CORE}").exists():
            yield segment


def write(directory: Path, segment: str, facts: Facts) -> None:
    core, called = facts.packed()
    for ending, content in ((CALLED, called), (CORE, core)):
        written = directory / f"{segment}{ending}.new"
        written.write_bytes(content)
        written.replace(directory / f"{segment}{ending}")


def read(directory: Path, segment: str) -> Facts | None:
    """None where they must be gathered from the documents."""
    try:
        core = (directory / f"{segment}{CORE}").read_bytes()
        facts = Facts.unpacked(core, lambda: called())
    except DAMAGE:
        return None
    called = cache(partial(_called, directory / f"{segment}{CALLED}", len(facts)))
    return facts


def _called(path: Path, count: int) -> Called:
    """Without names where the segment has gone since: the next search asks a newer one."""
    try:
        return Called(*pickle.loads(path.read_bytes()))  # noqa: S301 - our own file
    except DAMAGE:
        return Called([""] * count, [{}] * count)
