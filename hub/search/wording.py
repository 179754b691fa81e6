"""What kind of word each is in what somebody says."""

from hub.search.analysis import Token
from hub.search.common_words import LIGHT, WANTING, WISHING

_JOINING = {"の", "と", "や", "とか"}
_BINDING = {"接頭辞", "代名詞", "連体詞", "接続詞", "感動詞"}
_LOOSE = {"動詞", "形容詞", "副詞", "連体詞", "接続詞", "感動詞", "代名詞", "形状詞"}


def is_empty(token: Token) -> bool:
    """Says that something is wanted, or is too common to say what."""
    return token.form in LIGHT or is_wanting(token)


def is_wanting(token: Token) -> bool:
    """Says that something is wanted, not what."""
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
