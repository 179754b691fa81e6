"""Writing minutes, with a preview, and correcting confirmed ones."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Conflict, Forbidden, Invalid
from hub.meetings import drafts, merging, minutes_commands, minutes_queries, policy, queries
from hub.meetings.drafts import MinutesDraft
from hub.meetings.merging import Differing, Start
from hub.meetings.minutes_forms import CorrectionForm, MinutesForm, WritingForm
from hub.meetings.models import Meeting, MinutesState
from hub.meetings.routes.blueprint import bp, forget_kept
from hub.meetings.routes.filling import Filled, status


@bp.route("/meetings/<int:meeting_id>/minutes/edit", methods=["GET", "POST"])
@login_required
def edit_minutes(meeting_id: int):
    """The first time the text is filled with what is known of the meeting.

    ``?draft=1`` opens what the writer had not saved, over what it began from.
    """
    meeting = writable(meeting_id)
    if request.method == "GET" and meeting.is_locked:
        return redirect(url_for(".correct_minutes", meeting_id=meeting_id), 303)
    draft = drafts.own_draft(current_user, meeting)
    restored = draft if request.args.get("draft") else None
    form = WritingForm(data=_restored(restored) if restored else _opened(meeting))
    if form.validate_on_submit() and not _wants_preview():
        return save_text(meeting, form.body.data or "", form.start)
    return _editor(form, meeting, draft=draft, is_restored=restored is not None)


def save_text(meeting: Meeting, body: str, start: Start):
    """Save, joined with what others saved since ``start``; nothing that was typed is lost."""
    meeting_id = meeting.id
    try:
        with transaction():
            joined = merging.save(current_user, meeting, body, start)
    except Invalid as error:
        form = WritingForm(formdata=None, data={"body": body, **_begun(start)})
        form.refuse("body", str(error))
        return _editor(form, meeting)
    except Differing as differing:
        return _both_texts(meeting, differing.mine, start), 409
    except Conflict:
        if not meeting.is_locked:
            raise
        return _too_late(meeting, body), 409
    if joined is None:
        return _saved(meeting_id, _("議事録を保存しました。"))
    return _saved(
        meeting_id,
        _("議事録を保存しました。その間に別の編集者が保存した文と、行ごとに合わせました。"),
        url_for(
            ".minutes_history", meeting_id=meeting_id, old=start.revision or None,
            new=joined if start.revision else None,
        ),
    )  # fmt: skip


@bp.route("/meetings/<int:meeting_id>/minutes/correct", methods=["GET", "POST"])
@login_required
def correct_minutes(meeting_id: int):
    meeting = writable(meeting_id)
    minutes = minutes_queries.get_minutes(current_user, meeting_id)
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


def _editor(form: WritingForm, meeting: Meeting, draft=None, *, is_restored: bool = False):
    return _page("meetings/minutes_edit.html", form, meeting, draft=draft, is_restored=is_restored)


def _both_texts(meeting: Meeting, mine: str, start: Start) -> str:
    """The places where both changed the same lines, side by side."""
    now = merging.start_of(meeting)
    found = merging.together(meeting, mine, start.revision)
    return render_template(
        "meetings/minutes_conflict.html", meeting=meeting, mine=mine, start=start, now=now,
        places=found.conflicts, whole=found.settled(merging.CHOICES["both"]),
    )  # fmt: skip


def _too_late(meeting: Meeting, body: str) -> str:
    """Confirmed in between: what was written becomes a correction, if there is a reason for it."""
    form = CorrectionForm(formdata=None, data={**_stored(meeting), "body": body})
    page, _status = _page("meetings/minutes_correct.html", form, meeting, is_late=True)
    return page


def _page(template: str, form: MinutesForm, meeting: Meeting, **more):
    text = form.body.data or "" if _wants_preview() and not form.body.errors else None
    errors = [] if meeting.minutes is None else minutes_queries.current_checks(meeting.minutes)
    page = render_template(
        template, form=form, meeting=meeting, preview=text, checks=errors,
        keep=keep_name(meeting), fresh=request.method == "GET", **more,
    )  # fmt: skip
    return page, status(form)


def _saved(meeting_id: int, message: str, then: str = ""):
    forget_kept(f"minutes:{meeting_id}")
    flash(message, "message")
    return redirect(then or _url(meeting_id), 303)


def _url(meeting_id: int) -> str:
    return url_for(".minutes", meeting_id=meeting_id)


def _wants_preview() -> bool:
    return request.method == "POST" and request.form.get("do") == "preview"


def writable(meeting_id: int) -> Meeting:
    """A meeting whose minutes, written already or not, the viewer writes.

    Whoever may read the minutes is told that they may not; to others a draft and no minutes at
    all are the same.
    """
    meeting = queries.get_meeting(current_user, meeting_id)
    if not policy.can_write_minutes(current_user, meeting):
        minutes_queries.get_minutes(current_user, meeting_id)
        raise Forbidden
    return meeting


def _stored(meeting: Meeting) -> dict:
    assert meeting.minutes is not None
    return {"body": meeting.minutes.body, "version": meeting.minutes.version}


def _opened(meeting: Meeting) -> dict:
    start = merging.start_of(meeting)
    body = meeting.minutes.body if meeting.minutes else merging.opening_text(meeting)
    return {"body": body, **_begun(start)}


def _begun(start: Start) -> dict:
    return {"version": start.version, "base": start.revision}


def _restored(draft: MinutesDraft) -> dict:
    return {"body": draft.body, "version": draft.base_version, "base": draft.base_revision}
