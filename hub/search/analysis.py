"""Japanese text as terms: morphemes for what is meant, character pairs for what is written.

The same functions prepare what is indexed and what is asked, so the two always meet.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator

from sudachipy import Dictionary, SplitMode, Tokenizer

# Changing anything here changes what is in the index: raise it, and every hub builds anew.
VERSION = 1

_LONG_KATAKANA = re.compile(r"([ァ-ヺ][ァ-ヺー]{2,})ー(?![ァ-ヺー])")
_RUNS = re.compile(
    r"(?P<cjk>[々〆〇ぁ-ゖァ-ヺー㐀-䶿一-鿿豈-﫿𠀀-𳍏]+)|[a-z]+|[0-9]+|[^\W_a-z0-9]+"
)
_KANJI = re.compile(r"[々〆〇㐀-䶿一-鿿豈-﫿𠀀-𳍏]")
_PIECES = re.compile(r"[^\n。]{1,4000}[\n。]?|[\n。]")  # Sudachi takes 49,149 bytes at once
_FUNCTION_WORDS = {"助詞", "助動詞", "補助記号", "記号", "空白"}

_local = threading.local()
_dictionary_lock = threading.Lock()
_dictionaries: list[Dictionary] = []


def normalize(text: str) -> str:
    """Full and half width, upper and lower case, and サーバー and サーバ are one."""
    return without_long_ends(unicodedata.normalize("NFKC", text).lower())


def without_long_ends(folded: str) -> str:
    """Without the ー at the end of katakana of four characters and more."""
    return _LONG_KATAKANA.sub(r"\1", folded)


def morphemes(normalized: str) -> list[str]:
    """Dictionary forms of the words that carry meaning (打合せ and 打ち合わせ give the same)."""
    return [form for _begin, _end, form in located(normalized)]


def located(normalized: str) -> Iterator[tuple[int, int, str]]:
    """(begin, end, dictionary form) of each word that carries meaning."""
    tokenizer = _tokenizer()
    for piece in _PIECES.finditer(normalized):
        for word in tokenizer.tokenize(piece.group()):
            form = word.normalized_form()
            if word.part_of_speech()[0] not in _FUNCTION_WORDS and form.strip():
                yield piece.start() + word.begin(), piece.start() + word.end(), form


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
