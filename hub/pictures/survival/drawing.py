"""The pictures of what became of ideas, and the sentences that say the same."""

from collections.abc import Callable, Iterator, Sequence

from flask_babel import gettext as _
from markupsafe import Markup

from hub.core.charts import Bar, Part, Range, Stack, bars, ranges, stacks
from hub.pictures.survival.queries import Counts, Line, Took
from hub.pictures.survival.steps import COLUMNS, ENDED, TODAY, Step

Address = Callable[..., str]  # of the list behind a number
LOOKS = {
    Step.SEED: "none",
    Step.STUDIED: "pale",
    Step.TRYING: "hatch",
    Step.ROOTED: "solid",
    Step.DROPPED: "ribs",
}


def overview(counts: Counts, address: Address) -> Markup:
    rows = [
        Bar(
            label=str(step.label), value=counts[step], href=address(step),
            name=f"{step.label} {counts[step]}",
            told=share(counts[step], counts[Step.RAISED]) if step is not Step.RAISED else "",
            look="pale" if step in ENDED else "solid",
        )
        for step in COLUMNS
    ]  # fmt: skip
    return bars(rows, title=_("連携の種のゆくえ"), desc=summary(counts))


def by_line(lines: Sequence[Line], title: str, address: Callable[[Line, Step], str]) -> Markup:
    named = [(step, str(step.label)) for step in TODAY]
    rows = [
        Stack(line.label, tuple(_parts(line, named, address)))
        for line in lines
    ]  # fmt: skip
    desc = _("1本の帯が、出された種の今の段階を表します。数は下の表と同じです。")
    return stacks(rows, title=title, desc=desc)


def _parts(
    line: Line, named: list[tuple[Step, str]], address: Callable[[Line, Step], str]
) -> Iterator[Part]:
    for step, name in named:
        count = line.counts[step]
        told = f"{line.label} {name} {count}"
        yield Part(value=count, look=LOOKS[step], href=address(line, step), name=told)


def durations(took: Sequence[Took]) -> Markup:
    rows = [
        Range(
            label=str(one.span.label), least=one.least, middle=one.middle, most=one.most,
            told=_("%(days)s日", days=days(one.middle)),
        )
        for one in took
    ]  # fmt: skip
    said = "。".join(f"{row.label} {row.told}" for row in rows)
    return ranges(rows, unit=_("日"), title=_("段階が進むまでの日数の中央値と幅"), desc=said)


def summary(counts: Counts) -> str:
    """One sentence for who does not see the picture, and for who does."""
    raised = counts[Step.RAISED]
    if not raised:
        return _("あてはまる連携の種はありません。")
    said = _(
        "%(raised)s件の種のうち、%(taken)s件を取り上げ、%(assigned)s件で担当が決まり、"
        "%(tried)s件を試行し、%(rooted)s件が定着しました。",
        raised=raised, taken=counts[Step.TAKEN], assigned=counts[Step.ASSIGNED],
        tried=counts[Step.TRIED], rooted=counts[Step.ROOTED],
    )  # fmt: skip
    rest = _(
        "見送りは%(dropped)s件、続いているものは%(open)s件で、そのうち%(waiting)s件が待っています。",
        dropped=counts[Step.DROPPED], open=counts[Step.OPEN], waiting=counts[Step.WAITING],
    )  # fmt: skip
    return said + rest


def share(part: int, whole: int) -> str:
    return _("%(percent)s%%", percent=round(100 * part / whole)) if whole else ""


def days(value: float) -> str:
    """A median may lie between two days."""
    return f"{value:.1f}".removesuffix(".0")
