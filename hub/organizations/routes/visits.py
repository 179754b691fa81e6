"""訪問・参加の記録 of the wards' SDCs, read and written inside the network."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import conflict
from hub.core.db import transaction
from hub.core.errors import Conflict, Invalid, NotFound, authorize
from hub.core.paging import page_number, paginate
from hub.organizations import commands, policy, queries
from hub.organizations.forms import VisitForm
from hub.organizations.models import Organization, Visit
from hub.organizations.routes.blueprint import bp


@bp.get("/organizations/<int:organization_id>/visits")
def visits(organization_id: int):
    organization = _organization(organization_id)
    page = paginate(queries.visits_about(current_user, organization), number=page_number())
    return render_template("organizations/visits.html", organization=organization, page=page)


@bp.get("/visits/<int:visit_id>")
def visit(visit_id: int):
    return render_template(
        "organizations/visit.html", visit=queries.get_visit(current_user, visit_id)
    )


@bp.route("/organizations/<int:organization_id>/visits/new", methods=["GET", "POST"])
@login_required
def create_visit(organization_id: int):
    organization = _organization(organization_id)
    if not policy.is_visited(organization):
        raise NotFound
    authorize(policy.can_record_visit(current_user, organization))
    form = VisitForm()
    form.visitor.choices = [
        (o.id, o.short_name)
        for o in queries.organizations()
        if policy.can_visit_for(current_user, o.id, organization)
    ]
    if request.method == "GET" and len(form.visitor.choices) == 1:
        form.visitor.data = form.visitor.choices[0][0]
    if form.validate_on_submit():
        text, visitor_id = _text(form), form.visitor.data
        try:
            with transaction():
                written = commands.add_visit(
                    current_user,
                    queries.get_organization(organization_id),
                    queries.get_organization(visitor_id),
                    text,
                )
                visit_id = written.id
        except Invalid as error:
            form.refuse("visited_on", str(error))
        else:
            flash(_("訪問・参加の記録を保存しました。"), "message")
            return redirect(url_for(".visit", visit_id=visit_id, saved=1), 303)
    return _form_page(form, organization)


@bp.route("/visits/<int:visit_id>/edit", methods=["GET", "POST"])
@login_required
def edit_visit(visit_id: int):
    written = queries.get_visit(current_user, visit_id)
    authorize(policy.can_edit_visit(current_user, written))
    if request.method == "GET":
        return _form_page(_edit_form(None, written), written.organization, written)
    stored = conflict.as_typed(_edit_form(None, written))
    form = _edit_form(conflict.merged(request.form, stored), written)
    if not form.validate_on_submit():
        return _form_page(form, written.organization, written)
    text, seen = _text(form), form.version.data
    try:
        with transaction():
            commands.update_visit(
                current_user, queries.get_visit(current_user, visit_id), seen, text
            )
    except Conflict:
        return _conflict_page(form, queries.get_visit(current_user, visit_id))
    flash(_("訪問・参加の記録を保存しました。"), "message")
    return redirect(url_for(".visit", visit_id=visit_id, saved=1), 303)


def _organization(organization_id: int) -> Organization:
    """Outside the network there are no records, nor pages of them."""
    if not policy.can_see_visits(current_user):
        raise NotFound
    return queries.get_organization(organization_id)


def _edit_form(formdata, written: Visit) -> VisitForm:
    form = VisitForm(formdata, obj=written)
    del form.visitor  # who went stays
    return form


def _text(form: VisitForm) -> commands.VisitText:
    assert form.visited_on.data  # the form was found valid
    return commands.VisitText(
        visited_on=form.visited_on.data, title=form.title.data, body=form.body.data
    )


def _form_page(form: VisitForm, organization: Organization, written: Visit | None = None):
    page = render_template(
        "organizations/visit_form.html", form=form, organization=organization, visit=written
    )
    return page, 422 if form.errors else 200


def _conflict_page(form: VisitForm, written: Visit):
    """Both texts, with the version that the choice is made against."""
    page = render_template(
        "organizations/conflict.html",
        form=form,
        title=written.title,
        thing=written,
        rows=conflict.rows(form, conflict.as_typed(_edit_form(None, written))),
        save_url=url_for(".edit_visit", visit_id=written.id),
        back_url=url_for(".visit", visit_id=written.id),
    )
    return page, 409
