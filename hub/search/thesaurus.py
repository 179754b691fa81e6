"""Words of the field that mean the same, or that a need is named by. Pure; the data is given.

A group of words is found in what somebody typed in three ways: as the same dictionary forms, as a
sentence in which all its words stand near each other (場所を借りる in 借りられる場所), and where
kana were typed, by its sound.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hub.search import analysis
from hub.search.analysis import NAMING, Letter, Token
from hub.search.common_words import LIGHT, WANTING, WISHING

NEAR = 3  # words of meaning that may stand between those of a sentence
SHORTEST_SOUND = 3  # kana
_POLITE = {"御", "さん", "様", "達"}
_JOINING = {"の", "と", "や", "とか"}
_PAUSES = set("、。，．,.!?！？")
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


_Said = tuple[int, str]  # number and form of a word that carries meaning


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
    is_run: bool = False  # only word by word, those that hold the others together too


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
        self._by_form: dict[str, list[_Pattern]] = {}
        self.sounds: dict[str, list[_Pattern]] = {}
        self.words: dict[str, Known] = {}  # by their normalized form
        self._written: dict[tuple[str, str], str] = {}  # by kana and part of speech: はな is 花
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
        is_run = all(map(is_empty, kept)) or (len(kept) == 1 and _says_more(kept[0], tokens))
        if is_run:
            kept = _without_end(tokens)
        if not kept or (len(kept) == 1 and _is_wanting(kept[0])):
            return
        is_sentence = len(said) < len(tokens) and len(kept) > 1 and not is_run
        pattern = _Pattern(tuple(token.form for token in kept), is_sentence, entry, word, is_run)
        for token in kept:
            if token.has_meaning and not analysis.is_kana(token.form):
                kana = analysis.hiragana(token.sound), token.part
                self._written.setdefault(kana, token.form)
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
        forms = [self._written.get((token.form, token.part), token.form) for token in tokens]
        said = [(number, form) for number, form in enumerate(forms) if tokens[number].has_meaning]
        helping = analysis.helping(tokens)
        for start, (number, form) in enumerate(said):
            for pattern in self._by_form.get(form, ()):
                if pattern.is_run:
                    places = _in_a_run(pattern, forms, number)
                elif pattern.is_sentence:
                    near = said[start : start + len(pattern.forms) + NEAR]
                    places = _near(pattern, near, tokens, helping)
                else:
                    here = said[start : start + len(pattern.forms)]
                    places = _here(pattern, here, tokens, helping)
                if places:
                    yield places, pattern

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


def _says_more(kept: Token, tokens: Sequence[Token]) -> bool:
    """What was left out belongs to it (居場所, 時間がある, ただで), out of more than politeness."""
    before: Token | None = None
    for token in tokens:
        is_done = token.form == "為る" and before is kept  # 勉強する
        if token.has_meaning and token is not kept and token.form not in _POLITE and not is_done:
            return True
        before = token
    return tokens[-1].part == "助詞"


def _without_end(tokens: Sequence[Token]) -> list[Token]:
    """Up to the last word of meaning, unless only one would be left."""
    meant = [number for number, token in enumerate(tokens) if token.has_meaning]
    return list(tokens[: meant[-1] + 1] if len(meant) > 1 else tokens)


def _in_a_run(pattern: _Pattern, forms: Sequence[str], first: int) -> tuple[int, ...]:
    """Word by word."""
    here = range(first, first + len(pattern.forms))
    return tuple(here) if tuple(forms[first : here.stop]) == pattern.forms else ()


def _here(
    pattern: _Pattern, said: Sequence[_Said], tokens: Sequence[Token], helping: Collection[int]
) -> tuple[int, ...]:
    """One after the other, whatever holds them together."""
    if tuple(form for _place, form in said) != pattern.forms:
        return ()
    places = tuple(place for place, _form in said)
    is_other = places[0] in helping or _is_part(places, tokens) or _has_counted(places, tokens)
    return () if is_other else places


def _near(
    pattern: _Pattern, said: Sequence[_Said], tokens: Sequence[Token], helping: Collection[int]
) -> tuple[int, ...]:
    """In one breath: names in their order (not 会…親 for 親の会), no help without what it helps."""
    found = [next((place for place, form in said if form == one), -1) for one in pattern.forms]
    places = sorted(set(found))
    if places[0] < 0 or any(tokens[n].sound in _PAUSES for n in range(places[0], places[-1])):
        return ()
    if found != places and all(tokens[place].part in NAMING for place in places):
        return ()
    is_whole = all(place not in helping or place - 2 in places for place in places)
    return tuple(places) if is_whole and not _has_counted(places, tokens) else ()


def _has_counted(places: Sequence[int], tokens: Sequence[Token]) -> bool:
    """人 of 10人."""
    return any(
        place and tokens[place - 1].form.isdecimal() and place - 1 not in places for place in places
    )


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


def is_wish(token: Token) -> bool:
    """Of who says that they want something, or asks for help."""
    return token.form in WISHING


def is_telling(token: Token) -> bool:
    """Of a sentence: more than names that are listed or joined (花壇の苗)."""
    return token.part == "助動詞" or (token.part == "助詞" and token.form not in _JOINING)


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
