"""Where days and numbers stand in a picture."""

from datetime import date

import pytest

from hub.core.charts import Months, Scale


def test_each_month_is_equally_wide_and_a_day_stands_in_its_month():
    months = Months(date(2026, 2, 1), 3, 100, 400)
    assert [months(day) for day in months.starts] == [100, 200, 300, 400]
    assert months(date(2026, 2, 15)) == 150
    assert months.after(date(2026, 2, 28)) == 200


def test_what_lies_outside_stands_at_the_edge():
    months = Months(date(2026, 11, 1), 2, 0, 100)
    assert (months(date(2019, 1, 1)), months(date(2030, 1, 1))) == (0, 100)
    assert months.holds(date(2026, 12, 31))
    assert not months.holds(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("top", "ticks"),
    [(0, [0]), (4, [0, 1, 2, 3, 4]), (37, [0, 10, 20, 30]), (900, [0, 200, 400, 600, 800])],
)
def test_ticks_are_round_and_few(top, ticks):
    assert Scale(top, 0, 100).ticks() == ticks
