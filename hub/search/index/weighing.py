"""BM25: what a term is worth in the whole index, and how the length of a document counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from whoosh.util.numeric import byte_to_length

from hub.search.index.codec import Codec
from hub.search.index.terms import HEARD, MEANT, WRITTEN

K1, B = 1.2, 0.75


class Weighing:
    """By one state of the index."""

    def __init__(self, searcher: Any) -> None:
        self._searcher = searcher
        self._norms: dict[str, Sequence[float]] = {}

    def worth(self, field: str, term: str) -> float:
        rarity: float = self._searcher.idf(field, term)
        return rarity * (K1 + 1)

    def norms(self, field: str) -> Sequence[float]:
        """By the byte of a length."""
        if field not in self._norms:
            average = self._searcher.avg_field_length(field) or 1
            sizes = map(byte_to_length, range(256))
            self._norms[field] = [K1 * (1 - B + B * size / average) for size in sizes]
        return self._norms[field]


def lengths_of(reader: Any) -> Mapping[str, bytes]:
    """The lengths of the documents of a segment by field: a byte each, as Whoosh wrote them."""
    return {field: _lengths(reader, field) for field in (MEANT, WRITTEN, HEARD)}


def _lengths(reader: Any, field: str) -> bytes:
    storage, count = reader.storage(), reader.doc_count_all()
    name = Codec.column_filename(reader.segment(), f"_{field}_len")
    if not storage.file_exists(name):  # no document has any
        return bytes(count)
    file = storage.open_file(name)
    try:
        return file.get(0, storage.file_length(name)).ljust(count, b"\0")
    finally:
        file.close()
