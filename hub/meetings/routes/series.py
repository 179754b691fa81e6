"""Pages that change a series and its members."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Conflict, Invalid, authorize
from hub.meetings import policy, queries, series_commands
from hub.meetings.forms import MemberForm, SeriesForm
from hub.meetings.models import Series, SeriesMember
from hub.meetings.routes.blueprint import bp
from hub.meetings.routes.filling import Filled, status, values
from hub.organizations.models import Organization
from hub.organizations.queries import organizations


@bp.route("/meetings/series/new", methods=["GET", "POST"])
@login_required
def create_series():
    authorize(policy.can_create_series(current_user))
    form = _series_form()
    if form.validate_on_submit():
        try:
            with transaction():
                made = series_commands.create_series(current_user, **values(form))
        except Invalid as error:
            form.refuse("name", str(error))
        else:
            flash(_("会議体を作りました。続けて、構成組織を足してください。"), "message")
            return redirect(url_for(".members", series_id=made.id), 303)
    return render_template("meetings/series_form.html", form=form, series=None), status(form)


@bp.route("/meetings/series/<int:series_id>/edit", methods=["GET", "POST"])
@login_required
def edit_series(series_id: int):
    series = queries.get_series(current_user, series_id)
    authorize(policy.can_edit_series(current_user, series))
    filled = Filled(partial(_series_form, series.secretariat), lambda: _stored(series))
    form = filled.form
    if form.validate_on_submit():
        try:
            with transaction():
                series_commands.edit_series(
                    current_user, series, seen=form.version.data, **values(form)
                )
        except Invalid as error:
            form.refuse("name", str(error))
        except Conflict:
            if series.version == form.version.data:
                raise
            return filled.conflict_page(series, series.name, _url(series_id))
        else:
            flash(_("会議体を直しました。"), "message")
            return redirect(_url(series_id), 303)
    return render_template("meetings/series_form.html", form=form, series=series), status(form)


@bp.post("/meetings/series/<int:series_id>/archive")
@login_required
def archive_series(series_id: int):
    series = queries.get_series(current_user, series_id)
    with transaction():
        series_commands.archive_series(current_user, series)
    flash(_("会議体を終わりにしました。記録は残ります。"), "message")
    return redirect(_url(series_id), 303)


@bp.post("/meetings/series/<int:series_id>/reopen")
@login_required
def reopen_series(series_id: int):
    series = queries.get_series(current_user, series_id)
    with transaction():
        series_commands.reopen_series(current_user, series)
    flash(_("会議体を再開しました。"), "message")
    return redirect(_url(series_id), 303)


@bp.route("/meetings/series/<int:series_id>/members", methods=["GET", "POST"])
@login_required
def members(series_id: int):
    """Who belongs to the series, and a form to add one more."""
    series = queries.get_series(current_user, series_id)
    authorize(policy.can_edit_series(current_user, series))
    form = _member_form()
    if form.validate_on_submit():
        try:
            with transaction():
                series_commands.add_member(current_user, series, **values(form))
        except Invalid as error:
            form.refuse("organization_id", str(error))
        else:
            flash(_("構成組織を足しました。"), "message")
            return redirect(url_for(".members", series_id=series_id), 303)
    page = render_template("meetings/members.html", form=form, series=series)
    return page, status(form)


@bp.route("/meetings/series/<int:series_id>/members/<int:member_id>/edit", methods=["GET", "POST"])
@login_required
def edit_member(series_id: int, member_id: int):
    member = queries.get_member(current_user, series_id, member_id)
    series = member.series
    authorize(policy.can_edit_series(current_user, series))
    filled = Filled(partial(_member_form, member), lambda: _stored_member(member))
    form = filled.form
    back = url_for(".members", series_id=series_id)
    if form.validate_on_submit():
        given = {name: form[name].data for name in ("role", "starts_on", "ends_on")}
        try:
            with transaction():
                series_commands.edit_member(current_user, member, seen=form.version.data, **given)
        except Invalid as error:
            form.refuse("ends_on", str(error))
        except Conflict:
            if series.version == form.version.data:
                raise
            return filled.conflict_page(series, series.name, back)
        else:
            flash(_("構成組織を直しました。"), "message")
            return redirect(back, 303)
    page = render_template("meetings/member_form.html", form=form, series=series, member=member)
    return page, status(form)


@bp.post("/meetings/series/<int:series_id>/members/<int:member_id>/remove")
@login_required
def remove_member(series_id: int, member_id: int):
    member = queries.get_member(current_user, series_id, member_id)
    with transaction():
        series_commands.remove_member(current_user, member)
    flash(_("構成組織の行を取り消しました。"), "message")
    return redirect(url_for(".members", series_id=series_id), 303)


def _url(series_id: int) -> str:
    return url_for(".series", series_id=series_id)


def _series_form(kept: Organization | None = None, **given) -> SeriesForm:
    form = SeriesForm(**given)
    offered = list(organizations())
    if kept is not None and kept not in offered:
        offered.append(kept)
    form.secretariat_id.offer(offered, none=_("選んでください"))
    return form


def _member_form(member: SeriesMember | None = None, **given) -> MemberForm:
    form = MemberForm(**given)
    if member is None:
        form.organization_id.offer(organizations(), none=_("選んでください"))
    else:
        del form.organization_id
    return form


def _stored(series: Series) -> dict:
    names = ("name", "kind", "description", "secretariat_id", "visibility", "version")
    return {name: getattr(series, name) for name in names}


def _stored_member(member: SeriesMember) -> dict:
    return {
        "role": member.role,
        "starts_on": member.starts_on,
        "ends_on": member.ends_on,
        "version": member.series.version,
    }
