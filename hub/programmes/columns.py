"""Actual numbers as columns, or bars on a narrow page, with targets and a level to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from hub.core import svg
from hub.core.charts import BAR, NARROW, ROW, WIDE, Scale, filled, framed
from hub.programmes.numbers import shown

LEFT, TOP, BOTTOM, RIGHT = 72, 36, 236, 16
ROOM = 104  # for the numbers at the right of bars


@dataclass(frozen=True, kw_only=True)
class Column:
    label: str
    actual: Decimal | None
    target: Decimal | None
    look: str = "solid"
    href: str | None = None
    name: str = ""  # what the link says


@dataclass(frozen=True, kw_only=True)
class Level:
    """Drawn across everything: what it was before."""

    value: Decimal
    label: str


def columns(
    every: Sequence[Column], level: Level | None, *, title: str, desc: str
) -> Markup:  # fmt: skip
    """A wide and a narrow picture; the page shows one of them."""
    known = [n for one in every for n in (one.actual, one.target) if n is not None]
    top = float(max([*known, *([level.value] if level else []), Decimal(1)]))
    return _wide(every, level, top, title, desc) + _narrow(every, level, top, title, desc)


def _wide(
    every: Sequence[Column], level: Level | None, top: float, title: str, desc: str
) -> Markup:
    scale = Scale(top, BOTTOM, TOP)
    parts = []
    for tick in scale.ticks():
        y = scale(tick)
        parts.append(svg.line((LEFT, y), (WIDE - RIGHT, y), "grid" if tick else "axis"))
        parts.append(svg.text(LEFT - 8, y + 5, f"{tick:,}", anchor="end", class_="axis-label"))
    step = (WIDE - LEFT - RIGHT) / max(len(every), 1)
    for number, one in enumerate(every):
        parts += _column(one, LEFT + number * step, step, scale)
    if level is not None:
        y = scale(float(level.value))
        parts.append(svg.line((LEFT, y), (WIDE - RIGHT, y), "today"))
        parts.append(svg.text(LEFT, TOP - 18, level.label, class_="sub"))
    return svg.linked_picture(
        *parts, width=WIDE, height=BOTTOM + 28, title=title, desc=desc, class_="picture--wide"
    )


def _column(one: Column, x: float, step: float, scale: Scale) -> list[Markup]:
    middle, width = x + step / 2, min(48.0, step * 0.55)
    left, parts = middle - width / 2, []
    parts.append(svg.text(middle, BOTTOM + 20, one.label, anchor="middle", room=step))
    if one.actual is not None:
        y = _height(one.actual, scale, BOTTOM)
        bar = filled(left, y, width, BOTTOM - y, one.look)
        value = shown(one.actual)
        above = y if one.target is None else _clear(y, _height(one.target, scale, BOTTOM))
        written = [svg.text(middle, above - 6, value, anchor="middle", class_="value")]
        drawn = [bar, *(written if svg.width_of(value) <= step else [])]
        parts += _linked(one, drawn, svg.target(left, y, width, BOTTOM - y))
    if one.target is not None:
        y = _height(one.target, scale, BOTTOM)
        parts.append(svg.line((left - 6, y), (left + width + 6, y), "cross"))
    return parts


def _clear(bar: float, target: float) -> float:
    """The number stands above the bar, or above the target where both would meet."""
    return target if bar - 24 < target < bar + 4 else bar


def _narrow(
    every: Sequence[Column], level: Level | None, top: float, title: str, desc: str
) -> Markup:
    scale = Scale(top, 0, NARROW - ROOM)
    first = svg.LINE_HEIGHT + 4 if level else 0
    step = ROW + svg.LINE_HEIGHT
    height = first + len(every) * step
    parts = []
    for number, one in enumerate(every):
        y = first + number * step + svg.LINE_HEIGHT + (ROW - BAR) / 2
        parts.append(svg.text(0, y - 6, one.label, room=NARROW))
        if one.actual is not None:
            end = max(scale(float(one.actual)), 0)
            value = svg.text(NARROW, y + 15, shown(one.actual), anchor="end", class_="value")
            bar = filled(0, y, end, BAR, one.look)
            parts += _linked(one, [bar, value], svg.target(0, y, NARROW, BAR))
        if one.target is not None:
            x = max(scale(float(one.target)), 0)
            parts.append(svg.line((x, y - 4), (x, y + BAR + 4), "cross"))
    if level is not None:
        x = max(scale(float(level.value)), 0)
        parts.append(svg.line((x, first), (x, height), "today"))
        parts.append(svg.text(0, svg.LINE_HEIGHT - 5, level.label, class_="sub", room=NARROW))
    return svg.linked_picture(
        *parts, width=NARROW, height=height, title=title, desc=desc, class_="picture--narrow"
    )


def _linked(one: Column, drawn: Sequence[Markup], reach: Markup) -> list[Markup]:
    if one.href is None:
        return list(drawn)
    return [svg.link(one.href, one.name, reach, *drawn)]


def _height(value: Decimal, scale: Scale, bottom: float) -> float:
    """What is less than nothing is told by its number and by the table."""
    return min(scale(float(value)), bottom)


def target_sign() -> Markup:
    return framed(svg.line((2, 8), (26, 8), "cross"))


def level_sign() -> Markup:
    return framed(svg.line((2, 8), (26, 8), "today"))
