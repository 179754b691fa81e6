"""Handing an action over: proposed by who leads it, accepted or declined by who is to lead it."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, bindparam, select
from sqlalchemy.orm import joinedload

from hub.accounts.models import Standing, User, Viewer
from hub.actions import policy, queries
from hub.actions.commands import happened
from hub.actions.handover_models import ActionHandover, HandoverState
from hub.actions.models import Action, EventKind
from hub.audit.log import record
from hub.core.db import db
from hub.core.errors import Conflict, Invalid, NotFound, authorize
from hub.organizations.queries import Choice, choices

_PENDING = select(ActionHandover).where(
    ActionHandover.action_id == bindparam("action_id"),
    ActionHandover.state == HandoverState.PENDING,
)


def pending(action: Action) -> ActionHandover | None:
    """The open question, for whoever reads the action."""
    found = _pending(action)
    return found if found is not None and found.is_open else None


def get_handover(viewer: Viewer, action_id: int, handover_id: int) -> ActionHandover:
    """Raises NotFound."""
    queries.get_action(viewer, action_id)
    handover = db.session.get(ActionHandover, handover_id)
    if handover is None or handover.action_id != action_id:
        raise NotFound
    return handover


def waits_for(viewer: Viewer | Standing) -> ColumnElement[bool]:
    """The condition under which an organization the viewer writes for has to answer."""
    return and_(
        ActionHandover.state == HandoverState.PENDING,
        ActionHandover.to_id.in_(viewer.editing_ids),
        queries.visible_to(viewer).where(Action.id == ActionHandover.action_id).exists(),
    )


def waiting_for(viewer: Viewer) -> Sequence[ActionHandover]:
    """Questions that an organization the viewer writes for has to answer, oldest first."""
    if not viewer.editing_ids:
        return []
    found = db.session.scalars(
        select(ActionHandover)
        .where(waits_for(viewer))
        .order_by(ActionHandover.id)
        .options(
            joinedload(ActionHandover.action),
            joinedload(ActionHandover.giver),
            joinedload(ActionHandover.receiver),
        )
    )
    return [handover for handover in found if handover.is_open]


def receivers(action: Action) -> list[Choice]:
    """Organizations that may be asked."""
    return [o for o in choices() if policy.may_receive(o.id, action)]


def propose(actor: User, action: Action, *, to_id: int, note: str) -> None:
    """Ask an organization to lead. One question at a time.

    Raises:
        Conflict: another one is open.
        Invalid: the organization cannot be asked, or there is no note.
    """
    authorize(policy.can_hand_over(actor, action))
    db.session.refresh(action, with_for_update=True)
    before = _pending(action)
    if before is not None and before.is_open:
        raise Conflict(
            _("担当の引継ぎは、もう申し出てあります。答えを待つか、取り下げてください。")
        )
    if before is not None:
        before.end(HandoverState.WITHDRAWN)
        db.session.flush()
    if to_id not in {organization.id for organization in receivers(action)}:
        raise Invalid(_("この組織には引き継げません。選び直してください。"))
    if not note:
        raise Invalid(_("引き継ぐ理由を入れてください。"))
    db.session.add(ActionHandover(action=action, from_id=action.lead_id, to_id=to_id, note=note))
    _happened(actor, action, EventKind.PROPOSED, note, to_id=to_id)
    _record(actor, action, "action:propose_handover", to_id=to_id, note=note)


def accept(actor: User, handover: ActionHandover) -> None:
    """The lead changes; the note of the proposal is its reason."""
    _answerable(actor, handover)
    action, giver_id = handover.action, handover.from_id
    handover.end(HandoverState.ACCEPTED)
    action.partners = [p for p in action.partners if p.organization_id != handover.to_id]
    action.lead, action.person, action.holder = handover.receiver, "", None
    action.touch()
    happened(actor, action, EventKind.LEAD, text=handover.note, by=handover.to_id,
             lead_before_id=giver_id, lead_after_id=handover.to_id)  # fmt: skip
    record(
        actor, "action:accept_handover", action, organization_id=handover.to_id,
        before={"lead": giver_id}, after={"lead": handover.to_id, "reason": handover.note},
    )  # fmt: skip


def decline(actor: User, handover: ActionHandover, *, reason: str) -> None:
    _answerable(actor, handover)
    if not reason:
        raise Invalid(_("断る理由を入れてください。"))
    handover.end(HandoverState.DECLINED)
    _happened(actor, handover.action, EventKind.DECLINED, reason, handover.to_id, handover.to_id)
    record(
        actor, "action:decline_handover", handover.action, organization_id=handover.to_id,
        after={"reason": reason},
    )  # fmt: skip


def withdraw(actor: User, handover: ActionHandover) -> None:
    authorize(policy.can_hand_over(actor, handover.action))
    _still_open(handover)
    handover.end(HandoverState.WITHDRAWN)
    _happened(actor, handover.action, EventKind.WITHDRAWN, "", to_id=handover.to_id)
    _record(actor, handover.action, "action:withdraw_handover", to_id=handover.to_id)


def _pending(action: Action) -> ActionHandover | None:
    return db.session.scalar(_PENDING, {"action_id": action.id})


def _answerable(actor: User, handover: ActionHandover) -> None:
    authorize(actor.edits_for(handover.to_id))
    _still_open(handover)


def _still_open(handover: ActionHandover) -> None:
    db.session.refresh(handover.action, with_for_update=True)
    db.session.refresh(handover, with_for_update=True)
    if not handover.is_open:
        raise Conflict(_("この引継ぎの申し出は、もう終わっています。"))


def _happened(
    actor: User, action: Action, kind: EventKind, said: str, to_id: int, by: int | None = None
) -> None:
    happened(actor, action, kind, text=said, by=by, lead_after_id=to_id)


def _record(actor: User, action: Action, verb: str, **after: object) -> None:
    speaker = policy.speaks_for(actor, action)
    record(actor, verb, action, organization_id=speaker, after=after)
