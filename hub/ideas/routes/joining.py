"""うちも加わる: an organization joins an idea with what it brings, or leaves it."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import authorize
from hub.ideas import commands, policy, queries
from hub.ideas.forms import JoinForm
from hub.ideas.routes.blueprint import bp
from hub.ideas.routes.moves import asked
from hub.organizations.queries import organizations


@bp.post("/ideas/<int:idea_id>/partners")
@login_required
def join(idea_id: int):
    idea = queries.get_idea(current_user, idea_id)
    able = policy.joining_for(current_user, idea)
    form = JoinForm()
    form.offer(o for o in organizations() if o.id in able)
    return asked(idea, "join", form, policy.joining_for, _("加わりました。"), lambda idea: (
        commands.join(
            current_user, idea, form.organization_id.data or 0, brings=form.brings.data or ""
        )
    ))  # fmt: skip


@bp.post("/ideas/<int:idea_id>/partners/<int:partner_id>/leave")
@login_required
def leave(idea_id: int, partner_id: int):
    partner = queries.get_partner(current_user, idea_id, partner_id)
    organization_id = partner.organization_id
    authorize(policy.can_leave(current_user, partner.idea, organization_id))
    with transaction():
        commands.leave(current_user, queries.get_idea(current_user, idea_id), organization_id)
    flash(_("加わるのをやめました。"))
    if not policy.can_view(current_user, queries.existing(idea_id)):
        return redirect(url_for(".index"), 303)
    return redirect(url_for(".show", idea_id=idea_id), 303)
