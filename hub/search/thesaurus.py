"""Words of the field that mean the same, or that a need is named by. Pure; the data is given.

A group of words is found in what somebody typed in three ways: as the same dictionary forms, as a
sentence in which all its words stand near each other (場所を借りる in 借りられる場所), and where
kana were typed, by its sound.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hub.search import analysis
from hub.search.analysis import Letter, Token
from hub.search.patterns import Kana, Pattern, Said, pattern_of

SHORTEST_SOUND = 3  # kana


@dataclass(frozen=True)
class Facet:
    """A value that results may have: ``Facet("type", "grant")``. ``weight``: how much it lifts.

    ``is_lifting``: it finds nothing by itself.
    """

    name: str
    value: str
    weight: float = 1.0
    is_lifting: bool = False


@dataclass(frozen=True)
class Entry:
    """Who says one of ``words`` also looks for ``also``, and first for what has the ``facets``.

    ``is_mutual``: the words are looked for with each other too.
    """

    words: tuple[str, ...]
    also: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    is_mutual: bool = False


@dataclass(frozen=True)
class Match:
    """The words of a text, by their numbers, that entries were found in."""

    places: tuple[int, ...]
    also: tuple[str, ...]
    facets: tuple[Facet, ...]
    heard: str = ""  # the word that sounds like it, where it is not written so


class Known(NamedTuple):
    """A word as it is written, and how it sounds. ``is_sentence``: rather how people say it."""

    text: str
    sound: str
    is_sentence: bool


class _Word(NamedTuple):
    """A word of an entry."""

    text: str
    pattern: Pattern
    entry: Entry


class Thesaurus:
    """``wished`` comes first for whoever says that they want something; ``otherwise`` is looked for
    beside it where no entry knows what."""

    def __init__(
        self,
        entries: Iterable[Entry] = (),
        wished: Iterable[Facet] = (),
        otherwise: Entry | None = None,
    ) -> None:
        self.entries = tuple(entries)
        self.wished = tuple(wished)
        self.otherwise = otherwise
        self._by_form: dict[str, list[_Word]] = {}
        self.sounds: dict[str, list[_Word]] = {}
        self.words: dict[str, Known] = {}  # by their normalized form
        self._written: dict[Kana, str] = {}
        for entry in self.entries:
            for word in entry.words:
                self._learn(word, entry)
        self._longest = max(map(len, self.sounds), default=0)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def _learn(self, text: str, entry: Entry) -> None:
        pattern = pattern_of(text)
        if pattern is None:
            return
        word = _Word(text, pattern, entry)
        for kana, written in pattern.written:
            self._written.setdefault(kana, written)
        for form in pattern.beginnings:
            self._by_form.setdefault(form, []).append(word)
        known = Known(text, pattern.sound, pattern.is_spoken)
        self.words.setdefault(analysis.normalize(text), known)
        if len(pattern.sound) >= SHORTEST_SOUND and " " not in pattern.sound:
            self.sounds.setdefault(pattern.sound, []).append(word)

    def matches(self, text: str, tokens: Sequence[Token]) -> list[Match]:
        """What stands in the text (``tokens`` are all of its words), without overlaps."""
        found: dict[tuple[int, ...], list[_Word]] = {}
        for places, word in self._by_meaning(tokens):
            found.setdefault(places, []).append(word)
        written = set(found)
        meant = {id(word) for words in found.values() for word in words}
        for places, word in self._by_sound(text, tokens):
            if places not in written and id(word) not in meant:  # as it stands, it needs no ear
                found.setdefault(places, []).append(word)
        taken: set[int] = set()
        chosen = []
        for places in sorted(found, key=lambda p: (-len(p), p)):
            if taken.isdisjoint(places):
                taken.update(places)
                heard = "" if places in written else found[places][0].text
                chosen.append(_joined(places, found[places], heard))
        return sorted(chosen, key=lambda match: match.places)

    def _by_meaning(self, tokens: Sequence[Token]) -> Iterator[tuple[tuple[int, ...], _Word]]:
        said = Said(tokens, self._written)
        for start, (_number, form) in enumerate(said.words):
            for word in self._by_form.get(form, ()):
                if places := said.places(word.pattern, start):
                    yield places, word

    def _by_sound(
        self, text: str, tokens: Sequence[Token]
    ) -> Iterator[tuple[tuple[int, ...], _Word]]:
        """Where kana were typed for what is written otherwise."""
        for run in analysis.kana_runs(tokens, text):
            said = "".join(letter.kana for letter in run)
            for begin in range(len(said)):
                for size in range(min(self._longest, len(said) - begin), SHORTEST_SOUND - 1, -1):
                    words = self.sounds.get(said[begin : begin + size], ())
                    if words and _is_word(run[begin : begin + size]):
                        numbers = {letter.word for letter in run[begin : begin + size]}
                        for word in words:
                            yield tuple(sorted(numbers)), word
                        break


def _is_word(letters: Sequence[Letter]) -> bool:
    """Typed in kana at least partly, and not the end of one word with the beginning of another."""
    first, last = letters[0], letters[-1]
    if not any(letter.is_typed for letter in letters):
        return False
    if len(letters) == SHORTEST_SOUND:
        return first.is_first and last.is_last
    return (first.is_first or first.is_typed) and (last.is_last or last.is_typed)


def _joined(places: tuple[int, ...], words: Sequence[_Word], heard: str) -> Match:
    also = dict.fromkeys([heard] if heard else [])
    facets: dict[tuple[str, str], Facet] = {}
    for said in words:
        entry = said.entry
        also |= dict.fromkeys(entry.also)
        if entry.is_mutual:
            also |= dict.fromkeys(word for word in entry.words if word != said.text)
        for facet in entry.facets:
            known = facets.get((facet.name, facet.value))
            if known is None or known.weight < facet.weight:
                facets[facet.name, facet.value] = facet
    return Match(places, tuple(also), tuple(facets.values()), heard)
