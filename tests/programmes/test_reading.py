"""Numbers and periods as offices write them."""

from datetime import date
from decimal import Decimal

import pytest

from hub.programmes import numbers
from hub.programmes.models import Period
from hub.programmes.sheets import spans


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", None), ("　", None), ("0", "0"), ("1234", "1234"), ("１，２３４", "1234"),
        ("1,234,567", "1234567"), (" 12.50 ", "12.5"), ("△３", "-3"), ("▲1,000", "-1000"),
        ("−5", "-5"), ("－5", "-5"), ("-0.25", "-0.25"), ("100.00", "100"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_typed(text, number):
    found = numbers.read(text)
    assert found == (number and Decimal(number))
    assert found is None or str(found) == number


@pytest.mark.parametrize(
    "text",
    ["12件", "約30", "1,23", "1.234", "1e3", "--5", "-", "未定", "=1+1", "9" * 13, "NaN", "1 000x"],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(numbers.UnreadableNumber):
        numbers.read(text)


def test_numbers_are_written_with_commas_and_without_empty_places():
    given = [None, "0", "1234", "1234.50", "-3.05", "100.00"]
    written = [numbers.shown(n and Decimal(n)) for n in given]
    assert written == ["", "0", "1,234", "1,234.5", "-3.05", "100"]


@pytest.mark.parametrize(
    ("text", "period", "day"),
    [
        ("2026年4月", Period.MONTH, date(2026, 4, 1)),
        ("２０２６年０４月", Period.MONTH, date(2026, 4, 1)),
        ("令和8年12月", Period.MONTH, date(2026, 12, 1)),
        ("R8.4", Period.MONTH, date(2026, 4, 1)),
        ("2027/1", Period.MONTH, date(2027, 1, 1)),
        ("平成31年4月", Period.MONTH, date(2019, 4, 1)),
        ("令和8年度上半期", Period.HALF, date(2026, 4, 1)),
        ("2026年度 下半期", Period.HALF, date(2026, 10, 1)),
        ("令和元年度", Period.YEAR, date(2019, 4, 1)),
        ("2026年度", Period.YEAR, date(2026, 4, 1)),
        ("令和8年度（2026年度）", Period.YEAR, date(2026, 4, 1)),
    ],
)
def test_periods_are_read_as_they_are_written(text, period, day):
    assert spans.read(text) == (period, day)


@pytest.mark.parametrize(
    "text", ["", "4月", "2026年13月", "2026", "令和8年", "前期", "9999年4月", "昭和10年度", "X8.4"]
)
def test_what_names_no_period_is_refused(text):
    with pytest.raises(spans.UnreadablePeriod):
        spans.read(text)


def test_a_day_that_excel_made_of_a_month_is_that_month():
    assert spans.read("2026-04-01", date(2026, 4, 1)) == (Period.MONTH, date(2026, 4, 1))
