"""Japanese text as terms: morphemes for what is meant, character pairs for what is written.

The same functions prepare what is indexed and what is asked, so the two always meet.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sudachipy import Dictionary, MorphemeList, SplitMode, Tokenizer

# Changing anything here changes what is in the index: raise it, and every hub builds anew.
VERSION = 2

_LONG_KATAKANA = re.compile(r"([ァ-ヺ][ァ-ヺー]{2,})ー(?![ァ-ヺー])")
_RUNS = re.compile(
    r"(?P<cjk>[々〆〇ぁ-ゖァ-ヺー㐀-䶿一-鿿豈-﫿𠀀-𳍏]+)|[a-z]+|[0-9]+|[^\W_a-z0-9]+"
)
_KANJI = re.compile(r"[々〆〇㐀-䶿一-鿿豈-﫿𠀀-𳍏]")
_PIECES = re.compile(r"[^\n。]{1,4000}[\n。]?|[\n。]")  # Sudachi takes 49,149 bytes at once
_FUNCTION_WORDS = {"助詞", "助動詞", "補助記号", "記号", "空白"}
_DOING = {"動詞", "形容詞", "助動詞"}
_LINKING = {"テ", "デ"}
NAMING = {"名詞", "接頭辞", "接尾辞", "形状詞"}
_SIGNS = {"補助記号", "記号", "空白"}
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_TO_HIRAGANA = {katakana: code for code, katakana in _HIRAGANA.items()}
_ALIKE = _HIRAGANA | str.maketrans("ヂヅヲ", "ジズオ", "ー")  # written differently, said the same
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
SOUND_SIZE = 3  # kana that are looked for together

_local = threading.local()
_dictionary_lock = threading.Lock()
_dictionaries: list[Dictionary] = []


def normalize(text: str) -> str:
    """Full and half width, upper and lower case, and サーバー and サーバ are one."""
    return without_long_ends(unicodedata.normalize("NFKC", text).lower())


def without_long_ends(folded: str) -> str:
    """Without the ー at the end of katakana of four characters and more."""
    return _LONG_KATAKANA.sub(r"\1", folded)


class Token(NamedTuple):
    """One word of a text: where it stands, its dictionary form, what it is, how it sounds."""

    begin: int
    end: int
    form: str
    part: str  # of speech
    sound: str  # katakana

    @property
    def has_meaning(self) -> bool:
        return self.part not in _FUNCTION_WORDS and bool(self.form.strip())


def tokens(normalized: str) -> Iterator[Token]:
    """All words, those that only hold the others together too."""
    for start, text, words in pieces(normalized):
        for word in words:
            begin, end, part = word.begin(), word.end(), word.part_of_speech()[0]
            sound = word.reading_form() or text[begin:end]
            yield Token(start + begin, start + end, word.normalized_form(), part, sound)


def pieces(normalized: str) -> Iterator[tuple[int, str, MorphemeList]]:
    """(where it begins, its text, its words as Sudachi gives them) of each sentence."""
    tokenizer = _tokenizer()
    for piece in _PIECES.finditer(normalized):
        yield piece.start(), piece.group(), tokenizer.tokenize(piece.group())


def morphemes(normalized: str) -> list[str]:
    """Dictionary forms of the words that carry meaning (打合せ and 打ち合わせ give the same)."""
    return [token.form for token in tokens(normalized) if token.has_meaning]


def located(normalized: str) -> Iterator[tuple[int, int, str]]:
    """(begin, end, dictionary form) of each word that carries meaning."""
    for token in tokens(normalized):
        if token.has_meaning:
            yield token.begin, token.end, token.form


def sound_of(words: Iterable[Token]) -> str:
    """How words sound one after the other, signs as spaces: じょせい金 and 助成金 are one."""
    return said((word.part, word.sound) for word in words)


def said(words: Iterable[tuple[str, str]]) -> str:
    """``sound_of`` words of which part of speech and sound are given."""
    return "".join([" " if part in _SIGNS else sound for part, sound in words]).translate(_ALIKE)


def sound_grams(sound: str) -> list[str]:
    """Kana next to each other, as they are looked for."""
    return [
        run[i : i + SOUND_SIZE] for run in sound.split() for i in range(len(run) - SOUND_SIZE + 1)
    ]


def nouns(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """(first, last) of neighbouring words that make up one name: 印刷 and 室."""
    first: int | None = None
    for number, word in enumerate(words):
        if word.part not in NAMING:
            first = None
        elif first is None:
            first = number
        is_last = number + 1 == len(words) or words[number + 1].part not in NAMING
        if first is not None and is_last:
            yield first, number


class Letter(NamedTuple):
    """One kana of how a text sounds."""

    kana: str
    word: int  # number of its word
    is_typed: bool  # the word is written in kana
    is_first: bool
    is_last: bool


def kana_runs(words: Sequence[Token], text: str) -> list[list[Letter]]:
    """How the text sounds between its signs, where kana were typed at all."""
    runs: list[list[Letter]] = [[]]
    for number, word in enumerate(words):
        if word.part in _SIGNS:
            runs.append([])
            continue
        is_typed = has_kana(text[word.begin : word.end])
        said = word.sound.translate(_ALIKE)
        runs[-1] += [
            Letter(kana, number, is_typed, place == 0, place == len(said) - 1)
            for place, kana in enumerate(said)
        ]
    return [run for run in runs if any(letter.is_typed for letter in run)]


def helping(words: Sequence[Token]) -> set[int]:
    """The numbers of verbs that only help the one before them: おく of しておく."""
    return {
        number
        for number in range(2, len(words))
        if words[number].part == "動詞"
        and words[number - 1].part == "助詞"
        and words[number - 1].sound in _LINKING
        and words[number - 2].part in _DOING
    }


def has_kana(text: str) -> bool:
    return _KANA.search(text) is not None


def is_kana(text: str) -> bool:
    return _KANA.sub("", text) == ""


def hiragana(katakana: str) -> str:
    """As Sudachi writes a word that it knows in kana only."""
    return katakana.translate(_TO_HIRAGANA)


def grams(normalized: str) -> list[str]:
    """Pairs of neighbouring characters, each run closed by its last character alone.

    That last one lets a single 字 be found by the beginning of a pair wherever it stands.
    Words in Latin letters and numbers are kept whole.
    """
    found: list[str] = []
    for run in _RUNS.finditer(normalized):
        text = run.group()
        if run.lastgroup == "cjk":
            found += [text[i : i + 2] for i in range(len(text))]
        else:
            found.append(text)
    return found


def phrase(normalized: str) -> list[str]:
    """The pairs of a text that may go on to the right: without its last character alone."""
    pairs = grams(normalized)
    return pairs[:-1] if len(pairs) > 1 and is_character(pairs[-1]) else pairs


def is_character(text: str) -> bool:
    """One character of a script without spaces."""
    run = _RUNS.fullmatch(text)
    return len(text) == 1 and run is not None and run.lastgroup == "cjk"


def is_kanji(text: str) -> bool:
    return _KANJI.fullmatch(text) is not None


def _tokenizer() -> Tokenizer:
    """One for each thread: a tokenizer refuses a second caller while it works."""
    if not hasattr(_local, "tokenizer"):
        with _dictionary_lock:
            if not _dictionaries:
                _dictionaries.append(Dictionary(dict="small"))
            _local.tokenizer = _dictionaries[0].tokenizer(mode=SplitMode.A)
    tokenizer: Tokenizer = _local.tokenizer
    return tokenizer
