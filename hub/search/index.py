"""The Whoosh index. The only module that imports Whoosh."""

import copy
import os
import pickle
import shutil
import struct
import threading
import weakref
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from whoosh import index as whoosh_index
from whoosh.analysis import KeywordAnalyzer
from whoosh.codec.whoosh3 import W3Codec, W3PostingsWriter
from whoosh.collectors import Collector
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.query import And, Or, Phrase, Prefix, Query, Term
from whoosh.reading import SegmentReader
from whoosh.scoring import BM25F
from whoosh.writing import PostingPool

from hub.search import analysis, checksums, packing, processes
from hub.search.cache import Cache
from hub.search.documents import SearchDocument
from hub.search.facts import Facts, bits_of, entry_of, fingerprint, name_of
from hub.search.folder import Busy, IndexFolder
from hub.search.query import Concept, Word

__all__ = ["Busy", "fingerprint"]  # and what is defined here

SCHEMA_VERSION = 4
PHRASE_BOOST = 0.3
LONGEST_WRITTEN = 20  # pairs of characters that are looked for in a row, beside the meaning
CHEAP = 2000  # places of the index
SINGLE_COST = 4500  # of one kanji, which stands in many pairs
ALSO_BOOST = 0.5  # words of the thesaurus
SOUND_BOOST = 0.5
MOST_SEGMENTS = 3  # after the worker has merged what is quickly merged
QUICKLY_MERGED = 1000  # documents
WORN_SEGMENTS = 20
LEVELS = ((0, 20), (20, 200))  # documents of segments that are alike
MOST_ALIKE = 6  # segments: then a save joins them
WRITER_MEMORY_MB = 128
BUILDING_MEMORY_MB = 512
POSTING_BYTES = 250  # of memory
COMPRESSION = 1  # of postings: 3 takes twice the time and saves a twentieth
_numbers = count()
_COUNT = struct.Struct("!I")


class Terms(TEXT):
    """A list of terms, counted here: making a token of each takes Whoosh twice as long."""

    def index(self, value: list[str], **_given: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, number in Counter(value).items():
            yield term.encode(), number, float(number), _COUNT.pack(number)


class Places(TEXT):
    """The same with the places of each term, for phrases."""

    def index(self, value: list[str], **_given: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        places: dict[str, list[int]] = {}
        for place, term in enumerate(value):
            places.setdefault(term, []).append(place)
        for term, found in places.items():
            number = len(found)
            yield term.encode(), number, float(number), self.format.encode(found)


class Codec(W3Codec):
    """Without the lengths in each block of postings: they serve a shortcut that is not taken here
    (all matches are counted), and take a quarter of the time of a build."""

    length_stats = False

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> "_Postings":
        return _Postings(dbfile, self._blocklimit, byteids, compression=COMPRESSION)


class _Postings(W3PostingsWriter):
    """The same bytes without questions about each posting, of which there are millions."""

    _maxweight: float

    def add_posting(
        self, id_: int, weight: float, vbytes: bytes, length: int | None = None
    ) -> None:
        if len(self._ids) >= self._blocklimit:
            self._write_block()
        self._ids.append(id_)
        self._weights.append(weight)
        if weight > self._maxweight:
            self._maxweight = weight
        if vbytes:
            self._values.append(vbytes)


class _Pool(PostingPool):
    """Counts postings instead of the bytes of each."""

    def add(self, item: tuple[Any, ...]) -> None:
        if len(self.current) >= self.limit // POSTING_BYTES:
            self.save()
        self.current.append(item)


SCHEMA = Schema(
    key=ID(unique=True),
    m=Terms(analyzer=KeywordAnalyzer(), phrase=False),
    g=Places(analyzer=KeywordAnalyzer(), phrase=True),
    r=Terms(analyzer=KeywordAnalyzer(), phrase=False),
    fingerprint=STORED,
    entry=STORED,
    name=STORED,
)
DAMAGE = (OSError, EOFError, struct.error, zlib.error, pickle.UnpicklingError)


Documents = Iterable[tuple[str, SearchDocument]]
Progress = Callable[[int], None]


class Missing(Exception):
    """There is no index of this version, or it cannot be read."""


class Damaged(Missing):
    """What is there cannot be read."""


class Index:
    """The index below one folder; used by all threads of an application."""

    def __init__(self, path: Path) -> None:
        self.folder = IndexFolder(path, _version())
        self._local = threading.local()
        self._facts: dict[str, Facts] = {}
        self.answers = Cache()

    def locked(self, timeout: float) -> AbstractContextManager[None]:
        """Hold the right to write. Raises Busy."""
        return self.folder.locked(timeout)

    def forget(self) -> None:
        """Give up an index that cannot be read; it is built anew."""
        self.folder.forget()

    def is_intact(self) -> bool:
        """Whether all files are as they were written; the lock must be held."""
        try:
            with self.view() as view:
                directory = self.folder.path / view.name
                return checksums.is_intact(directory, view.segments)
        except Missing:
            return False

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
        with _changing(opened) as batch:
            yield batch
        if batch.is_changed:
            _seal(self.folder.path / str(self.folder.used))

    @contextmanager
    def building(self) -> Iterator["Draft"]:
        """A new index beside this one. Raises Busy."""
        with self.folder.building() as directory:
            yield Draft(self.folder, directory)

    def merge(self) -> bool:
        """Join all but the two largest segments where that is quick; the lock must be held.

        False when there was no need.
        """
        opened = self._open(self.folder.used)
        with closing(opened.reader()) as reader:
            sizes = sorted(leaf.doc_count_all() for leaf, _offset in reader.leaf_readers())
        rest = sizes[: -MOST_SEGMENTS + 1]
        if len(rest) < 2 or sum(rest) > QUICKLY_MERGED:
            return False
        with _writer(opened) as writer:
            writer.commit(mergetype=_join_but_two)
        _seal(self.folder.path / str(self.folder.used))
        return True

    def is_worn(self) -> bool:
        """Whether so much was changed in pieces that a new index is worth its time."""
        with self.view() as view:
            return len(view.segments) > WORN_SEGMENTS or view.deleted > max(view.count, 2000) // 4

    @contextmanager
    def view(self, recent: "Memory | None" = None) -> Iterator["View"]:
        """The index as it is now, for this thread, with what is newer. Raises Missing."""
        view = self._view()
        try:
            yield view.joined(recent) if recent else view
        except (Damaged, *DAMAGE) as error:
            self._local.view = None
            raise Damaged from error

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
            raise Damaged from error
        self._local.view = view
        kept_facts = self._facts  # another thread may put a newer state in its place meanwhile
        self._facts = {name: facts for name, facts in kept_facts.items() if name in view.segments}
        return view

    def _of(self, reader: Any) -> Facts:
        """The facts of one segment, read once: a segment never changes."""
        segment = str(reader.segment().segment_id())
        facts = self._facts.get(segment)
        if facts is None:
            facts = packing.read(self.folder.path / str(self.folder.used), segment)
            facts = facts or _facts(reader)
            self._facts = self._facts | {segment: facts}
        return facts

    def _open(self, name: str | None) -> Any:
        if not name:
            raise Missing
        try:
            return _opened(self.folder.path / name)
        except Exception as error:  # Whoosh has no class for its many ways to say it
            raise Missing from error


class Draft:
    """A new index that is not in use yet."""

    def __init__(self, folder: IndexFolder, directory: Path) -> None:
        self._folder, self._directory = folder, directory

    def write(self, documents: Documents) -> None:
        _write(self._directory, documents, BUILDING_MEMORY_MB)

    def write_in_processes(
        self, parts: Sequence[Callable[[Progress], Documents]], progress: Progress
    ) -> None:
        """Each part becomes a segment that a process of its own writes."""
        memory = BUILDING_MEMORY_MB // len(parts)
        places = [self._directory / f"part-{number}" for number, _part in enumerate(parts)]

        def work(place: Path, part: Callable[[Progress], Documents], count: Progress) -> None:
            place.mkdir()
            _write(place, part(count), memory)

        analysis.morphemes("か")  # loads the dictionary once for all
        pairs = zip(places, parts, strict=True)
        processes.share([partial(work, place, part) for place, part in pairs], progress)
        self._join(places)

    def _join(self, places: Sequence[Path]) -> None:
        segments = []
        for place in places:
            with closing(_opened(place).reader()) as reader:
                segments += [leaf.segment() for leaf, _offset in reader.leaf_readers()]
            for path in place.glob("MAIN_*"):
                path.rename(self._directory / path.name)
        created = whoosh_index.create_in(str(self._directory), SCHEMA)
        with _writer(created) as writer:
            writer.commit(mergetype=lambda _writer, _none: [s for s in segments if s is not None])
        for place in places:
            shutil.rmtree(place)

    def fingerprints(self) -> dict[str, str]:
        """What was written, by ``table:id``."""
        with closing(_opened(self._directory).searcher()) as searcher:
            return _fingerprints(searcher)

    def changing(self) -> AbstractContextManager["Batch"]:
        return _changing(_opened(self._directory))

    def use(self) -> None:
        """From now on this is the index; the lock must be held."""
        _seal(self._directory)
        self._folder.use(self._directory)


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
            once, rest = list(analysis.tokens(title)), list(analysis.tokens(body))
            meant = [token.form for token in [*once, *once, *rest] if token.has_meaning]
            pairs, more = analysis.grams(title), analysis.grams(body)
            said = [analysis.sound_of(once), analysis.sound_of(rest)]
            heard = [gram for text in said for gram in analysis.sound_grams(text)]
            self._writer.add_document(
                key=key, m=meant, g=pairs + pairs + more, r=heard,
                fingerprint=fingerprint(key, document), entry=entry_of(document, key),
                name=name_of(title, once),
            )  # fmt: skip
        return True


class _File(StructFile):
    """Reads just what is asked for: a query asks for hundreds of numbers here and there, and a
    buffered file reads 8 KB for each. Not mapped into memory: a file that is cut short while it
    is mapped ends the whole process."""

    def __init__(self, file: Any, name: str) -> None:
        super().__init__(file, name=name)
        self.is_real = False  # arrays are read by ``read`` too
        self._descriptor, self._at = file.fileno(), 0

    def get(self, position: int, length: int) -> bytes:
        return os.pread(self._descriptor, length, position)

    def read(self, size: int) -> bytes:
        found = os.pread(self._descriptor, size, self._at)
        self._at += len(found)
        return found

    def seek(self, to: int, whence: int = os.SEEK_SET) -> None:
        if whence == os.SEEK_END:
            to += os.fstat(self._descriptor).st_size
        self._at = to + self._at if whence == os.SEEK_CUR else to

    def tell(self) -> int:
        return self._at

    def read_pickle(self) -> Any:
        self.file.seek(self._at)
        found = super().read_pickle()
        self._at = self.file.tell()
        return found


class _Storage(FileStorage):
    def open_file(self, name: str, **_given: Any) -> _File:
        return _File(Path(self.folder, name).open("rb", buffering=4096), name)


def _opened(directory: Path) -> Any:
    return _Storage(str(directory)).open_index()


class _MemoryStorage(RamStorage):
    def temp_storage(self, name: str | None = None) -> "_MemoryStorage":
        return _MemoryStorage()


class Memory:
    """A small index in memory of rows as they are now, for all threads."""

    def __init__(self, documents: Mapping[str, SearchDocument | None]) -> None:
        self.documents = documents
        self.sources = frozenset(documents)
        self.number = next(_numbers)
        self._index = _MemoryStorage().create_index(SCHEMA)
        with _writer(self._index) as writer:
            batch = Batch(writer, None)
            for key, document in documents.items():
                batch.put(key, document)
            writer.commit(merge=False)
        with closing(self._index.reader()) as reader:
            self.facts = _facts(reader)

    def match(self, query: Query, allowed: int) -> list[tuple[float, int]]:
        with closing(self._index.searcher(weighting=BM25F())) as searcher:
            return _matches(searcher, query, allowed, len(self.facts))

    def view(self) -> "View":
        """These documents as if they were the whole index."""
        return View("", self._index.searcher(weighting=BM25F()), lambda _reader: self.facts)


class View:
    """One state of the index, for one thread. ``state`` is another one after every change."""

    _recent: Memory | None = None  # shown on top, in the place of what the index holds of its rows
    _outdated = 0

    def __init__(self, name: str, searcher: Any, facts_of: Any) -> None:
        self.name = name
        self.state: tuple[Any, ...] = (name, searcher.reader().generation())
        self._searcher = searcher
        self.close = weakref.finalize(self, searcher.close)  # also when its thread ends
        self.facts = Facts()
        self.segments: list[str] = []
        for leaf, _offset in searcher.leaf_searchers():
            if leaf.reader().segment() is None:
                continue  # Whoosh's stand-in for an index without documents
            self.facts.append(facts_of(leaf.reader()))
            self.segments.append(str(leaf.reader().segment().segment_id()))

    def joined(self, recent: Memory) -> "View":
        """This state with ``recent`` in it."""
        view = copy.copy(self)
        view.state = (*self.state, recent.number)
        view._recent = recent
        view._outdated = self.facts.of_sources(recent.sources, with_parts=False)
        view.facts = Facts()
        view.facts.append(self.facts)
        view.facts.append(recent.facts)
        return view

    def fingerprint(self, key: str) -> str | None:
        """What is held of one document, ``table:id``."""
        try:
            return _held(self._searcher, key)
        except Exception as error:  # whatever damaged bytes make of themselves
            raise Damaged from error

    def is_current(self) -> bool:
        current: bool = self._searcher.up_to_date()
        return current

    @property
    def deleted(self) -> int:
        """Documents that still take room and are not found any more."""
        reader = self._searcher.reader()
        number: int = reader.doc_count_all() - reader.doc_count()
        return number

    @property
    def count(self) -> int:
        number: int = self._searcher.doc_count()
        return number

    def fingerprints(self) -> dict[str, str]:
        """What is held of each document, by ``table:id``."""
        return _fingerprints(self._searcher)

    def match(self, words: Iterable[Word], allowed: int) -> list[tuple[float, int]]:
        """(score, document) of what has all words, out of the documents ``allowed``."""
        return self._run(And([_word(word) for word in words]), allowed)

    def having_any(self, words: Iterable[Word], allowed: int) -> int:
        """The documents that have one of the words, out of those ``allowed``."""
        query = Or([self._quickly(word) for word in words])
        held = bits_of(list(self._searcher.docs_for_query(query))) & ~self._outdated
        if self._recent:
            known = len(self.facts) - len(self._recent.facts)
            newer = self._recent.match(query, allowed >> known)
            held |= bits_of([known + number for _score, number in newer])
        return held & allowed

    def match_by_sound(self, words: Iterable[Word], allowed: int) -> list[tuple[float, int]]:
        """What has all, where words that were typed in kana may be written otherwise."""
        return self._run(And([_heard(word) for word in words]), allowed)

    def match_concept(self, concept: Concept, allowed: int) -> list[tuple[float, int]]:
        """(score, document) of what has one of the words of the concept."""
        also = [_meant(word, ALSO_BOOST) for word in concept.also]
        return self._run(Or([self._quickly(concept.word), *also]), allowed)

    def _quickly(self, word: Word) -> Query:
        """Without its characters where the word is common: that takes longest and finds little."""
        is_common = bool(word.terms) and not word.is_phrase and self.cost(word) > CHEAP
        return _meant(word, 1.0) if is_common else _word(word)

    def cost(self, word: Word) -> int:
        """How many places of the index are looked at for it, roughly."""
        if word.is_single_kanji:
            return SINGLE_COST
        reader = self._searcher.reader()
        meant = [] if word.is_phrase else [reader.doc_frequency("m", term) for term in word.terms]
        written = [reader.doc_frequency("g", gram) for gram in word.grams]
        return min(meant, default=0) + min(written, default=0)

    def cost_of_meaning(self, word: Word) -> int:
        reader = self._searcher.reader()
        return min((reader.doc_frequency("m", term) for term in word.terms), default=0)

    def _run(self, query: Query, allowed: int) -> list[tuple[float, int]]:
        known = len(self.facts) - (len(self._recent.facts) if self._recent else 0)
        found = _matches(self._searcher, query, allowed & ~self._outdated, known)
        if self._recent:
            top = max((score for score, _number in found), default=0.0)
            newer = self._recent.match(query, allowed >> known)
            found += [(top + score, known + number) for score, number in newer]
        return found


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


def _matches(searcher: Any, query: Query, allowed: int, size: int) -> list[tuple[float, int]]:
    collector = _Readable(allowed & (1 << size) - 1, size)
    try:
        searcher.search_with_collector(query, collector)
    except Exception as error:  # whatever damaged bytes make of themselves
        raise Damaged from error
    return collector.items


def _seal(directory: Path) -> None:
    """Beside new segments: their facts, which open in no time, and the checksums of all files."""
    with closing(_opened(directory).reader()) as reader:
        leaves = [leaf for leaf, _offset in reader.leaf_readers() if leaf.segment() is not None]
        segments = {str(leaf.segment().segment_id()): leaf for leaf in leaves}
        for segment in packing.missing(directory, segments):
            packing.write(directory, segment, _facts(segments[segment]))
    checksums.note(directory, segments)


def _facts(reader: Any) -> Facts:
    stored = map(reader.stored_fields, range(reader.doc_count_all()))
    return Facts(fields["entry"] | fields["name"] for fields in stored)


def _fingerprints(searcher: Any) -> dict[str, str]:
    fields = searcher.reader().all_stored_fields()
    return {stored["entry"]["source"]: stored["fingerprint"] for stored in fields}


def _held(searcher: Any, key: str) -> str | None:
    number = searcher.document_number(key=key)
    return None if number is None else searcher.stored_fields(number)["fingerprint"]


def current() -> Index:
    index: Index = current_app.extensions["hub_index"]
    return index


def init_app(app: Flask) -> None:
    app.extensions["hub_index"] = Index(Path(app.config["SEARCH_INDEX_DIR"]))


def _write(directory: Path, documents: Documents, memory: int) -> None:
    with _writer(whoosh_index.create_in(str(directory), SCHEMA), memory) as writer:
        batch = Batch(writer, None)
        for key, document in documents:
            batch.put(key, document)
        writer.commit(merge=False)


@contextmanager
def _changing(opened: Any) -> Iterator[Batch]:
    with closing(opened.searcher()) as searcher, _writer(opened) as writer:
        batch = Batch(writer, searcher)
        yield batch
        if batch.is_changed:
            writer.commit(mergetype=_join_alike)


def _join_alike(writer: Any, segments: list[Any]) -> list[Any]:
    """Each save adds a segment, so several small ones become one; large ones stay."""
    kept = [s for s in segments if s.doc_count_all() >= LEVELS[-1][1]]
    for least, most in LEVELS:
        alike = [s for s in segments if least <= s.doc_count_all() < most]
        kept += alike if len(alike) <= MOST_ALIKE else _join(writer, alike)
    return kept


def _join_but_two(writer: Any, segments: list[Any]) -> list[Any]:
    by_size = sorted(segments, key=lambda segment: -segment.doc_count_all())
    kept, rest = by_size[: MOST_SEGMENTS - 1], by_size[MOST_SEGMENTS - 1 :]
    return kept + _join(writer, rest)


def _join(writer: Any, segments: list[Any]) -> list[Any]:
    """Into the segment that is being written; nothing is left of them."""
    for segment in segments:
        with closing(SegmentReader(writer.storage, writer.schema, segment)) as reader:
            writer.add_reader(reader)
    return []


@contextmanager
def _writer(opened: Any, memory: int = WRITER_MEMORY_MB) -> Iterator[Any]:
    writer = opened.writer(compound=False, limitmb=memory, codec=Codec())
    writer.pool = _Pool(writer.temp_storage(), writer.newsegment, limitmb=memory)
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
    if not word.grams or len(word.grams) > LONGEST_WRITTEN:
        return _meant(word, 1.0)
    return Or([And([Term("m", term) for term in word.terms]), _written(word)])


def _heard(word: Word) -> Query:
    grams = list(dict.fromkeys(analysis.sound_grams(word.sound)))
    if word.is_phrase or not grams:
        return _word(word)
    return Or([_word(word), And([Term("r", gram) for gram in grams], boost=SOUND_BOOST)])


def _meant(word: Word, boost: float) -> Query:
    if not word.terms:
        return _written(word)
    return And([Term("m", term, boost=boost) for term in word.terms])


def _written(word: Word) -> Query:
    """The characters of the word next to each other."""
    if word.is_single_kanji:
        return Prefix("g", word.text, boost=PHRASE_BOOST)
    if len(word.grams) == 1:
        return Term("g", word.grams[0], boost=PHRASE_BOOST)
    return Phrase("g", list(word.grams), boost=PHRASE_BOOST)
