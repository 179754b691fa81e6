"""Pages of ideas: the list, and one idea with its stage."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Conflict, NotFound, authorize
from hub.core.login import login_manager
from hub.core.paging import page_number, paginate
from hub.ideas import commands, events, policy, queries, slots
from hub.ideas.forms import StageForm
from hub.ideas.models import Idea, Stage

__all__ = ["bp", "events", "slots"]
bp = Blueprint("ideas", __name__)


@bp.context_processor
def _for_templates():
    return {"policy": policy}


@bp.get("/ideas")
@login_required
def index():
    given = request.args.get("stage", "")
    stage = Stage(given) if given in set(Stage) else None
    return render_template(
        "ideas/index.html", stage=stage, stages=list(Stage),
        counts=queries.stage_counts(current_user),
        page=paginate(queries.listed(current_user, stage), number=page_number()),
    )  # fmt: skip


@bp.get("/ideas/<int:idea_id>")
def show(idea_id: int):
    try:
        idea = queries.get_idea(current_user, idea_id)
    except NotFound:
        if current_user.is_authenticated:
            raise
        return login_manager.unauthorized()  # the same answer for whatever does not exist
    return _page(idea, _form(idea))


@bp.post("/ideas/<int:idea_id>/stage")
@login_required
def move(idea_id: int):
    idea = queries.get_idea(current_user, idea_id)
    authorize(policy.can_move(current_user, idea))
    form = _form(idea)
    if not form.validate_on_submit():
        return _page(idea, form, 422)
    keeper_id = form.keeper_id.data if "keeper_id" in form else idea.keeper_id
    try:
        with transaction():
            commands.move_idea(
                current_user, queries.get_idea(current_user, idea_id), form.stage.data,
                said=form.said.data or "", look_at_on=form.look_at_on.data,
                keeper_id=keeper_id, seen=form.version.data,
            )  # fmt: skip
    except Conflict:
        idea = queries.get_idea(current_user, idea_id)
        form.version.data = idea.version
        return _page(idea, form, 409)
    flash(_("連携の種を保存しました。"))
    return redirect(url_for(".show", idea_id=idea_id), 303)


def _form(idea: Idea) -> StageForm:
    return StageForm.of(idea, may_give=policy.can_give(current_user, idea))


def _page(idea: Idea, form: StageForm, status: int = 200):
    page = render_template("ideas/show.html", idea=idea, form=form, is_late=status == 409)
    return page, status
