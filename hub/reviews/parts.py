"""How a review is laid out: part by part, a programme each, then the organization as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hub.accounts.models import Viewer
from hub.programmes import queries as programmes
from hub.programmes.models import Programme
from hub.reviews.models import Review, ReviewLine, ReviewSubmission, Section


@dataclass(frozen=True)
class DraftPart:
    """``programme`` is None for the organization as a whole."""

    programme: Programme | None
    review: Review

    @property
    def programme_id(self) -> int | None:
        return self.programme.id if self.programme else None

    def lines(self, section: Section) -> Sequence[ReviewLine]:
        return self.review.lines_of(section, self.programme_id)


@dataclass(frozen=True)
class Part:
    """The same of what was handed in; lines and indicators as they stand in its content."""

    name: str  # of the programme; "" for the organization as a whole
    lines: Mapping[Section, Sequence[dict[str, Any]]]
    indicators: Sequence[dict[str, Any]]


def parts_of_draft(viewer: Viewer, review: Review) -> list[DraftPart]:
    """Every programme of today, and those that ended of which something is said."""
    return laid_out(programmes.of_organization(viewer, review.organization_id), review)


def laid_out(current: Sequence[Programme], review: Review) -> list[DraftPart]:
    said = {line.programme_id: line.programme for line in review.lines if line.programme}
    ended = [programme for key, programme in said.items() if key not in {p.id for p in current}]
    return [DraftPart(programme, review) for programme in (*current, *ended, None)]


def parts_of(content: Mapping[str, Any]) -> list[Part]:
    """Those of which something is said or counted, in the order in which they were handed in."""
    names = {row["programme_id"]: row["programme"] for row in content["indicators"]}
    said = {row["programme_id"]: row["programme"] for row in content["lines"]}
    whole = {None: ""} if None in said else {}
    ordered = {key: name for key, name in (said | names).items() if key is not None} | whole
    return [
        Part(
            name=name,
            lines={
                section: [
                    row for row in content["lines"]
                    if row["programme_id"] == key and row["section"] == section.value
                ]
                for section in Section
            },
            indicators=[row for row in content["indicators"] if row["programme_id"] == key],
        )
        for key, name in ordered.items()
    ]  # fmt: skip


def content_read(viewer: Viewer, submission: ReviewSubmission) -> dict[str, Any]:
    """What was handed in, as far as this viewer reads it.

    Who is not in the network is not told of programmes that only the network reads, nor of what
    lines come from: an action, or a 課題 of a review that need not be public.
    """
    content = submission.content
    if viewer.in_network:
        return content
    rows = [*content["lines"], *content["indicators"]]
    known = programmes.readable_ids(viewer, {row["programme_id"] for row in rows})
    hidden = {"programme_id": None, "programme": ""}
    return {
        "lines": [
            line | {"source_key": "", "source_label": "", "answers": None}
            | ({} if line["programme_id"] in known else hidden)
            for line in content["lines"]
        ],
        "indicators": [row for row in content["indicators"] if row["programme_id"] in known],
    }  # fmt: skip


def figure(text: str) -> str:
    """A number of an indicator as it was handed in: 1,234."""
    return f"{Decimal(text):,f}"


def as_text(content: Mapping[str, Any]) -> str:
    """To compare two versions line by line."""
    lines = []
    for part in parts_of(content):
        lines.append(f"■ {part.name}" if part.name else "■")
        for section, rows in part.lines.items():
            lines += [f"{section.label}　{row['text']}" for row in rows]
        for row in part.indicators:
            lines.append(f"{row['name']}　{row['actual'] or '－'}{row['unit']}")
    return "\n".join(lines)
