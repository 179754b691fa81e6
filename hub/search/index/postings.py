"""The list of one term: in which documents it stands, how often, and where in each.

Three runs of plain numbers, so that a list is read and written in one go. Whoosh's own lists are
blocks of pickled tuples, one value at a time: they take ten times as long, both ways.
"""

import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Protocol

PLACE_BITS = 20  # of a place: the rest is the document
MOST_PLACES = 1 << PLACE_BITS  # of one document; what comes after is not found as a phrase
_HEADER = struct.Struct("<I2sIIII")  # documents, types, then bytes and checksum of both parts
_ONCE = "x"  # the type of counts that are all 1


class File(Protocol):
    def get(self, position: int, length: int) -> bytes: ...


class Broken(Exception):
    """The bytes are not those that were written."""


class Postings:
    """``ids`` of documents, ascending, and ``counts``, how often the term stands in each."""

    def __init__(
        self, ids: Sequence[int], counts: Sequence[int],
        read_places: Callable[[], Sequence[int]] = tuple,
    ) -> None:  # fmt: skip
        self.ids = ids
        self.counts = counts
        self._read_places = read_places

    @property
    def is_once(self) -> bool:
        """It stands once in each document."""
        return isinstance(self.counts, bytes)

    @cached_property
    def places(self) -> Sequence[int]:
        """document << PLACE_BITS | place, ascending. Raises Broken."""
        return self._read_places()


def packed(found: "array[int]", *, has_places: bool) -> tuple[bytes, Sequence[int]]:
    """The bytes of a list, and how often the term stands in each document.

    ``found``: a document for each time, or with ``has_places`` a document and place.
    """
    if len(found) == 1:  # most terms
        ids, counts = [found[0] >> PLACE_BITS if has_places else found[0]], [1]
    else:
        counted = Counter([place >> PLACE_BITS for place in found] if has_places else found)
        ids, counts = list(counted), list(counted.values())
    id_type = "H" if ids[-1] < 1 << 16 else "I"
    content = array(id_type, ids).tobytes()
    most = max(counts)
    count_type = _ONCE if most == 1 else "B" if most < 1 << 8 else "I"
    if count_type != _ONCE:
        content += array(count_type, counts).tobytes()
    types = (id_type + count_type).encode()
    places = found.tobytes() if has_places else b""
    sums = (len(content), zlib.crc32(content), len(places), zlib.crc32(places))
    return _HEADER.pack(len(ids), types, *sums) + content + places, counts


def read(file: File, start: int) -> Postings:
    """Raises Broken."""
    number, types, size, checksum, rest, places_checksum = _HEADER.unpack(
        file.get(start, _HEADER.size)
    )
    start += _HEADER.size
    content = _checked(file.get(start, size), checksum)
    id_type, count_type = types.decode("ascii", "replace")
    end = number * array(id_type).itemsize
    ids = _numbers(id_type, content[:end])
    counts = _counts(count_type, content[end:], number)
    return Postings(ids, counts, partial(_places, file, start + size, rest, places_checksum))


def _places(file: File, start: int, size: int, checksum: int) -> Sequence[int]:
    return _numbers("Q", _checked(file.get(start, size), checksum))


def _counts(kind: str, content: bytes, number: int) -> Sequence[int]:
    return b"\x01" * number if kind == _ONCE else _numbers(kind, content)


def _numbers(kind: str, content: bytes) -> "array[int]":
    found = array(kind)
    found.frombytes(content)
    return found


def _checked(content: bytes, checksum: int) -> bytes:
    if zlib.crc32(content) != checksum:
        raise Broken
    return content
