"""How many ideas reached each step, and how long they took. The viewer comes first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import joinedload

from hub.accounts.models import Viewer
from hub.core import calendar
from hub.core.db import db
from hub.ideas.models import Idea, IdeaEvent, Stage
from hub.meetings.models import Meeting
from hub.organizations.models import Organization
from hub.pictures.survival.selection import (
    NO_THEME,
    NONE,
    By,
    Selection,
    count_of,
    key,
    links,
    scope,
    without,
)
from hub.pictures.survival.steps import BEYOND_SEED, COLUMNS, TODAY, Step, conditions
from hub.taxonomies.models import Scheme
from hub.taxonomies.queries import terms

COUNTED = tuple(dict.fromkeys(COLUMNS + TODAY))
Counts = dict[Step, int]
Conditions = Mapping[Step, ColumnElement[bool]]


def holding(viewer: Viewer) -> Conditions:
    """Of all steps that are counted; made once for a page."""
    return conditions(viewer, *COUNTED)


@dataclass(frozen=True)
class Line:
    """One meeting, 年度, theme or organization: what the address calls it, and its numbers."""

    key: Any
    label: str
    counts: Counts


def totals(viewer: Viewer, chosen: Selection, holds: Conditions) -> Counts:
    row = db.session.execute(
        scope(viewer, chosen).with_only_columns(*(count_of(holds[step]) for step in COUNTED))
    ).one()
    return dict(zip(COUNTED, row, strict=True))


def split(viewer: Viewer, chosen: Selection, by: By, holds: Conditions) -> list[Line]:
    """In the order of the network; 年度 and meetings with the newest first."""
    query, under = scope(viewer, chosen), key(viewer, by)
    if by in {By.THEME, By.ORGANIZATION}:
        several = links(by)
        query = query.outerjoin(several, several.c.idea_id == Idea.id)
        under = func.coalesce(several.c.key, without(by))
    rows = db.session.execute(
        query.with_only_columns(under, *(count_of(holds[step]) for step in COUNTED)).group_by(under)
    )
    counted = {row[0]: dict(zip(COUNTED, row[1:], strict=True)) for row in rows}
    names = _names(by, counted)
    return [Line(at, name, counted[at]) for at, name in names.items() if at in counted]


def listed(viewer: Viewer, chosen: Selection, step: Step) -> Select[Any]:
    """The ideas behind a number, the newest first."""
    held = conditions(viewer, step)[step]
    return in_order(scope(viewer, chosen).where(held))


def in_order(query: Select[Any]) -> Select[Any]:
    return query.options(joinedload(Idea.keeper)).order_by(Idea.raised_on.desc(), Idea.id.desc())


def _names(by: By, counted: dict[Any, Counts]) -> dict[Any, str]:
    if by is By.YEAR:
        years = sorted(counted, reverse=True)
        return {year: calendar.fiscal_year_short(int(year)) for year in years}
    if by is By.MEETING:
        meetings = db.session.scalars(
            select(Meeting)
            .where(Meeting.id.in_(counted))
            .options(joinedload(Meeting.series))
            .order_by(Meeting.held_on.desc(), Meeting.id)
        )
        return {meeting.id: meeting.name for meeting in meetings} | {NONE: _("会議のほかで")}
    if by is By.THEME:
        themes = terms(Scheme.THEME, with_hidden=True)
        return {term.code: term.label for term in themes} | {NO_THEME: _("分野なし")}
    organizations = db.session.scalars(
        select(Organization)
        .where(Organization.id.in_(counted))
        .order_by(Organization.position, Organization.id)
    )
    named = {organization.id: organization.short_name for organization in organizations}
    return named | {NONE: _("組織が決まっていない")}


class Span(StrEnum):
    """From one step to a later one."""

    TO_TAKEN = "to_taken"
    TO_TRIED = "to_tried"
    TO_ROOTED = "to_rooted"
    WHOLE = "whole"
    TO_DROPPED = "to_dropped"

    @property
    def label(self):
        return SPANS[self]


SPANS = {
    Span.TO_TAKEN: _l("出されてから検討中まで"),
    Span.TO_TRIED: _l("検討中から試行まで"),
    Span.TO_ROOTED: _l("試行から定着まで"),
    Span.WHOLE: _l("出されてから定着まで"),
    Span.TO_DROPPED: _l("出されてから見送りまで"),
}


@dataclass(frozen=True)
class Took:
    """``days`` each idea took, by its id; never empty."""

    span: Span
    days: dict[int, int]

    @property
    def least(self) -> int:
        return min(self.days.values())

    @property
    def middle(self) -> float:
        return median(self.days.values())

    @property
    def most(self) -> int:
        return max(self.days.values())


def times(viewer: Viewer, chosen: Selection) -> list[Took]:
    """From the dated history: the first day of each stage. Spans that no idea went through miss."""
    within = scope(viewer, chosen).with_only_columns(Idea.id, Idea.raised_on).subquery()
    first = [_first_day(*BEYOND_SEED), *map(_first_day, (Stage.TRIED, Stage.ROOTED, Stage.DROPPED))]
    rows = db.session.execute(
        select(within.c.id, within.c.raised_on, *first)
        .join(IdeaEvent, IdeaEvent.idea_id == within.c.id)
        .group_by(within.c.id, within.c.raised_on)
    )
    took: dict[Span, dict[int, int]] = {span: {} for span in Span}
    for idea_id, raised, taken, tried, rooted, dropped in rows:
        for span, begin, end in (
            (Span.TO_TAKEN, raised, taken),
            (Span.TO_TRIED, taken, tried),
            (Span.TO_ROOTED, tried, rooted),
            (Span.WHOLE, raised, rooted),
            (Span.TO_DROPPED, raised, dropped),
        ):
            if begin and end and begin <= end:
                took[span][idea_id] = (end - begin).days
    return [Took(span, days) for span, days in took.items() if days]


def _first_day(*stages: Stage) -> Any:
    day = case((IdeaEvent.stage.in_(stages), IdeaEvent.on))
    return func.min(day, type_=IdeaEvent.on.type)


def ideas_of(viewer: Viewer, ids: Sequence[int]) -> Select[Any]:
    return in_order(scope(viewer, Selection()).where(Idea.id.in_(ids)))


def years(viewer: Viewer) -> list[int]:
    """The 年度 in which ideas were raised that the viewer reads, the newest first."""
    rows = scope(viewer, Selection()).with_only_columns(key(viewer, By.YEAR)).distinct()
    return sorted((int(year) for year in db.session.scalars(rows)), reverse=True)
