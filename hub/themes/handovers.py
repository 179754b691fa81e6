"""The lead of a theme goes to another organization: a note, a proposal, and an answer."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import Standing, User, Viewer
from hub.audit.log import changed, record
from hub.core import calendar
from hub.core.db import db, lock_version
from hub.core.errors import Conflict, Invalid, NotFound, authorize
from hub.organizations.models import Organization
from hub.organizations.queries import organizations
from hub.taxonomies.models import Term
from hub.themes import drafting, holdings, moving, policy, queries
from hub.themes.holdings import Holdings
from hub.themes.models import (
    OPEN_STATES,
    ThemeHandover,
    ThemeHandoverItem,
    ThemeHandoverState,
    ThemeRole,
    ThemeRoleKind,
)

LOADED = (
    joinedload(ThemeHandover.term),
    joinedload(ThemeHandover.giver),
    joinedload(ThemeHandover.receiver),
)


def get_handover(viewer: Viewer, term: Term, handover_id: int) -> ThemeHandover:
    """Raises NotFound."""
    handover = db.session.scalars(
        select(ThemeHandover)
        .where(ThemeHandover.id == handover_id, ThemeHandover.term_id == term.id)
        .options(
            *LOADED,
            selectinload(ThemeHandover.items).joinedload(ThemeHandoverItem.idea),
            selectinload(ThemeHandover.items).joinedload(ThemeHandoverItem.action),
        )
    ).one_or_none()
    if handover is None or not policy.can_view_handover(viewer, handover):
        raise NotFound
    return handover


def of_theme(viewer: Viewer, term: Term) -> list[ThemeHandover]:
    """Open and past ones that the viewer may read, the newest first."""
    found = db.session.scalars(
        select(ThemeHandover)
        .where(ThemeHandover.term_id == term.id)
        .options(*LOADED)
        .order_by(ThemeHandover.id.desc())
    )
    return [handover for handover in found if policy.can_view_handover(viewer, handover)]


def waits_for(viewer: Viewer | Standing) -> ColumnElement[bool]:
    """The condition under which an organization the viewer writes for has to answer."""
    return and_(
        ThemeHandover.state == ThemeHandoverState.PROPOSED,
        ThemeHandover.to_id.in_(viewer.editing_ids),
    )


def waiting_for(viewer: Viewer) -> Sequence[ThemeHandover]:
    """Proposals that an organization the viewer writes for has to answer, oldest first."""
    if not viewer.editing_ids:
        return []
    return db.session.scalars(
        select(ThemeHandover).where(waits_for(viewer)).options(*LOADED).order_by(ThemeHandover.id)
    ).all()


def receivers(lead_id: int | None) -> list[Organization]:
    return [organization for organization in organizations() if organization.id != lead_id]


def readable_items(viewer: Viewer, handover: ThemeHandover) -> list[ThemeHandoverItem]:
    """Those whose thing the viewer reads today."""
    keys = holdings.may_read(
        viewer,
        [item.idea_id for item in handover.items if item.idea_id],
        [item.action_id for item in handover.items if item.action_id],
    )
    return [item for item in handover.items if item.key in keys]


def offered(handover: ThemeHandover) -> Holdings:
    """What may go along today."""
    return holdings.told(handover.term_id, handover.from_id, handover.to_id)


def staying(viewer: Viewer, handover: ThemeHandover) -> Holdings | None:
    """What cannot be told to the successor, and once it has the lead, all that the old one has
    still; None for who is not of the outgoing side."""
    if not policy.can_see_what_stays(viewer, handover):
        return None
    if handover.state is ThemeHandoverState.ACCEPTED:
        return holdings.held(viewer, handover.term_id, handover.from_id)
    if not handover.is_open:
        return None
    return holdings.staying(viewer, handover.term_id, handover.from_id, handover.to_id)


def begin(actor: User, term: Term, *, to_id: int, moves_on: date) -> ThemeHandover:
    """A draft with the facts of today, everything ticked.

    Raises:
        Conflict: another one is open.
        Invalid: the organization or the day cannot be.
    """
    role = _leading(term)
    authorize(policy.can_hand_over(actor, role.organization_id if role else None))
    assert role is not None
    open_already = select(ThemeHandover.id).where(
        ThemeHandover.term_id == term.id, ThemeHandover.state.in_(OPEN_STATES)
    )
    if db.session.scalar(open_already) is not None:
        raise Conflict(_("この分野には、書きかけか返事待ちの引継ぎメモがあります。"))
    if to_id not in {organization.id for organization in receivers(role.organization_id)}:
        raise Invalid(_("この組織には引き継げません。選び直してください。"))
    _refuse_day(role, moves_on)
    told = holdings.told(term.id, role.organization_id, to_id)
    handover = ThemeHandover(
        term_id=term.id, from_id=role.organization_id, to_id=to_id, moves_on=moves_on,
        note=drafting.draft(term, role.organization_id, to_id, told), items=_listed(told),
    )  # fmt: skip
    db.session.add(handover)
    _record(actor, handover, "theme_handover:create", after={"to": to_id, "moves_on": moves_on})
    return handover


def edit(
    actor: User, handover: ThemeHandover, *, note: str, moves_on: date, ticked: Iterable[str],
    seen: int,
) -> None:  # fmt: skip
    """Text, day, and what goes along: of what the lead holds today. Raises Conflict, Invalid."""
    authorize(policy.can_write(actor, handover))
    lock_version(handover, seen)
    if moves_on != handover.moves_on and (role := _leading(handover.term)) is not None:
        _refuse_day(role, moves_on)
    wanted = set(ticked)
    before = _facts(handover)
    handover.note, handover.moves_on = note, moves_on
    listed = {item.key: item for item in handover.items}
    now = _listed(offered(handover))
    handover.items = [listed.get(item.key, item) for item in now]
    for item in handover.items:
        item.is_ticked = item.key in wanted
    handover.touch()
    _record(actor, handover, "theme_handover:edit", **changed(before, _facts(handover)))


def propose(actor: User, handover: ThemeHandover, *, seen: int) -> None:
    authorize(policy.can_write(actor, handover))
    lock_version(handover, seen)
    if handover.state is not ThemeHandoverState.DRAFT:
        raise Conflict(_("この引継ぎメモは、もう申し出てあります。"))
    handover.propose()
    _record(actor, handover, "theme_handover:propose", after={"to": handover.to_id})


def accept(actor: User, handover: ThemeHandover, *, seen: int) -> int:
    """The role moves on the day that was decided, and what was ticked moves now.

    Returns how many things moved.

    Raises:
        Conflict: the note changed since it was read, or the outgoing lead leads no more.
    """
    _answerable(actor, handover)
    lock_version(handover, seen)
    role = _last_lead(handover.term)
    if role is None or role.organization_id != handover.from_id:
        raise Conflict(_("%(name)sは、もうこの分野の幹事ではありません。",
                         name=handover.giver.short_name))  # fmt: skip
    _pass_role(handover, role, handover.moves_on)
    moved = moving.move(actor, handover)
    handover.end(ThemeHandoverState.ACCEPTED)
    record(
        actor, "theme_handover:accept", handover, organization_id=handover.to_id,
        before={"lead": handover.from_id},
        after={"lead": handover.to_id, "moves_on": handover.moves_on, "moved": moved},
    )  # fmt: skip
    return moved


def decline(actor: User, handover: ThemeHandover, *, reason: str) -> None:
    _answerable(actor, handover)
    if not reason.strip():
        raise Invalid(_("断る理由を入れてください。"))
    handover.end(ThemeHandoverState.DECLINED, reason.strip())
    record(actor, "theme_handover:decline", handover, organization_id=handover.to_id,
           after={"reason": reason.strip()})  # fmt: skip


def withdraw(actor: User, handover: ThemeHandover) -> None:
    authorize(policy.can_hand_over(actor, handover.from_id))
    _still_open(handover)
    handover.end(ThemeHandoverState.WITHDRAWN)
    _record(actor, handover, "theme_handover:withdraw", after={"to": handover.to_id})


def _pass_role(handover: ThemeHandover, role: ThemeRole, day: date) -> None:
    """The old term ends the day before; a 協力 of the new lead ends where its lead begins."""
    others = [r for r in queries.roles_of(handover.term) if r is not role]
    if any(r.kind is ThemeRoleKind.LEAD and r.meets(day, None) for r in others):
        raise Conflict(_("この日からの幹事は、もう決まっています。事務局にたずねてください。"))
    before = day - timedelta(days=1)
    if before < role.starts_on:
        raise Conflict(_("幹事の期間が変わっています。メモの日を直してください。"))
    role.end(before)
    for other in others:
        if other.organization_id == handover.to_id and other.meets(day, None):
            if other.starts_on <= before:
                other.end(before)
            else:
                db.session.delete(other)
    db.session.flush()  # the old term has its end before the new one begins
    db.session.add(
        ThemeRole(
            term_id=handover.term_id, organization_id=handover.to_id, kind=ThemeRoleKind.LEAD,
            starts_on=day,
        )
    )  # fmt: skip


def _leading(term: Term) -> ThemeRole | None:
    today = calendar.today()
    roles = queries.roles_of(term)
    return next((r for r in roles if r.kind is ThemeRoleKind.LEAD and r.is_on(today)), None)


def _last_lead(term: Term) -> ThemeRole | None:
    """Also where its term has ended and nobody followed yet."""
    today = calendar.today()
    begun = (r for r in queries.roles_of(term) if r.starts_on <= today)
    return next((role for role in begun if role.kind is ThemeRoleKind.LEAD), None)


def _refuse_day(role: ThemeRole, day: date) -> None:
    if day < calendar.today():
        raise Invalid(_("幹事が替わる日は、今日か、それより後にしてください。"))
    if day <= role.starts_on:
        raise Invalid(_("幹事が替わる日は、いまの幹事が始まった日より後にしてください。"))


def _listed(told: Holdings) -> list[ThemeHandoverItem]:
    return [
        *(ThemeHandoverItem(idea_id=idea.id) for idea in told.ideas),
        *(ThemeHandoverItem(action_id=action.id) for action in told.actions),
    ]


def _answerable(actor: User, handover: ThemeHandover) -> None:
    authorize(actor.edits_for(handover.to_id) and handover.proposed_at is not None)
    _still_open(handover)
    if handover.state is not ThemeHandoverState.PROPOSED:
        raise Conflict(_("この引継ぎの申し出は、もう終わっています。"))


def _still_open(handover: ThemeHandover) -> None:
    db.session.refresh(handover, with_for_update=True)
    if not handover.is_open:
        raise Conflict(_("この引継ぎの申し出は、もう終わっています。"))


def _facts(handover: ThemeHandover) -> dict[str, Any]:
    return {
        "note": handover.note,
        "moves_on": handover.moves_on,
        "ticked": sorted(item.key for item in handover.items if item.is_ticked),
    }


def _record(actor: User, handover: ThemeHandover, verb: str, **given: Any) -> None:
    """Of the outgoing lead, also when a coordinator writes for it."""
    record(actor, verb, handover, organization_id=handover.from_id, **given)
