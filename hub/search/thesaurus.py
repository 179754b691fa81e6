"""Words of the field that mean the same, or that a need is named by. Pure; the data is given.

A group of words is found in what somebody typed in three ways: as the same dictionary forms, as a
sentence in which all its words stand near each other (場所を借りる in 借りられる場所), and where
kana were typed, by its sound.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hub.search import analysis
from hub.search.analysis import NAMING, Letter, Token
from hub.search.common_words import LIGHT, WANTING

NEAR = 3  # words of meaning that may stand between those of a sentence
SHORTEST_SOUND = 3  # kana
_BINDING = {"接頭辞", "代名詞", "連体詞", "接続詞", "感動詞"}
_LOOSE = {"動詞", "形容詞", "副詞", "連体詞", "接続詞", "感動詞", "代名詞", "形状詞"}


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


@dataclass(frozen=True)
class _Pattern:
    forms: tuple[str, ...]
    is_sentence: bool
    entry: Entry
    word: str


class Thesaurus:
    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = tuple(entries)
        self._by_form: dict[str, list[_Pattern]] = {}
        self.sounds: dict[str, list[_Pattern]] = {}
        self.words: dict[str, Known] = {}  # by their normalized form
        for entry in self.entries:
            for word in entry.words:
                self._learn(word, entry)
        self._longest = max(map(len, self.sounds), default=0)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def _learn(self, word: str, entry: Entry) -> None:
        tokens = list(analysis.tokens(analysis.normalize(word)))
        said = [token for token in tokens if token.has_meaning]
        kept = [token for token in said if not _is_wanting(token)] or said
        if len(kept) == 1 and is_empty(kept[0]):  # common alone: the sentence as a whole
            kept = said
        if not kept or (len(kept) == 1 and _is_wanting(kept[0])):
            return
        is_sentence = len(said) < len(tokens) and len(kept) > 1
        pattern = _Pattern(tuple(token.form for token in kept), is_sentence, entry, word)
        for form in set(pattern.forms) if is_sentence else pattern.forms[:1]:
            self._by_form.setdefault(form, []).append(pattern)
        sound = analysis.sound_of(tokens)
        self.words.setdefault(analysis.normalize(word), Known(word, sound, len(said) < len(tokens)))
        if len(sound) >= SHORTEST_SOUND and " " not in sound:
            self.sounds.setdefault(sound, []).append(pattern)

    def matches(self, text: str, tokens: Sequence[Token]) -> list[Match]:
        """What stands in the text (``tokens`` are all of its words), without overlaps."""
        found: dict[tuple[int, ...], list[_Pattern]] = {}
        for places, pattern in self._by_meaning(tokens):
            found.setdefault(places, []).append(pattern)
        written = set(found)
        meant = {id(pattern) for patterns in found.values() for pattern in patterns}
        for places, pattern in self._by_sound(text, tokens):
            if places not in written and id(pattern) not in meant:  # as it stands, it needs no ear
                found.setdefault(places, []).append(pattern)
        taken: set[int] = set()
        chosen = []
        for places in sorted(found, key=lambda p: (-len(p), p)):
            if taken.isdisjoint(places):
                taken.update(places)
                heard = "" if places in written else found[places][0].word
                chosen.append(_joined(places, found[places], heard))
        return sorted(chosen, key=lambda match: match.places)

    def _by_meaning(self, tokens: Sequence[Token]) -> Iterator[tuple[tuple[int, ...], _Pattern]]:
        said = [(number, token.form) for number, token in enumerate(tokens) if token.has_meaning]
        for start, (_number, form) in enumerate(said):
            for pattern in self._by_form.get(form, ()):
                if pattern.is_sentence:
                    near = said[start : start + len(pattern.forms) + NEAR]
                    places = [next((n for n, f in near if f == one), -1) for one in pattern.forms]
                    if -1 not in places:
                        yield tuple(sorted(set(places))), pattern
                else:
                    here = said[start : start + len(pattern.forms)]
                    places = [number for number, _form in here]
                    is_here = tuple(form for _number, form in here) == pattern.forms
                    if is_here and not _is_part(places, tokens):
                        yield tuple(places), pattern

    def _by_sound(
        self, text: str, tokens: Sequence[Token]
    ) -> Iterator[tuple[tuple[int, ...], _Pattern]]:
        """Where kana were typed for what is written otherwise."""
        for run in analysis.kana_runs(tokens, text):
            said = "".join(letter.kana for letter in run)
            for begin in range(len(said)):
                for size in range(min(self._longest, len(said) - begin), SHORTEST_SOUND - 1, -1):
                    patterns = self.sounds.get(said[begin : begin + size], ())
                    if patterns and _is_word(run[begin : begin + size]):
                        numbers = {letter.word for letter in run[begin : begin + size]}
                        for pattern in patterns:
                            yield tuple(sorted(numbers)), pattern
                        break


def _is_part(places: Sequence[int], tokens: Sequence[Token]) -> bool:
    """One character of a longer name: 金 of 保証金 is not お金."""
    [first, *more] = places
    if more or tokens[first].end - tokens[first].begin > 1:
        return False
    before = tokens[first - 1].part if first else ""
    after = tokens[first + 1].part if first + 1 < len(tokens) else ""
    is_polite = first and tokens[first - 1].form == "御"
    return (before in NAMING and not is_polite) or after in NAMING


def _is_word(letters: Sequence[Letter]) -> bool:
    """Typed in kana at least partly, and not the end of one word with the beginning of another."""
    first, last = letters[0], letters[-1]
    if not any(letter.is_typed for letter in letters):
        return False
    if len(letters) == SHORTEST_SOUND:
        return first.is_first and last.is_last
    return (first.is_first or first.is_typed) and (last.is_last or last.is_typed)


def is_empty(token: Token) -> bool:
    """Says that something is wanted, or is too common to say what."""
    return token.form in LIGHT or _is_wanting(token)


def _is_wanting(token: Token) -> bool:
    return token.form in WANTING or token.part in _BINDING


def is_loose(token: Token) -> bool:
    """Of a sentence: what is done, not what it is done with."""
    return token.part in _LOOSE


def _joined(places: tuple[int, ...], patterns: Sequence[_Pattern], heard: str) -> Match:
    also = dict.fromkeys([heard] if heard else [])
    facets: dict[tuple[str, str], Facet] = {}
    for pattern in patterns:
        entry = pattern.entry
        also |= dict.fromkeys(entry.also)
        if entry.is_mutual:
            also |= dict.fromkeys(word for word in entry.words if word != pattern.word)
        for facet in entry.facets:
            known = facets.get((facet.name, facet.value))
            if known is None or known.weight < facet.weight:
                facets[facet.name, facet.value] = facet
    return Match(places, tuple(also), tuple(facets.values()), heard)
