"""What an action waits for: choosing it among what one reads, and letting go of it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.actions import policy, queries, waits
from hub.actions.models import Action
from hub.actions.routes.blueprint import bp
from hub.core.db import transaction
from hub.core.errors import NotFound, authorize
from hub.core.paging import page_number, paginate
from hub.core.text import tidy_line


@bp.get("/actions/<int:action_id>/waits")
@login_required
def choose_awaited(action_id: int):
    action = _editable(action_id)
    words = (tidy_line(request.args.get("q", "")) or "")[:200]
    offered = waits.offered(current_user, action, words.split())
    return render_template(
        "actions/waits.html", action=action, words=words,
        page=paginate(offered, number=page_number()),
    )  # fmt: skip


@bp.post("/actions/<int:action_id>/waits")
@login_required
def wait_for(action_id: int):
    _editable(action_id)
    given = request.form.get("awaited", "")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise NotFound
    queries.get_action(current_user, int(given))
    with transaction():
        action = queries.get_action(current_user, action_id)
        waits.wait_for(current_user, action, queries.get_action(current_user, int(given)))
    flash(_("待つものに加えました。"))
    return redirect(_back(action_id), 303)


@bp.post("/actions/<int:action_id>/waits/<int:awaited_id>/delete")
@login_required
def stop_waiting(action_id: int, awaited_id: int):
    _editable(action_id)
    queries.get_action(current_user, awaited_id)
    with transaction():
        action = queries.get_action(current_user, action_id)
        waits.stop_waiting(current_user, action, queries.get_action(current_user, awaited_id))
    flash(_("待つものから外しました。"))
    return redirect(_back(action_id), 303)


def _editable(action_id: int) -> Action:
    action = queries.get_action(current_user, action_id)
    authorize(policy.can_edit(current_user, action))
    return action


def _back(action_id: int) -> str:
    return url_for(".show", action_id=action_id, _anchor="waits")
