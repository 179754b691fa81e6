"""担当者 of one thing, and of everything an organization has."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Invalid, authorize
from hub.organizations.queries import get_organization
from hub.successions import commands, policy, queries
from hub.successions.forms import AssignForm
from hub.successions.kinds import BY_NAME
from hub.successions.routes.blueprint import bp


@bp.post("/holders/<any(menu, action, idea):kind>/<int:thing_id>")
@login_required
def assign(kind: str, thing_id: int):
    """The panel on the page of the thing."""
    thing = queries.get_thing(current_user, kind, thing_id)
    owner = BY_NAME[kind].owner_of(thing)
    authorize(policy.can_set_holder(current_user, owner))
    form = AssignForm()
    form.offer(queries.members_of(owner) if owner else [], [])
    if not form.validate_on_submit():
        raise Invalid(_("この人は、いまこの組織のメンバーではありません。選び直してください。"))
    with transaction():
        commands.set_holder(
            current_user, queries.get_thing(current_user, kind, thing_id), form.chosen
        )
    flash(_("担当者を決めました。") if form.chosen else _("担当者を外しました。"))
    return redirect(f"{BY_NAME[kind].address(thing_id)}#holder", 303)


@bp.route("/organizations/<int:organization_id>/holders", methods=["GET", "POST"])
@login_required
def holders(organization_id: int):
    """Who holds what, and what nobody holds."""
    organization = get_organization(organization_id)
    authorize(policy.can_see_holders(current_user, organization_id))
    may_set = policy.can_set_holder(current_user, organization_id)
    people = queries.members_of(organization_id)
    things = queries.live_things(current_user, organization_id)
    left = [item for item in things if item.thing.holder not in people]
    form = AssignForm()
    form.offer(people, left)
    if form.is_submitted():
        authorize(may_set)
        if form.validate() and form.things.data and form.chosen:
            chosen = [item for item in left if item.key in form.things.data]
            with transaction():
                for item in chosen:
                    commands.set_holder(current_user, item.thing, form.chosen)
            flash(_("%(count)s件の担当者を決めました。", count=len(chosen)))
            return redirect(url_for(".holders", organization_id=organization_id), 303)
        if not form.errors:
            form.refuse("things" if form.chosen else "user_id", _("選んでください。"))
    page = render_template(
        "successions/holders.html",
        organization=organization, form=form, left=left, may_set=may_set,
        held=[item for item in things if item not in left],
        past=queries.past(current_user, organization_id)
        if policy.can_pass_on(current_user, organization_id) else [],
    )  # fmt: skip
    return page, 422 if form.errors else 200
