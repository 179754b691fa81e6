"""What is known of each document in the index besides its words, as sets of bits.

A set of documents is one Python integer: bit 5 stands for document 5. So what the viewer may read,
a filter and the count of a facet are single operations, whatever the number of documents.
"""

import hashlib
import pickle
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import Any, NamedTuple

from hub.core import calendar
from hub.search import analysis
from hub.search.analysis import Token
from hub.search.documents import SearchDocument

FACETS = ("organization", "type", "theme", "ward", "target", "phase", "year")
Entry = dict[str, Any]
_BITS = [tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]
_ONE = ord("1")
_FLAGS = bytes.maketrans(b"01", b"\x00\x01")
_ID_BITS = 48  # of a row: the rest is its table
_SPARSE = 16  # documents for each that belongs to a set


def entry_of(document: SearchDocument, source: str) -> Entry:
    """What is stored with a document in the index (never its text). source: ``table:id``."""
    day = document.day
    return {
        "key": f"{document.kind}:{document.id}",
        "source": source,
        "parent": document.parent or "",
        "day": day.toordinal() if day else 0,
        "due": document.due.toordinal() if document.due else 0,
        "weight": document.weight,
        "values": {
            "kind": [document.kind],
            "reader": sorted(document.readers),
            "organization": [str(number) for number in sorted(document.organizations)],
            "type": sorted(document.types),
            "theme": sorted(document.themes),
            "ward": sorted(document.wards),
            "target": sorted(document.targets),
            "phase": sorted(document.phases),
            "year": [str(calendar.fiscal_year(day))] if day else [],
        },
    }


def name_of(title: str, words: Sequence[Token]) -> Entry:
    """How a document is called, for who types a part of it: normalized, its sound, its nouns."""
    nouns = {
        title[words[first].begin : words[last].end]: analysis.sound_of(words[first : last + 1])
        for first, last in analysis.nouns(words)
    }
    return {"title": title, "sound": analysis.sound_of(words), "nouns": nouns}


def fingerprint(key: str, document: SearchDocument) -> str:
    """Changes with anything of the document that is in the index."""
    values = repr((document.title, document.body, entry_of(document, key)))
    return hashlib.sha256(values.encode("utf-8", "surrogatepass")).hexdigest()[:24]


class Called(NamedTuple):
    """How documents are called: only who types something asks for it."""

    names: list[str]  # title and sound, a line each
    nouns: list[dict[str, str]]  # of the title, with their sounds


class Rows:
    """The row (``table:id``) that each document was made of, as a number."""

    def __init__(self, sources: Iterable[str] = ()) -> None:
        self._tables: list[str] = []
        self._codes = array("Q")
        for source in sources:
            self.append(source)

    def __getitem__(self, number: int) -> str:
        code = self._codes[number]
        return f"{self._tables[code >> _ID_BITS]}:{code & (1 << _ID_BITS) - 1}"

    def append(self, source: str) -> None:
        table, _colon, identifier = source.rpartition(":")
        self._codes.append(self._first(table) | int(identifier))

    def extend(self, other: "Rows") -> None:
        if self._tables == other._tables[: len(self._tables)] or not self._codes:
            self._tables = list(other._tables)
            self._codes += other._codes
            return
        firsts = [self._first(table) for table in other._tables]
        rest = (1 << _ID_BITS) - 1
        self._codes.extend(firsts[code >> _ID_BITS] | code & rest for code in other._codes)

    def of(self, sources: Iterable[str]) -> list[int]:
        """The documents that were made of these."""
        wanted = set(Rows(sources)._renamed(self._tables))
        return [number for number, code in enumerate(self._codes) if code in wanted]

    def _renamed(self, tables: Sequence[str]) -> Iterator[int]:
        for code in self._codes:
            if (table := self._tables[code >> _ID_BITS]) in tables:
                yield tables.index(table) << _ID_BITS | code & (1 << _ID_BITS) - 1

    def _first(self, table: str) -> int:
        if table not in self._tables:
            self._tables.append(table)
        return self._tables.index(table) << _ID_BITS


class Facts:
    """The facts of the documents 0 to n of one index segment, or of several one after the other."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.keys: list[str] = []
        self.sources = Rows()
        self.parents: list[str] = []
        self.days = array("I")
        self.dues = array("I")
        self.weights = array("d")
        self._bits: dict[str, dict[str, int]] = {}
        called = Called([], [])
        self._called: list[Callable[[], Called]] = [lambda: called]
        members: dict[tuple[str, str], list[int]] = {}
        parents: dict[str, str] = {}  # one text for all that have the same
        for number, entry in enumerate(entries):
            self.keys.append(entry["key"])
            self.sources.append(entry["source"])
            self.parents.append(parents.setdefault(entry["parent"], entry["parent"]))
            self.days.append(entry["day"])
            self.dues.append(entry["due"])
            called.names.append(f"{entry.get('title', '')}\n{entry.get('sound', '')}")
            called.nouns.append(entry.get("nouns", {}))
            self.weights.append(entry["weight"])
            for name, values in entry["values"].items():
                for value in values:
                    members.setdefault((name, value), []).append(number)
        for (name, value), numbers in members.items():
            self._bits.setdefault(name, {})[value] = bits_of(numbers)

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def names(self) -> list[str]:
        return [name for called in self._called for name in called().names]

    @property
    def nouns(self) -> list[dict[str, str]]:
        return [nouns for called in self._called for nouns in called().nouns]

    def packed(self) -> tuple[bytes, bytes]:
        """To be read again in a moment by ``unpacked``: these facts, and how things are called."""
        core = {name: value for name, value in vars(self).items() if name != "_called"}
        return pickle.dumps(core, 5), pickle.dumps((self.names, _shared(self.nouns)), 5)

    @classmethod
    def unpacked(cls, core: bytes, called: Callable[[], Called]) -> "Facts":
        facts = cls()
        vars(facts).update(pickle.loads(core), _called=[called])  # noqa: S301 - our own file
        if isinstance(facts.sources, list):  # written by an earlier version
            facts.sources = Rows(facts.sources)
            facts.days, facts.dues = array("I", facts.days), array("I", facts.dues)
            facts.weights = array("d", facts.weights)
        return facts

    @classmethod
    def joined(cls, parts: "Sequence[Facts]") -> "Facts":
        """Of documents one after the other; not to be appended to."""
        if len(parts) == 1:
            return parts[0]
        facts = cls()
        for part in parts:
            facts.append(part)
        return facts

    def append(self, other: "Facts") -> None:
        offset = len(self)
        self.keys += other.keys
        self.sources.extend(other.sources)
        self.parents += other.parents
        self.days += other.days
        self.dues += other.dues
        self._called += other._called
        self.weights += other.weights
        for name, values in other._bits.items():
            own = self._bits.setdefault(name, {})
            for value, bits in values.items():
                own[value] = own.get(value, 0) | bits << offset

    def having(self, name: str, values: Iterable[str]) -> int:
        """The documents with at least one of these values."""
        known = self._bits.get(name, {})
        found = 0
        for value in values:
            found |= known.get(value, 0)
        return found

    def of_sources(self, sources: Collection[str], *, with_parts: bool = True) -> int:
        """The documents of these rows (``table:id``) and those that are shown within them."""
        if not sources:
            return 0
        own = self.sources.of(sources)
        if not with_parts:
            return bits_of(own)
        keys = {self.keys[number] for number in own}
        within = [number for number, parent in enumerate(self.parents) if parent in keys]
        return bits_of(own) | bits_of(within)

    def counts(self, name: str, within: int) -> dict[str, int]:
        """How many of the documents ``within`` have each value; values without any are left out."""
        counted = ((v, (bits & within).bit_count()) for v, bits in self._bits.get(name, {}).items())
        return {value: number for value, number in counted if number}


def _shared(nouns: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Equal ones are one, in the file and in memory: most titles are made of the same nouns."""
    texts: dict[str, str] = {}
    known: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    found = []
    for each in nouns:
        name = tuple(each.items())
        if name not in known:
            known[name] = {texts.setdefault(n, n): texts.setdefault(s, s) for n, s in name}
        found.append(known[name])
    return found


def bits_of(numbers: Collection[int]) -> int:
    """The set of these document numbers."""
    if not numbers:
        return 0
    size = max(numbers) + 1
    if len(numbers) * _SPARSE < size:
        field = bytearray((size + 7) >> 3)
        for number in numbers:
            field[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(field, "little")
    digits = bytearray(b"0") * size  # of many, a digit each is read faster than it is counted
    for number in numbers:
        digits[number] = _ONE
    digits.reverse()
    return int(digits, 2)


def numbers_of(bits: int) -> list[int]:
    """The document numbers of a set, ascending."""
    size = bits.bit_length()
    if bits.bit_count() * _SPARSE < size:
        field = bits.to_bytes((size + 7) >> 3, "little")
        return [(at << 3) + bit for at, byte in enumerate(field) if byte for bit in _BITS[byte]]
    return list(compress(range(size), flags_of(bits, size)))


def flags_of(bits: int, size: int) -> bytes:
    """A byte for each document: 1 where it belongs to the set."""
    return format(bits, f"0{size}b").encode().translate(_FLAGS)[::-1]


def masks(facts: Facts, filters: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int]]:
    """(name, documents that pass) for each filter in force."""
    for name, values in filters.items():
        if values:
            yield name, facts.having(name, values)
