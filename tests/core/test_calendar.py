"""Days as a city office writes them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import calendar


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-01", date(2026, 4, 1)),
        ("2026/4/1", date(2026, 4, 1)),
        ("２０２６／４／１", date(2026, 4, 1)),
        ("2026年4月1日", date(2026, 4, 1)),
        ("R8.4.1", date(2026, 4, 1)),
        ("r8.4.1", date(2026, 4, 1)),
        ("Ｒ８．４．１", date(2026, 4, 1)),
        ("令和8年4月1日", date(2026, 4, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H31.4.30", date(2019, 4, 30)),
        ("令和8年12月9日（水）", date(2026, 12, 9)),
        (" 2026-4-1　", date(2026, 4, 1)),
    ],
)
def test_a_day_is_read_in_every_usual_form(text, day):
    assert calendar.parse_date(text) == day


@pytest.mark.parametrize("text", ["", "R8.13.1", "2026-02-30", "明日", "4月1日", "R8", "9" * 50])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(calendar.UnreadableDate):
        calendar.parse_date(text)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text):
    with suppress(calendar.UnreadableDate):
        assert isinstance(calendar.parse_date(text), date)


@given(st.dates(min_value=date(1926, 12, 25), max_value=date(2099, 12, 31)))
def test_what_is_written_is_read_again(day):
    written = calendar.long_date(day)
    era = written.split("（")[0] + written.split("）")[1].split("（")[0]
    assert calendar.parse_date(era) == day


def test_long_and_short_dates():
    assert calendar.long_date(date(2026, 4, 1)) == "令和8年（2026年）4月1日（水）"
    assert calendar.short_date(date(2026, 12, 9)) == "12月9日（水）"
    assert calendar.short_date(date(2027, 2, 28)) == "2027年2月28日（日）"


@pytest.mark.parametrize(
    ("day", "year", "label"),
    [
        (date(2026, 3, 31), 2025, "令和7年度（2025年度）"),
        (date(2026, 4, 1), 2026, "令和8年度（2026年度）"),
        (date(2019, 4, 1), 2019, "令和元年度（2019年度）"),
    ],
)
def test_a_fiscal_year_begins_in_april(day, year, label):
    assert calendar.fiscal_year(day) == year
    assert calendar.fiscal_year_label(year) == label


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), False),  # 勤労感謝の日
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
    ],
)
def test_working_days(day, works):
    assert calendar.is_working_day(day) is works


def test_today_is_in_tokyo(clock):
    clock.move_to("2026-11-23T16:00:00+00:00")
    assert calendar.today() == date(2026, 11, 24)
