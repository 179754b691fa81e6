"""Upright columns in groups: months or years side by side. Each number is a link."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hub.core import svg
from hub.core.charts import NARROW, WIDE, Scale, filled

HEIGHT, TOP, BASE = 220, 24, 164
WIDEST = 30  # of one column
SHOWN_NARROW = 6  # groups: the last ones


@dataclass(frozen=True, kw_only=True)
class Column:
    value: int
    look: str
    href: str
    name: str  # what the link says


@dataclass(frozen=True, kw_only=True)
class Group:
    label: str
    columns: Sequence[Column]
    under: str = ""  # a second line: the year, written where it begins


def columns(groups: Sequence[Group], *, title: str, desc: str) -> Markup:
    """A wide picture, and one with the last groups for narrow windows."""
    return _drawn(groups, WIDE, title, desc) + _drawn(groups[-SHOWN_NARROW:], NARROW, title, desc)


def _drawn(groups: Sequence[Group], width: float, title: str, desc: str) -> Markup:
    most = max([column.value for group in groups for column in group.columns] or [0])
    scale = Scale(most, BASE, TOP)
    step = width / max(len(groups), 1)
    parts = [svg.line((0, BASE), (width, BASE), "axis")]
    for number, group in enumerate(groups):
        begins = number == 0 or group.under != groups[number - 1].under
        parts += _group(group, number * step, step, scale, group.under if begins else "")
    return svg.linked_picture(
        *parts, width=width, height=HEIGHT, title=title, desc=desc,
        class_="picture--wide" if width == WIDE else "picture--narrow",
    )  # fmt: skip


def _group(group: Group, left: float, step: float, scale: Scale, under: str) -> Iterator[Markup]:
    middle = left + step / 2
    wide = min(WIDEST, (step - 4) / max(len(group.columns), 1))
    begin = middle - wide * len(group.columns) / 2
    for number, column in enumerate(group.columns):
        if column.value:
            yield _column(column, begin + number * wide, wide, scale(column.value))
    labels = [svg.text(middle, BASE + 20, group.label, anchor="middle", class_="axis-label")]
    if under:
        labels.append(svg.text(left, BASE + 42, under, class_="axis-label"))
    yield svg.group(*labels, hidden=True)


def _column(column: Column, x: float, width: float, top: float) -> Markup:
    high = BASE - top
    reach = svg.target(x, top - 20, width, high + 20)
    bar = filled(x + 1, top, width - 2, high, column.look)
    value = svg.text(x + width / 2, top - 6, str(column.value), anchor="middle", class_="value")
    return svg.link(column.href, column.name, reach, bar, value)
