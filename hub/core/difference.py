"""The difference of two texts, as people read it."""

import difflib
import re
from collections.abc import Sequence

from markupsafe import Markup

_PIECES = re.compile(r"[ァ-ヶー]+|[一-龠々]+|[ぁ-ん]|[A-Za-z0-9]+|\s|.", re.DOTALL)
_EFFORT = 1_000_000  # pairs of pieces compared in one place; above it the place changes as a whole


def difference(before: str, after: str) -> Markup:
    """One text with <del> around what went and <ins> around what came, both escaped.

    Lines are compared first and words only inside lines that differ: fast on long texts.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    parts = [
        _equal(old[a:b]) if kind == "equal" else _words("".join(old[a:b]), "".join(new[c:d]))
        for kind, a, b, c, d in _opcodes(old, new)
    ]
    return Markup("").join(parts).replace("\n", Markup("<br>"))


def _words(before: str, after: str) -> Markup:
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if len(old) * len(new) > _EFFORT:
        return _changed(before, after)
    parts = [
        _equal(old[a:b]) if kind == "equal" else _changed("".join(old[a:b]), "".join(new[c:d]))
        for kind, a, b, c, d in _opcodes(old, new)
    ]
    return Markup("").join(parts)


def _opcodes(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(old) * len(new) > _EFFORT:  # far apart lists of lines: no search for what moved
        return [("replace", 0, len(old), 0, len(new))]
    return difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _equal(pieces: list[str]) -> Markup:
    return Markup("{}").format("".join(pieces))


def _changed(before: str, after: str) -> Markup:
    gone = Markup("<del>{}</del>").format(before) if before else Markup("")
    come = Markup("<ins>{}</ins>").format(after) if after else Markup("")
    return gone + come
