"""What the secretariat says about a candidate: take it, change it first, later, or not."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.agenda import commands, queries
from hub.agenda.candidates import Candidate
from hub.agenda.forms import DeclineForm, TakeForm
from hub.agenda.routes.blueprint import bp
from hub.core.db import transaction
from hub.meetings.models import AgendaKind, Meeting
from hub.meetings.queries import get_meeting


@bp.post("/meetings/<int:meeting_id>/<key>/take")
@login_required
def take(meeting_id: int, key: str):
    """As the hub suggests it."""
    meeting = get_meeting(current_user, meeting_id)
    with transaction():
        item = commands.take(current_user, meeting, key)
    flash(_("「%(title)s」を次第に入れました。", title=item.title), "message")
    return redirect(_agenda_url(meeting_id), 303)


@bp.route("/meetings/<int:meeting_id>/<key>/change", methods=["GET", "POST"])
@login_required
def change(meeting_id: int, key: str):
    """Change what the hub suggests, then take it."""
    meeting, found = _candidate(meeting_id, key)
    form = TakeForm(data=commands.suggested(found))
    if form.validate_on_submit():
        with transaction():
            item = commands.take(
                current_user,
                meeting,
                key,
                kind=AgendaKind(form.kind.data),
                title=form.title.data,
                planned_minutes=form.planned_minutes.data,
                summary=form.summary.data or "",
            )
        flash(_("「%(title)s」を次第に入れました。", title=item.title), "message")
        return redirect(_agenda_url(meeting_id), 303)
    page = render_template("agenda/change.html", form=form, meeting=meeting, candidate=found)
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int:meeting_id>/<key>/postpone")
@login_required
def postpone(meeting_id: int, key: str):
    meeting = get_meeting(current_user, meeting_id)
    with transaction():
        commands.postpone(current_user, meeting, key)
    flash(_("次の会議に回しました。"), "message")
    return redirect(_candidates_url(meeting_id), 303)


@bp.route("/meetings/<int:meeting_id>/<key>/decline", methods=["GET", "POST"])
@login_required
def decline(meeting_id: int, key: str):
    meeting, found = _candidate(meeting_id, key)
    form = DeclineForm()
    if form.validate_on_submit():
        with transaction():
            commands.decline(current_user, meeting, key, form.reason.data)
        flash(_("見送りにしました。"), "message")
        return redirect(_candidates_url(meeting_id), 303)
    page = render_template("agenda/decline.html", form=form, meeting=meeting, candidate=found)
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int:meeting_id>/<key>/restore")
@login_required
def restore(meeting_id: int, key: str):
    meeting = get_meeting(current_user, meeting_id)
    with transaction():
        commands.restore(current_user, meeting, key)
    flash(_("議題の候補に戻しました。"), "message")
    return redirect(_candidates_url(meeting_id), 303)


def _candidate(meeting_id: int, key: str) -> tuple[Meeting, Candidate]:
    meeting = get_meeting(current_user, meeting_id)
    return meeting, queries.get_candidate(current_user, meeting, key)


def _agenda_url(meeting_id: int) -> str:
    return url_for("meetings.show", meeting_id=meeting_id, _anchor="agenda")


def _candidates_url(meeting_id: int) -> str:
    return url_for("meetings.show", meeting_id=meeting_id, _anchor="candidates")
