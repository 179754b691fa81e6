"""What an organization says of itself, changed by its own admin."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import conflict
from hub.core.db import transaction
from hub.core.errors import Conflict, authorize
from hub.organizations import commands, policy, queries
from hub.organizations.forms import OrganizationForm, StrengthsForm, strengths_form
from hub.organizations.models import Organization, StrengthKind
from hub.organizations.routes.blueprint import bp
from hub.taxonomies import queries as taxonomies
from hub.taxonomies.models import Scheme


@bp.route("/organizations/<int:organization_id>/edit", methods=["GET", "POST"])
@login_required
def edit(organization_id: int):
    organization = queries.get_organization(organization_id)
    authorize(policy.can_edit(current_user, organization))
    if request.method == "GET":
        return _edit_page(OrganizationForm(None, obj=organization), organization)
    stored = conflict.as_typed(OrganizationForm(None, obj=organization))
    form = OrganizationForm(conflict.merged(request.form, stored))
    if not form.validate_on_submit():
        return _edit_page(form, organization)
    fields = {name: form[name].data or "" for name in commands.OWN_FIELDS}
    try:
        with transaction():
            commands.update_organization(
                current_user, queries.get_organization(organization_id), form.version.data, fields
            )
    except Conflict:
        organization = queries.get_organization(organization_id)
        stored = conflict.as_typed(OrganizationForm(None, obj=organization))
        return _conflict_page(".edit", form, organization, stored)
    flash(_("組織の紹介を保存しました。"), "message")
    return redirect(url_for(".show", organization_id=organization_id, saved=1), 303)


@bp.route("/organizations/<int:organization_id>/strengths", methods=["GET", "POST"])
@login_required
def strengths(organization_id: int):
    organization = queries.get_organization(organization_id)
    authorize(policy.can_edit(current_user, organization))
    if request.method == "GET":
        return _strengths_page(_strengths_form(organization), organization)
    stored = conflict.as_typed(_strengths_form(organization, request.form))
    form = _strengths_form(organization, conflict.merged(request.form, stored))
    if not form.validate_on_submit():
        return _strengths_page(form, organization)
    said = {kind: form.said(kind) for kind in StrengthKind}
    seen = form.version.data
    try:
        with transaction():
            wanted = {kind: taxonomies.by_code(Scheme.THEME, notes) for kind, notes in said.items()}
            commands.set_strengths(
                current_user, queries.get_organization(organization_id), seen, wanted
            )
    except Conflict:
        organization = queries.get_organization(organization_id)
        stored = conflict.as_typed(_strengths_form(organization, rows_of=request.form))
        return _conflict_page(".strengths", form, organization, stored)
    flash(_("得意分野と頼りたいことを保存しました。"), "message")
    return redirect(url_for(".show", organization_id=organization_id, saved=1), 303)


def _strengths_form(organization: Organization, formdata=None, *, rows_of=None) -> StrengthsForm:
    return strengths_form(organization, taxonomies.terms(Scheme.THEME), formdata, rows_of=rows_of)


def _edit_page(form: OrganizationForm, organization: Organization):
    page = render_template("organizations/edit.html", form=form, organization=organization)
    return page, 422 if form.errors else 200


def _strengths_page(form: StrengthsForm, organization: Organization):
    page = render_template(
        "organizations/strengths.html", form=form, organization=organization, kinds=StrengthKind
    )
    return page, 422 if form.errors else 200


def _conflict_page(endpoint: str, form, organization: Organization, stored):
    """Both texts, with the version that the choice is made against."""
    page = render_template(
        "organizations/conflict.html",
        form=form,
        title=organization.short_name,
        thing=organization,
        rows=conflict.rows(form, stored),
        save_url=url_for(endpoint, organization_id=organization.id),
        back_url=url_for(".show", organization_id=organization.id),
    )
    return page, 409
