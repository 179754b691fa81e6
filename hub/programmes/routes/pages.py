"""One programme: entering, reading, changing, ending."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import conflict
from hub.core.db import transaction
from hub.core.errors import Conflict, Invalid, authorize
from hub.organizations.models import Organization
from hub.organizations.queries import get_organization
from hub.programmes import commands, drawing, policy, queries
from hub.programmes.forms import ProgrammeForm
from hub.programmes.models import Programme
from hub.programmes.routes.blueprint import bp


@bp.get("/programmes/<int:programme_id>")
def show(programme_id: int):
    programme = queries.get_programme(current_user, programme_id)
    return render_template(
        "programmes/show.html", programme=programme,
        menus=queries.menus_of(current_user, programme),
        courses=[drawing.course(indicator) for indicator in programme.indicators],
    )  # fmt: skip


@bp.route("/organizations/<int:organization_id>/programmes/new", methods=["GET", "POST"])
@login_required
def create(organization_id: int):
    organization = get_organization(organization_id)
    authorize(policy.can_create_for(current_user, organization.id))
    form = ProgrammeForm()
    form.offer(
        queries.own_menus(current_user, organization_id), queries.names_of(organization_id)
    )  # fmt: skip
    if not form.validate_on_submit():
        return _form_page(form, organization)
    try:
        with transaction():
            programme = commands.create_programme(
                current_user, get_organization(organization_id), form.entry()
            )
            new_id = programme.id
    except Invalid as refusal:
        form.refuse("name", str(refusal))
        return _form_page(form, get_organization(organization_id))
    flash(_("事業を登録しました。続けて、数えるもの（指標）を決められます。"))
    return redirect(url_for(".show", programme_id=new_id), 303)


@bp.route("/programmes/<int:programme_id>/edit", methods=["GET", "POST"])
@login_required
def edit(programme_id: int):
    programme = queries.get_programme(current_user, programme_id)
    authorize(policy.can_edit(current_user, programme))
    stored = conflict.as_typed(_form(programme, None))
    given = conflict.merged(request.form, stored) if request.method == "POST" else None
    form = _form(programme, given)
    if not form.validate_on_submit():
        return _form_page(form, programme.organization, programme)
    try:
        with transaction():
            commands.edit_programme(
                current_user, queries.get_programme(current_user, programme_id), form.entry(),
                seen=form.version.data,
            )  # fmt: skip
    except Conflict:
        return _conflict_page(form, queries.get_programme(current_user, programme_id))
    except Invalid as refusal:
        form.refuse("name", str(refusal))
        programme = queries.get_programme(current_user, programme_id)
        return _form_page(form, programme.organization, programme)
    flash(_("事業を保存しました。"))
    return redirect(url_for(".show", programme_id=programme_id), 303)


@bp.post("/programmes/<int:programme_id>/<any(archive, restore):what>")
@login_required
def end(programme_id: int, what: str):
    """終了にする, or take it up again."""
    is_end = what == "archive"
    command = commands.archive_programme if is_end else commands.restore_programme
    with transaction():
        command(current_user, queries.get_programme(current_user, programme_id))
    flash(
        _("事業を終了にしました。数値は残ります。")
        if is_end
        else _("事業を続けるものに戻しました。")
    )
    return redirect(url_for(".show", programme_id=programme_id), 303)


def _form(programme: Programme, formdata) -> ProgrammeForm:
    tied = queries.menus_of(current_user, programme)
    form = ProgrammeForm.of(programme, tied, formdata)
    offered = {menu.id: menu for menu in tied}
    offered |= {m.id: m for m in queries.own_menus(current_user, programme.organization_id)}
    form.offer(
        offered.values(), queries.names_of(programme.organization_id, but=programme.id)
    )  # fmt: skip
    return form


def _form_page(form: ProgrammeForm, organization: Organization, programme=None):
    page = render_template(
        "programmes/form.html", form=form, organization=organization, programme=programme
    )
    return page, 422 if form.errors else 200


def _conflict_page(form: ProgrammeForm, programme: Programme):
    """Both texts, with the version that the choice is made against."""
    rows = conflict.rows(form, conflict.as_typed(_form(programme, None)))
    page = render_template(
        "programmes/conflict.html", form=form, rows=rows, title=programme.name,
        thing=programme, programme=programme,
        here=url_for(".edit", programme_id=programme.id),
        back=url_for(".show", programme_id=programme.id),
    )  # fmt: skip
    return page, 409
