"""How a word of the thesaurus is found in what somebody says."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from hub.search import analysis
from hub.search.analysis import NAMING, Token
from hub.search.wording import is_empty, is_wanting

NEAR = 3  # words of meaning that may stand between those of a sentence
MOST_KEPT = 10_000
_POLITE = {"御", "さん", "様", "達"}
_PAUSES = set("、。，．,.!?！？")

Kana = tuple[str, str]  # a word in kana, and what part of speech it is


class Pattern(NamedTuple):
    """The dictionary forms that must be there.

    In a sentence they stand near each other; in a run one after the other with all that holds them
    together; else one after the other, whatever holds them together.
    """

    forms: tuple[str, ...]
    is_sentence: bool
    is_run: bool
    is_spoken: bool  # rather how people say it than what it is called
    sound: str
    written: tuple[tuple[Kana, str], ...]  # how its words are written that may be typed in kana

    @property
    def beginnings(self) -> Sequence[str]:
        return sorted(set(self.forms)) if self.is_sentence else self.forms[:1]


@lru_cache(maxsize=MOST_KEPT)
def pattern_of(word: str) -> Pattern | None:
    """None where it does not say anything."""
    tokens = list(analysis.tokens(analysis.normalize(word)))
    said = [token for token in tokens if token.has_meaning]
    kept = [token for token in said if not is_wanting(token)] or said
    is_run = all(map(is_empty, kept)) or (len(kept) == 1 and _says_more(kept[0], tokens))
    if is_run:
        kept = _without_end(tokens)
    if not kept or (len(kept) == 1 and is_wanting(kept[0])):
        return None
    is_spoken = len(said) < len(tokens)
    return Pattern(
        forms=tuple(token.form for token in kept),
        is_sentence=is_spoken and len(kept) > 1 and not is_run,
        is_run=is_run,
        is_spoken=is_spoken,
        sound=analysis.sound_of(tokens),
        written=tuple(
            ((analysis.hiragana(token.sound), token.part), token.form)
            for token in kept
            if token.has_meaning and not analysis.is_kana(token.form)
        ),
    )


class Said:
    """The words of a text, those in kana as ``written`` knows them (はな is 花)."""

    def __init__(self, tokens: Sequence[Token], written: Mapping[Kana, str]) -> None:
        self._tokens = tokens
        self._forms = [written.get((token.form, token.part), token.form) for token in tokens]
        self._helping = analysis.helping(tokens)
        self.words = [  # number and form of those that carry meaning
            (number, form) for number, form in enumerate(self._forms) if tokens[number].has_meaning
        ]

    def places(self, pattern: Pattern, start: int) -> tuple[int, ...]:
        """The numbers of the words in which the pattern is found from ``words[start]`` on."""
        if pattern.is_run:
            return self._in_a_run(pattern, self.words[start][0])
        if pattern.is_sentence:
            return self._near(pattern, start)
        return self._here(pattern, start)

    def _in_a_run(self, pattern: Pattern, first: int) -> tuple[int, ...]:
        here = range(first, first + len(pattern.forms))
        return tuple(here) if tuple(self._forms[first : here.stop]) == pattern.forms else ()

    def _here(self, pattern: Pattern, start: int) -> tuple[int, ...]:
        here = self.words[start : start + len(pattern.forms)]
        if tuple(form for _number, form in here) != pattern.forms:
            return ()
        places = tuple(number for number, _form in here)
        is_other = places[0] in self._helping or _is_part(places, self._tokens)
        return () if is_other or self._has_counted(places) else places

    def _near(self, pattern: Pattern, start: int) -> tuple[int, ...]:
        """In one breath: names in their order (not 会…親 for 親の会), no help without what it
        helps."""
        near = self.words[start : start + len(pattern.forms) + NEAR]
        found = [next((n for n, form in near if form == one), -1) for one in pattern.forms]
        places = tuple(sorted(set(found)))
        within = range(places[0], places[-1])
        if places[0] < 0 or any(self._tokens[number].sound in _PAUSES for number in within):
            return ()
        are_names = all(self._tokens[number].part in NAMING for number in places)
        if are_names and tuple(found) != places:
            return ()
        is_whole = all(n not in self._helping or n - 2 in places for n in places)
        return places if is_whole and not self._has_counted(places) else ()

    def _has_counted(self, places: Sequence[int]) -> bool:
        """人 of 10人."""
        return any(
            number and self._forms[number - 1].isdecimal() and number - 1 not in places
            for number in places
        )


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


def _is_part(places: Sequence[int], tokens: Sequence[Token]) -> bool:
    """One character of a longer name: 金 of 保証金 is not お金."""
    [first, *more] = places
    if more or tokens[first].end - tokens[first].begin > 1:
        return False
    before = tokens[first - 1].part if first else ""
    after = tokens[first + 1].part if first + 1 < len(tokens) else ""
    is_polite = first and tokens[first - 1].form == "御"
    return (before in NAMING and not is_polite) or after in NAMING
