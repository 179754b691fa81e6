"""Reads of series and meetings. The viewer comes first, and nothing they may not see comes back."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Row,
    Select,
    bindparam,
    exists,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import joinedload, load_only

from hub.accounts.models import Circle, Standing, Viewer
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound
from hub.meetings import policy
from hub.meetings.line_models import LineBinding
from hub.meetings.models import (
    CAME,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    Minutes,
    MinutesState,
    Series,
    SeriesMember,
    Visibility,
)
from hub.organizations.models import Organization


def series_ids_of(viewer: Viewer) -> frozenset[int]:
    """Series in which an organization of the viewer is today, as member, observer, secretariat."""
    if not viewer.in_network:
        return frozenset()
    return frozenset(db.session.scalars(_series_of(viewer.organization_ids, calendar.today())))


@lru_cache(maxsize=256)
def _series_of(organization_ids: frozenset[int], today: date) -> CompoundSelect[int]:
    member_of = select(SeriesMember.series_id).where(
        SeriesMember.organization_id.in_(organization_ids),
        or_(SeriesMember.starts_on.is_(None), SeriesMember.starts_on <= today),
        or_(SeriesMember.ends_on.is_(None), SeriesMember.ends_on >= today),
    )
    kept = select(Series.id).where(Series.secretariat_id.in_(organization_ids))
    return member_of.union(kept)


def readable(viewer: Viewer | Circle | Standing) -> ColumnElement[bool]:
    """The condition on Meeting under which the viewer reads it; for joins in other slices."""
    return _readable(viewer.organization_ids, viewer.coordinates, calendar.today())


@lru_cache(maxsize=256)  # making it costs more than asking the database with it
def _readable(
    organization_ids: frozenset[int], coordinates: bool, today: date
) -> ColumnElement[bool]:
    """Whoever is in the network is in an organization of it."""
    allowed: list[Any] = [Meeting.visibility == Visibility.PUBLIC]
    if organization_ids:
        allowed.append(Meeting.visibility == Visibility.NETWORK)
        allowed.append(Meeting.series_id.in_(_series_of(organization_ids, today)))
    if coordinates:
        allowed.append(Meeting.visibility == Visibility.SERIES)
    return or_(*allowed)


def visible_to(viewer: Viewer) -> Select[tuple[Meeting]]:
    return select(Meeting).where(readable(viewer)).order_by(Meeting.held_on.desc(), Meeting.id)


def readable_ids(viewer: Viewer | Circle, meeting_ids: Iterable[int]) -> frozenset[int]:
    """Those of the meetings that the viewer reads."""
    query = _readable_ids(Circle.of(viewer), calendar.today())
    return frozenset(db.session.scalars(query, {"ids": list(set(meeting_ids))}))


@lru_cache(maxsize=256)
def _readable_ids(circle: Circle, _today: date) -> Select[int]:
    given = Meeting.id.in_(bindparam("ids", expanding=True))
    return select(Meeting.id).where(given, readable(circle))


def get_meeting(viewer: Viewer, meeting_id: int) -> Meeting:
    """Raises NotFound."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or not policy.can_view(viewer, meeting):
        raise NotFound
    return meeting


def get_for_page(viewer: Viewer, meeting_id: int) -> Meeting:
    """With its series, minutes and decisions, in one query. Raises NotFound."""
    found = db.session.scalars(_for_page(), {"meeting_id": meeting_id})
    meeting = found.unique().one_or_none()
    if meeting is None or not policy.can_view(viewer, meeting):
        raise NotFound
    return meeting


@cache  # making it costs more than asking the database with it
def _for_page() -> Select[Meeting]:
    series = joinedload(Meeting.series)
    loaded = (
        series.joinedload(Series.members).lazyload(SeriesMember.organization),
        series.joinedload(Series.secretariat),
        joinedload(Meeting.decisions),
        joinedload(Meeting.minutes).defer(Minutes.body).defer(Minutes.confirmed_body),
    )
    return select(Meeting).where(Meeting.id == bindparam("meeting_id")).options(*loaded)


def asked_to(meeting: Meeting) -> list[Organization]:
    """Who is asked to come, by one query. For whoever may see the meeting."""
    query = select(Organization).where(Organization.id.in_(meeting.asked_ids))
    loaded = db.session.scalars(query).all()  # so that the members find theirs in the session
    return [organization for organization in meeting.asked if organization in loaded]


def get_series(viewer: Viewer, series_id: int) -> Series:
    """Raises NotFound."""
    series = db.session.get(Series, series_id)
    if series is None or not policy.can_view_series(viewer, series):
        raise NotFound
    return series


def series_choices(viewer: Viewer) -> Sequence[Row[tuple[int, str]]]:
    """``id`` and ``name`` of all series known in the network, for a list to choose from."""
    if not viewer.in_network:
        return []
    query = select(Series.id, Series.name).order_by(Series.is_archived, Series.id)
    return db.session.execute(query).all()


def series_for_page(viewer: Viewer, series_id: int) -> Series:
    """With its secretariat and members, in one query. Raises NotFound."""
    together = (joinedload(Series.secretariat), joinedload(Series.members))
    query = select(Series).where(Series.id == series_id).options(*together)
    series = db.session.scalars(query).unique().one_or_none()
    if series is None or not policy.can_view_series(viewer, series):
        raise NotFound
    return series


def get_agenda_item(viewer: Viewer, meeting_id: int, item_id: int) -> AgendaItem:
    """Raises NotFound."""
    return _child(viewer, meeting_id, db.session.get(AgendaItem, item_id))


def get_decision(viewer: Viewer, meeting_id: int, decision_id: int) -> Decision:
    """Raises NotFound."""
    return _child(viewer, meeting_id, db.session.get(Decision, decision_id))


def get_line(viewer: Viewer, meeting_id: int, line_id: int) -> LineBinding:
    """Raises NotFound."""
    return _child(viewer, meeting_id, db.session.get(LineBinding, line_id))


def get_member(viewer: Viewer, series_id: int, member_id: int) -> SeriesMember:
    """Raises NotFound."""
    get_series(viewer, series_id)
    member = db.session.get(SeriesMember, member_id)
    if member is None or member.series_id != series_id:
        raise NotFound
    return member


def all_series(viewer: Viewer) -> Sequence[Series]:
    """Series known in the network that have not ended; for a visitor none."""
    if not viewer.in_network:
        return []
    query = select(Series).where(Series.is_archived.is_(False))
    return db.session.scalars(query.order_by(Series.id)).all()


def neighbours(viewer: Viewer | Circle, meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
    """The meetings of the same series just before and after that the viewer may see."""
    own_place = (meeting.held_on, meeting.id)
    asked = {
        "series_id": meeting.series_id, "meeting_id": meeting.id, "held_on": meeting.held_on,
    }  # fmt: skip
    query = _neighbours(Circle.of(viewer), calendar.today())
    found = db.session.scalars(query, asked).all()
    earlier = [other for other in found if (other.held_on, other.id) < own_place]
    later = [other for other in found if (other.held_on, other.id) > own_place]
    return next(iter(earlier), None), next(iter(later), None)


@lru_cache(maxsize=256)
def _neighbours(circle: Circle, _today: date) -> Select[Meeting]:
    meeting_id: Any = bindparam("meeting_id", type_=Integer())
    held_on: Any = bindparam("held_on", type_=Date())
    same = select(Meeting.id).where(
        readable(circle), Meeting.series_id == bindparam("series_id"), Meeting.id != meeting_id
    )
    place, own = tuple_(Meeting.held_on, Meeting.id), tuple_(held_on, meeting_id)
    before = same.where(place < own).order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(1)
    after = same.where(place > own).order_by(Meeting.held_on, Meeting.id).limit(1)
    return (
        select(Meeting)
        .where(or_(Meeting.id == before.scalar_subquery(), Meeting.id == after.scalar_subquery()))
        .options(
            load_only(
                Meeting.series_id, Meeting.subtitle, Meeting.held_on, Meeting.fiscal_year,
                Meeting.cancelled_at, Meeting.number,
            )
        )
    )  # fmt: skip


def decisions_of(viewer: Viewer, series: Series) -> Sequence[Decision]:
    """What the series decided in meetings the viewer may see, newest first."""
    return db.session.scalars(
        select(Decision)
        .join(Decision.meeting)
        .where(readable(viewer), Meeting.series_id == series.id, Meeting.cancelled_at.is_(None))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc(), Decision.position)
        .options(joinedload(Decision.meeting).joinedload(Meeting.series))
    ).all()


def confirmed_decisions(viewer: Viewer, series: Series) -> Sequence[Decision]:
    """What the series decided, from confirmed minutes the viewer may read, newest first."""
    confirmed = select(Minutes.meeting_id).where(Minutes.state == MinutesState.CONFIRMED)
    return db.session.scalars(
        select(Decision)
        .join(Decision.meeting)
        .where(
            readable(viewer),
            Meeting.series_id == series.id,
            Meeting.cancelled_at.is_(None),
            Meeting.id.in_(confirmed),
        )
        .order_by(Meeting.held_on.desc(), Meeting.id.desc(), Decision.position)
        .options(joinedload(Decision.meeting).joinedload(Meeting.series))
    ).all()


def taking_part(viewer: Viewer | Circle, organization_id: int, limit: int = 5) -> Sequence[Meeting]:
    """The latest meetings an organization came to or is asked to, that the viewer may see."""
    attends = select(Attendance.meeting_id).where(
        Attendance.organization_id == organization_id, Attendance.answer.in_(CAME)
    )
    keeps = select(Series.id).where(Series.secretariat_id == organization_id)
    return db.session.scalars(
        select(Meeting)
        .where(
            readable(viewer),
            Meeting.cancelled_at.is_(None),
            or_(Meeting.id.in_(attends), Meeting.series_id.in_(keeps)),
        )
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(limit)
        .options(joinedload(Meeting.series))
    ).all()


def at_desk(viewer: Viewer, limit: int) -> tuple[Sequence[Meeting], Sequence[Meeting]]:
    """Held meetings of the viewer's secretariats whose minutes are not confirmed, and the next
    meetings without those called off. One query."""
    rows = db.session.execute(_at_desk(Standing.of(viewer), limit, calendar.today())).all()
    return [row[1] for row in rows if row[0]], [row[1] for row in rows if not row[0]]


@lru_cache(maxsize=256)
def _at_desk(standing: Standing, limit: int, today: date) -> Select[bool, Meeting]:
    unwritten = ~exists().where(Minutes.meeting_id == Meeting.id)
    unconfirmed = select(Minutes.meeting_id).where(
        Minutes.state.in_([MinutesState.DRAFT, MinutesState.REVIEW])
    )
    kept = select(Series.id).where(Series.secretariat_id.in_(standing.editing_ids))
    held = select(literal(True).label("is_held"), Meeting.id).where(
        Meeting.series_id.in_(kept),
        Meeting.held_on <= today,
        Meeting.cancelled_at.is_(None),
        or_(unwritten, Meeting.id.in_(unconfirmed)),
    )
    coming = (
        select(literal(False).label("is_held"), Meeting.id)
        .where(
            readable(standing),
            Meeting.held_on >= today,
            Meeting.cancelled_at.is_(None),
        )
        .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
        .limit(limit)
    )
    each = union_all(held, select(coming.subquery())).subquery()
    return (
        select(each.c.is_held, Meeting)
        .join(each, each.c.id == Meeting.id)
        .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
        .options(
            joinedload(Meeting.series).load_only(Series.name),
            joinedload(Meeting.minutes).load_only(Minutes.meeting_id, Minutes.state),
        )
    )


def _child(viewer: Viewer, meeting_id: int, child: Any) -> Any:
    get_meeting(viewer, meeting_id)
    if child is None or child.meeting_id != meeting_id:
        raise NotFound
    return child
