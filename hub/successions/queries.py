"""Reads of what people hold. The viewer comes first, and nothing they may not see comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, true, union_all
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import Membership, User, Viewer
from hub.actions.models import Action
from hub.audit.models import AuditEntry
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound, authorize
from hub.ideas.models import Idea
from hub.meetings.models import Meeting, Series
from hub.menus.models import Menu, MenuState
from hub.successions import policy
from hub.successions.kinds import BY_NAME, KINDS, MENU, Kind
from hub.successions.models import Succession, SuccessionItem, SuccessionShare

_OF_SERIES = joinedload(Meeting.series).selectinload(Series.members)


@dataclass(frozen=True)
class Held:
    """One thing with its kind."""

    kind: Kind
    thing: Any

    @property
    def key(self) -> str:
        return self.kind.key(self.thing)


def get_thing(viewer: Viewer, name: str, thing_id: int) -> Any:
    """Raises NotFound."""
    kind = BY_NAME[name]
    thing = db.session.get(kind.model, thing_id)
    if thing is None or not kind.may_view(viewer, thing):
        raise NotFound
    return thing


def members_of(organization_id: int) -> Sequence[User]:
    """Who is there today and can sign in, by name."""
    query = select(User).where(User.id.in_(_there(organization_id)))
    query = query.order_by(User.name, User.id).options(joinedload(User.memberships))
    return db.session.scalars(query).unique().all()


def held_by(viewer: Viewer, membership: Membership) -> list[Held]:
    """What the person holds for this organization, and drafts of menus that they began.

    Raises Forbidden.
    """
    organization_id, person_id = membership.organization_id, membership.user_id
    authorize(policy.can_pass_on(viewer, organization_id))
    found = []
    for kind in KINDS:
        held = kind.model.holder_id == person_id
        if kind is MENU:
            held = or_(held, _begun_by(person_id))
        found += _of(kind, organization_id, held)
    return found


def live_things(viewer: Viewer, organization_id: int) -> list[Held]:
    """All that the organization has and somebody should look after. Raises Forbidden."""
    authorize(policy.can_see_holders(viewer, organization_id))
    found = [held for kind in KINDS for held in _of(kind, organization_id, true())]
    # What it leads and keeps every member reads; drafts of menus only its editors do.
    return [h for h in found if h.kind is not MENU or MENU.may_view(viewer, h.thing)]


def count_without_holder(viewer: Viewer) -> dict[int, int]:
    """Of the organizations that the viewer administers, by id; one query."""
    parts = [
        select(literal(organization_id).label("organization_id"), func.count().label("n"))
        .select_from(kind.model)
        .where(
            kind.organization_id == organization_id,
            kind.is_live(),
            _nobody(kind, organization_id),
        )
        for organization_id in sorted(viewer.administered_ids)
        for kind in KINDS
    ]
    if not parts:
        return {}
    each = union_all(*parts).subquery()
    query = select(each.c.organization_id, func.sum(each.c.n)).group_by(each.c.organization_id)
    return {row[0]: int(row[1]) for row in db.session.execute(query) if row[1]}


def waiting_share(viewer: Viewer) -> SuccessionShare | None:
    """The oldest list that the viewer has not received yet."""
    if not viewer.organization_ids:
        return None
    query = (
        _shares().where(waits_for(viewer.id, viewer.organization_ids)).order_by(SuccessionShare.id)
    )
    return db.session.scalars(query).first()


def waits_for(user_id: int | None, organization_ids: frozenset[int]) -> ColumnElement[bool]:
    """The condition on SuccessionShare under which this person of these organizations has not
    received it yet."""
    theirs = select(Succession.id).where(Succession.organization_id.in_(organization_ids))
    return and_(
        SuccessionShare.successor_id == user_id,
        SuccessionShare.received_at.is_(None),
        SuccessionShare.succession_id.in_(theirs),
    )


def shares_of(viewer: Viewer) -> Sequence[SuccessionShare]:
    """What the viewer was given, the newest first."""
    return db.session.scalars(
        _shares()
        .where(
            SuccessionShare.successor_id == viewer.id,
            Succession.organization_id.in_(viewer.organization_ids),
        )
        .order_by(SuccessionShare.id.desc())
    ).all()


def get_share(viewer: Viewer, share_id: int) -> SuccessionShare:
    """Raises NotFound."""
    share = db.session.scalars(_shares().where(SuccessionShare.id == share_id)).one_or_none()
    if share is None or not policy.can_view_share(viewer, share):
        raise NotFound
    return share


def things_of(viewer: Viewer, share: SuccessionShare) -> list[Held]:
    """What was passed on and is still read by the viewer, as it stands today."""
    items = db.session.scalars(
        select(SuccessionItem)
        .where(SuccessionItem.share_id == share.id)
        .order_by(SuccessionItem.id)
        .options(
            joinedload(SuccessionItem.menu),
            joinedload(SuccessionItem.action).options(
                selectinload(Action.partners), joinedload(Action.meeting).options(_OF_SERIES)
            ),
            joinedload(SuccessionItem.idea).options(
                selectinload(Idea.partners), joinedload(Idea.meeting).options(_OF_SERIES)
            ),
        )
    )
    found = [_held(item.thing) for item in items]
    return [held for held in found if held.kind.may_view(viewer, held.thing)]


def past(viewer: Viewer, organization_id: int) -> Sequence[Succession]:
    """Of the organization, the newest first. Raises Forbidden."""
    authorize(policy.can_pass_on(viewer, organization_id))
    return db.session.scalars(
        select(Succession)
        .where(Succession.organization_id == organization_id)
        .order_by(Succession.id.desc())
        .options(
            joinedload(Succession.person),
            selectinload(Succession.shares).joinedload(SuccessionShare.successor),
        )
    ).all()


def _held(thing: Any) -> Held:
    return Held(next(kind for kind in KINDS if isinstance(thing, kind.model)), thing)


def _of(kind: Kind, organization_id: int, condition: ColumnElement[bool]) -> list[Held]:
    query = (
        select(kind.model)
        .where(kind.organization_id == organization_id, kind.is_live(), condition)
        .order_by(kind.model.title, kind.model.id)
        .options(joinedload(kind.model.holder))
    )
    return [Held(kind, thing) for thing in db.session.scalars(query)]


def _nobody(kind: Kind, organization_id: int) -> ColumnElement[bool]:
    holder = kind.model.holder_id
    return or_(holder.is_(None), holder.not_in(_there(organization_id)))


def _begun_by(person_id: int) -> ColumnElement[bool]:
    """Drafts without 担当者 that this person entered."""
    entered = select(AuditEntry.subject_id).where(
        AuditEntry.verb == "menu:create", AuditEntry.actor_id == person_id
    )
    return and_(Menu.state == MenuState.DRAFT, Menu.holder_id.is_(None), Menu.id.in_(entered))


def _there(organization_id: int) -> Select[Any]:
    """Ids of the active members."""
    today = calendar.today()
    return (
        select(Membership.user_id)
        .join(Membership.user)
        .where(
            Membership.organization_id == organization_id,
            or_(Membership.starts_on.is_(None), Membership.starts_on <= today),
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
            User.disabled_at.is_(None),
        )
    )


def _shares() -> Select[Any]:
    of = joinedload(SuccessionShare.succession)
    return (
        select(SuccessionShare)
        .join(SuccessionShare.succession)
        .options(
            of.joinedload(Succession.person),
            of.joinedload(Succession.organization),
            joinedload(SuccessionShare.successor),
        )
    )
