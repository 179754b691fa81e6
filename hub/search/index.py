"""The Whoosh index. The only module that imports Whoosh."""

import pickle
import struct
import threading
import weakref
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from whoosh import index as whoosh_index
from whoosh.analysis import KeywordAnalyzer
from whoosh.collectors import Collector
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.query import And, AndNot, Or, Phrase, Prefix, Query, Term
from whoosh.scoring import BM25F

from hub.search import analysis
from hub.search.documents import SearchDocument
from hub.search.facts import Facts, entry_of, fingerprint
from hub.search.folder import Busy, IndexFolder
from hub.search.query import Plan, Word

__all__ = ["Busy", "fingerprint"]  # and what is defined here

SCHEMA_VERSION = 2
PHRASE_BOOST = 0.3
MOST_SEGMENTS = 8  # more are merged by the worker
WRITER_MEMORY_MB = 128

SCHEMA = Schema(
    key=ID(unique=True),
    m=TEXT(analyzer=KeywordAnalyzer(), phrase=False),
    g=TEXT(analyzer=KeywordAnalyzer(), phrase=True),
    fingerprint=STORED,
    entry=STORED,
)
DAMAGE = (OSError, EOFError, struct.error, zlib.error, pickle.UnpicklingError)


class Missing(Exception):
    """There is no index of this version, or it cannot be read."""


class Index:
    """The index below one folder; used by all threads of an application."""

    def __init__(self, path: Path) -> None:
        self.folder = IndexFolder(path, _version())
        self._local = threading.local()
        self._facts: dict[str, Facts] = {}

    def exists(self) -> bool:
        return self.folder.used is not None

    def locked(self, timeout: float) -> AbstractContextManager[None]:
        """Hold the right to write. Raises Busy."""
        return self.folder.locked(timeout)

    def forget(self) -> None:
        """Give up an index that cannot be read; it is built anew."""
        self.folder.forget()

    def is_readable(self) -> bool:
        try:
            with self.view() as view:
                return view.count >= 0
        except Missing:
            return False

    @contextmanager
    def writing(self) -> Iterator["Batch"]:
        """Change the index; the lock must be held. Raises Missing."""
        opened = self._open(self.folder.used)
        with closing(opened.searcher()) as searcher, _writer(opened) as writer:
            batch = Batch(writer, searcher)
            yield batch
            if batch.is_changed:
                writer.commit(merge=False)

    @contextmanager
    def building(self) -> Iterator["Batch"]:
        """Write a new index, then swap it in; the lock must be held."""
        with self.folder.replacement() as directory:
            created = whoosh_index.create_in(str(directory), SCHEMA)
            with _writer(created) as writer:
                yield Batch(writer, None)
                writer.commit(merge=False)

    def merge(self) -> bool:
        """Join small segments; the lock must be held. False when there was no need."""
        opened = self._open(self.folder.used)
        with closing(opened.reader()) as reader:
            if len(reader.leaf_readers()) <= MOST_SEGMENTS:
                return False
        with _writer(opened) as writer:
            writer.commit(optimize=True)
        return True

    @contextmanager
    def view(self) -> Iterator["View"]:
        """The index as it is now, for reading in this thread. Raises Missing."""
        view = self._view()
        try:
            yield view
        except DAMAGE as error:
            self._local.view = None
            raise Missing from error

    def _view(self) -> "View":
        name = self.folder.used
        kept: View | None = getattr(self._local, "view", None)
        if kept is not None and kept.name == name and kept.is_current():
            return kept
        if kept is not None:
            self._local.view = None
            kept.close()
        opened = self._open(name)
        try:
            view = View(name or "", opened.searcher(weighting=BM25F()), self._of)
        except Exception as error:  # whatever a damaged file makes of itself
            raise Missing from error
        self._local.view = view
        kept_facts = self._facts  # another thread may put a newer state in its place meanwhile
        self._facts = {name: facts for name, facts in kept_facts.items() if name in view.segments}
        return view

    def _of(self, reader: Any) -> Facts:
        """The facts of one segment, read once: a segment never changes."""
        segment = str(reader.segment().segment_id())
        facts = self._facts.get(segment)
        if facts is None:
            numbers = range(reader.doc_count_all())
            facts = Facts(reader.stored_fields(number)["entry"] for number in numbers)
            self._facts = self._facts | {segment: facts}
        return facts

    def _open(self, name: str | None) -> Any:
        if not name:
            raise Missing
        try:
            return whoosh_index.open_dir(str(self.folder.path / name))
        except Exception as error:  # Whoosh has no class for its many ways to say it
            raise Missing from error


class Batch:
    """Changes to the index that become visible together."""

    def __init__(self, writer: Any, searcher: Any) -> None:
        self._writer, self._searcher = writer, searcher
        self.is_changed = False

    def put(self, key: str, document: SearchDocument | None) -> bool:
        """Replace what the index holds under ``key``; ``None`` takes it out. Each key once.

        False when the index held just that.
        """
        if self._searcher is not None:
            held = _held(self._searcher, key)
            if held == (fingerprint(key, document) if document else None):
                return False
            if held is not None:
                self._writer.delete_by_term("key", key, searcher=self._searcher)
        self.is_changed = True
        if document is not None:
            title, body = analysis.normalize(document.title), analysis.normalize(document.body)
            once, rest = analysis.morphemes(title), analysis.morphemes(body)
            pairs, more = analysis.grams(title), analysis.grams(body)
            self._writer.add_document(
                key=key, m=once + once + rest, g=pairs + pairs + more,
                fingerprint=fingerprint(key, document), entry=entry_of(document, key),
            )  # fmt: skip
        return True


class View:
    """One state of the index, for one thread."""

    def __init__(self, name: str, searcher: Any, facts_of: Any) -> None:
        self.name = name
        self._searcher = searcher
        self.close = weakref.finalize(self, searcher.close)  # also when its thread ends
        self.facts = Facts()
        self.segments: list[str] = []
        for leaf, _offset in searcher.leaf_searchers():
            if leaf.reader().segment() is None:
                continue  # Whoosh's stand-in for an index without documents
            self.facts.append(facts_of(leaf.reader()))
            self.segments.append(str(leaf.reader().segment().segment_id()))

    def is_current(self) -> bool:
        current: bool = self._searcher.up_to_date()
        return current

    @property
    def count(self) -> int:
        number: int = self._searcher.doc_count()
        return number

    def fingerprints(self) -> dict[str, str]:
        """What is held of each document, by ``table:id``."""
        fields = self._searcher.reader().all_stored_fields()
        return {stored["entry"]["source"]: stored["fingerprint"] for stored in fields}

    def match(self, plan: Plan, allowed: int) -> list[tuple[float, int]]:
        """(score, document) of what has all words, out of the documents ``allowed``."""
        return self._run(And([_word(word) for word in plan.words]), plan, allowed)

    def match_any(self, plan: Plan, allowed: int) -> list[tuple[float, int]]:
        """(score, document) of what has some of the words; phrases stay as they are."""
        parts = [part for word in plan.words for part in _parts(word)]
        return self._run(Or(parts), plan, allowed)

    def _run(self, query: Query, plan: Plan, allowed: int) -> list[tuple[float, int]]:
        if plan.excluded:
            query = AndNot(query, Or([_word(word) for word in plan.excluded]))
        collector = _Readable(allowed, len(self.facts))
        self._searcher.search_with_collector(query, collector)
        return collector.items


class _Readable(Collector):
    """Scores every match that the viewer may read; the others are not even looked at."""

    def __init__(self, allowed: int, size: int) -> None:
        self.items: list[tuple[float, int]] = []
        self._allowed = allowed.to_bytes((size >> 3) + 1, "little")

    def collect_matches(self) -> None:
        matcher, offset, allowed, items = self.matcher, self.offset, self._allowed, self.items
        while matcher.is_active():
            number = matcher.id() + offset
            if allowed[number >> 3] >> (number & 7) & 1:
                items.append((matcher.score(), number))
            matcher.next()


def _held(searcher: Any, key: str) -> str | None:
    number = searcher.document_number(key=key)
    return None if number is None else searcher.stored_fields(number)["fingerprint"]


def current() -> Index:
    index: Index = current_app.extensions["hub_index"]
    return index


def init_app(app: Flask) -> None:
    app.extensions["hub_index"] = Index(Path(app.config["SEARCH_INDEX_DIR"]))


@contextmanager
def _writer(opened: Any) -> Iterator[Any]:
    writer = opened.writer(compound=False, limitmb=WRITER_MEMORY_MB)
    try:
        yield writer
    finally:
        if not writer.is_closed:
            writer.cancel()


def _version() -> str:
    return f"{SCHEMA_VERSION}.{analysis.VERSION}.{version('sudachidict-small')}"


def _word(word: Word) -> Query:
    if word.is_phrase or not word.terms:
        return _written(word)
    return Or([And([Term("m", term) for term in word.terms]), _written(word)])


def _parts(word: Word) -> list[Query]:
    if word.is_phrase:
        return [_written(word)]
    return [*(Term("m", term) for term in word.terms), _written(word)]


def _written(word: Word) -> Query:
    """The characters of the word next to each other."""
    if word.is_single_kanji:
        return Prefix("g", word.text, boost=PHRASE_BOOST)
    if len(word.grams) == 1:
        return Term("g", word.grams[0], boost=PHRASE_BOOST)
    return Phrase("g", list(word.grams), boost=PHRASE_BOOST)
