"""Reads. Each takes the viewer first and returns only what the viewer may see."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload, load_only, selectinload

from hub.accounts.models import Circle, Standing, Viewer
from hub.actions import policy
from hub.actions.models import (
    OPEN,
    Action,
    ActionEvent,
    ActionPartner,
    ActionStatus,
    ActionVisibility,
    action_menus,
)
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound
from hub.meetings.models import Meeting, Series
from hub.meetings.queries import readable as readable_meeting
from hub.menus.models import Menu
from hub.menus.queries import visible_to as visible_menus
from hub.organizations.models import Organization

SOON = timedelta(days=14)
# What a row shows where nothing is asked of it, with the meeting it comes from: whether the viewer
# may know of that one is for meetings.queries.readable_ids to say.
WITH_ORIGIN = (
    load_only(
        Action.title, Action.kind, Action.status, Action.due_on, Action.review_on,
        Action.closed_on, Action.extensions, Action.lead_id, Action.meeting_id,
    ),
    joinedload(Action.lead).load_only(Organization.short_name),
    joinedload(Action.meeting).options(
        load_only(Meeting.series_id, Meeting.fiscal_year, Meeting.cancelled_at, Meeting.number),
        joinedload(Meeting.series).load_only(Series.name),
    ),
)  # fmt: skip
_HELPING = load_only(Organization.short_name)
FOR_ROWS = (
    *WITH_ORIGIN,
    selectinload(Action.partners).joinedload(ActionPartner.organization).options(_HELPING),
)
FOR_FEW = (  # in one query: for a page that shows few of them among other things
    *WITH_ORIGIN,
    joinedload(Action.partners).joinedload(ActionPartner.organization).options(_HELPING),
)

_PARTNERS_COUNTED = (
    select(ActionPartner.action_id, func.count())
    .where(ActionPartner.action_id.in_(bindparam("ids", expanding=True)))
    .group_by(ActionPartner.action_id)
)


def readable(viewer: Viewer | Circle | Standing) -> ColumnElement[bool]:
    """The condition on Action (outer-joined with its Meeting) under which the viewer reads it."""
    return _readable(Circle.of(viewer), calendar.today())


@lru_cache(maxsize=256)  # making it costs more than asking the database with it
def _readable(circle: Circle, _today: date) -> ColumnElement[bool]:
    own: list[Any] = [false()]
    works: ColumnElement[bool] = false()
    if circle.in_network:
        own = [
            Action.visibility == ActionVisibility.NETWORK,
            Action.owner_id.in_(circle.organization_ids),
        ]
        works = worked_on_by(circle.organization_ids)
    return or_(
        works,
        and_(Action.meeting_id.is_(None), or_(*own)),
        and_(Action.meeting_id.is_not(None), readable_meeting(circle)),
    )


def led_by(organization_ids: Iterable[int]) -> ColumnElement[bool]:
    return Action.lead_id.in_(organization_ids)


def helped_by(organization_ids: Iterable[int]) -> ColumnElement[bool]:
    return Action.id.in_(  # read once; EXISTS would be asked for each of ten thousand rows
        select(ActionPartner.action_id).where(ActionPartner.organization_id.in_(organization_ids))
    )


def worked_on_by(organization_ids: Iterable[int]) -> ColumnElement[bool]:
    """As lead or as partner."""
    return or_(led_by(organization_ids), helped_by(organization_ids))


def is_overdue(today: date) -> ColumnElement[bool]:
    """期限超過, the same as Action.is_overdue."""
    return and_(
        Action.status.in_([ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS]),
        Action.due_on < today,
    )


def is_open() -> ColumnElement[bool]:
    return Action.status.in_(OPEN)


def visible_to(viewer: Viewer | Circle | Standing) -> Select[Any]:
    return select(Action).outerjoin(Action.meeting).where(readable(viewer))


def for_list() -> tuple[Any, ...]:
    """Loads what a row of a list shows and what can_view and can_set_status ask for."""
    return (
        joinedload(Action.lead),
        selectinload(Action.partners),
        joinedload(Action.meeting).joinedload(Meeting.series).selectinload(Series.members),
    )


def by_ids(action_ids: Sequence[int], load: tuple[Any, ...] = FOR_ROWS) -> list[Action]:
    """In the order of the ids, with what rows show. For whoever may read them."""
    rows = db.session.scalars(_by_ids(load), {"ids": action_ids}).unique()
    found = {action.id: action for action in rows}
    return [found[action_id] for action_id in action_ids if action_id in found]


@lru_cache(maxsize=8)
def _by_ids(load: tuple[Any, ...]) -> Select[Action]:
    return select(Action).where(Action.id.in_(bindparam("ids", expanding=True))).options(*load)


def get_action(viewer: Viewer, action_id: int) -> Action:
    """Raises NotFound."""
    action = db.session.get(Action, action_id)
    if action is None or not policy.can_view(viewer, action):
        raise NotFound
    return action


def get_for_page(viewer: Viewer, action_id: int) -> Action:
    """With what its page shows, in one query. Raises NotFound."""
    action = db.session.scalars(_for_page(), {"action_id": action_id}).unique().one_or_none()
    if action is None or not policy.can_view(viewer, action):
        raise NotFound
    return action


@cache
def _for_page() -> Select[Action]:
    together = (
        joinedload(Action.lead),
        joinedload(Action.partners),
        joinedload(Action.meeting).joinedload(Meeting.series),
        joinedload(Action.agenda_item),
    )
    return select(Action).where(Action.id == bindparam("action_id")).options(*together)


def latest_events(actions: Sequence[Action]) -> dict[int, ActionEvent]:
    """The newest line of history of each action, by the id of the action; one query."""
    rows = db.session.scalars(_latest_events(), {"ids": [action.id for action in actions]})
    return {event.action_id: event for event in rows}


@cache
def _latest_events() -> Select[ActionEvent]:
    number = func.row_number().over(
        partition_by=ActionEvent.action_id,
        order_by=(ActionEvent.on.desc(), ActionEvent.id.desc()),
    )
    numbered = (
        select(ActionEvent.id, number.label("number"))
        .where(ActionEvent.action_id.in_(bindparam("ids", expanding=True)))
        .subquery()
    )
    newest = select(ActionEvent).join(numbered, numbered.c.id == ActionEvent.id)
    return newest.where(numbered.c.number == 1).options(
        joinedload(ActionEvent.lead_before).load_only(Organization.short_name),
        joinedload(ActionEvent.lead_after).load_only(Organization.short_name),
    )


def history(action: Action) -> Sequence[ActionEvent]:
    """All lines, newest first. For whoever reads the action."""
    return db.session.scalars(_history(), {"action_id": action.id}).all()


@cache
def _history() -> Select[ActionEvent]:
    return (
        select(ActionEvent)
        .where(ActionEvent.action_id == bindparam("action_id"))
        .order_by(ActionEvent.on.desc(), ActionEvent.id.desc())
        .options(
            joinedload(ActionEvent.organization),
            joinedload(ActionEvent.lead_before),
            joinedload(ActionEvent.lead_after),
        )
    )


def menus_of(viewer: Viewer, action: Action) -> Sequence[Menu]:
    """The linked menus that the viewer may read."""
    return db.session.scalars(_menus_of(Standing.of(viewer)), {"action_id": action.id}).all()


@lru_cache(maxsize=256)
def _menus_of(standing: Standing) -> Select[Menu]:
    linked = select(action_menus.c.menu_id).where(
        action_menus.c.action_id == bindparam("action_id")
    )
    return (
        visible_menus(standing)
        .where(Menu.id.in_(linked))
        .options(joinedload(Menu.provider))
        .order_by(Menu.id)
    )


def offered_menus(
    viewer: Viewer, organization_ids: Iterable[int], chosen: Iterable[int]
) -> Sequence[Menu]:
    """Menus to link: those of the organizations, and those chosen before, as far as visible."""
    return db.session.scalars(
        visible_menus(viewer)
        .where(or_(Menu.provider_id.in_(list(organization_ids)), Menu.id.in_(list(chosen))))
        .options(joinedload(Menu.provider))
        .order_by(Menu.provider_id, Menu.title, Menu.id)
    ).all()


def at_desk(viewer: Viewer | Circle) -> Sequence[Action]:
    """What waits for the viewer's organizations as lead: overdue, due soon, to be looked at again;
    most urgent first."""
    return db.session.scalars(_at_desk(Circle.of(viewer), calendar.today())).all()


@lru_cache(maxsize=256)
def _at_desk(circle: Circle, today: date) -> Select[Action]:
    near = and_(
        Action.status.in_([ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS]),
        Action.due_on <= today + SOON,
    )
    again = and_(Action.status == ActionStatus.ON_HOLD, Action.review_on <= today)
    return (
        visible_to(circle)
        .where(led_by(circle.organization_ids), or_(near, again))
        .order_by(func.coalesce(Action.review_on, Action.due_on), Action.id)
        .options(*WITH_ORIGIN)
    )


def partner_counts(actions: Iterable[Action]) -> dict[int, int]:
    """How many organizations help with each that has any, by its id."""
    rows = db.session.execute(_PARTNERS_COUNTED, {"ids": [action.id for action in actions]})
    return {row[0]: row[1] for row in rows}


def recently_moved(viewer: Viewer | Standing, since: datetime) -> Select[int, str, str, datetime]:
    """``id``, ``title``, ``organization`` and ``at`` of actions by their newest line."""
    later = aliased(ActionEvent)
    is_superseded = (
        select(later.id)
        .where(later.action_id == ActionEvent.action_id, later.id > ActionEvent.id)
        .exists()
    )
    return (
        select(
            Action.id, Action.title, Organization.short_name.label("organization"),
            ActionEvent.at.label("at"),
        )
        .select_from(ActionEvent)
        .join(ActionEvent.action)
        .outerjoin(ActionEvent.organization)
        .outerjoin(Action.meeting)
        .where(readable(viewer), ActionEvent.at >= since, ~is_superseded)
        .order_by(ActionEvent.at.desc(), ActionEvent.id.desc())
    )  # fmt: skip


def open_count(viewer: Viewer, organization_ids: Iterable[int] | None = None) -> int:
    """未完了 that the viewer reads; of these organizations as lead when some are given."""
    query = visible_to(viewer).where(is_open())
    if organization_ids is not None:
        query = query.where(led_by(list(organization_ids)))
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def open_of(viewer: Viewer, organization_id: int) -> Select[Any]:
    """未完了 of one organization as lead or partner."""
    return visible_to(viewer).where(is_open(), worked_on_by([organization_id]))


def overdue_of(viewer: Viewer, organization_ids: Iterable[int], limit: int) -> Sequence[Action]:
    """期限超過 that these lead, the longest overdue first; one query."""
    return db.session.scalars(
        visible_to(viewer)
        .where(led_by(list(organization_ids)), is_overdue(calendar.today()))
        .order_by(Action.due_on, Action.id)
        .limit(limit)
        .options(
            joinedload(Action.lead), joinedload(Action.meeting).joinedload(Meeting.series)
        )
    ).all()  # fmt: skip


def lead_counts(viewer: Viewer) -> dict[int, tuple[int, int]]:
    """How many 未完了, and 期限超過 among them, each organization leads; by its id, one query."""
    late = func.sum(case((is_overdue(calendar.today()), 1), else_=0))
    counted = (
        visible_to(viewer)
        .where(is_open())
        .with_only_columns(Action.lead_id, func.count(), late)
        .group_by(Action.lead_id)
    )
    return {row[0]: (row[1], int(row[2])) for row in db.session.execute(counted)}
