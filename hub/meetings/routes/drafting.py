"""The draft of a writer, kept while they type, and the choice where two writers met."""

from datetime import datetime

from flask import flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.db import now, transaction
from hub.core.errors import Conflict
from hub.meetings import drafts, merging
from hub.meetings.merging import Start
from hub.meetings.minutes_forms import SettlingForm, WritingForm
from hub.meetings.routes.blueprint import bp, forget_kept
from hub.meetings.routes.writing import save_text, writable


@bp.post("/meetings/<int:meeting_id>/minutes/draft")
@login_required
def keep_draft(meeting_id: int):
    """Answers autosave.js in JSON: what to say to the writer."""
    meeting = writable(meeting_id)
    form = WritingForm()
    if not form.validate():
        return jsonify(message=form.error_lines()[0][1]), 422
    start = form.start
    try:
        with transaction():
            drafts.keep_draft(
                current_user, meeting, form.body.data or "",
                version=start.version, revision=start.revision,
            )  # fmt: skip
    except Conflict as conflict:
        return jsonify(message=str(conflict)), 409
    return jsonify(message=_("下書きを %(time)sに控えました", time=_clock(now())))


@bp.post("/meetings/<int:meeting_id>/minutes/draft/discard")
@login_required
def discard_draft(meeting_id: int):
    meeting = writable(meeting_id)
    with transaction():
        drafts.drop_draft(current_user, meeting)
    forget_kept(f"minutes:{meeting_id}")
    flash(_("下書きを捨てました。"), "message")
    return redirect(url_for(".edit_minutes", meeting_id=meeting_id), 303)


@bp.post("/meetings/<int:meeting_id>/minutes/settle")
@login_required
def settle_minutes(meeting_id: int):
    """Each place as it was chosen; the text goes on from the revision that was seen."""
    meeting = writable(meeting_id)
    form = SettlingForm()
    if meeting.minutes is None or not form.validate():
        raise Conflict
    seen = Start(version=form.version.data or 0, revision=form.seen.data or 0)
    found = merging.together(meeting, form.body.data or "", form.start.revision, seen.revision)
    choices = [request.form.get(f"place-{n}", "") for n in range(1, len(found.conflicts) + 1)]
    return save_text(meeting, merging.settled(found, choices), seen)


def _clock(moment: datetime) -> str:
    return calendar.clock(moment.astimezone(calendar.TOKYO).time())
