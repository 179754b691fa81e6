"""Indicators: against the target, last year, and the years before the pandemic."""

from collections.abc import Iterator
from decimal import Decimal

from flask_babel import gettext as _

from hub.core import calendar
from hub.programmes import queries as programmes
from hub.programmes.figures import IndicatorFigures
from hub.programmes.numbers import shown
from hub.reviews.models import Section
from hub.reviews.sources.facts import Evidence, Fact, Occasion, Source

KIND = Source.INDICATOR


def find(occasion: Occasion) -> Iterator[Fact]:
    found = programmes.figures_of(occasion.viewer, [occasion.organization_id], occasion.term)
    for figures in found:
        if figures.actual is not None:
            yield fact_of(figures)


def fact_of(figures: IndicatorFigures) -> Fact:
    return Fact(
        key=f"{KIND.value}:{figures.indicator_id}",
        source=KIND,
        section=Section.ISSUE if falls_short(figures) else Section.RESULT,
        text=told(figures),
        label=_("指標「%(name)s」", name=figures.name),
        evidence=Evidence(
            endpoint="programmes.show", arguments={"programme_id": figures.programme_id}
        ),
        programme_id=figures.programme_id,
    )


def falls_short(figures: IndicatorFigures) -> bool:
    """Of the target; without one, of last year. What is not counted to the end falls short of
    nothing yet."""
    target = _target(figures)
    measure = target if target is not None else _last(figures)
    if figures.actual is None or measure is None or figures.is_partial:
        return False
    return figures.actual < measure


def told(figures: IndicatorFigures) -> str:
    """利用件数は980件で、目標の1,000件を下回った。前年度同期の910件より70件増えた。"""
    said = _("%(name)sは%(actual)sで", name=figures.name, actual=_amount(figures, figures.actual))
    if figures.is_partial:
        said = _("%(name)sは%(actual)s（%(parts)s期のうち%(known)s期分）で", name=figures.name,
                 actual=_amount(figures, figures.actual), parts=figures.parts,
                 known=figures.known)  # fmt: skip
    parts = [_against_target(figures, said)]
    if (last := _last(figures)) is not None and not figures.is_partial:
        parts.append(_against_last(figures, last))
    if figures.baseline and not figures.is_partial:
        parts.append(_against_baseline(figures))
    return "".join(parts)


def _against_target(figures: IndicatorFigures, said: str) -> str:
    measure = _target(figures)
    if measure is None or figures.actual is None:
        return _("%(said)sあった。", said=said)
    target = _amount(figures, measure)
    if figures.actual >= measure:
        return _("%(said)s、目標の%(target)sに達した。", said=said, target=target)
    if figures.is_partial:
        return _("%(said)s、目標は%(target)sである。", said=said, target=target)
    return _("%(said)s、目標の%(target)sを下回った。", said=said, target=target)


def _against_last(figures: IndicatorFigures, last: Decimal) -> str:
    assert figures.actual is not None
    before, more = _amount(figures, last), figures.actual - last
    if more == 0:
        return _("前年度と同じである。")
    by = _amount(figures, abs(more))
    if more > 0:
        return _("前年度の%(before)sより%(by)s増えた。", before=before, by=by)
    return _("前年度の%(before)sより%(by)s減った。", before=before, by=by)


def _against_baseline(figures: IndicatorFigures) -> str:
    assert figures.actual is not None
    assert figures.baseline
    share = round(figures.actual / figures.baseline * 100)
    values = {"baseline": _amount(figures, figures.baseline), "share": share}
    if figures.baseline_year is None:
        return _("コロナ禍前（%(baseline)s）の%(share)s%%である。", **values)
    year = calendar.fiscal_year_short(figures.baseline_year)
    return _("コロナ禍前（%(year)s、%(baseline)s）の%(share)s%%である。", year=year, **values)


def _target(figures: IndicatorFigures) -> Decimal | None:
    return None if figures.target_is_partial else figures.target


def _last(figures: IndicatorFigures) -> Decimal | None:
    return None if figures.last_is_partial else figures.last_actual


def _amount(figures: IndicatorFigures, value: Decimal | None) -> str:
    return f"{shown(value)}{figures.unit}"
