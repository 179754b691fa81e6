"""Which ideas are counted: the filters of the address, and the ways to split them."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    extract,
    func,
    literal,
    not_,
    or_,
    select,
    union,
)

from hub.accounts.models import Viewer
from hub.core import calendar
from hub.ideas.models import Idea, IdeaPartner, idea_terms
from hub.ideas.queries import concerns, visible_to
from hub.meetings.models import Meeting
from hub.meetings.queries import readable as readable_meeting
from hub.taxonomies.models import Scheme, Term

NONE = 0  # without a meeting that the viewer reads; without an organization
NO_THEME = "none"


class By(StrEnum):
    YEAR = "year"
    MEETING = "meeting"
    THEME = "theme"
    ORGANIZATION = "organization"

    @property
    def label(self):
        return WAYS[self]


WAYS = {
    By.YEAR: _("年度"),
    By.MEETING: _("会議"),
    By.THEME: _("分野"),
    By.ORGANIZATION: _("組織"),
}


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Named as in the address; None means all."""

    year: int | None = None  # 年度 in which it was raised
    series: int | None = None
    meeting: int | None = None
    theme: str | None = None
    organization: int | None = None  # that thought of it, keeps it or joined

    def arguments(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}


def from_meeting(viewer: Viewer) -> ColumnElement[bool]:
    """Raised in a meeting that the viewer reads: otherwise nothing may say where."""
    return and_(Idea.meeting_id.is_not(None), readable_meeting(viewer))


def scope(viewer: Viewer, chosen: Selection) -> Select[Any]:
    query = visible_to(viewer)
    if chosen.year is not None:
        query = query.where(Idea.raised_on.between(*calendar.fiscal_year_bounds(chosen.year)))
    if chosen.series is not None:
        query = query.where(from_meeting(viewer), Meeting.series_id == chosen.series)
    if chosen.meeting == NONE:
        query = query.where(or_(Idea.meeting_id.is_(None), not_(readable_meeting(viewer))))
    elif chosen.meeting is not None:
        query = query.where(from_meeting(viewer), Idea.meeting_id == chosen.meeting)
    if chosen.theme is not None:
        query = query.where(has_theme(chosen.theme))
    if chosen.organization is not None:
        query = query.where(_concerns(chosen.organization))
    return query


def key(viewer: Viewer, by: By) -> ColumnElement[Any]:
    """What an idea is counted under where that is one thing."""
    if by is By.MEETING:
        return case((from_meeting(viewer), Idea.meeting_id), else_=NONE)
    year = extract("year", Idea.raised_on)
    return case((extract("month", Idea.raised_on) >= 4, year), else_=year - 1)


def links(by: By) -> Any:
    """(idea_id, key) where an idea may be counted under several."""
    if by is By.THEME:
        named = select(idea_terms.c.idea_id, Term.code.label("key")).join(
            Term, Term.id == idea_terms.c.term_id
        )
        return named.where(Term.scheme == Scheme.THEME).subquery()
    concerned = union(
        select(Idea.id.label("idea_id"), Idea.proposer_id.label("key")).where(
            Idea.proposer_id.is_not(None)
        ),
        select(Idea.id, Idea.keeper_id).where(Idea.keeper_id.is_not(None)),
        select(IdeaPartner.idea_id, IdeaPartner.organization_id),
    )
    return concerned.subquery()


def without(by: By) -> ColumnElement[Any]:
    return literal(NO_THEME if by is By.THEME else NONE)


def has_theme(code: str) -> ColumnElement[bool]:
    theme = Idea.terms.any(and_(Term.scheme == Scheme.THEME, Term.code == code))
    none = ~Idea.terms.any(Term.scheme == Scheme.THEME)
    return none if code == NO_THEME else theme


def _concerns(organization_id: int) -> ColumnElement[bool]:
    if organization_id == NONE:
        joined = exists().where(IdeaPartner.idea_id == Idea.id)
        return and_(Idea.proposer_id.is_(None), Idea.keeper_id.is_(None), ~joined)
    return concerns([organization_id])


def count_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
