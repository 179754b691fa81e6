"""What the lines of minutes were understood as, and what becomes of those that were taken out."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Invalid
from hub.core.markdown import LONGEST
from hub.core.text import tidy_text
from hub.meetings import binding, queries
from hub.meetings.routes.blueprint import bp
from hub.meetings.routes.writing import writable
from hub.meetings.understanding import understand


@bp.post("/meetings/<int:meeting_id>/minutes/lines")
@login_required
def read_lines(meeting_id: int):
    """The panel beside the text, for a text that is being typed. Saves nothing."""
    meeting = writable(meeting_id)
    text = tidy_text(request.form.get("body", "")) or ""
    if len(text) > LONGEST:
        raise Invalid(_("%(limit)s字までです。", limit=f"{LONGEST:,}"))
    return render_template(
        "meetings/_lines_fragment.html", meeting=meeting, read=understand(meeting, text)
    )


@bp.post("/meetings/<int:meeting_id>/minutes/lines/<int:line_id>/keep")
@login_required
def keep_line(meeting_id: int, line_id: int):
    writable(meeting_id)
    with transaction():
        binding.keep(current_user, queries.get_line(current_user, meeting_id, line_id))
    flash(_("残しました。議事録に行がなくても、続けて管理します。"), "message")
    return redirect(url_for(".minutes", meeting_id=meeting_id), 303)


@bp.post("/meetings/<int:meeting_id>/minutes/lines/<int:line_id>/withdraw")
@login_required
def withdraw_line(meeting_id: int, line_id: int):
    writable(meeting_id)
    with transaction():
        binding.withdraw(current_user, queries.get_line(current_user, meeting_id, line_id))
    flash(_("取りやめました。"), "message")
    return redirect(url_for(".minutes", meeting_id=meeting_id), 303)
