"""The terms of the documents that are being written, by term: nothing is sorted but the terms."""

import marshal
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import IO

from hub.search.index.postings import MOST_PLACES, PLACE_BITS
from hub.search.index.terms import WRITTEN

Gathered = tuple[str, bytes, "array[int]"]  # field, term, as ``postings.packed`` takes it
_LIST_BYTES = 250  # of memory, beside its numbers


def kind_of(field: str) -> str:
    """The type of what is noted each time a term stands somewhere."""
    return "Q" if field == WRITTEN else "I"


class Gathering:
    """In the place of Whoosh's pool, which sorts a tuple for each term of each document."""

    def __init__(self, memory: int) -> None:
        """``memory``: megabytes; what is more goes into a file meanwhile."""
        self._memory = memory << 20
        self._lists: dict[str, dict[str, array[int]]] = {}
        self._numbers = 0
        self._runs: list[IO[bytes]] = []

    def add(self, field: str, document: int, terms: Sequence[str]) -> None:
        """Documents come in the order of their numbers."""
        lists = self._of(field)
        if field == WRITTEN:
            for place, term in enumerate(islice(terms, MOST_PLACES), document << PLACE_BITS):
                lists[term].append(place)
        else:
            for term in terms:
                lists[term].append(document)
        self._numbers += len(terms)
        if self._numbers * 10 + self._terms * _LIST_BYTES > self._memory:
            self._spill()

    def extend(self, field: str, term: str, found: Sequence[int]) -> None:
        """What is known of a term already, of later documents."""
        if found:
            self._of(field)[term].extend(found)

    def iter_postings(self) -> Iterator[Gathered]:
        """All that was gathered, in the order of fields and terms."""
        if not self._runs:
            yield from self._ordered()
            return
        self._spill()
        runs = [_read(run) for run in self._runs]
        for (field, term), parts in groupby(merge(*runs, key=_term), key=_term):
            whole = array(kind_of(field))
            for part in parts:
                whole.frombytes(part[2])
            yield field, term, whole

    def cleanup(self) -> None:
        """Files that stayed open are gone when they are closed."""
        for run in self._runs:
            run.close()

    @property
    def _terms(self) -> int:
        return sum(map(len, self._lists.values()))

    def _of(self, field: str) -> dict[str, "array[int]"]:
        if field not in self._lists:
            self._lists[field] = defaultdict(partial(array, kind_of(field)))
        return self._lists[field]

    def _ordered(self) -> Iterator[Gathered]:
        for field in sorted(self._lists):
            lists = self._lists[field]
            for term, found in sorted((term.encode(), found) for term, found in lists.items()):
                yield field, term, found

    def _spill(self) -> None:
        run = tempfile.TemporaryFile()  # noqa: SIM115 - closed by ``cleanup``
        self._runs.append(run)
        for field, term, found in self._ordered():
            marshal.dump((field, term, found.tobytes()), run)
        self._lists.clear()
        self._numbers = 0


_term = itemgetter(0, 1)


def _read(run: IO[bytes]) -> Iterator[tuple[str, bytes, bytes]]:
    run.seek(0)
    while True:
        try:
            yield marshal.load(run)  # noqa: S302 - our own file
        except EOFError:
            return
