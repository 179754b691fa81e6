"""The pictures of the months, and the sentences that say the same."""

from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from hub.core import calendar
from hub.core.charts import Part, Range, Stack, ranges, stacks
from hub.core.columns import Column as Drawn
from hub.core.columns import Group, columns
from hub.pictures.ledger.measures import TODAY, What
from hub.pictures.months.counting import Column, Counting, Line, Took
from hub.pictures.months.selection import Months
from hub.pictures.survival.drawing import days

Address = Callable[[What, Months], str]
LOOKS = {
    What.ENTERED: "none",
    What.DONE: "solid",
    What.DUE: "pale",
    What.MISSED: "hatch",
    What.RAISED: "none",
    What.ROOTED: "solid",
    What.OF_DONE: "solid",
    What.OF_DROPPED: "ribs",
    What.OF_OPEN: "none",
    What.OF_LATE: "hatch",
}


def by_month(
    shown: Sequence[Column], measures: Sequence[What], title: str, desc: str, address: Address
) -> Markup:
    groups = []
    for column in shown:
        label, under = _labels(column.months)
        drawn = [
            Drawn(
                value=column.counts[what], look=LOOKS[what], href=address(what, column.months),
                name=f"{column.months.label} {what.label} {column.counts[what]}",
            )
            for what in measures
        ]  # fmt: skip
        groups.append(Group(label=label, under=under, columns=drawn))
    return columns(groups, title=title, desc=desc)


def _labels(months: Months) -> tuple[str, str]:
    """A month and its year; a 年度."""
    first = months.first
    if len(months.starts) > 1:
        return str(first.year), _("年度")
    return _("%(month)s月", month=first.month), _("%(year)s年", year=first.year)


def by_line(lines: Sequence[Line], title: str, address: Callable[[Line, What], str]) -> Markup:
    rows = [
        Stack(
            line.label,
            tuple(
                Part(
                    value=line.counts[what], look=LOOKS[what], href=address(line, what),
                    name=f"{line.label} {what.label} {line.counts[what]}",
                )
                for what in TODAY
            ),
        )
        for line in lines
    ]  # fmt: skip
    return stacks(rows, title=title, desc=_("数は下の表と同じです。"))


def durations(took: Sequence[Took], address: Address, months: Callable[[int], Months]) -> Markup:
    rows = [
        Range(
            label=calendar.fiscal_year_short(one.year), least=min(one.days), middle=one.middle,
            most=max(one.days), told=_("%(days)s日", days=days(one.middle)),
            href=address(What.DONE, months(one.year)),
        )
        for one in took
    ]  # fmt: skip
    said = "。".join(f"{row.label} {row.told}" for row in rows)
    return ranges(rows, unit=_("日"), title=_("完了までの日数の中央値と幅"), desc=said)


def said_of_actions(counting: Counting) -> str:
    return _(
        "%(span)sに、宿題事項が%(entered)s件出て、%(done)s件が完了し、%(dropped)s件を見送りました。",
        span=counting.months.label, entered=counting.total(What.ENTERED),
        done=counting.total(What.DONE), dropped=counting.total(What.DROPPED),
    )  # fmt: skip


def said_of_due(counting: Counting) -> str:
    due, missed = counting.total(What.DUE), counting.total(What.MISSED)
    if not due:
        return _("%(span)sに期限が来た宿題事項はありません。", span=counting.months.label)
    return _(
        "%(span)sに期限が来た%(due)s件のうち、間に合わなかったものは%(missed)s件（%(share)s）です。",
        span=counting.months.label, due=due, missed=missed, share=share(missed / due),
    )  # fmt: skip


def said_of_ideas(counting: Counting) -> str:
    return _(
        "%(span)sに、連携の種が%(raised)s件出され、%(rooted)s件が定着し、%(aside)s件を見送りました。",
        span=counting.months.label, raised=counting.total(What.RAISED),
        rooted=counting.total(What.ROOTED), aside=counting.total(What.LAID_ASIDE),
    )  # fmt: skip


def share(part: float | None) -> str:
    return "" if part is None else _("%(percent)s%%", percent=round(100 * part))
