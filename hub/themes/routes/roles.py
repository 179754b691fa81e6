"""Who stands how to a theme: set by coordinators, with dates."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.db import transaction
from hub.core.errors import Invalid, authorize
from hub.organizations.queries import organizations
from hub.themes import commands, policy, queries
from hub.themes.forms import ChangeRoleForm, RoleForm
from hub.themes.routes.blueprint import bp


@bp.route("/themes/<code>/roles", methods=["GET", "POST"])
@login_required
def roles(code: str):
    term = queries.get_term(code)
    authorize(policy.can_set_roles(current_user))
    form = RoleForm(starts_on=calendar.today())
    form.offer(organizations())
    if form.validate_on_submit():
        try:
            with transaction():
                commands.add_role(
                    current_user, queries.get_term(code), organization_id=form.organization_id.data,
                    kind=form.kind.data, starts_on=form.starts_on.data, ends_on=form.ends_on.data,
                )  # fmt: skip
        except Invalid as error:
            form.refuse("organization_id", str(error))
        else:
            flash(_("役割を入れました。"))
            return redirect(url_for(".roles", code=code), 303)
    page = render_template("themes/roles.html", term=term, form=form, roles=queries.roles_of(term))
    return page, 422 if form.errors else 200


@bp.route("/themes/<code>/roles/<int:role_id>", methods=["GET", "POST"])
@login_required
def change_role(code: str, role_id: int):
    authorize(policy.can_set_roles(current_user))
    role = queries.get_role(queries.get_term(code), role_id)
    form = ChangeRoleForm.of(role)
    if form.validate_on_submit():
        try:
            with transaction():
                commands.change_role(
                    current_user, role, kind=form.kind.data, starts_on=form.starts_on.data,
                    ends_on=form.ends_on.data, seen=form.version.data,
                )  # fmt: skip
        except Invalid as error:
            form.refuse("starts_on", str(error))
        else:
            flash(_("役割を直しました。"))
            return redirect(url_for(".roles", code=code), 303)
    page = render_template("themes/role.html", term=role.term, role=role, form=form)
    return page, 422 if form.errors else 200


@bp.post("/themes/<code>/roles/<int:role_id>/remove")
@login_required
def remove_role(code: str, role_id: int):
    authorize(policy.can_set_roles(current_user))
    role = queries.get_role(queries.get_term(code), role_id)
    with transaction():
        commands.remove_role(current_user, role)
    flash(_("役割を消しました。"))
    return redirect(url_for(".roles", code=code), 303)
