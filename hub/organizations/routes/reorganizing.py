"""組織改編, recorded by coordinators and system administrators."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.db import transaction
from hub.core.errors import Conflict, Invalid, authorize
from hub.organizations import policy, queries, reorganizing
from hub.organizations.forms import ReorganizationForm
from hub.organizations.models import Organization
from hub.organizations.routes.blueprint import bp


@bp.route("/organizations/<int:organization_id>/reorganization", methods=["GET", "POST"])
@login_required
def reorganize(organization_id: int):
    authorize(policy.can_reorganize(current_user))
    organization = queries.get_organization(organization_id)
    form = ReorganizationForm(data={"valid_until": organization.valid_until})
    _offer(form, organization)
    if not form.validate_on_submit():
        return _page(form, organization)
    seen, day, successor_id = form.version.data, form.valid_until.data, int(form.successor.data)
    assert day  # the form was found valid
    try:
        with transaction():
            reorganizing.reorganize(
                current_user, queries.get_organization(organization_id), seen,
                successor=queries.get_organization(successor_id), last_day=day,
            )  # fmt: skip
    except Invalid as error:
        form.refuse("successor", str(error))
        return _page(form, queries.get_organization(organization_id))
    except Conflict:
        return _page(form, queries.get_organization(organization_id), is_late=True)
    flash(_("組織改編を記録しました。待っているものと関係は、次の日から引き継いだ組織に移ります。"))
    return redirect(url_for(".show", organization_id=organization_id), 303)


@bp.post("/organizations/<int:organization_id>/reorganization/take-back")
@login_required
def take_back_reorganization(organization_id: int):
    authorize(policy.can_reorganize(current_user))
    organization = queries.get_organization(organization_id)
    form = ReorganizationForm()
    seen = form.version.data
    try:
        with transaction():
            reorganizing.take_back(
                current_user, queries.get_organization(organization_id), seen
            )  # fmt: skip
    except Conflict:
        organization = queries.get_organization(organization_id)
        form = ReorganizationForm(None, data={"valid_until": organization.valid_until})
        _offer(form, organization)
        return _page(form, organization, is_late=True)
    flash(_("組織改編の記録を取り消しました。"))
    return redirect(url_for(".show", organization_id=organization_id), 303)


def _offer(form: ReorganizationForm, organization: Organization) -> None:
    """Of the same kind first: departments follow departments."""
    others = [o for o in queries.organizations() if o.id != organization.id]
    others.sort(key=lambda other: other.kind is not organization.kind)
    form.successor.choices = [
        ("", _("選んでください")), *((str(o.id), o.name) for o in others)
    ]  # fmt: skip
    if not form.is_submitted():
        form.successor.data = str(organization.successor_id or "")


def _page(form: ReorganizationForm, organization: Organization, *, is_late: bool = False):
    """``is_late``: somebody was first; what was typed stays beside what is recorded now."""
    page = render_template(
        "organizations/reorganization.html",
        form=form,
        organization=organization,
        version=organization.version,
        relations=reorganizing.relations_on(organization, calendar.today()),
        is_late=is_late,
    )
    return page, 409 if is_late else 422 if form.errors else 200
