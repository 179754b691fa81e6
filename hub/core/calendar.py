"""Days as a Japanese city office writes and counts them. All days are Asia/Tokyo."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import jpholiday

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKDAYS = "月火水木金土日"
# first day of an era, its name, its letter
ERAS = [
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
]
_WRITTEN = [
    re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})日?"),
    re.compile(
        r"(?P<era>[RHS]|令和|平成|昭和)\s*(?P<year>\d{1,2}|元)\s*[-/.年]"
        r"\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})日?",
        re.IGNORECASE,
    ),
]


class UnreadableDate(ValueError):
    """The text is not a date, or names a day that does not exist."""


def now() -> datetime:
    return datetime.now(TOKYO)


def today() -> date:
    return now().date()


def at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, TOKYO)


def era_year(day: date) -> str:
    """令和8年 (令和元年 for the first); years before 昭和 as 1920年."""
    for first, name, _letter in ERAS:
        if day >= first:
            number = day.year - first.year + 1
            return f"{name}{'元' if number == 1 else number}年"
    return f"{day.year}年"


def long_date(day: date) -> str:
    """令和8年（2026年）4月1日（水）"""
    return f"{era_year(day)}（{day.year}年）{day.month}月{day.day}日（{weekday(day)}）"


def short_date(day: date, reference: date | None = None) -> str:
    """4月1日（水), with the year in front when it is not the year of ``reference`` (today)."""
    year = "" if day.year == (reference or today()).year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日（{weekday(day)}）"


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def fiscal_year(day: date) -> int:
    """The 年度 of a day: April to March, named by the year of its April."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_label(year: int) -> str:
    """令和8年度（2026年度）"""
    return f"{era_year(date(year, 5, 1))}度（{year}年度）"


def fiscal_year_short(year: int) -> str:
    """令和8年度"""
    return fiscal_year_label(year).split("（")[0]


def fiscal_year_bounds(year: int) -> tuple[date, date]:
    return date(year, 4, 1), date(year + 1, 3, 31)


def month_start(day: date) -> date:
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after the one ``day`` is in."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def parse_date(text: str) -> date:
    """Read 2026-04-01, 2026/4/1, 2026年4月1日, R8.4.1 or 令和8年4月1日, in half or full width.

    Raises:
        UnreadableDate: the text is something else, or the day does not exist.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"\s*\([月火水木金土日]\)$", "", plain)
    for pattern in _WRITTEN:
        if match := pattern.fullmatch(plain):
            return _day(match.groupdict())
    raise UnreadableDate(text)


def _day(parts: dict[str, str]) -> date:
    year = 1 if parts["year"] == "元" else int(parts["year"])
    if letter := parts.get("era"):
        first = next(f for f, name, short in ERAS if letter.upper() in (name, short))
        year += first.year - 1
    try:
        return date(year, int(parts["month"]), int(parts["day"]))
    except ValueError as error:
        raise UnreadableDate(str(error)) from error


def is_working_day(day: date) -> bool:
    """No weekend, no holiday, and not from December 29 to January 3."""
    in_new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not in_new_year and not jpholiday.is_holiday(day)


def clock(value: time) -> str:
    """14時, 14時30分"""
    return f"{value.hour}時" + (f"{value.minute}分" if value.minute else "")


def span(begin: time, end: time | None) -> str:
    """14時から16時; 14時から when the end is open."""
    return f"{clock(begin)}から{clock(end) if end else ''}"


def ordinal(year: int, number: int) -> str:
    """回次: 令和8年度 第2回"""
    return f"{fiscal_year_short(year)} 第{number}回"
