"""What became of the agenda items of a meeting, all on one page."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Conflict, authorize
from hub.meetings import outcomes, policy, queries
from hub.meetings.forms import outcomes_form
from hub.meetings.models import Meeting
from hub.meetings.routes.blueprint import bp
from hub.meetings.routes.filling import Filled, status


@bp.route("/meetings/<int:meeting_id>/outcomes", methods=["GET", "POST"])
@login_required
def set_outcomes(meeting_id: int):
    meeting = queries.get_meeting(current_user, meeting_id)
    authorize(policy.can_edit(current_user, meeting))
    if meeting.is_locked:
        raise Conflict(
            _("議事録が確定しているため、直せません。直すときは議事録を訂正してください。")
        )
    items = {f"outcome_{item.id}": item.id for item in meeting.agenda_items}
    filled = Filled(
        lambda **given: outcomes_form(meeting.agenda_items, **given), lambda: _stored(meeting)
    )
    form = filled.form
    if form.validate_on_submit():
        given = {item_id: form[name].data for name, item_id in items.items()}
        try:
            with transaction():
                outcomes.set_outcomes(current_user, meeting, given, seen=form.version.data)
        except Conflict:
            if meeting.version == form.version.data:
                raise
            return filled.conflict_page(meeting, meeting.name, _url(meeting_id))
        flash(_("議題の結果を書きました。"), "message")
        return redirect(_url(meeting_id), 303)
    return render_template("meetings/outcomes.html", form=form, meeting=meeting), status(form)


def _stored(meeting: Meeting) -> dict:
    given = {f"outcome_{item.id}": item.outcome for item in meeting.agenda_items}
    return given | {"version": meeting.version}


def _url(meeting_id: int) -> str:
    return url_for(".show", meeting_id=meeting_id, _anchor="agenda")
