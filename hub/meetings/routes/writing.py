"""Writing minutes, with a preview, and correcting confirmed ones."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.attachments import queries as attachments
from hub.core.db import transaction
from hub.core.errors import Conflict, Forbidden, Invalid
from hub.meetings import minutes_commands, policy, queries
from hub.meetings.minutes_forms import CorrectionForm, MinutesForm
from hub.meetings.minutes_text import first_text
from hub.meetings.models import Meeting, Minutes, MinutesState
from hub.meetings.routes.blueprint import bp, forget_kept
from hub.meetings.routes.filling import Filled, status


@bp.route("/meetings/<int:meeting_id>/minutes/edit", methods=["GET", "POST"])
@login_required
def edit_minutes(meeting_id: int):
    """The first time the text is filled with what is known of the meeting."""
    meeting = _writable(meeting_id)
    if request.method == "GET" and meeting.is_locked:
        return redirect(url_for(".correct_minutes", meeting_id=meeting_id), 303)
    filled = Filled(MinutesForm, lambda: _stored(meeting))
    form = filled.form
    if form.validate_on_submit() and not _wants_preview():
        try:
            with transaction():
                minutes_commands.save_minutes(
                    current_user, meeting, form.body.data or "", seen=form.version.data
                )
        except Conflict:
            if _version(meeting) == form.version.data or meeting.minutes is None:
                raise
            return filled.conflict_page(meeting.minutes, meeting.name, _url(meeting_id))
        return _saved(meeting_id, _("議事録を保存しました。"))
    return _page("meetings/minutes_edit.html", form, meeting)


@bp.route("/meetings/<int:meeting_id>/minutes/correct", methods=["GET", "POST"])
@login_required
def correct_minutes(meeting_id: int):
    meeting = _writable(meeting_id)
    minutes = queries.get_minutes(current_user, meeting_id)
    if minutes.state is not MinutesState.CONFIRMED:
        return redirect(url_for(".edit_minutes", meeting_id=meeting_id), 303)
    filled = Filled(CorrectionForm, lambda: _stored(meeting))
    form = filled.form
    if _wants_preview():
        form.body.validate(form)  # the reason may still be missing
    elif form.validate_on_submit():
        try:
            with transaction():
                minutes_commands.correct(
                    current_user, minutes, form.body.data or "", form.reason.data,
                    seen=form.version.data,
                )  # fmt: skip
        except Invalid as error:
            form.refuse("body", str(error))
        except Conflict:
            if minutes.version == form.version.data:
                raise
            return filled.conflict_page(minutes, minutes.title, _url(meeting_id))
        else:
            return _saved(meeting_id, _("議事録を訂正しました。"))
    return _page("meetings/minutes_correct.html", form, meeting)


def keep_name(meeting: Meeting) -> str:
    """Under which an unsent text is kept in the browser of this person."""
    return f"{current_user.id}:minutes:{meeting.id}"


def _page(template: str, form: MinutesForm, meeting: Meeting):
    text = form.body.data or "" if _wants_preview() and not form.body.errors else None
    errors = [] if meeting.minutes is None else queries.current_checks(meeting.minutes)
    page = render_template(
        template, form=form, meeting=meeting, preview=text, checks=errors,
        keep=keep_name(meeting), fresh=request.method == "GET",
    )  # fmt: skip
    return page, status(form)


def _saved(meeting_id: int, message: str):
    forget_kept(f"minutes:{meeting_id}")
    flash(message, "message")
    return redirect(_url(meeting_id), 303)


def _url(meeting_id: int) -> str:
    return url_for(".minutes", meeting_id=meeting_id)


def _wants_preview() -> bool:
    return request.method == "POST" and request.form.get("do") == "preview"


def _writable(meeting_id: int) -> Meeting:
    """A meeting whose minutes, written already or not, the viewer writes.

    Whoever may read the minutes is told that they may not; to others a draft and no minutes at
    all are the same.
    """
    meeting = queries.get_meeting(current_user, meeting_id)
    if not policy.can_write_minutes(current_user, meeting):
        queries.get_minutes(current_user, meeting_id)
        raise Forbidden
    return meeting


def _stored(meeting: Meeting) -> dict:
    if meeting.minutes is None:
        names = [file.name for file in attachments.of("meeting", meeting.id)]
        return {"body": first_text(meeting, names), "version": 0}
    return {"body": meeting.minutes.body, "version": meeting.minutes.version}


def _version(meeting: Meeting) -> int:
    minutes: Minutes | None = meeting.minutes
    return minutes.version if minutes else 0
