"""Which documents of one segment have what is asked for, and how well they fit (BM25).

By whole lists: first sets of documents, then the scores of what is left. Whoosh's own matchers
go from one document to the next, which takes ten times as long.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import compress
from typing import Any, NamedTuple

from whoosh.reading import TermNotFound

from hub.search.index.asking import Asked, Beginning, Either, Every, Phrase, Term
from hub.search.index.postings import PLACE_BITS, Postings
from hub.search.index.terms import WRITTEN
from hub.search.index.weighing import Weighing
from hub.search.index.writing import listed

_MANY, _VERY_MANY = 100, 2000  # documents
_SPARSE = 8  # a list so many times longer than what is looked for in it is not walked through
Documents = set[int]


class Leaf:
    """One segment: ``lengths`` of its documents by field, as Whoosh keeps them (a byte each)."""

    def __init__(
        self, reader: Any, offset: int, lengths: Mapping[str, bytes], weighing: Weighing
    ) -> None:
        self.reader, self.offset = reader, offset
        self.lengths, self.weighing = lengths, weighing

    def find(self, asked: Asked, allowed: bytes) -> dict[int, float]:
        """The scores of the documents that are ``allowed`` (a byte for each of all segments)."""
        found = self._match(asked, None)
        if found is None:
            return {}
        offset, every = self.offset, found.documents
        here = allowed[offset:] if offset else allowed
        kept = set(compress(every, map(here.__getitem__, every)))
        if len(kept) == len(every):
            kept = every
        scores: dict[int, float] = dict.fromkeys(kept, 0.0)
        for documents, worth in found.worths:
            worth.add(scores, kept if documents is every else documents & kept)
        return {n + offset: score for n, score in scores.items()} if offset else scores

    def _match(self, asked: Asked, within: Documents | None) -> "_Found | None":
        """None where nothing has it. Only documents ``within`` are of interest."""
        match asked:
            case Term():
                return self._every([asked], within)
            case Phrase():
                return self._phrase(asked, within)
            case Beginning():
                return self._beginning(asked)
            case Every(parts) if all(isinstance(part, Term) for part in parts):
                return self._every(parts, within)
            case Every(parts):
                return self._all_of(parts, within)
            case Either(parts):
                return self._either(parts, within)

    def _every(self, terms: Iterable[Any], within: Documents | None) -> "_Found | None":
        worths = []
        for term in terms:
            found = self._postings(term.field, term.text)
            if found is None:
                return None
            worths.append(self._worth(term, found))
        worths.sort(key=_size)
        documents = within
        for worth in worths:
            documents = _common(documents, worth.found.ids)
            if not documents:
                return None
        return _Found(documents or set(), [(documents or set(), worth) for worth in worths])

    def _all_of(self, parts: Sequence[Asked], within: Documents | None) -> "_Found | None":
        worths = []
        for part in parts:
            found = self._match(part, within)
            if found is None:
                return None
            within = found.documents if within is None else found.documents & within
            worths += found.worths
        return _Found(within or set(), worths)

    def _either(self, parts: Sequence[Asked], within: Documents | None) -> "_Found | None":
        some = [found for part in parts if (found := self._match(part, within)) is not None]
        if len(some) < 2:
            return some[0] if some else None
        worths = [worth for found in some for worth in found.worths]
        return _Found(set().union(*(found.documents for found in some)), worths)

    def _phrase(self, asked: Phrase, within: Documents | None) -> "_Found | None":
        lists = []
        for pair in asked.pairs:
            found = self._postings(WRITTEN, pair)
            if found is None:
                return None
            lists.append(found)
        documents = {place >> PLACE_BITS for place in _starts(lists, within)}
        if not documents:
            return None
        return _Found(documents, [
            (documents, self._worth(Term(WRITTEN, pair, asked.boost), found))
            for pair, found in zip(asked.pairs, lists, strict=True)
        ])  # fmt: skip

    def _beginning(self, asked: Beginning) -> "_Found | None":
        counts: dict[int, int] = defaultdict(int)
        for term in self.reader.expand_prefix(WRITTEN, asked.text):
            found = listed(self.reader, WRITTEN, term)
            for document, count in zip(found.ids, found.counts, strict=True):
                counts[document] += count
        if not counts:
            return None
        ids = sorted(counts)
        found = Postings(ids, [counts[number] for number in ids])
        worth = _Worth(found, asked.boost, *self._measures(WRITTEN))
        return _Found(set(ids), [(set(ids), worth)])

    def _postings(self, field: str, term: str) -> Postings | None:
        try:
            return listed(self.reader, field, term)
        except TermNotFound:
            return None

    def _worth(self, term: Term, found: Postings) -> "_Worth":
        worth = self.weighing.worth(term.field, term.text) * term.boost
        return _Worth(found, worth, *self._measures(term.field))

    def _measures(self, field: str) -> tuple[bytes, Sequence[float]]:
        return self.lengths[field], self.weighing.norms(field)


class _Worth:
    """What a term adds to the score of the documents that have it."""

    def __init__(
        self, found: Postings, worth: float, lengths: bytes, norms: Sequence[float]
    ) -> None:
        self.found = found
        self._worth, self._lengths, self._norms = worth, lengths, norms

    def add(self, scores: dict[int, float], documents: Documents) -> None:
        worth, lengths, norms = self._worth, self._lengths, self._norms
        ids, counts = self.found.ids, self.found.counts
        if len(documents) > _MANY and self.found.is_once:
            by_length = [worth / (1 + norm) for norm in norms]
            for number in documents:
                scores[number] += by_length[lengths[number]]
        elif len(documents) > _VERY_MANY and len(documents) == len(ids):
            by_count = {c: [worth * c / (c + norm) for norm in norms] for c in set(counts)}
            for number, count in zip(ids, counts, strict=True):
                scores[number] += by_count[count][lengths[number]]
        elif len(documents) * _SPARSE < len(ids):
            for number in documents:
                count = counts[bisect_left(ids, number)]
                scores[number] += worth * count / (count + norms[lengths[number]])
        else:
            for number, count in zip(ids, counts, strict=True):
                if number in documents:
                    scores[number] += worth * count / (count + norms[lengths[number]])


class _Found(NamedTuple):
    documents: Documents
    worths: list[tuple[Documents, _Worth]]


def _size(worth: _Worth) -> int:
    return len(worth.found.ids)


def _common(documents: Documents | None, ids: Sequence[int]) -> Documents:
    if documents is None:
        return set(ids)
    if len(documents) * _SPARSE < len(ids):
        return {number for number in documents if _has(ids, number)}
    return documents.intersection(ids)


def _has(ascending: Sequence[int], number: int) -> bool:
    place = bisect_left(ascending, number)
    return place < len(ascending) and ascending[place] == number


def _starts(lists: Sequence[Postings], within: Documents | None) -> Collection[int]:
    """Places at which the first is followed by the second and so on; those of rare ones first."""
    order = sorted(range(len(lists)), key=lambda number: len(lists[number].ids))
    rarest = order[0]
    found = lists[rarest]
    if within is not None and len(within) * _SPARSE < len(found.ids):
        starts = set(_places_of(found.places, within))
    else:
        starts = set(found.places)
    shift = rarest  # of what is in ``starts``
    for number in order[1:]:
        if not starts:
            return starts
        step, shift = number - shift, number
        places = lists[number].places
        moved = {place + step for place in starts}
        if len(moved) * _SPARSE < len(places):
            starts = {place for place in moved if _has(places, place)}
        else:
            starts = moved.intersection(places)
    return starts


def _places_of(places: Sequence[int], documents: Iterable[int]) -> Iterable[int]:
    for number in documents:
        begin = bisect_left(places, number << PLACE_BITS)
        end = bisect_left(places, number + 1 << PLACE_BITS, begin)
        yield from places[begin:end]
