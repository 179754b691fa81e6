"""Reads of ideas. The viewer comes first, and nothing they may not see comes back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from hub.accounts.models import Circle, Standing, Viewer
from hub.actions import queries as actions
from hub.actions.models import Action
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound
from hub.ideas import policy
from hub.ideas.models import (
    OPEN,
    Idea,
    IdeaEvent,
    IdeaPartner,
    IdeaVisibility,
    idea_actions,
    idea_decisions,
    idea_menus,
)
from hub.meetings.models import Decision, Meeting, Series, SeriesKind
from hub.meetings.queries import readable as readable_meeting
from hub.menus import queries as menus
from hub.menus.models import Menu
from hub.organizations.models import Organization

USUAL_PAUSE = timedelta(days=91)  # to the next meeting while none is called
_FOR_PAGE = (  # all with the idea itself: there are few of each
    joinedload(Idea.keeper),
    joinedload(Idea.proposer),
    joinedload(Idea.meeting).joinedload(Meeting.series),
    joinedload(Idea.agenda_item),
    joinedload(Idea.partners),
    joinedload(Idea.terms),
)


def readable(viewer: Viewer | Circle | Standing) -> ColumnElement[bool]:
    """The condition on Idea (outer-joined with its Meeting) under which the viewer reads it."""
    return _readable(Circle.of(viewer), calendar.today())


@lru_cache(maxsize=256)  # making it costs more than asking the database with it
def _readable(circle: Circle, _today: date) -> ColumnElement[bool]:
    if not circle.in_network:
        return and_(Idea.meeting_id.is_not(None), readable_meeting(circle))
    mine = circle.organization_ids
    return or_(
        and_(Idea.meeting_id.is_not(None), readable_meeting(circle)),
        and_(Idea.meeting_id.is_(None), Idea.visibility == IdeaVisibility.NETWORK),
        Idea.proposer_id.in_(mine),
        Idea.keeper_id.in_(mine),
        Idea.partners.any(IdeaPartner.organization_id.in_(mine)),
    )


def visible_to(viewer: Viewer | Circle) -> Select[Any]:
    return select(Idea).outerjoin(Idea.meeting).where(readable(viewer))


def get_idea(viewer: Viewer, idea_id: int) -> Idea:
    """Raises NotFound."""
    idea = (
        db.session.scalars(select(Idea).where(Idea.id == idea_id).options(*_FOR_PAGE))
        .unique()
        .one_or_none()
    )
    if idea is None or not policy.can_view(viewer, idea):
        raise NotFound
    return idea


def existing(idea_id: int) -> Idea:
    """Whoever may read it. Raises NotFound."""
    idea = db.session.get(Idea, idea_id)
    if idea is None:
        raise NotFound
    return idea


def get_partner(viewer: Viewer, idea_id: int, partner_id: int) -> IdeaPartner:
    """Raises NotFound."""
    for partner in get_idea(viewer, idea_id).partners:
        if partner.id == partner_id:
            return partner
    raise NotFound


def of_meeting(viewer: Viewer | Circle, meeting_id: int) -> Sequence[Idea]:
    query = _of_meeting(Circle.of(viewer), calendar.today())
    return db.session.scalars(query, {"meeting_id": meeting_id}).all()


@lru_cache(maxsize=256)
def _of_meeting(circle: Circle, _today: date) -> Select[Idea]:
    query = visible_to(circle).where(Idea.meeting_id == bindparam("meeting_id"))
    return query.order_by(Idea.id).options(joinedload(Idea.keeper))


def for_list() -> tuple[Any, ...]:
    """Loads what a row of a list shows and what the policies ask for."""
    return (
        joinedload(Idea.keeper),
        joinedload(Idea.proposer),
        joinedload(Idea.meeting).joinedload(Meeting.series).selectinload(Series.members),
        selectinload(Idea.partners),
        selectinload(Idea.terms),
    )


def for_export() -> tuple[Any, ...]:
    return (*for_list(), joinedload(Idea.agenda_item))


def series_names(viewer: Viewer) -> Sequence[tuple[int, str]]:
    """Id and name of the series of the network, for a filter."""
    if not viewer.in_network:
        return []
    rows = db.session.execute(
        select(Series.id, Series.name).order_by(Series.is_archived, Series.id)
    )
    return [(row[0], row[1]) for row in rows]


def concerns(organization_ids: Iterable[int]) -> ColumnElement[bool]:
    """Proposed, kept or joined by one of these."""
    ids = list(organization_ids)
    joined = select(IdeaPartner.idea_id).where(IdeaPartner.organization_id.in_(ids))
    return or_(Idea.proposer_id.in_(ids), Idea.keeper_id.in_(ids), Idea.id.in_(joined))


def is_due(today: date) -> ColumnElement[bool]:
    """The same as Idea.is_due."""
    return and_(Idea.stage.in_(OPEN), Idea.look_at_on <= today)


def is_alone() -> ColumnElement[bool]:
    return and_(Idea.stage.in_(OPEN), Idea.keeper_id.is_(None))


def is_waiting(viewer: Viewer | Circle, today: date) -> ColumnElement[bool]:
    """For the viewer's organizations: to be looked at by its keeper; without one, by whoever
    answers for it, the secretariat of its meeting or who proposed it."""
    mine = list(viewer.organization_ids)
    kept = select(Series.id).where(Series.secretariat_id.in_(mine))
    answers = or_(
        and_(Idea.meeting_id.is_not(None), Meeting.series_id.in_(kept)),
        and_(Idea.meeting_id.is_(None), Idea.proposer_id.in_(mine)),
    )
    return or_(
        and_(is_due(today), Idea.keeper_id.in_(mine)),
        and_(is_alone(), answers),
    )


def waits_for(viewer: Viewer, idea: Idea, today: date) -> bool:
    """The same as is_waiting()."""
    if not idea.is_open:
        return False
    if idea.keeper_id is not None:
        return idea.is_due(today) and viewer.belongs_to(idea.keeper_id)
    if idea.meeting is not None:
        return viewer.belongs_to(idea.meeting.series.secretariat_id)
    return viewer.belongs_to(idea.proposer_id)


def waiting_for(viewer: Viewer) -> Sequence[Idea]:
    """What the viewer's organizations have to look at, the longest waiting first."""
    return db.session.scalars(_waiting(Circle.of(viewer), calendar.today())).all()


@lru_cache(maxsize=256)
def _waiting(circle: Circle, today: date) -> Select[Idea]:
    return (
        visible_to(circle)
        .where(is_waiting(circle, today))
        .order_by(func.coalesce(Idea.look_at_on, Idea.raised_on), Idea.id)
        .options(joinedload(Idea.keeper))
    )


def to_look_at(viewer: Viewer, since: date) -> Sequence[Idea]:
    """For a calendar: open ones with a day that the viewer's organizations keep or proposed."""
    mine = list(viewer.organization_ids)
    return db.session.scalars(
        visible_to(viewer)
        .where(
            Idea.stage.in_(OPEN),
            Idea.look_at_on >= since,
            or_(Idea.keeper_id.in_(mine), Idea.proposer_id.in_(mine)),
        )
        .order_by(Idea.look_at_on, Idea.id)
    ).all()


def recently_moved(viewer: Viewer | Standing, since: datetime) -> Select[int, str, str, datetime]:
    """``id``, ``title``, ``organization`` and ``at`` of the viewer's ideas by their newest line."""
    newest = (
        select(func.max(IdeaEvent.id))
        .where(IdeaEvent.at >= since)
        .group_by(IdeaEvent.idea_id)
        .scalar_subquery()
    )
    return (
        select(
            Idea.id, Idea.title, Organization.short_name.label("organization"),
            IdeaEvent.at.label("at"),
        )
        .select_from(IdeaEvent)
        .join(IdeaEvent.idea)
        .outerjoin(IdeaEvent.organization)
        .outerjoin(Idea.meeting)
        .where(IdeaEvent.id.in_(newest), readable(viewer), concerns(viewer.organization_ids))
        .order_by(IdeaEvent.at.desc(), IdeaEvent.id.desc())
    )  # fmt: skip


def history(idea: Idea) -> Sequence[IdeaEvent]:
    """All lines, newest first. For whoever reads the idea."""
    return db.session.scalars(
        select(IdeaEvent)
        .where(IdeaEvent.idea_id == idea.id)
        .order_by(IdeaEvent.on.desc(), IdeaEvent.id.desc())
        .options(joinedload(IdeaEvent.organization), joinedload(IdeaEvent.keeper_after))
    ).all()


def actions_of(viewer: Viewer, idea: Idea) -> Sequence[Action]:
    """The linked actions that the viewer may read; the open ones first."""
    linked = select(idea_actions.c.action_id).where(idea_actions.c.idea_id == idea.id)
    found = db.session.scalars(
        actions.visible_to(viewer)
        .where(Action.id.in_(linked))
        .options(joinedload(Action.lead), selectinload(Action.partners))
    )
    return sorted(found, key=lambda action: (not action.is_open, action.id))


def menus_of(viewer: Viewer, idea: Idea) -> Sequence[Menu]:
    linked = select(idea_menus.c.menu_id).where(idea_menus.c.idea_id == idea.id)
    return db.session.scalars(
        menus.visible_to(viewer)
        .where(Menu.id.in_(linked))
        .options(joinedload(Menu.provider))
        .order_by(Menu.id)
    ).all()


def decisions_of(viewer: Viewer, idea: Idea) -> Sequence[Decision]:
    linked = select(idea_decisions.c.decision_id).where(idea_decisions.c.idea_id == idea.id)
    return db.session.scalars(
        select(Decision)
        .join(Decision.meeting)
        .where(Decision.id.in_(linked), readable_meeting(viewer))
        .options(contains_eager(Decision.meeting).joinedload(Meeting.series))
        .order_by(Meeting.held_on, Decision.id)
    ).all()


def of_action(viewer: Viewer, action: Action) -> Sequence[Idea]:
    """The ideas that an action works on, as far as the viewer reads them."""
    query = _linked_to(idea_actions, Circle.of(viewer), calendar.today())
    return db.session.scalars(query, {"thing_id": action.id}).all()


def of_menu(viewer: Viewer | Circle, menu_id: int) -> Sequence[Idea]:
    query = _linked_to(idea_menus, Circle.of(viewer), calendar.today())
    return db.session.scalars(query, {"thing_id": menu_id}).all()


@lru_cache(maxsize=256)  # making it costs more than asking the database with it
def _linked_to(links: Table, circle: Circle, _today: date) -> Select[Idea]:
    thing = next(column for column in links.c if column.name != "idea_id")
    linked = select(links.c.idea_id).where(thing == bindparam("thing_id"))
    few = visible_to(circle).where(Idea.id.in_(linked))
    return few.options(joinedload(Idea.keeper)).order_by(Idea.id)


def of_organization(viewer: Viewer | Circle, organization_id: int) -> Select[Any]:
    """Open ones that it proposed, keeps or joined, what moved last first."""
    return (
        visible_to(viewer)
        .where(Idea.stage.in_(OPEN), concerns([organization_id]))
        .order_by(Idea.moved_on.desc(), Idea.id.desc())
    )


def next_meeting(viewer: Viewer, idea: Idea | None, series_id: int | None = None) -> Meeting | None:
    """Where it is looked at next: the next meeting of its series, else of the 連絡会議."""
    if idea is not None and idea.meeting is not None:
        series_id = idea.meeting.series_id
    coming = (
        select(Meeting)
        .join(Meeting.series)
        .where(
            readable_meeting(viewer),
            Meeting.held_on > calendar.today(),
            Meeting.cancelled_at.is_(None),
            Meeting.series_id == series_id if series_id else Series.kind == SeriesKind.LIAISON,
        )
        .order_by(Meeting.held_on, Meeting.id)
        .limit(1)
        .options(contains_eager(Meeting.series))
    )
    return db.session.scalar(coming)


def next_day(meeting: Meeting | None) -> date:
    """That of the meeting; without one in three months."""
    return meeting.held_on if meeting is not None else calendar.today() + USUAL_PAUSE
