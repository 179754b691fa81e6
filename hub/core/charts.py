"""Scales, axes and bars for the pictures of core/svg.py. Numbers that are shown are links."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from markupsafe import Markup

from hub.core import calendar, svg

WIDE, NARROW = 760, 328
ROW = 32
BAR = 20
LABELS = 168  # room for the names at the left of wide charts


@dataclass(frozen=True)
class Scale:
    """Numbers from 0 to ``top`` onto pixels."""

    top: float
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        return self.begin + (self.end - self.begin) * value / (self.top or 1)

    def ticks(self, most: int = 5) -> list[int]:
        """Round numbers from 0 on, at most ``most`` after it."""
        step = next(
            unit * 10**power for power in range(9) for unit in (1, 2, 5)
            if self.top <= most * unit * 10**power
        )  # fmt: skip
        return list(range(0, int(self.top) + 1, step))


@dataclass(frozen=True)
class Months:
    """Days of ``count`` months from the first of one on, each month equally wide."""

    first: date
    count: int
    begin: float
    end: float

    @property
    def starts(self) -> list[date]:
        """The first day of each month, and of the one after the last."""
        days = [self.first]
        for _month in range(self.count):
            days.append(calendar.next_month(days[-1]))
        return days

    @property
    def width(self) -> float:
        return (self.end - self.begin) / self.count

    def __call__(self, day: date) -> float:
        """At the beginning of the day; what lies outside stands at the edge."""
        months = (day.year - self.first.year) * 12 + day.month - self.first.month
        length = (calendar.next_month(day) - calendar.month_start(day)).days
        place = self.begin + self.width * (months + (day.day - 1) / length)
        return min(max(place, self.begin), self.end)

    def after(self, day: date) -> float:
        """At the end of the day."""
        return self(day + timedelta(days=1))

    def holds(self, day: date) -> bool:
        return self.first <= day < self.starts[-1]


def month_axis(months: Months, top: float, bottom: float) -> Markup:
    """Lines between the months, each named; the year above January, April and the first one."""
    parts = []
    for number, day in enumerate(months.starts):
        x = months.begin + number * months.width
        is_year = day.month in {1, 4}
        parts.append(svg.line((x, top), (x, bottom), "grid grid--year" if is_year else "grid"))
        if number == months.count:
            break
        name = _("%(month)s月", month=day.month)
        parts.append(svg.text(x + months.width / 2, top - 8, name, anchor="middle"))
        if number == 0 or is_year:
            parts.append(svg.text(x, top - 30, _year(day, months.width * 3), class_="axis-label"))
    return svg.group(*parts, hidden=True)


def _year(day: date, room: float) -> str:
    """2026年, and with enough room the 年度 that begins."""
    year = _("%(year)s年", year=day.year)
    if day.month == 4:
        full = f"{year}（{calendar.fiscal_year_short(day.year)}）"
        return full if svg.width_of(full) <= room else year
    return year


@dataclass(frozen=True, kw_only=True)
class Bar:
    label: str
    value: int
    href: str
    name: str  # what the link says
    told: str = ""  # beside the number
    look: str = "solid"


def bars(rows: Sequence[Bar], *, title: str, desc: str) -> Markup:
    """Horizontal bars, as a wide and as a narrow picture; the page shows one of them."""
    return _bars(rows, WIDE, title, desc) + _bars(rows, NARROW, title, desc)


def _bars(rows: Sequence[Bar], width: float, title: str, desc: str) -> Markup:
    is_wide = width == WIDE
    left, step = (LABELS, ROW) if is_wide else (0, ROW + svg.LINE_HEIGHT)
    scale = Scale(max([row.value for row in rows] or [1]), left, width - 120)
    parts = []
    for number, row in enumerate(rows):
        y = number * step + (0 if is_wide else svg.LINE_HEIGHT) + (ROW - BAR) / 2
        end = scale(row.value)
        label = (
            svg.text(left - 8, y + 15, row.label, anchor="end", room=left - 8)
            if is_wide else svg.text(0, y - 6, row.label)
        )  # fmt: skip
        value = svg.text(end + 8, y + 15, str(row.value), class_="value")
        told = svg.text(end + 14 + svg.width_of(str(row.value)), y + 15, row.told, class_="sub")
        reach = svg.target(left, y, end - left + 8 + svg.width_of(str(row.value)), BAR)
        bar = filled(left, y, end - left, BAR, row.look)
        parts += [label, svg.link(row.href, row.name, reach, bar, value), told]
    axis = svg.line((left, 0), (left, len(rows) * step), "axis") if is_wide else Markup("")
    return svg.linked_picture(
        axis, *parts, width=width, height=len(rows) * step, title=title, desc=desc,
        class_="picture--wide" if is_wide else "picture--narrow",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Part:
    value: int
    look: str
    href: str
    name: str


@dataclass(frozen=True)
class Stack:
    label: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        return sum(part.value for part in self.parts)


def stacks(rows: Sequence[Stack], *, title: str, desc: str) -> Markup:
    """Bars of parts, each with its number where it is wide enough to be pressed."""
    return _stacks(rows, WIDE, title, desc) + _stacks(rows, NARROW, title, desc)


def _stacks(rows: Sequence[Stack], width: float, title: str, desc: str) -> Markup:
    is_wide = width == WIDE
    left, step = (LABELS, ROW) if is_wide else (0, ROW + svg.LINE_HEIGHT)
    scale = Scale(max([row.total for row in rows] or [1]), left, width - 40)
    drawn = []
    for number, row in enumerate(rows):
        y = number * step + (0 if is_wide else svg.LINE_HEIGHT) + (ROW - svg.TARGET) / 2
        drawn.append(
            svg.text(left - 8, y + 17, row.label, anchor="end", room=left - 8)
            if is_wide else svg.text(0, y - 4, row.label, room=width)
        )  # fmt: skip
        drawn += _parts_of(row, scale, y)
        end = scale(row.total) + 8
        drawn.append(svg.text(end, y + 17, str(row.total), class_="sub"))
    return svg.linked_picture(
        *drawn, width=width, height=len(rows) * step, title=title, desc=desc,
        class_="picture--wide" if is_wide else "picture--narrow",
    )  # fmt: skip


def _parts_of(row: Stack, scale: Scale, y: float) -> Iterator[Markup]:
    before = 0
    for part in row.parts:
        x, width = scale(before), scale(before + part.value) - scale(before)
        before += part.value
        if not part.value:
            continue
        bar = filled(x, y, width, svg.TARGET, part.look)
        if width < svg.TARGET:
            yield bar
            continue
        written = f"on on--{part.look}"
        value = svg.text(x + width / 2, y + 17, str(part.value), anchor="middle", class_=written)
        plate = svg.rect(x + width / 2 - 11, y + 3, 22, 18, "plate", 2)
        reach = svg.target(x, y, width, svg.TARGET)
        inside = (plate, value) if part.look in PLATED else (value,)
        yield svg.link(part.href, part.name, bar, reach, *inside)


def filled(x: float, y: float, width: float, height: float, look: str) -> Markup:
    """solid, none, dashed; pale stands on a solid strip; hatch and ribs are patterns."""
    frame = svg.rect(x, y, width, height, f"fill fill--{LIKE.get(look, look)}")
    if look == "pale":
        strip = height * 0.3
        return frame + svg.rect(x, y + height - strip, width, strip, "fill fill--solid")
    if look == "hatch":
        return frame + svg.hatch(x, y, width, height, "hatch")
    if look == "ribs":
        middle = y + height / 2
        return frame + svg.line((x, middle), (x + width, middle), f"ribs ribs--{height:.0f}")
    return frame


LIKE = {"hatch": "none", "ribs": "none fill--quiet"}
PLATED = {"hatch", "ribs", "pale"}  # a number on them needs a ground of its own


def swatch(look: str) -> Markup:
    """A small piece of a look, beside its word in a legend."""
    return framed(filled(1, 1, 26, 14, look))


def framed(sign: Markup) -> Markup:
    """A sign of 28 by 16 that stands in a line of text."""
    return svg.element(
        "svg", sign, class_="picture swatch", viewBox="0 0 28 16", aria_hidden="true"
    )


@dataclass(frozen=True, kw_only=True)
class Range:
    """From the least to the most, with the one in the middle."""

    label: str
    least: float
    middle: float
    most: float
    told: str
    href: str = ""  # of the list behind the one in the middle


def ranges(rows: Sequence[Range], *, unit: str, title: str, desc: str) -> Markup:
    return _ranges(rows, WIDE, unit, title, desc) + _ranges(rows, NARROW, unit, title, desc)


def _ranges(rows: Sequence[Range], width: float, unit: str, title: str, desc: str) -> Markup:
    is_wide = width == WIDE
    left, step = (LABELS + 40, ROW) if is_wide else (8, ROW + svg.LINE_HEIGHT)
    scale = Scale(max([row.most for row in rows] or [1]), left, width - (220 if is_wide else 24))
    bottom = len(rows) * step
    parts = []
    for tick in scale.ticks(5 if is_wide else 3):
        x = scale(tick)
        parts.append(svg.line((x, 0), (x, bottom), "grid" if tick else "axis"))
        said = f"{tick}{unit}"
        parts.append(svg.text(x, bottom + 20, said, anchor="middle", class_="axis-label"))
    for number, row in enumerate(rows):
        y = number * step + (ROW / 2 if is_wide else ROW + 4)
        parts.append(svg.line((scale(row.least), y), (scale(row.most), y), "reach"))
        parts += [
            svg.line((scale(v), y - 6), (scale(v), y + 6), "reach") for v in (row.least, row.most)
        ]
        parts.append(_middle(row, (scale(row.middle), y)))
        parts.append(
            svg.text(left - 8, y + 5, row.label, anchor="end", room=left - 8)
            if is_wide else svg.text(0, y - 14, f"{row.label} {row.told}", room=width)
        )  # fmt: skip
        if is_wide:
            parts.append(svg.text(scale(row.most) + 12, y + 5, row.told, class_="sub"))
    root = svg.linked_picture if any(row.href for row in rows) else svg.picture
    return root(
        *parts, width=width, height=bottom + 28, title=title, desc=desc,
        class_="picture--wide" if is_wide else "picture--narrow",
    )  # fmt: skip


def _middle(row: Range, at: svg.Point) -> Markup:
    sign = svg.diamond(at, 7, "fill fill--solid")
    if not row.href:
        return sign
    reach = svg.target(at[0] - 7, at[1] - 7, 14, 14)
    return svg.link(row.href, f"{row.label} {row.told}", reach, sign)
