"""What a person typed, as a plan that any engine can follow. Never a query language.

Words are separated by spaces, "quotes" keep a phrase as it is written, a minus in front excludes.
Everything else is plain text.
"""

import re
import unicodedata
from dataclasses import dataclass

from hub.search import analysis

LONGEST = 200  # characters that are read
MOST_WORDS = 16
MOST_TERMS = 32  # of one word

_QUOTES = str.maketrans(dict.fromkeys("“”„‟〝〞〟", '"'))
_PARTS = re.compile(r'(?P<minus>(?<!\S)[-−])?(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))')


@dataclass(frozen=True)
class Word:
    """Found where all ``terms`` are, or (counting less) where ``grams`` follow each other."""

    text: str
    terms: tuple[str, ...]
    grams: tuple[str, ...]
    is_phrase: bool = False  # only as it is written

    @property
    def is_single_kanji(self) -> bool:
        return analysis.is_kanji(self.text)


@dataclass(frozen=True)
class Plan:
    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def has_phrases(self) -> bool:
        return any(word.is_phrase for word in self.words)

    @property
    def text(self) -> str:
        """The words as they are noted in the search log."""
        return " ".join(word.text for word in self.words)


def read(text: str) -> Plan:
    """The plan for a text, however long or strange it is."""
    typed = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_QUOTES)
    plain: list[Word] = []
    minus: list[Word] = []
    for part in _PARTS.finditer("".join(c if c.isprintable() else " " for c in typed)):
        quoted = part["quoted"] is not None
        word = _word(part["quoted"] if quoted else part["plain"], is_phrase=quoted)
        if word is not None:
            (minus if part["minus"] else plain).append(word)
    if not plain:  # only exclusions: a minus sign of the text itself (-5度)
        plain, minus = minus, []
    return Plan(tuple(dict.fromkeys(plain))[:MOST_WORDS], tuple(dict.fromkeys(minus))[:MOST_WORDS])


def _word(typed: str, *, is_phrase: bool) -> Word | None:
    text = analysis.normalize(typed).strip()
    grams = tuple(analysis.phrase(text)[:MOST_TERMS])
    if not grams:
        return None  # only signs
    terms = tuple(dict.fromkeys(analysis.morphemes(text)))[:MOST_TERMS]
    return Word(text, terms, grams, is_phrase)
