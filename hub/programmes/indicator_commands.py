"""Changes to what is counted of a programme. Each authorizes, changes, records; none commits."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.audit.log import changed, record
from hub.core.db import db, lock_version
from hub.core.errors import Invalid, authorize
from hub.programmes import numbers, policy
from hub.programmes.entries import IndicatorEntry, is_taken
from hub.programmes.figures import starts
from hub.programmes.models import Indicator, Programme
from hub.programmes.periods import FiscalTerm, year_of

Pair = tuple[Decimal | None, Decimal | None]  # target and actual
Figures = dict[date, Pair]


def add_indicator(actor: User, programme: Programme, entry: IndicatorEntry) -> Indicator:
    """Behind the others.

    Raises:
        Invalid: the programme has one of this name.
    """
    authorize(policy.can_edit(actor, programme))
    _refuse_taken_name(programme, entry.name)
    last = max((one.position for one in programme.indicators), default=0)
    indicator = Indicator(programme=programme, position=last + 1, name=entry.name, unit=entry.unit)
    _fill(indicator, entry)
    db.session.add(indicator)
    _recorded(actor, indicator, "indicator:create", {}, facts_of(indicator))
    return indicator


def edit_indicator(actor: User, indicator: Indicator, entry: IndicatorEntry, *, seen: int) -> None:
    """
    Raises:
        Conflict: somebody else changed it, or a figure of it, since ``seen``.
        Invalid: another one has this name, or figures stand in the way of another period.
    """
    authorize(policy.can_edit(actor, indicator.programme))
    lock_version(indicator, seen)
    _refuse_taken_name(indicator.programme, entry.name, but=indicator.id)
    if entry.period not in {None, indicator.period} and indicator.figures:
        raise Invalid(_("数値があるため、数える期間は変えられません。"))
    before = facts_of(indicator)
    _fill(indicator, entry)
    if facts_of(indicator) != before:
        _recorded(actor, indicator, "indicator:edit", before, facts_of(indicator))


def remove_indicator(actor: User, indicator: Indicator, *, seen: int) -> None:
    """With its figures; the log keeps what they were.

    Raises:
        Conflict: somebody else changed it, or a figure of it, since ``seen``.
    """
    authorize(policy.can_edit(actor, indicator.programme))
    lock_version(indicator, seen)
    before = facts_of(indicator) | _told(figures_by_day(indicator))
    _recorded(actor, indicator, "indicator:remove", before, {})
    indicator.programme.indicators.remove(indicator)


def move_indicator(actor: User, indicator: Indicator, *, up: bool) -> None:
    """Before or behind its neighbour; at the end it stays."""
    programme = indicator.programme
    authorize(policy.can_edit(actor, programme))
    ordered = sorted(programme.indicators, key=lambda one: (one.position, one.id))
    at = ordered.index(indicator)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(ordered):
        return
    before = {"order": [one.name for one in ordered]}
    ordered[at], ordered[other] = ordered[other], ordered[at]
    for position, one in enumerate(ordered, start=1):
        one.position = position
    after = {"order": [one.name for one in ordered]}
    record(actor, "indicator:move", indicator, organization_id=programme.organization_id,
           before=before, after=after)  # fmt: skip


def enter_year(
    actor: User, indicator: Indicator, year: int, figures: Mapping[date, Pair], *, seen: int
) -> None:
    """All figures of one 年度; what is left out of ``figures`` is taken away.

    Raises:
        Conflict: somebody else changed the indicator, or a figure of it, since ``seen``.
    """
    authorize(policy.can_edit(actor, indicator.programme))
    lock_version(indicator, seen)
    days = starts(FiscalTerm(year), indicator.period)
    enter(actor, indicator, {day: figures.get(day, (None, None)) for day in days},
          verb="indicator:figures")  # fmt: skip


def enter(actor: User, indicator: Indicator, figures: Mapping[date, Pair], *, verb: str) -> None:
    """Write what differs and record it. Whoever calls holds the row."""
    authorize(policy.can_edit(actor, indicator.programme))
    before = figures_by_day(indicator)
    for day, (target, actual) in figures.items():
        if before.get(day, (None, None)) != (target, actual):
            indicator.enter(day, target, actual)
    after = figures_by_day(indicator)
    if after != before:
        days = [day for day in {**before, **after} if before.get(day) != after.get(day)]
        _recorded(actor, indicator, verb, _told(before, days), _told(after, days))


def figures_by_day(indicator: Indicator) -> Figures:
    return {one.starts_on: (one.target, one.actual) for one in indicator.figures}


def years_of(indicator: Indicator) -> list[int]:
    """The 年度 of which something is known, the newest first."""
    years = {year_of(figure.starts_on).fiscal_year for figure in indicator.figures}
    return sorted(years, reverse=True)


def facts_of(indicator: Indicator) -> dict[str, Any]:
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "period": indicator.period,
        "adds_up": indicator.adds_up,
        "baseline": indicator.baseline,
        "baseline_year": indicator.baseline_year,
    }


def _fill(indicator: Indicator, entry: IndicatorEntry) -> None:
    indicator.name, indicator.unit = entry.name, entry.unit
    indicator.period = entry.period or indicator.period
    indicator.adds_up = entry.adds_up
    indicator.baseline, indicator.baseline_year = entry.baseline, entry.baseline_year


def _refuse_taken_name(programme: Programme, name: str, *, but: int | None = None) -> None:
    others = (one.name for one in programme.indicators if one.id != but)
    if is_taken(name, others):
        raise Invalid(_("同じ名前の指標がもうあります。別の名前にしてください。"))


def _told(figures: Figures, days: list[date] | None = None) -> dict[str, Any]:
    """As the log keeps it: targets and actual numbers by first day."""
    shown = sorted(figures if days is None else set(days) & set(figures))
    return {
        name: [f"{day.isoformat()} {numbers.shown(number)}" for day in shown
               if (number := figures[day][place]) is not None]
        for place, name in enumerate(("target", "actual"))
    }  # fmt: skip


def _recorded(
    actor: User, indicator: Indicator, verb: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    shown = changed(before, after) if after else {"before": before, "after": after}
    organization_id = indicator.programme.organization_id
    record(actor, verb, indicator, organization_id=organization_id, **shown)
