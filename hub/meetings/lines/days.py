"""Days as people write them into minutes, read from the day of the meeting.

All patterns work on half-width text (see ``shape``). A day without a year is the next such day on
or after the meeting, at most eleven months away: what lies nearer behind the meeting than before
it is more likely a slip than a deadline of next year. 来月 and 来週 are not read: minutes are often
written in the month after the meeting, and then nobody can tell which month is meant.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from hub.core import calendar
from hub.meetings.lines.model import Problem, ProblemKind

LONGEST_AHEAD = timedelta(days=335)
_WEEKDAY = (
    r"(?: ?\( ?(?P<weekday>[月火水木金土日])(?:曜日?)?(?:[・,、/]?(?:祝日?|休))? ?\)"
    r"| ?(?P<weekday2>[月火水木金土日])曜日?)?"
)
_MONTH = r"(?P<{0}>1[0-2]|0?[1-9])"
_DAYS = r"(?P<{0}>\d{{1,2}})"
_END = r"(?:末日?|中(?!旬)|内)"
_ERA = r"(?:(?P<{0}>\d{{4}})|(?P<{1}>令和|平成|[RH]) ?(?P<{2}>\d{{1,2}}|元))"
# 令和8年（2026年）4月1日, as the hub itself writes it.
_OTHER_YEAR = r"(?: ?\((?:\d{4}|(?:令和|平成)(?:\d{1,2}|元))年\))?"
# Longest forms first. Every repetition is bounded: no text makes this slow.
DAY = re.compile(
    "(?<![\\d/.])(?:"
    + "|".join(
        [
            _ERA.format("y1", "e1", "n1")
            + f" ?(?:[-/.]|年{_OTHER_YEAR}) ?" + _MONTH.format("m1")
            + " ?[-/.月] ?" + _DAYS.format("d1") + r"(?!\d)日?",
            _ERA.format("y2", "e2", "n2") + f" ?年{_OTHER_YEAR} ?"
            + _MONTH.format("m2") + f" ?月{_END}",
            _ERA.format("y4", "e4", "n4") + " ?年度 ?[末内中]",
            r"(?:(?P<r3>来年|翌年|明年|今年|本年)の? ?)?"
            + _MONTH.format("m3") + " ?(?:/ ?" + _DAYS.format("d3") + r"(?![\d/])日?|月 ?"
            + _DAYS.format("d4") + r"(?!\d) ?日)",
            r"(?:(?P<r5>来年|翌年|明年|今年|本年)の? ?)?" + _MONTH.format("m5") + f" ?月{_END}",
            r"(?P<yearend>年内|年度末|年度内|今年度[末中内]|本年度[末中内]|年度中|今年中|本年中)",
            r"(?P<monthend>(?<![来翌再前先毎各月\d])(?:[今当]月[末中内]|月末|月内))",
            r"(?<![来翌先毎月])(?P<d6>[1-9]|[12]\d|3[01])日(?![間前後目以ご本])",
        ]
    )
    + ")" + _WEEKDAY,
    re.IGNORECASE | re.ASCII,
)  # fmt: skip
DOTTED = re.compile(r"(?P<m3>\d{1,2})[.-](?P<d3>\d{1,2})(?![\d.-])" + _WEEKDAY, re.ASCII)
UNTIL_NEXT = re.compile(
    r"次回?の?(?:連絡)?(?:会議?|打ち?合わ?せ|定例会?|会合)(?:の日)?|次回(?:会議|開催)?|次の会議"
)
# Words for a time that name no day.
VAGUE = re.compile(
    r"(?:再?来月|来週|再来週|今週|翌月|翌週|来年度?|翌年度?|(?:1[0-2]|[1-9])月(?:[上中下初]旬|頭|初め|半ば|頃|ごろ)|"
    r"[上中下]旬|年末年始|年末|年明け|年始|連休明け|早め|早急|至急|速やか|近日|随時|適宜|なるべく|可能な限り|asap|数日中|週明け|[春夏秋冬]頃?)"
    r"[^\s、,;。@()〆まで]{0,12}",
    re.IGNORECASE | re.ASCII,
)
NONE = re.compile(
    r"(?:なし|無し|未定|特に(?:なし|無し)|調整中|検討中|後日(?:調整|連絡)?|[-―ー]+|\?+)$"
)
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
_NEXT_YEAR = {"来年", "翌年", "明年"}


@dataclass(frozen=True, slots=True)
class Understood:
    day: date | None = None
    until_next: bool = False
    problems: tuple[Problem, ...] = ()


def understand(words: str, held_on: date, written: str) -> Understood:
    """Read ``words``, which are nothing but a day; ``written`` is what the reader typed."""
    words = words.strip()
    if match := DAY.match(words) or DOTTED.match(words):
        return _of_match(match, held_on, written)
    if UNTIL_NEXT.match(words):
        return Understood(until_next=True)
    kind = ProblemKind.NO_DAY if not words or NONE.match(words) else ProblemKind.UNREADABLE_DAY
    return Understood(problems=(Problem(kind, written.strip()),))


def _of_match(match: re.Match[str], held_on: date, written: str) -> Understood:
    parts = {name: value for name, value in match.groupdict().items() if value}
    try:
        day = _day(parts, held_on)
    except (ValueError, OverflowError):  # 2月30日
        day = None
    if day is None:
        return Understood(problems=(Problem(ProblemKind.UNREADABLE_DAY, written.strip()),))
    problems = []
    if day < held_on:
        problems.append(Problem(ProblemKind.PAST_DAY, written.strip()))
        if not _has_year(parts):
            return Understood(problems=tuple(problems))
    weekday = parts.get("weekday") or parts.get("weekday2")
    if weekday and weekday != calendar.weekday(day):
        problems.append(Problem(ProblemKind.WEEKDAY, written.strip()))
    return Understood(day=day, problems=tuple(problems))


def _has_year(parts: dict[str, str]) -> bool:
    return bool(parts.keys() & {"y1", "n1", "y2", "n2", "y4", "n4", "r3", "r5"})


def _day(parts: dict[str, str], held_on: date) -> date | None:
    if "m1" in parts:
        return date(_year(parts, "1"), int(parts["m1"]), int(parts["d1"]))
    if "m2" in parts:
        return _end_of(_year(parts, "2"), int(parts["m2"]))
    if "y4" in parts or "n4" in parts:
        return calendar.fiscal_year_bounds(_year(parts, "4"))[1]
    if "m3" in parts:
        number = int(parts.get("d3") or parts["d4"])
        return _of_this_or_next_year(
            parts.get("r3"), held_on, lambda year: date(year, int(parts["m3"]), number)
        )
    if "m5" in parts:
        month = int(parts["m5"])
        return _of_this_or_next_year(parts.get("r5"), held_on, lambda year: _end_of(year, month))
    if "yearend" in parts:
        if "度" in parts["yearend"]:
            return calendar.fiscal_year_bounds(calendar.fiscal_year(held_on))[1]
        return date(held_on.year, 12, 31)
    if "monthend" in parts:
        return _end_of(held_on.year, held_on.month)
    return _next_of_number(int(parts["d6"]), held_on)


def _year(parts: dict[str, str], form: str) -> int:
    if written := parts.get(f"y{form}"):
        return int(written)
    number = parts[f"n{form}"]
    return _ERAS[parts[f"e{form}"].upper()] + (1 if number == "元" else int(number))


def _end_of(year: int, month: int) -> date:
    return calendar.next_month(date(year, month, 1)) - timedelta(days=1)


def _of_this_or_next_year(relative, held_on: date, make) -> date | None:
    if relative:
        return make(held_on.year + (relative in _NEXT_YEAR))
    behind = None
    for year in (held_on.year - 1, held_on.year, held_on.year + 1):
        try:
            day = make(year)
        except ValueError:  # 2月29日, in another year perhaps
            continue
        if held_on <= day <= held_on + LONGEST_AHEAD:
            return day
        if day < held_on:
            behind = day
    return behind


def _next_of_number(number: int, held_on: date) -> date:
    month = held_on if number >= held_on.day else calendar.next_month(held_on)
    for _ in range(3):  # 31日: a month further where the month is short
        try:
            return month.replace(day=number)
        except ValueError:
            month = calendar.next_month(month)
    raise ValueError(number)
