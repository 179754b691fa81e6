"""The programmes of the sample, with three years of invented figures."""

from datetime import date
from decimal import Decimal
from typing import Any

from hub.audit.log import record
from hub.core import calendar
from hub.core.db import db
from hub.demo.sample import Sample
from hub.programmes.figures import starts
from hub.programmes.models import (
    Category,
    Figure,
    Indicator,
    Period,
    Programme,
    ProgrammeVisibility,
)
from hub.programmes.periods import FiscalTerm, half_of, year_of

BEFORE_THE_PANDEMIC = 2019  # 年度


def load(sample: Sample) -> None:
    for position, entry in enumerate(sample["programmes"], start=1):
        programme = Programme(
            uid=sample.uid(entry["id"]),
            organization=sample.organizations[entry["org"]],
            name=entry["name"],
            category=Category(entry["category"]),
            summary=entry["summary"],
            visibility=ProgrammeVisibility.PUBLIC,
            position=position,
            menus=[sample.menus[code] for code in entry["menus"]],
            indicators=[_indicator(at, said) for at, said in enumerate(entry["indicators"], 1)],
        )
        db.session.add(programme)
        record(None, "demo:load", programme, after={"name": programme.name})


def _indicator(position: int, said: dict[str, Any]) -> Indicator:
    indicator = Indicator(
        name=said["name"], unit=said["unit"], period=Period(said["period"]), position=position,
        adds_up=said.get("adds_up", True), baseline=_number(said.get("baseline")),
        baseline_year=BEFORE_THE_PANDEMIC if "baseline" in said else None,
    )  # fmt: skip
    this_year = calendar.fiscal_year(calendar.today())
    first = this_year - len(said["actual"]) + 1
    for year, (target, actual) in enumerate(
        zip(said["target"], said["actual"], strict=True), first
    ):
        days = starts(FiscalTerm(year), indicator.period)
        for day, number in zip(days, actual, strict=True):
            known = _number(number) if _is_over(day, indicator.period) else None
            figure = Figure(starts_on=day, target=_number(target), actual=known)
            indicator.figures.append(figure)
    return indicator


def _is_over(day: date, period: Period) -> bool:
    """What goes on has no number yet."""
    if period is Period.MONTH:
        return calendar.next_month(day) <= calendar.today()
    term = half_of(day) if period is Period.HALF else year_of(day)
    return term.ends_on < calendar.today()


def _number(given: int | float | None) -> Decimal | None:
    return None if given is None else Decimal(str(given))
