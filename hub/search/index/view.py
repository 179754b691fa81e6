"""One state of the index, as one thread asks it."""

import copy
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

from hub.search.documents import SearchDocument
from hub.search.facts import Facts, bits_of, flags_of
from hub.search.index import asking, writing
from hub.search.index.asking import Asked
from hub.search.index.errors import Damaged
from hub.search.index.files import MemoryStorage
from hub.search.index.matching import Leaf
from hub.search.index.terms import MEANT, SCHEMA, WRITTEN
from hub.search.index.weighing import Weighing, lengths_of
from hub.search.query import Concept, Word

CHEAP = 2000  # places of the index
AS_TYPED = 1.3
MOST_FREQUENCIES = 1000
SINGLE_COST = 4500  # of one kanji, which stands in many pairs
_numbers = count()

Scored = dict[int, float]  # document: score


class Segment(NamedTuple):
    """What is known of one without asking its lists; a segment never changes."""

    facts: Facts
    lengths: Mapping[str, bytes]


def segment_of(reader: Any, facts: Facts | None = None) -> Segment:
    return Segment(facts or facts_of(reader), lengths_of(reader))


def facts_of(reader: Any) -> Facts:
    stored = map(reader.stored_fields, range(reader.doc_count_all()))
    return Facts(fields["entry"] | fields["name"] for fields in stored)


class Searched:
    """The documents of an index behind a searcher of Whoosh."""

    def __init__(
        self, searcher: Any, segment: Callable[[Any], Segment],
        joined: Callable[[Sequence[str], Sequence[Facts]], Facts],
    ) -> None:  # fmt: skip
        """``joined``: the facts of segments (by their names) as one."""
        self.searcher = searcher
        self.segments: list[str] = []
        facts: list[Facts] = []
        self._leaves: list[Leaf] = []
        weighing = Weighing(searcher)
        gone: list[int] = []
        for reader, offset in searcher.reader().leaf_readers():
            if reader.segment() is None:
                continue  # Whoosh's stand-in for an index without documents
            known = segment(reader)
            facts.append(known.facts)
            self.segments.append(str(reader.segment().segment_id()))
            self._leaves.append(Leaf(reader, offset, known.lengths, weighing))
            gone += [offset + number for number in reader.segment().deleted_docs()]
        self.facts = joined(self.segments, facts)
        self.kept = ((1 << len(self.facts)) - 1) & ~bits_of(gone)

    def find(self, asked: Asked, allowed: int) -> Scored:
        flags = flags_of(allowed & self.kept, len(self.facts))
        found: Scored = {}
        try:
            for leaf in self._leaves:
                some = leaf.find(asked, flags)
                found = found | some if found else some
            return found
        except Exception as error:  # whatever damaged bytes make of themselves
            raise Damaged from error


class Memory:
    """A small index in memory of rows as they are now, for all threads."""

    def __init__(self, documents: Mapping[str, SearchDocument | None]) -> None:
        self.documents = documents
        self.sources = frozenset(documents)
        self.number = next(_numbers)
        created = MemoryStorage().create_index(SCHEMA)
        with writing.writer(created) as writer:
            for key, document in documents.items():
                if document is not None:
                    writer.add(key, document)
            writer.commit(merge=False)
        self._searched = Searched(
            created.searcher(), segment_of, lambda _names, parts: Facts.joined(parts)
        )
        self.facts = self._searched.facts

    def find(self, asked: Asked, allowed: int) -> Scored:
        return self._searched.find(asked, allowed)

    def view(self) -> "View":
        """These documents as if they were the whole index."""
        return View("", self._searched)


class View:
    """One state of the index. ``state`` is another one after every change."""

    _newer: tuple[tuple[int, Memory], ...] = ()  # first number; shown on top
    _outdated = 0  # what they stand in the place of

    def __init__(self, name: str, searched: Searched) -> None:
        self.name = name
        self.state: tuple[Any, ...] = (name, searched.searcher.reader().generation())
        self.facts = searched.facts
        self.segments = searched.segments
        self._searched = searched
        self._searcher = searched.searcher
        self._frequencies: dict[tuple[str, str], int] = {}  # of the terms asked for last
        self.close = weakref.finalize(self, searched.searcher.close)  # also when its thread ends

    def joined(self, recent: Memory) -> "View":
        """This state with ``recent`` in it."""
        view = copy.copy(self)
        view.state = (*self.state, recent.number)
        view._newer = (*self._newer, (len(self.facts), recent))
        view._outdated |= self.facts.of_sources(recent.sources, with_parts=False)
        view.facts = Facts()
        view.facts.append(self.facts)
        view.facts.append(recent.facts)
        return view

    def fingerprint(self, key: str) -> str | None:
        """What is held of one document, ``table:id``."""
        try:
            return writing.held(self._searcher, key)
        except Exception as error:  # whatever damaged bytes make of themselves
            raise Damaged from error

    def fingerprints(self) -> dict[str, str]:
        """What is held of each document, by ``table:id``."""
        return writing.fingerprints(self._searcher)

    def is_current(self) -> bool:
        current: bool = self._searcher.up_to_date()
        return current

    @property
    def deleted(self) -> int:
        """Documents that still take room and are not found any more."""
        return self._searcher.doc_count_all() - self.count

    @property
    def count(self) -> int:
        number: int = self._searcher.doc_count()
        return number

    def match(self, words: Iterable[Word], allowed: int) -> Scored:
        """What has all words, out of the documents ``allowed``.

        What has each of them as it was typed counts more than what only means the same.
        """
        said = tuple(words)
        found = self._run(asking.every(said), allowed)
        for number in self._run(asking.as_typed(said), allowed):
            if number in found:
                found[number] *= AS_TYPED
        return found

    def having_any(self, words: Iterable[Word], allowed: int) -> int:
        """The documents that have one of the words, out of those ``allowed``."""
        asked = asking.Either(tuple(map(self._quickly, words)))
        return bits_of(self._run(asked, allowed))

    def match_by_sound(self, words: Iterable[Word], allowed: int) -> Scored:
        """What has all, where words that were typed in kana may be written otherwise."""
        return self._run(asking.Every(tuple(map(asking.heard, words))), allowed)

    def match_concept(self, concept: Concept, allowed: int) -> Scored:
        """What has one of the words of the concept."""
        also = [asking.meant(word, asking.ALSO_BOOST) for word in concept.also]
        return self._run(asking.Either((self._quickly(concept.word), *also)), allowed)

    def _quickly(self, word: Word) -> Asked:
        """Without its characters where the word is common: that takes longest and finds little."""
        is_common = bool(word.terms) and not word.is_phrase and self.cost(word) > CHEAP
        return asking.meant(word) if is_common else asking.word(word)

    def cost(self, word: Word) -> int:
        """How many places of the index are looked at for it, roughly."""
        if word.is_single_kanji:
            return SINGLE_COST
        meant = [] if word.is_phrase else [self._frequency(MEANT, term) for term in word.terms]
        written = [self._frequency(WRITTEN, pair) for pair in word.grams]
        return min(meant, default=0) + min(written, default=0)

    def cost_of_meaning(self, word: Word) -> int:
        return min((self._frequency(MEANT, term) for term in word.terms), default=0)

    def _frequency(self, field: str, term: str) -> int:
        number = self._frequencies.get((field, term))
        if number is None:
            number = int(self._searcher.doc_frequency(field, term))
            if len(self._frequencies) == MOST_FREQUENCIES:
                self._frequencies.clear()
            self._frequencies[field, term] = number
        return number

    def _run(self, asked: Asked, allowed: int) -> Scored:
        allowed &= ~self._outdated
        found = self._searched.find(asked, allowed)
        for first, recent in self._newer:
            top = max(found.values(), default=0.0)
            newer = recent.find(asked, allowed >> first)
            found |= {first + number: top + score for number, score in newer.items()}
        return found
