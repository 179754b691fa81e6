"""開催案内: sending it, answering it, and the meeting as a calendar file."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import ics
from hub.core.db import transaction
from hub.core.errors import Conflict, authorize
from hub.meetings import invitation_commands, invitations, policy, queries
from hub.meetings import invitation_letters as letters
from hub.meetings.invitation_forms import InvitationAnswerForm, answered
from hub.meetings.invitation_models import digest, facts_of
from hub.meetings.models import AttendanceAnswer, Meeting
from hub.meetings.routes.blueprint import bp
from hub.meetings.routes.meetings import meeting_page


@bp.get("/meetings/<int:meeting_id>/invitation")
@login_required
def invitation(meeting_id: int):
    """The mail as it will go, to whom, and the button."""
    return _confirm(_editable(meeting_id))


@bp.post("/meetings/<int:meeting_id>/invitation")
@login_required
def send_invitation(meeting_id: int):
    meeting = _editable(meeting_id)
    try:
        with transaction():
            count = invitation_commands.send(
                current_user, meeting, shown=request.form.get("shown", "")
            )
    except Conflict as error:
        if not meeting.is_coming or not _has_news(meeting):
            raise
        return _confirm(meeting, warning=str(error)), 409
    flash(_("案内を%(count)s人に送りました。", count=count), "message")
    return redirect(url_for(".show", meeting_id=meeting_id), 303)


@bp.get("/meetings/<int:meeting_id>/invitation.ics")
def invitation_file(meeting_id: int):
    """To be added to one's own calendar; with the online address for who takes part only."""
    meeting = queries.get_meeting(current_user, meeting_id)
    entry = letters.entry(
        meeting,
        sequence=invitations.sequence(meeting),
        with_way_in=policy.can_see_way_in(current_user, meeting),
    )
    file = Response(ics.published(entry), content_type="text/calendar; charset=utf-8")
    file.headers["Content-Disposition"] = f"attachment; filename={letters.FILE}"
    return file


@bp.post("/meetings/<int:meeting_id>/answer-invitation")
@login_required
def answer_invitation(meeting_id: int):
    """出席・代理・欠席・未定, by an organization for itself."""
    meeting = queries.get_meeting(current_user, meeting_id)
    form = InvitationAnswerForm()
    authorize(form.organization_id.data in policy.can_answer_invitation(current_user, meeting))
    if not form.validate():
        return meeting_page(meeting, answering=form), 422
    with transaction():
        invitation_commands.answer(
            current_user, meeting, form.organization_id.data,
            AttendanceAnswer(form.answer.data), form.post_title.data or "",
        )  # fmt: skip
    flash(answered(form), "message")
    return redirect(url_for(".show", meeting_id=meeting_id), 303)


def _confirm(meeting: Meeting, warning: str = ""):
    if not meeting.is_coming:
        raise Conflict(_("案内を送れるのは、これから開く会議だけです。"))
    before = invitations.last_sent(meeting)
    people = invitations.addressees(meeting)
    return render_template(
        "meetings/invitation.html", meeting=meeting, before=before, warning=warning,
        asked=[(o, len(people[o.id])) for o in meeting.asked],
        count=len({user.id for users in people.values() for user in users}),
        subject=letters.subject(meeting, before), body=letters.body(meeting, before),
        has_news=_has_news(meeting), shown=digest(facts_of(meeting)),
    )  # fmt: skip


def _has_news(meeting: Meeting) -> bool:
    before = invitations.last_sent(meeting)
    return before is None or before.facts != facts_of(meeting)


def _editable(meeting_id: int) -> Meeting:
    meeting = queries.get_meeting(current_user, meeting_id)
    authorize(policy.can_edit(current_user, meeting))
    return meeting
