"""Changes of the state of an action, and notes: small forms on its page and on the board."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.actions import commands, handovers, policy, queries, waits
from hub.actions.forms import (
    CompleteForm,
    DeclineForm,
    DropForm,
    HandoverForm,
    HoldForm,
    NoteForm,
    ReopenForm,
)
from hub.actions.models import Action
from hub.actions.routes.blueprint import bp
from hub.core import calendar
from hub.core.db import transaction
from hub.core.errors import Conflict, authorize
from hub.core.forms import Form
from hub.core.login import own_path

ASKING = {
    "hold": HoldForm, "complete": CompleteForm, "drop": DropForm, "reopen": ReopenForm,
    "note": NoteForm, "handover": HandoverForm, "decline": DeclineForm,
}  # fmt: skip


def show_page(
    action: Action, sent: tuple[str, Form] | None = None, status: int = 200, problem: str = ""
):
    """The page of an action; ``sent`` is the name and the state of a form that came back."""
    forms = _Forms(action)
    if sent:
        forms[sent[0]] = sent[1]
    page = render_template(
        "actions/show.html",
        handover=handovers.pending(action),
        action=action,
        forms=forms,
        opened=sent[0] if sent else request.args.get("ask", ""),
        refused=sent[1] if sent else None,
        problem=problem,
        history=queries.history(action),
        menus=queries.menus_of(current_user, action),
        waits=waits.of(current_user, action, calendar.today()),
    )
    return page, status


class _Forms(dict[str, Form]):
    """By name; made when the page asks for one: who reads only is shown none."""

    def __init__(self, action: Action) -> None:
        self._action = action

    def __missing__(self, name: str) -> Form:
        form = self[name] = ASKING[name](formdata=None)
        if isinstance(form, HandoverForm):
            form.offer(handovers.receivers(self._action))
        return form


@bp.post("/actions/<int:action_id>/start")
@login_required
def start(action_id: int):
    return _at_once(action_id, commands.start_action, _("進行中にしました。"))


@bp.post("/actions/<int:action_id>/put-back")
@login_required
def put_back(action_id: int):
    return _at_once(action_id, commands.put_back_action, _("未着手に戻しました。"))


@bp.post("/actions/<int:action_id>/hold")
@login_required
def hold(action_id: int):
    form = HoldForm()
    return asked(action_id, "hold", form, _("保留にしました。"), lambda action: (
        commands.hold_action(
            current_user, action, until=form.review_on.data, note=form.note.data or ""
        )
    ))  # fmt: skip


@bp.post("/actions/<int:action_id>/complete")
@login_required
def complete(action_id: int):
    form = CompleteForm()
    return asked(action_id, "complete", form, _("完了にしました。"), lambda action: (
        commands.complete_action(current_user, action, result=form.result.data or "")
    ))  # fmt: skip


@bp.post("/actions/<int:action_id>/drop")
@login_required
def drop(action_id: int):
    form = DropForm()
    return asked(action_id, "drop", form, _("見送りにしました。"), lambda action: (
        commands.drop_action(current_user, action, reason=form.reason.data or "")
    ))  # fmt: skip


@bp.post("/actions/<int:action_id>/reopen")
@login_required
def reopen(action_id: int):
    form = ReopenForm()
    return asked(action_id, "reopen", form, _("再開しました。"), lambda action: (
        commands.reopen_action(current_user, action, note=form.note.data or "")
    ))  # fmt: skip


@bp.post("/actions/<int:action_id>/notes")
@login_required
def note(action_id: int):
    form = NoteForm()
    return asked(action_id, "note", form, _("経過を書き加えました。"), lambda action: (
        commands.add_note(current_user, action, text=form.text.data or "")
    ))  # fmt: skip


def _at_once(action_id: int, command: Callable[..., None], said: str):
    """A move that asks for nothing."""
    with transaction():
        command(current_user, queries.get_action(current_user, action_id))
    flash(said)
    return redirect(_back(action_id), 303)


def asked(action_id: int, name: str, form: Form, said: str, command: Callable[[Action], Any]):
    """A move that asks for something. What was written comes back with every refusal."""
    action = queries.get_action(current_user, action_id)
    authorize(_allowed(name, action))
    if not form.validate_on_submit():
        return show_page(action, (name, form), 422)
    try:
        with transaction():
            command(queries.get_action(current_user, action_id))
    except Conflict as conflict:
        action = queries.get_action(current_user, action_id)
        return show_page(action, (name, form), 409, str(conflict))
    flash(said)
    return redirect(_back(action_id), 303)


def _allowed(name: str, action: Action) -> bool:
    if name == "handover":
        return policy.can_hand_over(current_user, action)
    if name == "decline":
        return True  # who is asked was seen to by the route
    if name == "note":
        return policy.can_note(current_user, action)
    if name == "reopen":
        return policy.can_reopen(current_user, action)
    return policy.can_set_status(current_user, action)


def _back(action_id: int) -> str:
    """Where the button was pressed: the board or a list, else the page of the action."""
    return own_path(request.form.get("next")) or url_for("actions.show", action_id=action_id)
