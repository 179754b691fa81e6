"""The matrix and the graph of who works with whom, and the sentences that say the same."""

from collections.abc import Callable, Iterator

from flask_babel import gettext as _
from markupsafe import Markup

from hub.core import svg
from hub.core.charts import filled
from hub.pictures.together.counting import Tie, Together

Address = Callable[[int, int], str]  # ids of two organizations
CELL, NAMES, HEAD = 26, 168, 28
FEW, MANY = 3, 10  # from so many on a cell and a line look stronger
STEP = 24  # between two names of the graph
WIDE, NARROW = 760, 328
SHOWN, SHOWN_NARROW = 60, 30  # lines of the graph


def look(number: int) -> str:
    return "none" if number < FEW else "pale" if number < MANY else "solid"


def matrix(together: Together, address: Address) -> Markup:
    """Each two organizations once: the number of a column stands where its row ends."""
    tops = _tops(together, CELL)
    width = max(WIDE, NAMES + (len(tops) + 1) * CELL)
    parts: list[Markup] = []
    for number, place in enumerate(together.places):
        y = tops[number]
        name = f"{number + 1} {place.name}"
        parts.append(svg.text(NAMES - 8, y + 18, name, anchor="end", room=NAMES - 8))
        x = NAMES + number * CELL + CELL / 2
        parts.append(svg.text(x, y + 18, str(number + 1), anchor="middle", class_="sub"))
    cells = [_cell(together, tie, tops, address) for tie in together.ties]
    bottom = tops[-1] + CELL if tops else 0
    return svg.linked_picture(
        *_headings(together, tops, width), svg.group(*parts), _not_yet(together, tops), *cells,
        width=width, height=bottom + 4, title=_("組織どうしの行列"), desc=summary(together),
        class_="picture--matrix" if width > WIDE else "picture--matrix picture--few",
    )  # fmt: skip


def _cell(together: Together, tie: Tie, tops: list[int], address: Address) -> Markup:
    x, y = NAMES + tie.first * CELL, tops[tie.second]
    shade = look(tie.number)
    box = filled(x + 1, y + 1, CELL - 2, CELL - 2, shade)
    base = y + 15 if shade == "pale" else y + 18  # above its strip
    written = f"on on--{shade}"
    value = svg.text(x + CELL / 2, base, str(tie.number), anchor="middle", class_=written)
    reach = svg.target(x + 1, y + 1, CELL - 2, CELL - 2)
    return svg.link(_href(together, tie, address), _name(together, tie), box, reach, value)


def _not_yet(together: Together, tops: list[int]) -> Markup:
    """A dash for each pair that does nothing together."""
    dashes = [
        f"M{NAMES + first * CELL + 9},{tops[second] + 13}h8"
        for second in range(len(tops))
        for first in range(second)
        if (first, second) not in together.of_pair
    ]
    return svg.element("path", d="".join(dashes), class_="not-yet") if dashes else Markup("")


def graph(together: Together, address: Address) -> Markup:
    """Names one below the other by part of the city, lines between who works together."""
    return _arcs(together, address, WIDE, SHOWN) + _arcs(together, address, NARROW, SHOWN_NARROW)


def _arcs(together: Together, address: Address, width: int, shown: int) -> Markup:
    is_wide = width == WIDE
    names = NAMES if is_wide else 126
    tops = _tops(together, STEP)
    bottom = tops[-1] + STEP if tops else 0
    scale = (width - names - 24) / max(bottom, 1)
    lines = [
        _arc(together, tie, tops, names + 10, scale, address)
        for tie in reversed(together.ties[:shown])
    ]
    tied = {end for tie in together.ties for end in (tie.first, tie.second)}
    rows: list[Markup] = []
    for number, place in enumerate(together.places):
        y = tops[number]
        rows.append(svg.text(names - 4, y + 17, place.name, anchor="end", room=names - 4))
        dot = "fill fill--solid" if number in tied else "fill fill--none"
        rows.append(svg.circle((names + 6, y + 12), 4, dot))
    return svg.linked_picture(
        *_headings(together, tops, width), *lines, svg.group(*rows), width=width,
        height=bottom + 4, title=_("組織どうしのつながり"), desc=summary(together),
        class_="picture--wide" if is_wide else "picture--narrow",
    )  # fmt: skip


def _arc(
    together: Together, tie: Tie, tops: list[int], x: float, scale: float, address: Address
) -> Markup:
    above, below = tops[tie.first] + 12, tops[tie.second] + 12
    far = x + max(24.0, (below - above) * scale * 4 / 3)
    way = f"M{x:.0f},{above}C{far:.0f},{above} {far:.0f},{below} {x:.0f},{below}"
    strength = {"none": 1, "pale": 2, "solid": 3}[look(tie.number)]
    shown = svg.element("path", d=way, class_=f"edge edge--{strength}")
    reach = svg.element("path", d=way, class_="edge-reach")
    return svg.link(_href(together, tie, address), _name(together, tie), reach, shown)


def _tops(together: Together, step: int) -> list[int]:
    """The upper edge of each row, with room for the heading of each part of the city."""
    tops, y = [], 0
    for _area, count in together.areas:
        y += HEAD
        tops += [y + number * step for number in range(count)]
        y += count * step
    return tops


def _headings(together: Together, tops: list[int], width: float) -> Iterator[Markup]:
    first = 0
    for area, count in together.areas:
        y = tops[first]
        yield svg.line((0, y - 3), (width, y - 3), "axis")
        yield svg.text(0, y - 9, area, class_="strong")
        first += count


def _href(together: Together, tie: Tie, address: Address) -> str:
    return address(together.places[tie.first].id, together.places[tie.second].id)


def _name(together: Together, tie: Tie) -> str:
    first, second = together.places[tie.first], together.places[tie.second]
    return _("%(one)sと%(other)s %(count)s", one=first.name, other=second.name, count=tie.number)


def summary(together: Together) -> str:
    """One sentence for who does not see the picture, and for who does."""
    count = len(together.places)
    pairs = count * (count - 1) // 2
    if not together.ties:
        return _("いっしょに動いた組は、ここにはありません。")
    said = _(
        "%(count)s組織の%(pairs)s組のうち、%(ties)s組がいっしょに動いていて、%(rest)s組はまだです。",
        count=count, pairs=pairs, ties=len(together.ties), rest=pairs - len(together.ties),
    )  # fmt: skip
    most = together.ties[0]
    return said + _(
        "いちばん多いのは%(one)sと%(other)sの%(count)s件です。",
        one=together.places[most.first].name, other=together.places[most.second].name,
        count=most.number,
    ) + _between_areas(together)  # fmt: skip


def _between_areas(together: Together) -> str:
    """How many pairs reach from one part of the city into another."""
    areas = [place.area for place in together.places]
    across = sum(areas[tie.first] != areas[tie.second] for tie in together.ties)
    return _("別の地域どうしの組は%(count)s組です。", count=across)
