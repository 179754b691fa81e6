"""Handing an action over to another organization: small forms on the page of the action."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.actions import handovers, queries
from hub.actions.forms import DeclineForm, HandoverForm
from hub.actions.routes.blueprint import bp
from hub.actions.routes.moves import asked
from hub.core.db import transaction
from hub.core.errors import authorize


@bp.post("/actions/<int:action_id>/handovers")
@login_required
def propose_handover(action_id: int):
    form = HandoverForm()
    form.offer(handovers.receivers(queries.get_action(current_user, action_id)))
    return asked(action_id, "handover", form, _("担当の引継ぎを申し出ました。"), lambda action: (
        handovers.propose(
            current_user, action, to_id=form.to_id.data or 0, note=form.handover_note.data or ""
        )
    ))  # fmt: skip


@bp.post("/actions/<int:action_id>/handovers/<int:handover_id>/accept")
@login_required
def accept_handover(action_id: int, handover_id: int):
    handover = handovers.get_handover(current_user, action_id, handover_id)
    with transaction():
        handovers.accept(current_user, handover)
    flash(_("担当を引き受けました。"))
    return redirect(url_for(".show", action_id=action_id), 303)


@bp.post("/actions/<int:action_id>/handovers/<int:handover_id>/decline")
@login_required
def decline_handover(action_id: int, handover_id: int):
    handover = handovers.get_handover(current_user, action_id, handover_id)
    authorize(current_user.edits_for(handover.to_id))
    form = DeclineForm()
    return asked(action_id, "decline", form, _("担当の引継ぎを断りました。"), lambda _action: (
        handovers.decline(current_user, handover, reason=form.decline_reason.data or "")
    ))  # fmt: skip


@bp.post("/actions/<int:action_id>/handovers/<int:handover_id>/withdraw")
@login_required
def withdraw_handover(action_id: int, handover_id: int):
    handover = handovers.get_handover(current_user, action_id, handover_id)
    with transaction():
        handovers.withdraw(current_user, handover)
    flash(_("引継ぎの申し出を取り下げました。"))
    return redirect(url_for(".show", action_id=action_id), 303)
