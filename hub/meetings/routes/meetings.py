"""The page of a meeting and those that change it."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required
from markupsafe import Markup

from hub.accounts.models import Circle
from hub.attachments import queries as attachments
from hub.core.db import db, transaction
from hub.core.errors import Conflict, NotFound, authorize
from hub.core.slots import kept
from hub.meetings import commands, invitations, planning, policy, queries
from hub.meetings.commands import FIELDS, Came
from hub.meetings.events import decision_notes
from hub.meetings.forms import CancelForm, MeetingForm, attendance_form
from hub.meetings.invitation_forms import InvitationAnswerForm, answer_forms
from hub.meetings.invitation_letters import changes
from hub.meetings.models import AttendanceAnswer, Meeting
from hub.meetings.routes.blueprint import bp
from hub.meetings.routes.filling import Filled, status, values
from hub.organizations.models import Organization
from hub.organizations.queries import organizations


@bp.get("/meetings/<int:meeting_id>")
def show(meeting_id: int):
    return meeting_page(queries.get_for_page(current_user, meeting_id))


def meeting_page(meeting: Meeting, answering: InvitationAnswerForm | None = None) -> str:
    """``answering``: an answer to the invitation that was sent with something wrong in it."""
    mine = policy.can_answer_invitation(current_user, meeting)
    invited = invitations.last_sent(meeting)
    return render_template(
        "meetings/show.html", meeting=meeting,
        neighbours=Markup(_neighbours(Circle.of(current_user), meeting.id)),  # noqa: S704 (drawn)
        bar=planning.time_bar(meeting), files=attachments.of("meeting", meeting.id),
        attendance=_attendance_table, answers=answer_forms(meeting, mine, answering),
        invited=invited, news=changes(invited, meeting) if invited else [],
        notes=_notes_on_decisions(meeting),
    )  # fmt: skip


@kept("meetings", "series")
def _neighbours(circle: Circle, meeting_id: int) -> str:
    before, after = queries.neighbours(circle, db.session.get_one(Meeting, meeting_id))
    return render_template("meetings/_neighbours.html", before=before, after=after)


def _attendance_table(meeting: Meeting, with_persons: bool) -> Markup:
    return Markup(_drawn_attendance(meeting.id, with_persons))  # noqa: S704 (a template's output)


@kept("meetings", "series", "organizations")
def _drawn_attendance(meeting_id: int, with_persons: bool) -> str:
    attending = _attending(db.session.get_one(Meeting, meeting_id))
    return render_template(
        "meetings/_attendance.html", attending=attending, with_persons=with_persons
    )


def _notes_on_decisions(meeting: Meeting) -> dict[int, list[Markup]]:
    """What higher slices say under each decision, by its id."""
    notes: dict[int, list[Markup]] = {}
    if meeting.decisions:
        for _receiver, said in decision_notes.send(current_user, decisions=meeting.decisions):
            for number, note in said.items():
                notes.setdefault(number, []).append(note)
    return notes


@bp.route("/meetings/new", methods=["GET", "POST"])
@login_required
def create():
    """``?series=`` says of which series."""
    wanted = request.args.get("series", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        raise NotFound
    series = queries.get_series(current_user, int(wanted))
    authorize(policy.can_edit_series(current_user, series))
    form = MeetingForm(visibility=series.visibility)
    if form.validate_on_submit():
        with transaction():
            meeting = commands.create_meeting(current_user, series, **values(form))
        flash(_("会議を登録しました。議題を足してください。"), "message")
        return redirect(_url(meeting.id), 303)
    page = render_template("meetings/form.html", form=form, series=series, meeting=None)
    return page, status(form)


@bp.route("/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@login_required
def edit(meeting_id: int):
    meeting = queries.get_meeting(current_user, meeting_id)
    authorize(policy.can_edit(current_user, meeting))
    filled = Filled(MeetingForm, lambda: _stored(meeting))
    form = filled.form
    if form.validate_on_submit():
        try:
            with transaction():
                commands.edit_meeting(current_user, meeting, seen=form.version.data, **values(form))
        except Conflict:
            if meeting.version == form.version.data:
                raise
            return filled.conflict_page(meeting, meeting.name, _url(meeting_id))
        flash(_("会議を直しました。"), "message")
        return redirect(_url(meeting_id), 303)
    page = render_template("meetings/form.html", form=form, series=meeting.series, meeting=meeting)
    return page, status(form)


@bp.route("/meetings/<int:meeting_id>/cancel", methods=["GET", "POST"])
@login_required
def cancel(meeting_id: int):
    meeting = queries.get_meeting(current_user, meeting_id)
    authorize(policy.can_edit(current_user, meeting))
    form = CancelForm()
    if form.validate_on_submit():
        with transaction():
            commands.cancel_meeting(current_user, meeting, form.reason.data or "")
        flash(_("会議を中止にしました。"), "message")
        return redirect(_url(meeting_id), 303)
    return render_template("meetings/cancel.html", form=form, meeting=meeting), status(form)


@bp.post("/meetings/<int:meeting_id>/resume")
@login_required
def resume(meeting_id: int):
    meeting = queries.get_meeting(current_user, meeting_id)
    with transaction():
        commands.resume_meeting(current_user, meeting)
    flash(_("中止を取り消しました。"), "message")
    return redirect(_url(meeting_id), 303)


@bp.route("/meetings/<int:meeting_id>/attendance", methods=["GET", "POST"])
@login_required
def attendance(meeting_id: int):
    meeting = queries.get_meeting(current_user, meeting_id)
    authorize(policy.can_edit(current_user, meeting))
    lines = _attending(meeting)
    shown = [organization for organization, _row in lines]
    others = [o for o in organizations() if o not in shown]
    filled = Filled(
        lambda **given: attendance_form(shown, others, **given),
        lambda: _stored_attendance(meeting),
    )
    form = filled.form
    if form.validate_on_submit():
        try:
            with transaction():
                commands.set_attendance(
                    current_user, meeting, _came(form, shown), seen=form.version.data
                )
        except Conflict:
            if meeting.version == form.version.data:
                raise
            return filled.conflict_page(meeting, meeting.name, _url(meeting_id))
        flash(_("出欠を保存しました。"), "message")
        return redirect(_url(meeting_id), 303)
    page = render_template("meetings/attendance.html", form=form, meeting=meeting, shown=shown)
    return page, status(form)


def _url(meeting_id: int) -> str:
    return url_for(".show", meeting_id=meeting_id)


def _stored(meeting: Meeting) -> dict:
    return {name: getattr(meeting, name) for name in (*FIELDS, "version")}


def _attending(meeting: Meeting) -> list:
    """(organization, its row or None) of everybody who is asked to come."""
    rows = {a.organization_id: a for a in meeting.attendances}
    return [(organization, rows.get(organization.id)) for organization in queries.asked_to(meeting)]


def _stored_attendance(meeting: Meeting) -> dict:
    stored: dict = {"version": meeting.version}
    for row in meeting.attendances:
        stored[f"answer_{row.organization_id}"] = row.answer
        stored[f"post_{row.organization_id}"] = row.post_title
        stored[f"person_{row.organization_id}"] = row.person_name
    return stored


def _came(form, shown: Sequence[Organization]) -> dict[int, Came]:
    lines = {
        o.id: Came(
            answer=AttendanceAnswer(form[f"answer_{o.id}"].data),
            post_title=form[f"post_{o.id}"].data or "",
            person_name=form[f"person_{o.id}"].data or "",
        )
        for o in shown
    }
    if form.guest_id.data:
        lines[form.guest_id.data] = Came(answer=form.guest_answer.data)
    return lines
