"""What the lines of minutes say, as people write them.

Read are labelled lines (決定: …, 【宿題】…, TODO …), check boxes, rows of the template's table of
宿題事項, and plain bullets under a heading that names a kind: under 決定事項 a list item is a
decision, because nobody who lists decisions repeats the word in front of each, and minutes that
begin from the template would otherwise hold none. Only items of the list's first level are read
(what is indented explains the one above), no fields such as 担当: and no なし; a label or a check
box of the item's own goes before the heading.
"""

import re
from datetime import date

from hub.meetings.lines.finding import Found, find
from hub.meetings.lines.model import Kind, Line, Problem, ProblemKind
from hub.meetings.lines.shape import HIDDEN
from hub.meetings.lines.taking import EDGE, OF_DAYS, Reading, read_cells, read_words

_HIDDEN_RUN = re.compile(f"{HIDDEN}+")
_EMPTY_BRACKETS = re.compile(r"[(（][\s、,・;；：:]*[)）]|[\[［][\s]*[\]］]")
_NEEDS_DAY = {Kind.ACTION, Kind.HOLD, Kind.NEXT}


def read(text: str, *, held_on: date) -> list[Line]:
    """The recognised lines of ``text``, in its order. Never raises, whatever is written."""
    return [_line(found, held_on) for found in find(text)]


def _line(found: Found, held_on: date) -> Line:
    reading = Reading(found, held_on, found.shape, until_next=found.until_next)
    if found.cells:
        read_cells(reading)
    else:
        read_words(reading)
    content = _content(reading)
    return Line(
        kind=found.kind,
        number=found.number,
        text=found.text,
        content=content,
        organizations=(*reading.organizations, *reading.partners),
        day=reading.day,
        day_words=reading.day_words,
        until_next=reading.until_next,
        done=found.check not in (None, ""),
        marker=found.marker,
        problems=tuple(_problems(reading, content)),
        begin=found.begin,
        end=found.end,
    )


def _content(reading: Reading) -> str:
    found = reading.found
    end = found.end
    cuts = list(reading.cuts)
    cuts += [*([found.marker_at] if found.marker_at else []), *found.other_markers]
    cuts += [
        run.span()
        for run in _HIDDEN_RUN.finditer(found.shape)
        if found.text.startswith("<!--", run.start())
    ]
    pieces, at = [], found.content
    for begin, stop in sorted(cuts):
        if stop <= at or begin >= end:
            continue
        pieces.append(found.text[at : max(at, begin)])
        at = stop
    pieces.append(found.text[at:end])
    text = pieces[0]
    for piece in pieces[1:]:
        text = _joined(text, piece)
    text = _EMPTY_BRACKETS.sub("", text) if cuts else text
    return _unmarked(text.strip(EDGE), found.mark)


def _joined(left: str, right: str) -> str:
    """One space where at least one was, and no comma in front of what was cut."""
    is_spaced = left[-1:].isspace() or right[:1].isspace()
    left, right = left.rstrip(" \u3000、,/"), right.lstrip(" \u3000、,/")
    if left.endswith("。"):
        right = right.lstrip("。")
    return left + (" " if left and right and is_spaced else "") + right


def _unmarked(text: str, mark: str) -> str:
    """Bold marks that opened in front of the label close at the end; a pair around all goes."""
    if mark and text.endswith(mark) and text.count(mark) % 2:
        text = text.removesuffix(mark)
    for pair in ("**", "__"):
        if (
            len(text) > 4
            and text.startswith(pair)
            and text.endswith(pair)
            and text.count(pair) == 2
        ):
            text = text[2:-2]
    return text.strip(EDGE)


def _problems(reading: Reading, content: str) -> list[Problem]:
    found, problems = reading.found, list(reading.problems)
    if not content.strip("*_ 。.:："):
        return [Problem(ProblemKind.EMPTY), *_of_marker(found)]
    told = {problem.kind for problem in problems}
    if found.kind in _NEEDS_DAY and not reading.has_day and not told & OF_DAYS and not found.check:
        problems.append(Problem(ProblemKind.NO_DAY))
    if found.kind is Kind.ACTION and not reading.organizations and not reading.partners:
        problems.append(Problem(ProblemKind.NO_ORGANIZATION))
    return [*problems, *_of_marker(found)]


def _of_marker(found: Found) -> list[Problem]:
    problems = []
    if found.repeats:
        problems.append(Problem(ProblemKind.REPEATED_MARKER))
    if found.marker_kind is not None and found.marker_kind is not found.kind:
        problems.append(Problem(ProblemKind.OTHER_MARKER, found.marker or ""))
    return problems
