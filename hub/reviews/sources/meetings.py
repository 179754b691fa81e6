"""Meetings of the term to which the organization came, by series."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, case, func, select

from hub.meetings.models import CAME, Attendance, Meeting, Series, Visibility
from hub.meetings.queries import readable
from hub.reviews.models import Section
from hub.reviews.sources.facts import Evidence, Fact, Occasion, Source
from hub.reviews.sources.rows import columns, limit_of

KIND = Source.MEETING


def asks(occasion: Occasion) -> Select[Any]:
    """Those that only the series reads are told apart."""
    term = occasion.term
    narrow = case((Meeting.visibility == Visibility.SERIES, Visibility.SERIES.value), else_="")
    return (
        select(
            *columns(KIND, Series.id, title=Series.name, role=Series.secretariat_id,
                     count=func.count(), meeting=narrow)
        )
        .join(Attendance.meeting)
        .join(Meeting.series)
        .where(
            Attendance.organization_id == occasion.organization_id,
            Attendance.answer.in_(CAME),
            Meeting.held_on.between(term.starts_on, min(term.ends_on, occasion.today)),
            Meeting.cancelled_at.is_(None),
            readable(occasion.viewer),
        )
        .group_by(Series.id, Series.name, Series.secretariat_id, narrow)
    )  # fmt: skip


def find(occasion: Occasion) -> Iterator[Fact]:
    for row in sorted(occasion.rows[KIND], key=lambda row: (-row.count, row.id)):
        limit = limit_of(row)
        values = {"name": row.title, "count": row.count}
        if row.role == occasion.organization_id:
            text = _("幹事組織として「%(name)s」を%(count)s回開いた。", **values)
        else:
            text = _("「%(name)s」に%(count)s回出席した。", **values)
        yield Fact(
            key=f"{KIND.value}:{row.id}{':series' if limit else ''}",
            source=KIND,
            section=Section.RESULT,
            text=text,
            label=_("会議%(count)s回", count=row.count),
            evidence=Evidence(endpoint="meetings.series", arguments={"series_id": row.id}),
            limit=limit,
        )
