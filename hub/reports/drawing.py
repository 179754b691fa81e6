"""Small pictures of a report: how near a number came to its target, and how far the work is."""

from collections.abc import Sequence
from decimal import Decimal

from flask_babel import gettext as _
from markupsafe import Markup

from hub.core import svg
from hub.core.charts import filled
from hub.programmes.figures import IndicatorFigures
from hub.programmes.numbers import shown
from hub.reports.content import Part

WIDTH, HEIGHT = 96, 14
MOST = Decimal("1.25")  # of the target; what is beyond ends there
LABELS, ROW, BAR, SCALE = 200, 26, 16, 380
LOOKS = ("solid", "none", "hatch")  # done, open, overdue


def achievement(of: IndicatorFigures) -> Markup:
    """A bar against the line of its target; nothing where one of the two is not known."""
    if not of.target or of.target < 0 or of.actual is None or of.actual < 0:
        return Markup("")
    whole = WIDTH / float(MOST)
    reach = float(min(of.actual / of.target, MOST)) * whole
    return svg.picture(
        filled(0.5, 2.5, reach, HEIGHT - 5, "solid"),
        svg.line((whole, 0), (whole, HEIGHT), "goal"),
        width=WIDTH, height=HEIGHT, class_="meter",
        title=_("目標%(target)sに対して%(actual)s", target=shown(of.target),
                actual=shown(of.actual)),
    )  # fmt: skip


def work(parts: Sequence[Part]) -> Markup:
    """完了, 未完了 and 期限超過 of each organization, one below the other."""
    rows = [(part, _counts(part)) for part in parts if part.actions]
    if not rows:
        return Markup("")
    most = max(sum(counts) for _part, counts in rows)
    drawn = []
    for number, (part, counts) in enumerate(rows):
        y = number * ROW + (ROW - BAR) / 2
        name = part.organization.short_name if part.organization else _("ネットワーク全体")
        drawn.append(svg.text(LABELS - 8, y + 13, name, anchor="end", room=LABELS - 8))
        x = float(LABELS)
        for count, look in zip(counts, LOOKS, strict=True):
            width = SCALE * count / most
            if count:
                drawn.append(filled(x, y, width, BAR, look))
            x += width
        drawn.append(svg.text(x + 8, y + 13, " / ".join(str(count) for count in counts)))
    return svg.picture(
        *drawn, width=LABELS + SCALE + 120, height=len(rows) * ROW, class_="work",
        title=_("組織ごとの宿題事項"), desc=_("完了、未完了、期限超過の順に並べています。"),
    )  # fmt: skip


def _counts(part: Part) -> tuple[int, int, int]:
    return len(part.done), len(part.underway), len(part.overdue)
