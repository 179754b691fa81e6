"""A chain as a small picture: a column for each step there is, arrows from left to right.

Screen readers and narrow screens have the list instead.
"""

from collections.abc import Mapping

from flask_babel import gettext as _
from markupsafe import Markup

from hub.chains.links import Key, Kind
from hub.chains.model import Chain, Node
from hub.chains.steps import SHORT
from hub.core import calendar, svg

WIDTH = 760
GAP, LANE = 32, 16  # between columns, between rows: the room for arrows
HEIGHT = 100
MOST = 5  # boxes in a column; the list has them all
Boxes = Mapping[Key, tuple[float, float]]


def picture(chain: Chain, title: str, said: str) -> Markup:
    columns = chain.steps
    width = min(240.0, (WIDTH - GAP * (len(columns) - 1)) / max(len(columns), 1))
    top = svg.LINE_HEIGHT + LANE
    boxes: dict[Key, tuple[float, float]] = {}
    drawn: list[Markup] = []
    for place, (kind, nodes) in enumerate(columns):
        x = place * (width + GAP)
        drawn.append(svg.text(x, 14, str(SHORT[kind]), class_="strong"))
        shown = chain.first(nodes, MOST)
        for row, node in enumerate(shown):
            boxes[node.key] = (x, top + row * (HEIGHT + LANE))
            drawn.append(_box(node, boxes[node.key], width, is_here=node.key == chain.here))
        if len(nodes) > len(shown):
            y = top + len(shown) * (HEIGHT + LANE) + 10
            drawn.append(svg.text(x, y, _("ほか%(count)s件", count=len(nodes) - len(shown))))
    tall = max(min(len(nodes), MOST) for _kind, nodes in columns)
    more = 20 if any(len(nodes) > MOST for _kind, nodes in columns) else 0
    return svg.picture(
        *_arrows(chain, boxes, width), *drawn, width=WIDTH,
        height=top + tall * (HEIGHT + LANE) - LANE + more + 2, title=title, desc=said,
        class_="picture--wide",
    )  # fmt: skip


def _box(node: Node, at: tuple[float, float], width: float, *, is_here: bool) -> Markup:
    kind = "box--here" if is_here else "box--quiet" if _is_over(node) else ""
    day = node.closed_on or (node.until if node.kind is Kind.ACTION else node.day)
    return svg.box(
        *at, width, HEIGHT, node.title, class_=kind,
        over=calendar.short_date(day).partition("（")[0] if day else "",
        under=str(node.state.label) if node.state else "",
    )  # fmt: skip


def _is_over(node: Node) -> bool:
    return node.state is not None and not node.is_open and not node.is_done


def _arrows(chain: Chain, boxes: Boxes, width: float) -> list[Markup]:
    return [
        svg.arrow(_way(boxes[a], boxes[b], width, step=width + GAP), "")
        for a, b in sorted(chain.edges)
        if a in boxes and b in boxes
    ]


def _way(a: svg.Point, b: svg.Point, width: float, *, step: float) -> list[svg.Point]:
    """Through the gaps between columns; past a column in between through a lane of its rows."""
    begin, end = (a[0] + width, a[1] + HEIGHT / 2), (b[0] - 2, b[1] + HEIGHT / 2)
    middle = begin[0] + GAP / 2
    if b[0] - a[0] < step * 1.5:
        if begin[1] == end[1]:
            return [begin, end]
        return [begin, (middle, begin[1]), (middle, end[1]), end]
    lane, last = b[1] - LANE / 2, b[0] - GAP / 2
    return [begin, (middle, begin[1]), (middle, lane), (last, lane), (last, end[1]), end]


def title() -> str:
    return _("提案から結果までのつながり")
