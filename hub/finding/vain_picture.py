"""The words searched in vain by month, as columns: nothing found below, not opened above."""

from collections.abc import Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from hub.core import svg
from hub.core.paging import current_url
from hub.finding.vain import Month

HEIGHT, TOP, BASE = 200, 28, 160
WIDE, NARROW = 760, 328
SHOWN_NARROW = 6  # months


def columns(months: Sequence[Month]) -> Markup:
    """The wide one, and one with the newest months for narrow windows."""
    return _drawn(months, WIDE, "picture--wide") + _drawn(
        months[-SHOWN_NARROW:], NARROW, "picture--narrow"
    )


def summary(months: Sequence[Month]) -> str:
    most, last = max(months, key=lambda one: one.words), months[-1]
    if not most.words:
        return _("この一年に、ここに出せる言葉はありません。")
    return _(
        "いちばん多いのは%(year)s年%(month)s月の%(count)s件、今月は%(now)s件です。",
        year=most.month.year, month=most.month.month, count=most.words, now=last.words,
    )  # fmt: skip


def _drawn(months: Sequence[Month], width: int, class_: str) -> Markup:
    step = width / len(months)
    most = max(1, *(one.words for one in months))
    parts = [_column(one, place * step, step, most) for place, one in enumerate(months)]
    return svg.linked_picture(
        svg.line((0, BASE), (width, BASE), "axis"), *parts, width=width, height=HEIGHT,
        title=_("見つからなかった言葉の数"), desc=summary(months), class_=class_,
    )  # fmt: skip


def _column(one: Month, left: float, step: float, most: int) -> Markup:
    middle, width = left + step / 2, min(36, step * 0.6)
    unit = (BASE - TOP) / most
    begin, low, high = middle - width / 2, one.nothing * unit, one.unopened * unit
    label = svg.text(middle, BASE + 20, _("%(month)s月", month=one.month.month), anchor="middle",
                     class_="axis-label")  # fmt: skip
    if not one.words:
        return svg.group(label, hidden=True)
    top = BASE - low - high
    bars = svg.group(
        svg.rect(begin, BASE - low, width, low, "fill"),
        svg.rect(begin, top, width, high, "fill fill--none"),
        svg.hatch(begin, top, width, high, "hatch"),
        svg.text(middle, top - 8, str(one.words), anchor="middle", class_="value"),
        label,
    )
    name = _(
        "%(year)s年%(month)s月：該当なし%(nothing)s件、開かれず%(unopened)s件",
        year=one.month.year, month=one.month.month, nothing=one.nothing, unopened=one.unopened,
    )  # fmt: skip
    target = svg.target(begin, top - 22, width, BASE - top + 48)
    return svg.link(current_url(month=f"{one.month:%Y-%m}"), name, bars, target)
