"""The words of texts, kept small for who asks the same texts for other words.

A text is cut into words in a tenth of a millisecond, and the pages of results show the same texts
again and again.
"""

import hashlib
from array import array
from sys import intern
from typing import NamedTuple

from hub.search import analysis
from hub.search.analysis import Token
from hub.search.cache import Cache
from hub.search.query import Word

MOST_KEPT = 500  # texts
_texts = Cache(MOST_KEPT)


class Read(NamedTuple):
    """The words of one text, by what is said of them; a text has fewer than 65,536 characters."""

    places: "array[int]"  # begin and end of each
    forms: tuple[str, ...]
    parts: tuple[str, ...]
    sounds: tuple[str, ...]
    sound: str  # of the whole

    def tokens(self) -> list[Token]:
        begins, ends = self.places[::2], self.places[1::2]
        said = zip(begins, ends, self.forms, self.parts, self.sounds, strict=True)
        return [Token(*one) for one in said]

    def may_have(self, word: Word) -> bool:
        """False where nothing of it is there, as it is meant or as it sounds."""
        if any(term in self.forms for term in word.terms):
            return True
        return bool(word.sound) and word.sound in self.sound


def read(normalized: str) -> Read:
    key = hashlib.blake2b(normalized.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    found: Read | None = _texts.get(None, key)
    if found is None:
        found = _read(normalized)
        _texts.put(None, key, found)
    return found


def _read(normalized: str) -> Read:
    """What ``analysis.tokens`` says, without an object for each word."""
    places = array("H")
    forms: list[str] = []
    parts: list[str] = []
    sounds: list[str] = []
    for start, text, words in analysis.pieces(normalized):
        for word in words:
            begin, end = word.begin(), word.end()
            places.append(start + begin)
            places.append(start + end)
            forms.append(intern(word.normalized_form()))
            parts.append(word.part_of_speech()[0])
            sounds.append(intern(word.reading_form() or text[begin:end]))
    said = analysis.said(zip(parts, sounds, strict=True))
    return Read(places, tuple(forms), tuple(parts), tuple(sounds), said)
