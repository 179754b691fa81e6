"""How an indicator went over the years, and over the months of one: rows, a picture, a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from hub.core import calendar
from hub.programmes import labels
from hub.programmes.columns import Column, Level, columns
from hub.programmes.figures import Amount, amount, starts
from hub.programmes.indicator_commands import figures_by_day, years_of
from hub.programmes.models import Indicator, Period
from hub.programmes.numbers import shown
from hub.programmes.periods import FiscalTerm

YEARS = 8  # at most so many are shown


@dataclass(frozen=True, kw_only=True)
class Line:
    label: str
    short: str  # in the picture
    target: Decimal | None
    actual: Amount
    note: str = ""  # how much of it is there, when it is not everything
    href: str | None = None  # of the list behind the number

    @property
    def share(self) -> str:
        """Of the target; nothing of what is not complete."""
        if self.actual.value is None or not self.target or self.actual.is_partial:
            return ""
        rounded = (self.actual.value * 100 / self.target).quantize(Decimal(1), ROUND_HALF_UP)
        return f"{rounded}%"


@dataclass(frozen=True, kw_only=True)
class Course:
    indicator: Indicator
    lines: Sequence[Line]
    whole: Line | None  # what the lines make together
    picture: Markup
    summary: str


def course(indicator: Indicator) -> Course:
    """Over the last years of which something is known, the oldest first."""
    years = sorted(years_of(indicator)[:YEARS])
    lines = [_year(indicator, FiscalTerm(year)) for year in years]
    summary = _summary(indicator, lines)
    return Course(
        indicator=indicator, lines=lines, whole=None, summary=summary,
        picture=_picture(indicator, lines, summary, level=_baseline(indicator)),
    )  # fmt: skip


def year_course(indicator: Indicator, term: FiscalTerm) -> Course:
    """Over the months or halves of one year; together they make its number."""
    known = figures_by_day(indicator)
    lines = []
    for day in starts(term, indicator.period):
        target, actual = known.get(day, (None, None))
        lines.append(Line(
            label=labels.of_period(day, indicator.period), target=target,
            short=labels.inside_year(day, indicator.period),
            actual=Amount(actual, int(actual is not None), 1),
        ))  # fmt: skip
    whole = _year(indicator, term)
    summary = _summary(indicator, [whole])
    return Course(
        indicator=indicator, lines=lines, whole=whole, summary=summary,
        picture=_picture(indicator, lines, summary, level=None),
    )  # fmt: skip


def _year(indicator: Indicator, term: FiscalTerm) -> Line:
    known = figures_by_day(indicator)
    targets = {day: pair[0] for day, pair in known.items()}
    actuals = {day: pair[1] for day, pair in known.items()}
    adds_up, period = indicator.adds_up, indicator.period
    href = url_for(
        "programmes.indicator", programme_id=indicator.programme_id, indicator_id=indicator.id,
        year=term.fiscal_year,
    )  # fmt: skip
    actual = amount(actuals, term, period, adds_up=adds_up)
    return Line(
        label=term.short_label,
        short=term.short_label,
        target=amount(targets, term, period, adds_up=adds_up).value,
        actual=actual,
        note=labels.partly(period, actual.known, actual.parts) if actual.is_partial else "",
        href=None if period is Period.YEAR else href,
    )


def _baseline(indicator: Indicator) -> Level | None:
    if indicator.baseline is None or indicator.baseline_year is None:
        return None
    return Level(value=indicator.baseline, label=baseline_text(indicator))


def baseline_text(indicator: Indicator) -> str:
    """コロナ禍前（令和元年度）12,000件; nothing where it is not known."""
    if indicator.baseline is None or indicator.baseline_year is None:
        return ""
    year = calendar.fiscal_year_short(indicator.baseline_year)
    number = f"{shown(indicator.baseline)}{indicator.unit}"
    return _("コロナ禍前（%(year)s）%(number)s", year=year, number=number)


def _picture(
    indicator: Indicator, lines: Sequence[Line], summary: str, *, level: Level | None
) -> Markup:
    every = [
        Column(
            label=line.short, actual=line.actual.value, target=line.target, href=line.href,
            look="hatch" if line.actual.is_partial else "solid",
            name=f"{line.label} {shown(line.actual.value)}{indicator.unit}",
        )
        for line in lines
    ]  # fmt: skip
    if not any(one.actual is not None or one.target is not None for one in every):
        return Markup("")
    return columns(every, level, title=indicator.name, desc=summary)


def _summary(indicator: Indicator, lines: Sequence[Line]) -> str:
    """The last year with an actual number, in words."""
    known = [line for line in lines if line.actual.value is not None]
    if not known:
        return _("実績はまだありません。")
    last, unit = known[-1], indicator.unit
    said = [_("%(when)sの実績は%(number)s%(unit)s", when=last.label, unit=unit,
              number=shown(last.actual.value))]  # fmt: skip
    if last.note:
        said[0] += f"（{last.note}）"
    if last.target is not None:
        said.append(_("目標は%(number)s%(unit)s", number=shown(last.target), unit=unit))
    if len(known) > 1:
        before = known[-2]
        said.append(_("%(when)sは%(number)s%(unit)s", when=before.label, unit=unit,
                      number=shown(before.actual.value)))  # fmt: skip
    if text := baseline_text(indicator):
        said.append(text)
    return _("、").join(said) + _("。")
