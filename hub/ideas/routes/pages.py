"""One idea: raising, reading, changing."""

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import conflict
from hub.core.db import transaction
from hub.core.errors import Conflict, NotFound, authorize
from hub.core.login import login_manager
from hub.ideas import commands, policy, queries
from hub.ideas.forms import EditForm, IdeaForm
from hub.ideas.models import Idea
from hub.ideas.routes.blueprint import bp, number
from hub.ideas.routes.moves import show_page
from hub.meetings.models import Meeting
from hub.meetings.queries import get_meeting
from hub.menus.queries import get_menu


@bp.get("/ideas/<int:idea_id>")
def show(idea_id: int):
    try:
        idea = queries.get_idea(current_user, idea_id)
    except NotFound:
        if current_user.is_authenticated:
            raise
        return login_manager.unauthorized()  # the same answer for whatever does not exist
    return show_page(idea)


@bp.route("/ideas/new", methods=["GET", "POST"])
@login_required
def create():
    authorize(policy.can_raise(current_user))
    meeting = _meeting()
    menu = get_menu(current_user, number("menu") or 0) if "menu" in request.args else None
    form = IdeaForm(**_suggested(meeting))
    form.prepare(current_user, meeting)
    if form.validate_on_submit():
        ids = (meeting.id if meeting else None, menu.id if menu else None)
        with transaction():
            idea = commands.raise_idea(
                current_user, form.entry(),
                meeting=get_meeting(current_user, ids[0]) if ids[0] else None,
                menu=get_menu(current_user, ids[1]) if ids[1] else None,
            )  # fmt: skip
            new_id = idea.id
        _draft_was_sent("new")
        flash(_("連携の種を出しました。"))
        return redirect(url_for(".show", idea_id=new_id), 303)
    return _form_page(form, meeting=meeting, menu=menu)


@bp.route("/ideas/<int:idea_id>/edit", methods=["GET", "POST"])
@login_required
def edit(idea_id: int):
    idea = queries.get_idea(current_user, idea_id)
    authorize(policy.can_edit(current_user, idea))
    if request.method == "GET":
        return _form_page(EditForm.of(current_user, idea, None), idea=idea)
    stored = conflict.as_typed(EditForm.of(current_user, idea, None))
    form = EditForm.of(current_user, idea, conflict.merged(request.form, stored))
    if not form.validate_on_submit():
        return _form_page(form, idea=idea)
    try:
        with transaction():
            commands.edit_idea(
                current_user, queries.get_idea(current_user, idea_id), form.entry(),
                seen=form.version.data,
            )  # fmt: skip
    except Conflict:
        return _conflict_page(form, queries.get_idea(current_user, idea_id))
    _draft_was_sent(str(idea_id))
    flash(_("連携の種を保存しました。"))
    return redirect(url_for(".show", idea_id=idea_id), 303)


def _meeting() -> Meeting | None:
    """The meeting that the address names. Raises NotFound."""
    if "meeting" not in request.args:
        return None
    meeting = get_meeting(current_user, number("meeting") or 0)
    authorize(policy.can_raise_in(current_user, meeting))
    return meeting


def _suggested(meeting: Meeting | None) -> dict[str, Any]:
    """It is looked at in the next meeting; the organization is the one whose page it came from."""
    coming = queries.next_meeting(current_user, None, meeting.series_id if meeting else None)
    return {"look_at_on": coming.held_on if coming else None,
            "proposer_id": number("organization")}  # fmt: skip


def draft(name: str | int) -> str:
    """The name under which the browser keeps what was typed; see hub.js."""
    return f"{current_user.id}:idea:{name}"


def _draft_was_sent(name: str) -> None:
    """The next page tells the browser that it may forget."""
    session["sent_draft"] = draft(name)


def _form_page(form: IdeaForm, **about: Any):
    given: dict[str, Any] = {"idea": None, "meeting": None, "menu": None} | about
    name = given["idea"].id if given["idea"] else "new"
    page = render_template("ideas/form.html", form=form, draft=draft(name), **given)
    return page, 422 if form.errors else 200


def _conflict_page(form: EditForm, idea: Idea):
    """Both texts, with the version that the choice is made against."""
    stored = conflict.as_typed(EditForm.of(current_user, idea, None))
    page = render_template(
        "ideas/conflict.html", form=form, idea=idea, rows=conflict.rows(form, stored)
    )
    return page, 409
