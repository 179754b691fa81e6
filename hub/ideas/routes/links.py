"""What belongs to an idea: actions and menus, found by their words and linked by hand."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Conflict, authorize
from hub.core.text import tidy_line
from hub.ideas import commands, offers, policy, queries
from hub.ideas.forms import LinksForm
from hub.ideas.models import Idea
from hub.ideas.routes.blueprint import bp


@bp.route("/ideas/<int:idea_id>/links", methods=["GET", "POST"])
@login_required
def links(idea_id: int):
    idea = queries.get_idea(current_user, idea_id)
    authorize(policy.can_edit(current_user, idea))
    form = _form(idea)
    if not form.validate_on_submit():
        return _page(idea, form, 422 if form.errors else 200)
    try:
        with transaction():
            commands.link(
                current_user, queries.get_idea(current_user, idea_id), seen=form.version.data,
                decision_ids=form.decision_ids.data or [],
                action_ids=form.action_ids.data or [], menu_ids=form.menu_ids.data or [],
            )  # fmt: skip
    except Conflict:
        idea = queries.get_idea(current_user, idea_id)
        form.version.data = idea.version
        return _page(idea, form, 409)
    flash(_("つながりを保存しました。"))
    return redirect(url_for(".show", idea_id=idea_id), 303)


def _form(idea: Idea) -> LinksForm:
    words = _words()
    actions = offers.actions(current_user, idea, words, request.form.getlist("action_ids"))
    menus = offers.menus(current_user, idea, words, request.form.getlist("menu_ids"))
    decisions = offers.decisions(current_user, idea, words, request.form.getlist("decision_ids"))
    form = LinksForm(data={
        "decision_ids": [d.id for d in decisions if d in idea.decisions],
        "action_ids": [a.id for a in queries.actions_of(current_user, idea)],
        "menu_ids": [m.id for m in queries.menus_of(current_user, idea)],
        "version": idea.version,
    })  # fmt: skip
    form.decision_ids.choices = [(d.id, f"{d.text}（{d.meeting.name}）") for d in decisions]
    form.action_ids.choices = [(a.id, f"{a.title}（{a.lead.short_name}）") for a in actions]
    form.menu_ids.choices = [(m.id, f"{m.title}（{m.provider.short_name}）") for m in menus]
    return form


def _words() -> str:
    return (tidy_line(request.args.get("q", "")) or "")[:200]


def _page(idea: Idea, form: LinksForm, status: int):
    page = render_template(
        "ideas/links.html", idea=idea, form=form, words=_words(), is_late=status == 409
    )
    return page, status
