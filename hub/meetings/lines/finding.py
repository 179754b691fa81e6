"""Which lines of a text are recognised, and where in them what is said stands. No days yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from hub.meetings.lines import labels
from hub.meetings.lines.days import DAY
from hub.meetings.lines.model import KIND_OF_WORD, MARKER, Kind
from hub.meetings.lines.shape import HIDDEN, Spoken, spoken

_HEADS = {
    "content": {"内容", "宿題", "宿題事項", "やること", "件名", "todo"},
    "lead": {"担当", "担当者", "担当組織", "主担当"},
    "partners": {"協力", "協力組織"},
    "due": {"期限", "締切", "期日", "〆切", "締め切り"},
}
_COLUMNS = {word: column for column, words in _HEADS.items() for word in words}
_END = Spoken(0, "", "")
_RULE = frozenset("|-: ")  # of the line under the head of a table
_RULER = frozenset("-=*_ ")  # of a line across the page, or under a heading


@dataclass(frozen=True, slots=True)
class Found:
    """A recognised line. Places are columns; ``shape`` has code, comments and markers hidden."""

    kind: Kind
    number: int
    text: str
    shape: str
    begin: int  # the line's own words, label included
    content: int  # where the content begins
    end: int
    check: str | None = None
    aside: tuple[int, int] | None = None
    mark: str = ""
    until_next: bool = False
    marker: str | None = None
    marker_at: tuple[int, int] | None = None
    repeats: bool = False  # more than one marker, or one of an earlier line
    other_markers: tuple[tuple[int, int], ...] = ()
    marker_kind: Kind | None = None
    cells: dict[str, tuple[int, int]] = field(default_factory=dict)  # of a row of a table


def find(text: str) -> list[Found]:
    """A marker counts where it stands first: a copied line is a new one."""
    found, seen = [], set()
    for line in _Finder().run(text):
        if line.marker is not None and line.marker in seen:
            line = _without_marker(line)
        if line.marker is not None:
            seen.add(line.marker)
        found.append(line)
    return found


class _Finder:
    """One walk over the lines, knowing under which heading and in which table it is."""

    def __init__(self) -> None:
        self.section: Kind | None = None
        self.level = 0  # of the section's heading; 7 for a line that announces a list
        self.indent: int | None = None  # of the first bullet of the section
        self.is_numbered = False
        self.has_said = False  # a line of a section 次回予定
        self.columns: list[str | None] | None = None  # of the table it is in

    def run(self, text: str) -> Iterator[Found]:
        lines = [*spoken(text), _END]
        for line, after, said in zip(lines, lines[1:], _said_after(lines), strict=False):
            if not line.shape or set(line.shape) <= _RULER:
                self.columns = self.columns if line.shape else None
            elif self._is_heading(line, after):
                if (found := self._in_heading(line)) is not None:
                    yield found
            elif (found := self._read(line, after, said)) is not None:
                yield found

    def _is_heading(self, line: Spoken, after: Spoken) -> bool:
        if line.shape.startswith("#"):
            return labels.HEADING.match(line.shape) is not None
        return (
            after.number == line.number + 1
            and after.shape[:1] in ("=", "-")
            and labels.UNDERLINE.match(after.shape) is not None
            and len(after.shape.strip()) > 1
            and len(line.shape) <= 200
        )

    def _in_heading(self, line: Spoken) -> Found | None:
        """A heading opens a section, closes one of its level, or is a line itself."""
        title = line.shape.lstrip("#")
        level = len(line.shape) - len(title) or 1
        kind = labels.section_of(title)
        if kind is not None:
            self._open(kind, level)
            return None
        head = labels.heads(line.shape, line.text)
        if self.section is not None and level <= self.level:
            self._open(None, 0)
        return _found(line, head, head.kind) if head.kind is not None else None

    def _open(self, section: Kind | None, level: int) -> None:
        self.section, self.level, self.indent, self.has_said = section, level, None, False

    def _read(self, line: Spoken, after: Spoken, said: Spoken) -> Found | None:
        if "|" in line.shape and (row := self._row(line, after)) is not None:
            return row if row.begin < row.end else None
        self.columns = None
        head = labels.heads(line.shape, line.text)
        if self._announces(line, head, said):
            return None
        if head.kind is not None:
            self._leave_list(line)
            return _found(line, head, head.kind)
        if head.check is not None and self._is_task(line, head):
            return _found(line, head, Kind.ACTION)
        if (kind := self._of_section(line, head)) is not None:
            return _found(line, head, kind)
        if kind := _kind_of_marker(line.shape):
            return _found(line, head, kind)
        return None

    def _announces(self, line: Spoken, head: labels.Head, said: Spoken) -> bool:
        """決定事項 or 【宿題】： alone above bullets: they are what it says."""
        if head.check is not None or head.aside is not None or len(line.shape) > 60:
            return False
        kind = head.kind
        if kind is None:
            kind = labels.section_of(line.shape[head.begin :])
        elif line.shape[head.end :].strip(" *_"):
            return False
        bullet = labels.BULLET.match(said.shape)
        if kind is None or bullet is None:
            return False
        if labels.heads(said.shape, said.text).kind not in (None, kind):
            return False
        own = labels.BULLET.match(line.shape)
        is_above = own is None or len(own["indent"]) < len(bullet["indent"])
        return (is_above or (own is not None and own["bullet"] in "■□◆◇●▶▼")) and self._announced(
            kind
        )

    def _announced(self, kind: Kind) -> bool:
        self._open(kind, 7)
        return True

    def _leave_list(self, line: Spoken) -> None:
        if self.level == 7 and labels.BULLET.match(line.shape) is None:
            self._open(None, 0)

    def _is_task(self, line: Spoken, head: labels.Head) -> bool:
        """- [ ] is a task. ☐ is one where it names somebody or a day: forms use it to choose."""
        rest = line.shape[head.end :]
        return line.shape[: head.end].rstrip(" ")[-1:] == "]" or "@" in rest or "〆" in rest

    def _of_section(self, line: Spoken, head: labels.Head) -> Kind | None:
        """The kind of a plain bullet under 決定事項, 宿題事項 and the like."""
        if self.section is None:
            return None
        bullet = labels.BULLET.match(line.shape)
        if bullet is None:
            if self.section is Kind.NEXT and not self.has_said and DAY.search(line.shape[:200]):
                self.has_said = True
                return Kind.NEXT
            if self.level == 7 and not line.shape.startswith(" "):
                self._open(None, 0)
            return None
        rest = line.shape[head.end :].strip()
        indent = _columns_of(line.text)
        is_numbered = bullet["bullet"][-1] in ".)" or "①" <= bullet["bullet"] <= "⑳"
        if self.indent is None:
            self.indent, self.is_numbered = indent, is_numbered
        if indent > self.indent + 1 or (self.is_numbered and not is_numbered):
            return None
        if labels.NOTHING.match(rest) or labels.DETAIL.match(rest):
            return None
        if self.section is Kind.NEXT:
            return Kind.NEXT if DAY.search(rest[:200]) else None
        return self.section

    def _row(self, line: Spoken, after: Spoken) -> Found | None:
        """A row of a table whose head names 内容 and 担当 or 期限, as the template has it."""
        if self.columns is None:
            if set(after.shape) <= _RULE and "-" in after.shape and "|" in after.shape:
                names = [line.shape[a:b].strip(" *_").lower() for a, b in _cells(line.shape)]
                self.columns = [_COLUMNS.get(name) for name in names]
                return _nothing(line)
            return None
        known = set(self.columns)
        if "content" not in known or not known & {"lead", "due"} or set(line.shape) <= _RULE:
            return _nothing(line)
        cells = dict(zip(self.columns, _cells(line.shape), strict=False))
        places = {name: place for name, place in cells.items() if name is not None}
        begin, end = places.get("content", (0, 0))
        if labels.NOTHING.match(line.shape[begin:end]):
            return _nothing(line)
        marker = _marker(line.shape)
        return Found(
            Kind.ACTION, line.number, line.text, marker.hide(line.shape), begin, begin, end,
            marker=marker.words, marker_at=marker.place, repeats=marker.repeats,
            other_markers=marker.others, marker_kind=marker.kind, cells=places,
        )  # fmt: skip


def _said_after(lines: list[Spoken]) -> list[Spoken]:
    """For each line the next one that is not blank."""
    found, said = [], _END
    for line in reversed(lines):
        found.append(said)
        if line.shape:
            said = line
    return found[::-1]


@dataclass(frozen=True, slots=True)
class _Marker:
    words: str | None = None
    place: tuple[int, int] | None = None
    kind: Kind | None = None
    others: tuple[tuple[int, int], ...] = ()

    @property
    def repeats(self) -> bool:
        return bool(self.others)

    def hide(self, shape: str) -> str:
        for begin, end in (*self.others, *([self.place] if self.place else [])):
            shape = shape[:begin] + HIDDEN * (end - begin) + shape[end:]
        return shape


def _marker(shape: str) -> _Marker:
    if "{" not in shape:
        return _Marker()
    matches = [*MARKER.finditer(shape)]
    if not matches:
        return _Marker()
    first, *others = matches
    words = f"{first['word']}:{first['number'].upper()}"
    places = tuple(other.span() for other in others)
    return _Marker(words, first.span(), KIND_OF_WORD[first["word"]], places)


def _kind_of_marker(shape: str) -> Kind | None:
    """The marker is the binding: a line that lost its label is still the same thing."""
    return _marker(shape).kind


def _found(line: Spoken, head: labels.Head, kind: Kind) -> Found:
    marker = _marker(line.shape)
    return Found(
        kind, line.number, line.text, marker.hide(line.shape), head.begin, head.end,
        max(head.begin, len(line.shape.rstrip(" "))), head.check, head.aside, head.mark,
        head.until_next, marker.words, marker.place, marker.repeats, marker.others, marker.kind,
    )  # fmt: skip


def _without_marker(line: Found) -> Found:
    return replace(line, marker=None, repeats=True, marker_kind=None)


def _nothing(line: Spoken) -> Found:
    """A line of a table that says nothing."""
    return Found(Kind.ACTION, line.number, line.text, line.shape, 0, 0, 0)


def _columns_of(text: str) -> int:
    """The indentation, a full-width space counting two."""
    spaces = text[: len(text) - len(text.lstrip(" \t\u3000"))]
    return sum({"\t": 4, "\u3000": 2}.get(space, 1) for space in spaces)


def _cells(shape: str) -> list[tuple[int, int]]:
    """The places of the cells' words in a row."""
    bars = [at for at, c in enumerate(shape) if c == "|" and shape[max(0, at - 1)] != "\\"]
    begin = len(shape) - len(shape.lstrip(" "))
    end = len(shape.rstrip(" "))
    inner = [bar for bar in bars if bar not in (begin, end - 1)]
    first = begin + 1 if begin in bars else begin
    last = end - 1 if end - 1 in bars else end
    edges = [first - 1, *inner, last]
    places = []
    for left, right in pairwise(edges):
        cell = shape[left + 1 : right]
        start = left + 1 + len(cell) - len(cell.lstrip(" "))
        places.append((start, max(start, left + 1 + len(cell.rstrip(" ")))))
    return places
