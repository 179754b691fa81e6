"""Minutes as a page: each recognised line is wrapped, so that its state of today can stand beside.

The text becomes HTML through ``hub.core.markdown``. Before it is parsed, signs that the text does
not contain are put around the recognised lines; in the tree they become <span> elements whose
attributes begin with a secret of this one call. The cleaning keeps such attributes only with the
secret, so nobody can write them into a text. The result depends on the text alone and can be kept.
"""

import re
import secrets
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from hub.core import markdown
from hub.meetings.lines.finding import Found, find

_BLOCKS = {
    "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "table", "ul",
}  # fmt: skip
_LITERAL = {"code", "pre"}
_FIRST_SIGN = 0xF0000  # a plane for private use: no font and no input method has it
_SLOT = re.compile(r'<span class="line-now" data-line="(\d{1,7})"></span>')


def render(text: str | None) -> Markup:
    """Safe HTML with ``<span class="line line--action" data-line="12">`` around recognised lines.

    Behind each stands an empty ``<span class="line-now" data-line="12">``, for ``with_states``.
    The marker of a line is shown without its brackets, in ``<span class="line-marker">``.
    """
    secret = secrets.token_hex(16)
    return markdown.render(text, extensions=[LinesExtension(secret)], secret=secret)


def with_states(html: Markup, states: Mapping[int, Markup | str]) -> Markup:
    """What ``render`` made, with the states of today behind their lines, by line number.

    Only ``render`` can write the empty spans that are filled here: quotation marks in a text, and
    in an attribute, come out of the cleaning escaped.
    """
    return Markup(  # noqa: S704 (the page was cleaned, and what is put in is escaped)
        _SLOT.sub(lambda slot: str(escape(states.get(int(slot[1]), ""))), html)
    )


class LinesExtension(Extension):
    """For ``hub.core.markdown.render``, which has to be told the same secret."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self.secret = secret

    def extendMarkdown(self, md: Markdown) -> None:
        signs = _Signs()
        md.preprocessors.register(_Signing(md, signs), "lines-signing", 45)  # before all others
        # After the inline patterns (20), before the headings get their ids from their words (5).
        md.treeprocessors.register(_Wrapping(md, signs, self.secret), "lines-wrapping", 15)
        md.postprocessors.register(_Forgetting(md, signs), "lines-forgetting", 3)  # the last one


class _Signs:
    """Signs around the lines of one text: ``begin`` number ``end`` of nothing that is in it."""

    def __init__(self) -> None:
        self.lines: dict[int, Found] = {}
        self.begin = self.end = ""
        self.pattern = re.compile(r"(?!)")

    def of(self, text: str) -> None:
        self.lines = {found.number: found for found in find(text)}
        used = set(text)
        free = (chr(code) for code in range(_FIRST_SIGN, 0x10FFFE) if chr(code) not in used)
        self.begin, self.end = next(free), next(free)
        self.pattern = re.compile(f"{self.begin}([0-9]{{1,7}}){self.end}")

    def around(self, number: int) -> str:
        return f"{self.begin}{number}{self.end}"


class _Signing(Preprocessor):
    def __init__(self, md: Markdown, signs: _Signs) -> None:
        super().__init__(md)
        self.signs = signs

    def run(self, lines: list[str]) -> list[str]:
        self.signs.of("\n".join(lines))
        signed = list(lines)
        for number, line in self.signs.lines.items():
            signed[number - 1] = self._signed(line)
        return signed

    def _signed(self, line: Found) -> str:
        text, begin = line.text, line.begin
        sign = self.signs.around(line.number)
        if line.marker_at is None or line.marker is None:
            return text[:begin] + sign + text[begin:]
        start, end = line.marker_at
        if start < begin:
            return text[:start] + text[end:begin] + sign + text[begin:]
        return text[:begin] + sign + text[begin:start].rstrip(" \u3000") + text[end:]


class _Wrapping(Treeprocessor):
    def __init__(self, md: Markdown, signs: _Signs, secret: str) -> None:
        super().__init__(md)
        self.signs, self.secret = signs, secret

    def run(self, root: Element) -> None:
        if self.signs.lines:
            for element in list(root.iter()):
                if element.tag not in _LITERAL:
                    self._wrap(element)

    def _wrap(self, element: Element) -> None:
        """Text and children of ``element`` again, those of a recognised line inside a span."""
        parts = self._parts(element)
        if not any(isinstance(part, int) for part in parts):
            return
        for child in list(element):
            element.remove(child)
            child.tail = None
        element.text = None
        into = element
        number = 0
        for part in parts:
            ends = isinstance(part, int) or (isinstance(part, Element) and part.tag in _BLOCKS)
            if ends and number:
                self._finish(element, into, number)
                into, number = element, 0
            if isinstance(part, int):
                classes = f"line line--{self.signs.lines[part].kind}"
                into, number = self._span(element, classes, part), part
            elif isinstance(part, Element):
                into.append(part)
            else:
                _say(into, part)
        if number:
            self._finish(element, into, number)

    def _parts(self, element: Element) -> list[str | int | Element]:
        parts: list[str | int | Element] = [*self._split(element.text)]
        for child in element:
            parts += [child, *self._split(child.tail)]
        return parts

    def _split(self, text: str | None) -> list[str | int]:
        if not text:
            return []
        pieces = self.signs.pattern.split(text)
        return [
            int(piece) if place % 2 else piece
            for place, piece in enumerate(pieces)
            if piece and (place % 2 == 0 or int(piece) in self.signs.lines)
        ]

    def _span(self, parent: Element, classes: str, number: int | None = None) -> Element:
        span = Element("span", {"class": self.secret + classes})
        if number is not None:
            span.set("data-line", f"{self.secret}{number}")
        parent.append(span)
        return span

    def _finish(self, parent: Element, span: Element, number: int) -> None:
        if marker := self.signs.lines[number].marker:
            _say(span, " ")
            self._span(span, "line-marker").text = marker
        self._span(parent, "line-now", number)


class _Forgetting(Postprocessor):
    """No sign stays where none can be an element: in code, in attributes, in raw HTML."""

    def __init__(self, md: Markdown, signs: _Signs) -> None:
        super().__init__(md)
        self.signs = signs

    def run(self, text: str) -> str:
        return self.signs.pattern.sub("", text)


def _say(element: Element, words: str) -> None:
    """Append text to what the element holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words
