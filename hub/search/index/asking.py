"""What is looked for in the index, made of the words of a plan. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from hub.search import analysis
from hub.search.index.terms import HEARD, MEANT, WRITTEN
from hub.search.query import Word

PHRASE_BOOST = 0.3
LONGEST_WRITTEN = 20  # pairs of characters that are looked for in a row, beside the meaning
ALSO_BOOST = 0.5  # words of the thesaurus
SOUND_BOOST = 0.5


@dataclass(frozen=True)
class Term:
    field: str
    text: str
    boost: float = 1.0


@dataclass(frozen=True)
class Beginning:
    """Pairs that begin with one character."""

    text: str
    boost: float


@dataclass(frozen=True)
class Phrase:
    """Pairs of characters one after the other."""

    pairs: tuple[str, ...]
    boost: float


@dataclass(frozen=True)
class Every:
    parts: "tuple[Asked, ...]"


@dataclass(frozen=True)
class Either:
    parts: "tuple[Asked, ...]"


Asked = Term | Beginning | Phrase | Every | Either


def every(words: Iterable[Word]) -> Asked:
    return Every(tuple(map(word, words)))


def as_typed(words: Iterable[Word]) -> Asked:
    return Every(tuple(map(written, words)))


def word(word: Word) -> Asked:
    """As it is meant or as it is written."""
    if word.is_phrase or not word.terms:
        return written(word)
    if not word.grams or len(word.grams) > LONGEST_WRITTEN:
        return meant(word)
    return Either((meant(word), written(word)))


def heard(one: Word) -> Asked:
    """The same, and where kana were typed what sounds like it."""
    grams = dict.fromkeys(analysis.sound_grams(one.sound))
    if one.is_phrase or not grams:
        return word(one)
    sound = Every(tuple(Term(HEARD, gram, SOUND_BOOST) for gram in grams))
    return Either((word(one), sound))


def meant(word: Word, boost: float = 1.0) -> Asked:
    if not word.terms:
        return written(word)
    return Every(tuple(Term(MEANT, term, boost) for term in word.terms))


def written(word: Word) -> Asked:
    """The characters of the word next to each other."""
    if word.is_single_kanji:
        return Beginning(word.text, PHRASE_BOOST)
    if len(word.grams) == 1:
        return Term(WRITTEN, word.grams[0], PHRASE_BOOST)
    return Phrase(word.grams, PHRASE_BOOST)
