"""Pictures as SVG from the server: elements are data, escaped by construction.

The content security policy knows no inline style or script, so looks come from classes
(css/pictures.css) and places from attributes; any other attribute is refused. A picture without
links is one image to a screen reader; one with links is a group of links with names. Its table
stands beside it in any case. Fills differ by pattern as well as by colour: black and white copies
and forced colours keep them apart.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

from markupsafe import Markup, escape

TEXT_SIZE = 14  # one full-width character; half-width ones are half of it
LINE_HEIGHT = 20
TARGET = 24  # the least height and width of what can be pressed

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

_TAGS = {"svg", "g", "a", "rect", "line", "polyline", "polygon", "path", "circle", "text", "tspan",
         "title", "desc"}  # fmt: skip
_ATTRIBUTES = {
    "class", "role", "viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy",
    "r", "rx", "d", "points", "text-anchor", "href", "aria-label", "aria-hidden", "focusable",
}  # fmt: skip


def element(tag: str, *parts: str, **attributes: str | float | None) -> Markup:
    """``class_`` and ``text_anchor`` are written class and text-anchor; None leaves one out.

    Raises:
        ValueError: a tag or an attribute that no picture needs, or an address that is no page.
    """
    if tag not in _TAGS:
        raise ValueError(tag)
    written = "".join(
        f' {_name(given)}="{_value(given, value)}"'
        for given, value in attributes.items()
        if value is not None
    )
    inside = "".join(_clean(part) for part in parts)
    end = f">{inside}</{tag}>" if inside else "/>"
    return Markup(f"<{tag}{written}{end}")  # noqa: S704 - each piece is escaped


def picture(
    *parts: str, width: float, height: float, title: str, desc: str = "", class_: str = ""
) -> Markup:
    """One image. ``title`` says what it is, ``desc`` what can be seen in it."""
    return _root("img", parts, width, height, title, desc, class_)


def linked_picture(
    *parts: str, width: float, height: float, title: str, desc: str = "", class_: str = ""
) -> Markup:
    """A group of links: an image would hide them from a screen reader."""
    return _root("group", parts, width, height, title, desc, class_)


def _root(
    role: str, parts: Iterable[str], width: float, height: float,
    title: str, desc: str, class_: str,
) -> Markup:  # fmt: skip
    told = [element("title", title), *([element("desc", desc)] if desc else [])]
    return element(
        "svg", *told, *parts, class_=f"picture {class_}".strip(), role=role, focusable="false",
        viewBox=f"0 0 {_number(width)} {_number(height)}",
    )  # fmt: skip


def group(*parts: str, class_: str | None = None, hidden: bool = False) -> Markup:
    """``hidden`` from screen readers: what a link or the table says already."""
    return element("g", *parts, class_=class_, aria_hidden="true" if hidden else None)


def link(href: str, name: str, *parts: str, class_: str | None = None) -> Markup:
    """``name`` is what a screen reader says and what is shown on pointing."""
    return element("a", element("title", name), *parts, href=href, class_=class_)


def rect(
    x: float, y: float, width: float, height: float, class_: str, rx: float | None = None
) -> Markup:
    return element(
        "rect", x=x, y=y, width=max(width, 0), height=max(height, 0), rx=rx, class_=class_
    )


def target(x: float, y: float, width: float, height: float) -> Markup:
    """What can be pressed, grown around its middle to the least size. It shows the focus."""
    wide, high = max(width, TARGET), max(height, TARGET)
    return rect(x - (wide - width) / 2, y - (high - height) / 2, wide, high, "target")


def line(begin: Point, end: Point, class_: str) -> Markup:
    return element("line", x1=begin[0], y1=begin[1], x2=end[0], y2=end[1], class_=class_)


def polyline(points: Iterable[Point], class_: str) -> Markup:
    return element("polyline", points=_points(points), class_=class_)


def circle(at: Point, radius: float, class_: str) -> Markup:
    return element("circle", cx=at[0], cy=at[1], r=radius, class_=class_)


def diamond(at: Point, radius: float, class_: str) -> Markup:
    x, y = at
    corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
    return element("polygon", points=_points(corners), class_=class_)


def triangle(at: Point, radius: float, class_: str) -> Markup:
    """Pointing down, onto a day."""
    x, y = at
    corners = [(x - radius, y - radius), (x + radius, y - radius), (x, y + radius)]
    return element("polygon", points=_points(corners), class_=class_)


def arrow(points: list[Point], class_: str, head: float = 5) -> Markup:
    """Along horizontal and vertical pieces, with its head at the last point."""
    (x0, y0), (x, y) = points[-2:]
    if x0 == x:
        back = y - head * 1.6 if y > y0 else y + head * 1.6
        corners = [(x, y), (x - head, back), (x + head, back)]
    else:
        back = x - head * 1.6 if x > x0 else x + head * 1.6
        corners = [(x, y), (back, y - head), (back, y + head)]
    tip = element("polygon", points=_points(corners), class_="head")
    return group(polyline(points, "way"), tip, class_=f"arrow {class_}".strip())


def hatch(x: float, y: float, width: float, height: float, class_: str, step: float = 6) -> Markup:
    """Diagonal strokes inside a rectangle, without an id that two pictures could share."""
    strokes = []
    offset = step
    while offset < width + height:
        begin = (x + min(offset, width), y + max(offset - width, 0))
        end = (x + max(offset - height, 0), y + min(offset, height))
        strokes.append(f"M{_points([begin])}L{_points([end])}")
        offset += step
    return element("path", d="".join(strokes), class_=class_) if strokes else Markup("")


def text(
    x: float, y: float, content: str, *,
    anchor: Anchor = "start", class_: str | None = None, room: float | None = None,
) -> Markup:  # fmt: skip
    """On the baseline ``y``; cut with … where it would be wider than ``room``."""
    shown = content if room is None else cut(content, room)
    place = None if anchor == "start" else anchor
    return element("text", shown, x=x, y=y, text_anchor=place, class_=class_)


def paragraph(
    x: float, y: float, content: str, *, room: float, lines: int, class_: str | None = None
) -> Markup:
    """At most so many lines from the baseline ``y`` on."""
    rows = wrap(content, room, lines)
    spans = [element("tspan", row, x=x, y=y + n * LINE_HEIGHT) for n, row in enumerate(rows)]
    return element("text", *spans, class_=class_)


def box(
    x: float, y: float, width: float, height: float, content: str, *,
    class_: str = "", over: str = "", under: str = "", rx: float | None = 4,
) -> Markup:  # fmt: skip
    """An outline with a small heading (``over``), as many lines of text as fit, and a last line
    (``under``)."""
    left, inner = x + TEXT_SIZE / 2, width - TEXT_SIZE
    first = y + LINE_HEIGHT + (LINE_HEIGHT if over else 0)
    last = y + height - TEXT_SIZE / 2 - (LINE_HEIGHT if under else 0)
    parts = [rect(x, y, width, height, "outline", rx)]
    if over:
        parts.append(text(left, y + LINE_HEIGHT, over, room=inner, class_="over"))
    fit = max(1, int((last - first) // LINE_HEIGHT) + 1)
    parts.append(paragraph(left, first, content, room=inner, lines=fit))
    if under:
        place = y + height - TEXT_SIZE / 2
        parts.append(text(left, place, under, room=inner, class_="strong"))
    return group(*parts, class_=f"box {class_}".strip())


def width_of(content: str) -> float:
    """As it is drawn: full-width and ambiguous characters count 2, combining ones 0."""
    return sum(_columns(character) for character in content) * TEXT_SIZE / 2


def cut(content: str, room: float) -> str:
    """The text in one line, ending in … when it is wider than ``room``."""
    if width_of(content) <= room:
        return content
    rest, shown = room - TEXT_SIZE, ""
    for character in content:
        rest -= _columns(character) * TEXT_SIZE / 2
        if rest < 0:
            break
        shown += character
    return shown.rstrip() + "…"


def wrap(content: str, room: float, lines: int) -> list[str]:
    """At most ``lines`` lines no wider than ``room``, the last one cut."""
    rows: list[str] = []
    row = ""
    words = " ".join(content.split())
    for position, character in enumerate(words):
        if row and width_of(row + character) > room:
            if len(rows) + 1 == lines:
                return [*rows, cut(row + words[position:], room)]
            rows, row = [*rows, row.rstrip()], ""
        row += character if row or character != " " else ""
    return [*rows, row]


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


@cache
def _name(given: str) -> str:
    name = given.rstrip("_").replace("_", "-")
    if name not in _ATTRIBUTES:
        raise ValueError(name)
    return name


def _value(given: str, value: str | float) -> str:
    if not isinstance(value, str):
        return _number(value)
    if given == "href" and urlsplit(value).scheme not in {"", "http", "https"}:
        raise ValueError(value)
    return escape(_clean(value))


def _clean(part: str) -> Markup:
    """Control characters have no place in a picture; what is no markup yet is escaped."""
    if isinstance(part, Markup):
        return part
    if not part.isprintable():
        part = "".join(c if c.isprintable() else " " for c in part)
    return escape(part)


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.1f}".removesuffix(".0")


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
