"""Moving an idea on, looking at it again, and notes: small forms on its page."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Conflict, authorize
from hub.core.forms import Form
from hub.ideas import commands, policy, queries
from hub.ideas.forms import JoinForm, LookForm, NoteForm, StageForm
from hub.ideas.models import Idea
from hub.ideas.routes.blueprint import bp
from hub.organizations.models import Organization
from hub.organizations.queries import organizations


def show_page(
    idea: Idea, sent: tuple[str, Form] | None = None, status: int = 200, problem: str = ""
):
    """The page of an idea; ``sent`` is the name and the state of a form that came back."""
    meeting, everyone = queries.next_meeting(current_user, idea), organizations()
    forms: dict[str, Form] = {
        "stage": _stage_form(idea, everyone, queries.next_day(meeting)),
        "look": LookForm(formdata=None), "note": NoteForm(formdata=None),
        "join": JoinForm(formdata=None),
    }  # fmt: skip
    if sent:
        forms[sent[0]] = sent[1]
    joining = policy.joining_for(current_user, idea)
    if joining:
        forms["join"].offer(o for o in everyone if o.id in joining)
    page = render_template(
        "ideas/show.html", idea=idea, forms=forms, next_meeting=meeting,
        next_day=queries.next_day(meeting), joining=joining, problem=problem,
        opened=sent[0] if sent else request.args.get("ask", ""),
        refused=sent[1] if sent else None,
        history=queries.history(idea), actions=queries.actions_of(current_user, idea),
        menus=queries.menus_of(current_user, idea), sent_draft=session.pop("sent_draft", None),
    )  # fmt: skip
    return page, status


@bp.post("/ideas/<int:idea_id>/stage")
@login_required
def move(idea_id: int):
    idea = queries.get_idea(current_user, idea_id)
    form = _stage_form(idea, organizations(), None)

    def command(idea: Idea) -> None:
        keeper_id = form.keeper_id.data if "keeper_id" in form else idea.keeper_id
        commands.move_idea(
            current_user, idea, form.stage.data, said=form.said.data or "",
            look_at_on=form.look_at_on.data, keeper_id=keeper_id, seen=form.version.data,
        )  # fmt: skip

    return asked(idea, "stage", form, policy.can_move, _("連携の種を保存しました。"), command)


@bp.post("/ideas/<int:idea_id>/look")
@login_required
def look(idea_id: int):
    form = LookForm()
    idea = queries.get_idea(current_user, idea_id)
    return asked(idea, "look", form, policy.can_move, _("次に見る日を決めました。"), lambda idea: (
        commands.look_again(
            current_user, idea, form.look_day.data, note=form.look_note.data or ""
        )
    ))  # fmt: skip


@bp.post("/ideas/<int:idea_id>/notes")
@login_required
def note(idea_id: int):
    form = NoteForm()
    idea = queries.get_idea(current_user, idea_id)
    return asked(idea, "note", form, policy.can_note, _("経過を書き加えました。"), lambda idea: (
        commands.add_note(current_user, idea, form.text.data or "")
    ))  # fmt: skip


def asked(
    idea: Idea, name: str, form: Form, may: Callable[[Any, Idea], Any], said: str,
    command: Callable[[Idea], None],
):  # fmt: skip
    """A small form of the page. What was written comes back with every refusal."""
    idea_id = idea.id
    authorize(bool(may(current_user, idea)))
    if not form.validate_on_submit():
        return show_page(idea, (name, form), 422)
    try:
        with transaction():
            command(queries.get_idea(current_user, idea_id))
    except Conflict as conflict:
        idea = queries.get_idea(current_user, idea_id)
        if "version" in form:
            form.version.data = idea.version
        late = _("書いている間に、別の人が先に変えました（今の段階は%(stage)s）。",
                 stage=idea.stage.label)  # fmt: skip
        return show_page(idea, (name, form), 409, str(conflict) or late)
    flash(said)
    return redirect(url_for("ideas.show", idea_id=idea_id), 303)


def _stage_form(
    idea: Idea, everyone: Sequence[Organization], next_day: date | None
) -> StageForm:  # fmt: skip
    offered = everyone if policy.can_give(current_user, idea) else None
    return StageForm.of(idea, offered=offered, next_day=next_day)
