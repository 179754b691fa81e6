"""Minutes as the hub understands them: each recognised line with its organizations and its day.

What a line leaves open is settled here, so that the panel says beforehand what circulation does:
without an organization the secretariat leads; without a day that can be read, an action is due at
the next meeting, where it would be asked about anyway, and where none is known it becomes a
継続課題, looked at in each meeting. No day is ever invented.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from hub.core import markdown
from hub.core.db import db
from hub.meetings.lines.model import Kind, Line, Problem, ProblemKind
from hub.meetings.lines.reading import read
from hub.meetings.lines.resolve import Names
from hub.meetings.models import Meeting
from hub.organizations.models import Organization
from hub.organizations.queries import organizations

_MARKS = re.compile(r"[\\*_`\[<&~]")


@dataclass(frozen=True, kw_only=True)
class Understood:
    """``lead`` is None where none could be understood; ``day`` may be the next meeting's."""

    line: Line
    title: str
    lead: Organization | None
    partners: tuple[Organization, ...]
    problems: tuple[Problem, ...]
    day: date | None

    @property
    def kind(self) -> Kind:
        return self.line.kind

    @property
    def has_written_day(self) -> bool:
        return self.line.day is not None

    @property
    def becomes_something(self) -> bool:
        is_empty = any(problem.kind is ProblemKind.EMPTY for problem in self.problems)
        return self.kind is not Kind.NEXT and not is_empty

    @property
    def said(self) -> dict[str, Any]:
        """What stands in the line, without what was settled for it."""
        return {
            "kind": self.kind.value,
            "title": self.title,
            "lead": self.lead.id if self.lead else None,
            "partners": sorted(partner.id for partner in self.partners),
            "day": self.line.day.isoformat() if self.line.day else None,
            "done": self.line.done,
        }


@dataclass(frozen=True, kw_only=True)
class Understanding:
    lines: Sequence[Understood]
    next_day: date | None
    candidates: dict[int, Organization]  # organizations by id, for what may have been meant

    @property
    def doubts(self) -> list[Understood]:
        return [line for line in self.lines if line.problems]

    def of(self, *kinds: Kind) -> list[Understood]:
        return [line for line in self.lines if line.kind in kinds]


def understand(meeting: Meeting, text: str) -> Understanding:
    lines = read(text, held_on=meeting.held_on)
    known = {organization.id: organization for organization in organizations()}
    names = Names((o.id, (o.short_name, o.name, o.name_en)) for o in known.values())
    following = _next_day(meeting, lines)
    return Understanding(
        lines=[_understood(line, names, known, following) for line in lines],
        next_day=following,
        candidates=known,
    )


def _understood(
    line: Line, names: Names, known: dict[int, Organization], next_day: date | None
) -> Understood:
    first, others = names.resolve(line.organizations[:1]), names.resolve(line.organizations[1:])
    ids = [*first.ids, *others.ids]
    lead = known[first.ids[0]] if first.ids else None
    partners = dict.fromkeys(n for n in ids if lead is None or n != lead.id)
    return Understood(
        line=line,
        title=_plain(line.content),
        lead=lead,
        partners=tuple(known[n] for n in partners),
        problems=(*line.problems, *first.problems, *others.problems),
        day=line.day or (next_day if line.kind in {Kind.ACTION, Kind.HOLD} else None),
    )


def _next_day(meeting: Meeting, lines: Sequence[Line]) -> date | None:
    """The day of the next meeting that is planned, else the one that these minutes announce."""
    planned = db.session.scalar(
        select(Meeting.held_on)
        .where(
            Meeting.series_id == meeting.series_id,
            Meeting.held_on > meeting.held_on,
            Meeting.cancelled_at.is_(None),
        )
        .order_by(Meeting.held_on)
        .limit(1)
    )
    announced = (line.day for line in lines if line.kind is Kind.NEXT)
    return planned or next((day for day in announced if day and day > meeting.held_on), None)


def _plain(content: str) -> str:
    """Without the marks of Markdown: things have titles, not texts."""
    return markdown.plain(content) if _MARKS.search(content) else content
