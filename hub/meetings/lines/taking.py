"""Who and by when: the words of a line that name organizations and days, taken out of it."""

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from hub.meetings.lines.days import DAY, DOTTED, UNTIL_NEXT, VAGUE, Understood, understand
from hub.meetings.lines.finding import Found
from hub.meetings.lines.model import Kind, Problem, ProblemKind
from hub.meetings.lines.shape import HIDDEN

_MOST = 50  # marks of one sort that are looked at in one line: nobody writes more
_TAIL = re.compile(
    r"(?: ?(?:まで|迄)に?| ?必着| ?厳守| ?(?:頃|ごろ|目途|目処|めど)"
    r"| ?\d{1,2}(?::\d{2}|時(?:\d{1,2}分|半)?)){0,4}"
)
_DUE = re.compile(
    r"(?P<sure>〆(?!切|め)|(?:〆切り?|締め?切り?|しめきり|期限|期日|納期|目標日|見直し日?)"
    r"(?P<colon> ?[:=] ?|は|が| (?=\S))?)"
    r" {0,5}"
)
_SPAN = re.compile(" ?[〜~-] ?" + DAY.pattern.removeprefix("(?<![\\d/.])"), DAY.flags)
_UNTIL = re.compile(r" ?(?:まで|迄)(?P<ni>に(?![は、,]))?| ?〆(?:切り?)?| ?締め?切り?")
_DELIMITER = re.compile(r"[\s、,;。@(){}\[\]|・→" + HIDDEN + "]|まで|迄")
_MENTION = re.compile(
    r"@(?![A-Za-z0-9-]+\.[A-Za-z]) ?(?:「(?P<quoted>[^「」\n]{1,60})」"
    r"|(?P<name>[^\s@、,。;:〆()\[\]{}「」【】<>|→*" + HIDDEN + r"]{1,60}))"
)
_FIELD = re.compile(
    r"(?P<lead>主担当|担当(?:者|課|組織|団体)?|責任者|主管)(?P<sep> ?[:=] ?| (?=\S)|(?<=\(担当))"
    r"|(?P<partner>協力(?:組織|団体|者)?|副担当|連携)(?P<sep2> ?[:=] ?)"
    r"|(?P<other>備考|状況|状態|進捗|理由|補足|成果物) ?:"
)
_VALUE_END = re.compile(r"[。;|()\[\]{}→@" + HIDDEN + "]")
_ASIDE_END = re.compile(r"\((?P<words>[^()]{1,120})\)[。.]?$")
_HANDED = re.compile(r"(?:→|⇒|=>|->) ?(?P<names>[^→⇒()。" + HIDDEN + r"]{1,60})$")
_FIELD_NAME = re.compile(
    r"^(?:(?:主?担当|期限|締め?切り?|〆切り?|〆|期日)(?:[ \u3000]*[:：][ \u3000]*|[ \u3000]+|$))+"
)
_SPLIT = re.compile(r"[、,，/／&＆;；]|及び|および|並びに")
EDGE = " \t\r\u3000、,，;；・→⇒／/|"


@dataclass(slots=True)
class Reading:
    """One line while it is read: what was taken is hidden in ``shape`` and cut from the content."""

    found: Found
    held_on: date
    shape: str
    cuts: list[tuple[int, int]] = field(default_factory=list)
    organizations: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    day: date | None = None
    day_words: str = ""
    until_next: bool = False
    problems: list[Problem] = field(default_factory=list)

    def hide(self, begin: int, end: int, *, cut: bool = True) -> None:
        self.shape = self.shape[:begin] + HIDDEN * (end - begin) + self.shape[end:]
        if cut:
            self.cuts.append((begin, end))

    def written(self, begin: int, end: int) -> str:
        return self.found.text[begin:end].strip(EDGE)

    @property
    def has_day(self) -> bool:
        return self.day is not None or self.until_next

    def due(self, understood: Understood, words: str) -> None:
        self.day, self.until_next = understood.day, understood.until_next
        self.problems = [p for p in self.problems if p.kind not in OF_DAYS]
        self.problems += understood.problems
        self.day_words = words

    def name(self, names: list[str], *, partners: bool = False) -> None:
        into = self.partners if partners else self.organizations
        for name in names:
            if name and name not in self.organizations and name not in self.partners:
                into.append(name)


OF_DAYS = {
    ProblemKind.NO_DAY, ProblemKind.UNREADABLE_DAY, ProblemKind.PAST_DAY, ProblemKind.WEEKDAY,
}  # fmt: skip


def read_cells(reading: Reading) -> None:
    cells, shape, text = reading.found.cells, reading.shape, reading.found.text
    for name in ("lead", "partners"):
        begin, end = cells.get(name, (0, 0))
        words = text[begin:end].replace("@", "").replace("＠", "").replace("*", "")
        if words.strip(EDGE + "-―ー"):
            reading.name(_names(words), partners=name == "partners")
    begin, end = cells.get("due", (0, 0))
    words = shape[begin:end].lstrip("〆").strip(" *")
    if words:
        reading.due(understand(words, reading.held_on, text[begin:end]), text[begin:end])


def read_words(reading: Reading) -> None:
    found = reading.found
    begin = found.content
    if found.aside is not None and found.kind is not Kind.DECISION:
        _read_aside(reading, *found.aside)
    if found.kind is Kind.NEXT:
        _read_next(reading, begin)
        return
    _read_due(reading, begin)
    if not reading.has_day and found.kind in (Kind.ACTION, Kind.HOLD):
        _read_until(reading, begin)
    _read_mentions(reading, begin)
    _read_fields(reading, begin)
    if found.kind in (Kind.ACTION, Kind.HOLD):
        _read_end(reading, begin)
        if not reading.has_day and not reading.problems:
            _read_vague(reading, begin)


def _read_next(reading: Reading, begin: int) -> None:
    """The day is part of what the line says: 次回: 2月17日か18日 stays whole."""
    match = DAY.search(reading.shape, begin, begin + 300)
    words = match[0] if match else reading.shape[begin : begin + 40].strip()
    written = reading.written(*match.span()) if match else reading.written(begin, begin + 40)
    understood = understand(words, reading.held_on, written)
    if not match:
        vague = VAGUE.match(words)
        kind = ProblemKind.UNREADABLE_DAY if vague else ProblemKind.NO_DAY
        understood = Understood(problems=(Problem(kind, written if vague else ""),))
    reading.due(understood, written if match else "")


def _read_due(reading: Reading, begin: int) -> None:
    """〆12/20, 締切：12月20日, 期限 R8.12.20まで. 締切を延ばす is no day."""
    for mark in islice(_DUE.finditer(reading.shape, begin), _MOST):
        start = mark.end()
        day = DAY.match(reading.shape, start) or DOTTED.match(reading.shape, start)
        day = day or UNTIL_NEXT.match(reading.shape, start)
        if day is not None:
            end = _after_tail(reading.shape, day.end())
            if (span := _SPAN.match(reading.shape, end)) is not None:
                end = _after_tail(reading.shape, span.end())
                day = None
        elif vague := VAGUE.match(reading.shape, start):
            end = _after_tail(reading.shape, vague.end())
        elif (mark["sure"].startswith("〆") and len(mark["sure"]) == 1) or (
            mark["colon"] or ""
        ).strip(" はが"):
            stop = _DELIMITER.search(reading.shape, start, start + 40)
            end = stop.start() if stop else min(len(reading.shape), start + 40)
            end = _after_tail(reading.shape, end)
        else:
            continue
        if reading.has_day:
            return
        written = reading.written(start, end)
        understood = understand(reading.shape[start:end], reading.held_on, written)
        if day is None and understood.day is not None:  # 12/20〜12/25
            understood = Understood(problems=(Problem(ProblemKind.UNREADABLE_DAY, written),))
        reading.due(understood, written)
        reading.hide(mark.start(), end)


def _after_tail(shape: str, end: int) -> int:
    tail = _TAIL.match(shape, end)
    return tail.end() if tail else end


def _read_until(reading: Reading, begin: int) -> None:
    """12/20まで. In the middle of a sentence (12/20までに予約する) it stays in the content."""
    for pattern in (DAY, UNTIL_NEXT):
        for day in islice(pattern.finditer(reading.shape, begin), _MOST):
            until = _UNTIL.match(reading.shape, day.end())
            if until is None:
                continue
            words, written = day[0], reading.written(*day.span())
            reading.due(understand(words, reading.held_on, written), written)
            rest = reading.shape[until.end() :].lstrip(" ")
            is_apart = not rest or rest[0] in ")、,;。@(" + HIDDEN or rest.startswith("担当")
            reading.hide(
                day.start(), until.end(), cut=is_apart and _starts_apart(reading.shape, day.start())
            )
            return


def _read_vague(reading: Reading, begin: int) -> None:
    """来月末まで, or 来月中旬 at the end: no day, and the reader is told which words are meant."""
    for vague in islice(VAGUE.finditer(reading.shape, begin), _MOST):
        until = _UNTIL.match(reading.shape, vague.end())
        end = until.end() if until else vague.end()
        is_last = not reading.shape[end:].strip(" 。)、" + HIDDEN)
        if (until or is_last) and _starts_apart(reading.shape, vague.start()):
            written = reading.written(vague.start(), end)
            problem = Problem(ProblemKind.UNREADABLE_DAY, written)
            reading.due(Understood(problems=(problem,)), written)
            return


def _starts_apart(shape: str, start: int) -> bool:
    return start == 0 or shape[start - 1] in " ()、,:;→・" + HIDDEN


def _read_mentions(reading: Reading, begin: int) -> None:
    for mention in [*islice(_MENTION.finditer(reading.shape, begin), _MOST)]:
        group = "quoted" if mention["quoted"] else "name"
        start, end = mention.span(group)
        reading.name(_names(reading.found.text[start:end]))
        reading.hide(*mention.span())


def _read_fields(reading: Reading, begin: int) -> None:
    """担当：A、B 協力：C, up to the next field."""
    fields = [*islice(_FIELD.finditer(reading.shape, begin), _MOST)]
    limits = [match.start() for match in fields[1:]] + [len(reading.shape)]
    for match, limit in zip(fields, limits, strict=False):
        if match["other"]:
            continue
        stop = _VALUE_END.search(reading.shape, match.end(), limit)
        end = stop.start() if stop else limit
        words = reading.found.text[match.end() : end]
        if not words.strip(EDGE):
            continue
        reading.name(_names(words), partners=match["partner"] is not None)
        reading.hide(match.start(), end)


def _read_end(reading: Reading, begin: int) -> None:
    """What stands at the end without a word: (組織、12/20), → 組織 12/20, 12/20."""
    end = len(reading.shape.rstrip(" 。" + HIDDEN)) if not reading.has_day else 0
    tail = max(begin, end - 120)
    aside = _ASIDE_END.search(
        reading.shape.rstrip(" " + HIDDEN), max(begin, len(reading.shape) - 160)
    )
    if aside and _tells(aside["words"]):
        _read_aside(reading, *aside.span("words"))
        reading.hide(aside.start(), aside.end())
    if not reading.has_day and end:
        _read_last_day(reading, tail, end)
    handed = _HANDED.search(
        reading.shape.rstrip(" 、," + HIDDEN), max(begin, len(reading.shape) - 160)
    )
    if handed and reading.has_day and not reading.organizations:
        reading.name(_names(reading.written(*handed.span("names"))))
        reading.hide(*handed.span())


def _tells(words: str) -> bool:
    """Brackets at the end that hold a day, or what is left of one; others are content."""
    day = DAY.search(words)
    return HIDDEN in words or (day is not None and _is_apart(words, day))


def _read_last_day(reading: Reading, tail: int, end: int) -> None:
    for day in DAY.finditer(reading.shape, tail, end):
        if day.end() == end and _starts_apart(reading.shape, day.start()):
            written = reading.written(*day.span())
            reading.due(understand(day[0], reading.held_on, written), written)
            reading.hide(*day.span())


def _is_apart(words: str, day: re.Match[str]) -> bool:
    """Nothing but the day stands between two separators: 多摩SDC、12/20まで, not 12/5の会場."""
    end = _after_tail(words, day.end())
    return _starts_apart(words, day.start()) and words[end : end + 1] in ("", *" 、,・;/)")


def _read_aside(reading: Reading, begin: int, end: int) -> None:
    """宿題（組織、組織、12/20まで）: what is no day is a name."""
    words = reading.shape[begin:end]
    for pattern in (DAY, UNTIL_NEXT):
        day = pattern.search(words)
        if day is not None and _is_apart(words, day) and not reading.has_day:
            stop = _after_tail(words, day.end())
            written = reading.written(begin + day.start(), begin + stop)
            reading.due(understand(day[0], reading.held_on, written), written)
            words = words[: day.start()] + HIDDEN * (stop - day.start()) + words[stop:]
    rest = "".join(
        "、" if sign == HIDDEN else letter
        for sign, letter in zip(words, reading.found.text[begin:end], strict=True)
    )
    reading.name([bare for name in _names(rest) if (bare := _FIELD_NAME.sub("", name))])


def _names(words: str) -> list[str]:
    return [name for piece in _SPLIT.split(words) if (name := piece.strip(EDGE + "@＠*_・ "))]
