"""What is handed in: the lines as they stand, and what was counted, with last year's beside it."""

from decimal import Decimal
from typing import Any

from hub.accounts.models import Viewer
from hub.programmes import queries as programmes
from hub.programmes.figures import IndicatorFigures
from hub.reviews.models import Review, ReviewLine, Section
from hub.reviews.parts import parts_of_draft

_NUMBERS = ("target", "actual", "last_target", "last_actual", "baseline")


def content_of(viewer: Viewer, review: Review) -> dict[str, Any]:
    """Made of the draft of this moment; see ``ReviewSubmission``."""
    lines = [
        _line(line, part.programme.name if part.programme else "")
        for part in parts_of_draft(viewer, review)
        for section in Section
        for line in part.lines(section)
    ]
    return {"lines": lines, "indicators": indicators_of(viewer, review)}


def indicators_of(viewer: Viewer, review: Review) -> list[dict[str, Any]]:
    figures = programmes.figures_of(viewer, [review.organization_id], review.covers)
    return [_indicator(one) for one in figures if one.parts]  # a half has no figure of a year


def _line(line: ReviewLine, programme: str) -> dict[str, Any]:
    return {
        "id": line.id,
        "programme_id": line.programme_id,
        "programme": programme,
        "section": line.section.value,
        "text": line.text,
        "source_key": line.source_key,
        "source_label": line.source_label,
        "answers": _answered(line.answers),
    }


def _answered(issue: ReviewLine | None) -> dict[str, Any] | None:
    """The 課題 of an earlier review of which the line says what became."""
    if issue is None:
        return None
    settled = issue.review.settled
    stood = settled.line(issue.id) if settled else None  # its draft may go on meanwhile
    text = stood["text"] if stood else issue.text
    return {"id": issue.id, "text": text, "term": issue.review.covers.short_label}


def _indicator(one: IndicatorFigures) -> dict[str, Any]:
    numbers = {name: _number(getattr(one, name)) for name in _NUMBERS}
    return {
        "programme_id": one.programme_id,
        "programme": one.programme,
        "name": one.name,
        "unit": one.unit,
        "baseline_year": one.baseline_year,
        "is_partial": one.is_partial,
        "last_is_partial": one.last_is_partial,
        **numbers,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
