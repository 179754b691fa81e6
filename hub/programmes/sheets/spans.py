"""期間 as people write it: 2026年4月, R8/4, 令和8年度上半期, 2026年度. Pure."""

import re
import unicodedata
from datetime import date

from hub.core.calendar import ERAS
from hub.programmes.models import Period

EARLIEST, LATEST = 1990, 2100
_YEAR = r"(?:(?P<era>[RHS]|令和|平成|昭和)(?P<short>\d{1,2}|元)|(?P<long>\d{4}))"
_MONTH = re.compile(rf"{_YEAR}(?:年|[-/.])0?(?P<month>[1-9]|1[0-2])月?分?", re.IGNORECASE)
_HALF = re.compile(rf"{_YEAR}(?:年度|年)?(?:の)?(?P<half>[上下])(?:半)?期", re.IGNORECASE)
_FISCAL = re.compile(rf"{_YEAR}年度", re.IGNORECASE)
_ASIDE = re.compile(r"\(\d{4}年度\)")  # 令和8年度（2026年度）


class UnreadablePeriod(ValueError):
    """The text names no month, half or year from 1990 to 2100."""


def read(text: str, day: date | None = None) -> tuple[Period, date]:
    """What kind of period, and its first day. ``day``: Excel made one out of 2026/4.

    Raises:
        UnreadablePeriod
    """
    if day is not None:
        return Period.MONTH, _checked(day.replace(day=1))
    flat = "".join(unicodedata.normalize("NFKC", text).split())
    flat = _ASIDE.sub("", flat)
    if match := _MONTH.fullmatch(flat):
        return Period.MONTH, _checked(date(_year(match), int(match["month"]), 1))
    if match := _HALF.fullmatch(flat):
        return Period.HALF, _checked(date(_year(match), 4 if match["half"] == "上" else 10, 1))
    if match := _FISCAL.fullmatch(flat):
        return Period.YEAR, _checked(date(_year(match), 4, 1))
    raise UnreadablePeriod(text)


def _year(match: re.Match[str]) -> int:
    if match["long"]:
        year = int(match["long"])
    else:
        letter = match["era"].upper()
        first = next(begin for begin, name, short in ERAS if letter in (name, short))
        year = first.year - 1 + (1 if match["short"] == "元" else int(match["short"]))
    if not EARLIEST <= year <= LATEST:
        raise UnreadablePeriod(match[0])
    return year


def _checked(day: date) -> date:
    if not EARLIEST <= day.year <= LATEST:
        raise UnreadablePeriod(day.isoformat())
    return day
