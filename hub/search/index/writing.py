"""Documents into segments, and small segments into one."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from hub.search import analysis
from hub.search.documents import SearchDocument
from hub.search.facts import entry_of, fingerprint, name_of
from hub.search.index.codec import Codec
from hub.search.index.gathering import Gathering
from hub.search.index.postings import PLACE_BITS, Postings
from hub.search.index.terms import HEARD, KEY, MEANT, SCHEMA, WRITTEN

MOST_SEGMENTS = 3  # after the worker has merged what is quickly merged
LEVELS = ((0, 20), (20, 200))  # documents of segments that are alike
MOST_ALIKE = 6  # segments: then a save joins them
SAVING_MEMORY_MB = 128

Documents = Iterable[tuple[str, SearchDocument]]


class Batch:
    """Changes to the index that become visible together."""

    def __init__(self, writer: "Writer", searcher: Any) -> None:
        self._writer, self._searcher = writer, searcher
        self.is_changed = False

    def put(self, key: str, document: SearchDocument | None) -> bool:
        """Replace what the index holds under ``key``; ``None`` takes it out. Each key once.

        False when the index held just that.
        """
        if self._searcher is not None:
            found = held(self._searcher, key)
            if found == (fingerprint(key, document) if document else None):
                return False
            if found is not None:
                self._writer.delete_by_term(KEY, key, searcher=self._searcher)
        self.is_changed = True
        if document is not None:
            self._writer.add(key, document)
        return True


class Writer(SegmentWriter):
    """Whoosh's writer, with documents of one kind and lists that are gathered by term."""

    def __init__(self, opened: Any, memory: int) -> None:
        super().__init__(opened, codec=Codec(), compound=False)
        self.pool = Gathering(memory)

    def add(self, key: str, document: SearchDocument) -> None:
        title, body = analysis.normalize(document.title), analysis.normalize(document.body)
        once, rest = list(analysis.tokens(title)), list(analysis.tokens(body))
        pairs = analysis.grams(title)
        said = (analysis.sound_of(once), analysis.sound_of(rest))
        terms = {
            WRITTEN: [*pairs, *pairs, *analysis.grams(body)],
            KEY: [key],
            MEANT: [word.form for word in (*once, *once, *rest) if word.has_meaning],
            HEARD: [gram for text in said for gram in analysis.sound_grams(text)],
        }
        stored = {
            "fingerprint": fingerprint(key, document),
            "entry": entry_of(document, key),
            "name": name_of(title, once),
        }
        self.perdocwriter.start_doc(self.docnum)
        for name in self.schema.names():
            given = terms.get(name, [])
            length = len(given) if self.schema[name].scorable else 0
            self.perdocwriter.add_field(name, self.schema[name], stored.get(name), length)
            self.pool.add(name, self.docnum, given)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def add_postings_to_pool(
        self, reader: Any, startdoc: int, docmap: dict[int, int] | None
    ) -> None:
        """What another segment has; ``docmap``: the new numbers of its documents, where some were
        deleted."""
        kept = range(startdoc, startdoc + reader.doc_count_all())
        numbers = docmap if docmap is not None else dict(enumerate(kept))
        for field, term in reader.all_terms():
            found = listed(reader, field, term)
            self.pool.extend(field, term.decode(), list(_renumbered(field, found, numbers)))


def _renumbered(field: str, found: Postings, numbers: dict[int, int]) -> Iterator[int]:
    if field == WRITTEN:
        for place in found.places:
            document, rest = place >> PLACE_BITS, place & ((1 << PLACE_BITS) - 1)
            if document in numbers:
                yield numbers[document] << PLACE_BITS | rest
    else:
        for document, count in zip(found.ids, found.counts, strict=True):
            if document in numbers:
                yield from (numbers[document],) * count


def listed(reader: Any, field: str, term: str | bytes) -> Postings:
    """The list of a term in one segment, with the documents that were deleted meanwhile."""
    matcher = reader.postings(field, term)
    found: Postings = getattr(matcher, "child", matcher).found
    return found


def held(searcher: Any, key: str) -> str | None:
    """What the index has under a key."""
    number = searcher.document_number(**{KEY: key})
    return None if number is None else searcher.stored_fields(number)["fingerprint"]


def fingerprints(searcher: Any) -> dict[str, str]:
    """Of each document, by ``table:id``."""
    fields = searcher.reader().all_stored_fields()
    return {stored["entry"]["source"]: stored["fingerprint"] for stored in fields}


def write(directory: Path, documents: Documents, memory: int) -> None:
    """A new index."""
    with writer(whoosh_index.create_in(str(directory), SCHEMA), memory) as new:
        batch = Batch(new, None)
        for key, document in documents:
            batch.put(key, document)
        new.commit(merge=False)


@contextmanager
def changing(opened: Any) -> Iterator[Batch]:
    with closing(opened.searcher()) as searcher, writer(opened) as new:
        batch = Batch(new, searcher)
        yield batch
        if batch.is_changed:
            new.commit(mergetype=_join_alike)


def rewrite(opened: Any, segments: Callable[["Writer", list[Any]], list[Any]]) -> None:
    """Nothing new, but ``segments`` in the place of those that are there."""
    with writer(opened) as new:
        new.commit(mergetype=segments)


@contextmanager
def writer(opened: Any, memory: int = SAVING_MEMORY_MB) -> Iterator[Writer]:
    new = Writer(opened, memory)
    try:
        yield new
    finally:
        if not new.is_closed:
            new.cancel()


def _join_alike(new: Writer, segments: list[Any]) -> list[Any]:
    """Each save adds a segment, so several small ones become one; large ones stay."""
    kept = [s for s in segments if s.doc_count_all() >= LEVELS[-1][1]]
    for least, most in LEVELS:
        alike = [s for s in segments if least <= s.doc_count_all() < most]
        kept += alike if len(alike) <= MOST_ALIKE else _join(new, alike)
    return kept


def join_but_two(new: Writer, segments: list[Any]) -> list[Any]:
    by_size = sorted(segments, key=lambda segment: -segment.doc_count_all())
    kept, rest = by_size[: MOST_SEGMENTS - 1], by_size[MOST_SEGMENTS - 1 :]
    return kept + _join(new, rest)


def _join(new: Writer, segments: list[Any]) -> list[Any]:
    """Into the segment that is being written; nothing is left of them."""
    for segment in segments:
        with closing(SegmentReader(new.storage, new.schema, segment)) as reader:
            new.add_reader(reader)
    return []
