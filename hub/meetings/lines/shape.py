"""The shape of a text: half-width letters, and which of its lines are said by the meeting.

Code, quotations and comments are somebody else's words. The rules follow what the page shows
(python-markdown), so that what is read is what a reader sees as plain text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# One character for one, so that a place in the shape is the same place in the text.
HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
HALF |= dict.fromkeys([0x3000, 0xA0, 0x2009, 0x200B, 0xFEFF, 0x0D, 0x09], 0x20)
HALF |= dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2212], 0x2D)
HALF |= {ord(narrow): ord(wide) for narrow, wide in zip("､｡･｢｣∶", "、。・「」:", strict=True)}
HIDDEN = "\ufffc"  # what stands for a character that nobody reads
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^`]*)$")
_CODE = re.compile(r"(?<!`)(`+)(?!`)([^`]{1,2000}?)(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NOT_LINE_END = re.compile(r"[^\n]")
_LIST = re.compile(r" {0,3}(?:[-*+]|\d{1,9}\.) ")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line that counts: its number, as written, and its shape with code spans hidden."""

    number: int
    text: str
    shape: str


def spoken(text: str) -> Iterator[Spoken]:
    """The lines outside code, quotations and comments, blank ones (they end things) included."""
    originals = text.split("\n")
    shapes = _without_comments(text).translate(HALF).split("\n")
    fences = _fenced(shapes)
    is_code = is_quote = in_list = False
    is_blank = True
    for number, (original, shape) in enumerate(zip(originals, shapes, strict=True), start=1):
        if number in fences:
            is_blank = True
            continue
        if not shape or shape.isspace():
            is_blank, is_quote = True, False
            yield Spoken(number, original, "")
            continue
        is_indented = original.startswith(("    ", "\t"))
        is_quote = is_quote or shape.lstrip(" ").startswith(">")
        is_code = is_indented and (is_code or is_blank) and _is_too_deep(original, in_list)
        if not is_indented and not is_quote and (is_blank or not in_list):
            in_list = _LIST.match(original) is not None
        is_blank = False
        if is_code or is_quote:
            continue
        if "`" in shape:
            shape = _CODE.sub(lambda code: HIDDEN * len(code[0]), shape)
        yield Spoken(number, original, shape)


def _is_too_deep(original: str, in_list: bool) -> bool:
    """In a list four columns belong to the item, and a list in it takes four more."""
    return not in_list or (
        original.startswith((" " * 8, "\t\t", "\t    ")) and not _LIST.match(original.lstrip())
    )


def _without_comments(text: str) -> str:
    """The same length: a comment is hidden, one that never ends is text (as the page shows it)."""
    if "<!--" not in text or "-->" not in text:
        return text
    last = text.rindex("-->") + 3  # beyond it each <!-- would be looked at in vain
    head = _COMMENT.sub(lambda found: _NOT_LINE_END.sub(HIDDEN, found[0]), text[:last])
    return head + text[last:]


def _fenced(shapes: list[str]) -> set[int]:
    """Numbers of the lines in fenced code, fences included. A fence that never ends is text."""
    marks = [(number, m) for number, s in enumerate(shapes, 1) if (m := _FENCE.match(s))]
    inside: set[int] = set()
    after = _closings(marks)
    opened: tuple[int, str] | None = None
    for (number, mark), longest in zip(marks, after, strict=True):
        fence, words = mark[1], mark[2].strip()
        if opened is None:
            if longest.get(fence[0], 0) >= len(fence):
                opened = number, fence
        elif not words and fence[0] == opened[1][0] and len(fence) >= len(opened[1]):
            inside.update(range(opened[0], number + 1))
            opened = None
    return inside


def _closings(marks: list[tuple[int, re.Match[str]]]) -> list[dict[str, int]]:
    """For each fence the longest one, by its character, that can close something after it."""
    longest: dict[str, int] = {}
    found = []
    for _number, mark in reversed(marks):
        found.append(dict(longest))
        if not mark[2].strip():
            longest[mark[1][0]] = max(longest.get(mark[1][0], 0), len(mark[1]))
    return found[::-1]
