"""What is said of a term, from what was entered by month, half or year."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event

from hub.accounts.models import Visitor
from hub.core.db import db
from hub.programmes import queries
from hub.programmes.figures import amount
from hub.programmes.models import Period, ProgrammeVisibility
from hub.programmes.periods import FiscalTerm, TermKind
from tests import make

YEAR = FiscalTerm(2026)
FIRST = FiscalTerm(2026, TermKind.FIRST_HALF)
SECOND = FiscalTerm(2026, TermKind.SECOND_HALF)
MONTHS = dict.fromkeys(YEAR.months, Decimal(10))
HALVES = {date(2026, 4, 1): Decimal(100), date(2026, 10, 1): Decimal("50.5")}


@pytest.mark.parametrize(
    ("figures", "term", "period", "adds_up", "value", "known", "parts"),
    [
        (MONTHS, YEAR, Period.MONTH, True, "120", 12, 12),
        (MONTHS, FIRST, Period.MONTH, True, "60", 6, 6),
        (MONTHS, SECOND, Period.MONTH, False, "10", 6, 6),
        ({date(2026, 4, 1): Decimal(3)}, YEAR, Period.MONTH, True, "3", 1, 12),
        ({date(2026, 4, 1): None}, YEAR, Period.MONTH, True, None, 0, 12),
        ({date(2027, 4, 1): Decimal(3)}, YEAR, Period.MONTH, True, None, 0, 12),
        (HALVES, YEAR, Period.HALF, True, "150.5", 2, 2),
        (HALVES, YEAR, Period.HALF, False, "75.25", 2, 2),
        (HALVES, SECOND, Period.HALF, True, "50.5", 1, 1),
        (HALVES, YEAR, Period.YEAR, True, "100", 1, 1),
        (HALVES, FIRST, Period.YEAR, True, None, 0, 0),
        ({YEAR.starts_on: Decimal(0)}, YEAR, Period.YEAR, True, "0", 1, 1),
    ],
)
def test_a_term_adds_up_its_parts_or_takes_their_mean(
    figures, term, period, adds_up, value, known, parts
):
    found = amount(figures, term, period, adds_up=adds_up)
    assert (found.value, found.known, found.parts) == (value and Decimal(value), known, parts)
    assert found.is_partial is (0 < known < parts)


def test_a_mean_is_rounded_to_two_places_as_one_learns_at_school():
    thirds = dict(zip(FIRST.months, map(Decimal, ("1", "0.01", "0.005")), strict=False))
    assert amount(thirds, FIRST, Period.MONTH, adds_up=False).value == Decimal("0.34")


def test_figures_of_a_term_stand_beside_last_year_and_the_time_before_the_pandemic(app):
    centre, other = make.organization(), make.organization()
    open_one = make.programme(centre, visibility=ProgrammeVisibility.PUBLIC, position=2)
    inner, ended = make.programme(centre, position=1), make.programme(other, is_archived=True)
    last_year = dict.fromkeys(FiscalTerm(2025).months, (8, 9))
    this_year = dict.fromkeys(list(YEAR.months)[:7], (10, 11))
    visits = make.indicator(
        open_one, last_year | this_year, baseline=Decimal(200), baseline_year=2019
    )
    rate = make.indicator(inner, {date(2026, 4, 1): (None, 80)}, adds_up=False, period=Period.HALF)
    make.indicator(ended)
    member = make.user(centre)
    centre_id, other_id = centre.id, other.id
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    assert member.in_network
    asked.clear()
    found = queries.figures_of(member, [centre_id, other_id], YEAR)
    assert len(asked) <= 3
    assert [one.indicator_id for one in found] == [rate.id, visits.id]
    of_rate, of_visits = found
    assert (of_rate.actual, of_rate.target, of_rate.is_partial) == (80, None, True)
    assert (of_visits.actual, of_visits.target, of_visits.known) == (77, 70, 7)
    assert (of_visits.last_actual, of_visits.last_target) == (108, 96)
    assert (of_visits.is_partial, of_visits.last_is_partial) == (True, False)
    assert (of_visits.baseline, of_visits.baseline_year) == (200, 2019)
    half = queries.figures_of(Visitor(), [centre.id], FIRST)
    assert [(one.name, one.actual, one.baseline) for one in half] == [(visits.name, 66, None)]
