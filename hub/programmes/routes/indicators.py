"""What is counted of a programme: deciding on it, its order, taking it away."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import conflict
from hub.core.db import transaction
from hub.core.errors import Conflict, Invalid, authorize
from hub.core.forms import Form, VersionField
from hub.programmes import indicator_commands as commands
from hub.programmes import policy, queries
from hub.programmes.forms import IndicatorForm
from hub.programmes.models import Indicator, Programme
from hub.programmes.routes.blueprint import bp

RULE = "/programmes/<int:programme_id>/indicators/<int:indicator_id>"


class RemoveForm(Form):
    version = VersionField()


@bp.route("/programmes/<int:programme_id>/indicators/new", methods=["GET", "POST"])
@login_required
def add_indicator(programme_id: int):
    programme = queries.get_programme(current_user, programme_id)
    authorize(policy.can_edit(current_user, programme))
    form = _form(programme, None, request.form if request.method == "POST" else None)
    if not form.validate_on_submit():
        return _form_page(form, programme)
    try:
        with transaction():
            commands.add_indicator(
                current_user, queries.get_programme(current_user, programme_id), form.entry()
            )
    except Invalid as refusal:
        form.refuse("name", str(refusal))
        return _form_page(form, queries.get_programme(current_user, programme_id))
    flash(_("指標を加えました。"))
    return redirect(url_for(".show", programme_id=programme_id), 303)


@bp.route(f"{RULE}/edit", methods=["GET", "POST"])
@login_required
def edit_indicator(programme_id: int, indicator_id: int):
    indicator = _existing(programme_id, indicator_id)
    stored = conflict.as_typed(_form(indicator.programme, indicator, None))
    given = conflict.merged(request.form, stored) if request.method == "POST" else None
    form = _form(indicator.programme, indicator, given)
    if not form.validate_on_submit():
        return _form_page(form, indicator.programme, indicator)
    try:
        with transaction():
            commands.edit_indicator(
                current_user, _existing(programme_id, indicator_id), form.entry(),
                seen=form.version.data,
            )  # fmt: skip
    except Conflict:
        return _conflict_page(form, _existing(programme_id, indicator_id))
    except Invalid as refusal:
        form.refuse("name", str(refusal))
        indicator = _existing(programme_id, indicator_id)
        return _form_page(form, indicator.programme, indicator)
    flash(_("指標を保存しました。"))
    return redirect(url_for(".show", programme_id=programme_id), 303)


@bp.route(f"{RULE}/remove", methods=["GET", "POST"])
@login_required
def remove_indicator(programme_id: int, indicator_id: int):
    indicator = _existing(programme_id, indicator_id)
    form = RemoveForm()
    is_late = False
    if form.validate_on_submit():
        try:
            with transaction():
                commands.remove_indicator(
                    current_user, _existing(programme_id, indicator_id), seen=form.version.data
                )
        except Conflict:
            indicator, is_late = _existing(programme_id, indicator_id), True
        else:
            flash(_("指標を取り除きました。"))
            return redirect(url_for(".show", programme_id=programme_id), 303)
    page = render_template(
        "programmes/remove_indicator.html", indicator=indicator, programme=indicator.programme,
        is_late=is_late,
    )  # fmt: skip
    return page, 409 if is_late else 200


@bp.post(f"{RULE}/move")
@login_required
def move_indicator(programme_id: int, indicator_id: int):
    """``way`` up or down."""
    with transaction():
        commands.move_indicator(
            current_user, _existing(programme_id, indicator_id),
            up=request.form.get("way") == "up",
        )  # fmt: skip
    return redirect(
        url_for(".show", programme_id=programme_id, _anchor=f"indicator-{indicator_id}"), 303
    )


def _existing(programme_id: int, indicator_id: int) -> Indicator:
    """That the editor may change. Raises NotFound and Forbidden."""
    indicator = queries.get_indicator(current_user, programme_id, indicator_id)
    authorize(policy.can_edit(current_user, indicator.programme))
    return indicator


def _form(programme: Programme, indicator: Indicator | None, formdata) -> IndicatorForm:
    form = IndicatorForm.of(indicator, formdata)
    form.offer(programme, indicator)
    return form


def _form_page(form: IndicatorForm, programme: Programme, indicator: Indicator | None = None):
    page = render_template(
        "programmes/indicator_form.html", form=form, programme=programme, indicator=indicator
    )
    return page, 422 if form.errors else 200


def _conflict_page(form: IndicatorForm, indicator: Indicator):
    rows = conflict.rows(form, conflict.as_typed(_form(indicator.programme, indicator, None)))
    page = render_template(
        "programmes/conflict.html", form=form, rows=rows, title=indicator.name, thing=indicator,
        programme=indicator.programme,
        here=url_for(
            ".edit_indicator", programme_id=indicator.programme_id, indicator_id=indicator.id
        ),
        back=url_for(".show", programme_id=indicator.programme_id),
    )  # fmt: skip
    return page, 409
