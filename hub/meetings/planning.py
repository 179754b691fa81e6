"""The planned minutes of an agenda against the length of the meeting."""

from dataclasses import dataclass

from hub.meetings.models import AgendaKind, Meeting

# The three shades of the bar, as the sheet names them; each kind also stands in the words below.
SHADES = {
    AgendaKind.CARRY: "",
    AgendaKind.REPORT: "c",
    AgendaKind.DISCUSS: "b",
    AgendaKind.OTHER: "c",
}


@dataclass(frozen=True)
class TimeBar:
    """``parts`` are (begin, length, shade); ``kinds`` are (kind, minutes) in the agenda's order."""

    width: int
    planned: int
    length: int | None
    parts: list[tuple[int, int, str]]
    kinds: list[tuple[AgendaKind, int]]

    @property
    def left(self) -> int | None:
        return None if self.length is None else self.length - self.planned


def time_bar(meeting: Meeting) -> TimeBar | None:
    """None while nothing is planned."""
    if not meeting.planned_minutes:
        return None
    parts: list[tuple[int, int, str]] = []
    kinds: dict[AgendaKind, int] = {}
    begin = 0
    for item in meeting.agenda_items:
        minutes = item.planned_minutes or 0
        if minutes:
            parts.append((begin, minutes, SHADES[item.kind]))
            kinds[item.kind] = kinds.get(item.kind, 0) + minutes
        begin += minutes
    length = meeting.length_minutes
    return TimeBar(max(length or 0, begin), begin, length, parts, list(kinds.items()))
