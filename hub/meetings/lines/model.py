"""The words of this package: what a line is, and what can be wrong with it."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    DECISION = "decision"
    ACTION = "action"
    IDEA = "idea"
    HOLD = "hold"
    NEXT = "next"


MARKER_WORDS = {Kind.DECISION: "決定", Kind.ACTION: "宿題", Kind.IDEA: "種", Kind.HOLD: "保留"}
KIND_OF_WORD = {word: kind for kind, word in MARKER_WORDS.items()}
# Read on half-width text: {宿題:R8-12}, as mark() writes it, or with the spaces people add.
MARKER = re.compile(
    r"\{ ?(?P<word>決定|宿題|種|保留) ?: ?(?P<number>R\d{1,3}-\d{1,6}) ?\}",
    re.IGNORECASE | re.ASCII,
)


class ProblemKind(StrEnum):
    EMPTY = "empty"  # a label, and nothing behind it
    NO_DAY = "no_day"  # an action, a hold or the next meeting without a day
    UNREADABLE_DAY = "unreadable_day"  # 来月末, 12月上旬, 2月30日
    PAST_DAY = "past_day"  # before the meeting: not inferred, but kept when the year is written
    WEEKDAY = "weekday"  # the day is read, and is not the weekday written behind it
    NO_ORGANIZATION = "no_organization"
    UNKNOWN_ORGANIZATION = "unknown_organization"  # found by resolve
    AMBIGUOUS_ORGANIZATION = "ambiguous_organization"  # found by resolve
    REPEATED_MARKER = "repeated_marker"  # a marker that an earlier line, or this one, has already
    OTHER_MARKER = "other_marker"  # the marker is of another kind than the line


@dataclass(frozen=True, slots=True)
class Problem:
    kind: ProblemKind
    words: str = ""  # as written
    candidates: tuple[int, ...] = ()  # ids of organizations that may be meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One recognised line. ``begin`` and ``end`` are the columns of what it says in ``text``."""

    kind: Kind
    number: int  # 1-based
    text: str  # as written
    content: str  # without label, organizations, day and marker
    organizations: tuple[str, ...] = ()  # names as written, the lead first
    day: date | None = None
    day_words: str = ""  # what the day was understood from
    until_next: bool = False  # 次回会議まで: no day, and none is missing
    done: bool = False  # - [x]
    marker: str | None = None  # 宿題:R8-12
    problems: tuple[Problem, ...] = ()
    begin: int = 0
    end: int = 0
