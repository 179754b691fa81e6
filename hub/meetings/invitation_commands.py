"""Sending 開催案内, and answering them. None commits."""

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.audit.log import record
from hub.core import calendar, ics
from hub.core.db import db
from hub.core.errors import Conflict, authorize
from hub.meetings import invitation_letters as letters
from hub.meetings import invitations, policy
from hub.meetings.invitation_models import MeetingInvitation, digest, facts_of
from hub.meetings.models import Attendance, AttendanceAnswer, Meeting, SeriesRole
from hub.notifications.commands import queue_mail


def send(actor: User, meeting: Meeting, *, shown: str) -> int:
    """Invite, or tell what changed; ``shown`` is the digest of what the actor read before.

    Returns the number of mails. Raises:
        Conflict: the meeting changed since, or there is nothing to tell.
    """
    authorize(policy.can_edit(actor, meeting))
    db.session.refresh(meeting, with_for_update=True)
    if not meeting.is_coming:
        raise Conflict(_("案内を送れるのは、これから開く会議だけです。"))
    before = invitations.last_sent(meeting)
    if before is not None and before.facts == facts_of(meeting):
        raise Conflict(_("この案内は、もう送ってあります。"))
    if digest(facts_of(meeting)) != shown:
        raise Conflict(_("会議の内容が変わりました。読み直してから送ってください。"))
    sent = _send(actor, meeting, before)
    if not sent:
        raise Conflict(_("案内を受ける人がいません。組織の管理者が編集者を招くと、送れます。"))
    return sent


def tell_of_cancellation(actor: User, meeting: Meeting) -> None:
    """A called-off meeting takes its invitation back, if there was one and it is still to come."""
    before = invitations.last_sent(meeting)
    if before is not None and meeting.held_on >= calendar.today():
        _send(actor, meeting, before)


def answer(
    actor: User, meeting: Meeting, organization_id: int, given: AttendanceAnswer, post_title: str
) -> None:
    """An organization says itself whether it comes."""
    authorize(organization_id in policy.can_answer_invitation(actor, meeting))
    db.session.refresh(meeting, with_for_update=True)
    row = next((a for a in meeting.attendances if a.organization_id == organization_id), None)
    before, after = row and row.answer, _as_it_comes(meeting, organization_id, given)
    if row is None:
        row = Attendance(organization_id=organization_id, answer=after)
        meeting.attendances.append(row)
    row.answer, row.post_title = after, post_title
    meeting.touch()
    record(
        actor, "meeting:answer_invitation", meeting, organization_id=organization_id,
        before={"answer": before}, after={"answer": after},
    )  # fmt: skip


def _as_it_comes(
    meeting: Meeting, organization_id: int, given: AttendanceAnswer
) -> AttendanceAnswer:
    """出席 of who is not a member of the series is オブザーバー."""
    members = {
        member.organization_id
        for member in meeting.series.members_on(meeting.held_on)
        if member.role is SeriesRole.MEMBER
    } | {meeting.series.secretariat_id}
    if given is AttendanceAnswer.PRESENT and organization_id not in members:
        return AttendanceAnswer.OBSERVER
    return given


def _send(actor: User, meeting: Meeting, before: MeetingInvitation | None) -> int:
    people = {u.id: u for users in invitations.addressees(meeting).values() for u in users}
    sequence = 0 if before is None else before.sequence + 1
    file = ics.published(letters.entry(meeting, sequence=sequence, with_way_in=True))
    for user in people.values():
        queue_mail(
            key=f"invitation:{meeting.id}:{sequence}:{user.id}",
            to=user.email,
            user=user,
            subject=letters.subject(meeting, before),
            body=letters.body(meeting, before),
            attachment=file,
            attachment_name=letters.FILE,
        )
    db.session.add(
        MeetingInvitation(
            meeting=meeting,
            sequence=sequence,
            sent_by_id=actor.id,
            recipients=len(people),
            facts=facts_of(meeting),
        )
    )
    record(
        actor, "meeting:invite", meeting, after={"sequence": sequence, "recipients": len(people)},
        organization_id=_acting(actor, meeting),
    )  # fmt: skip
    return len(people)


def _acting(actor: User, meeting: Meeting) -> int | None:
    """For the secretariat where the actor writes for it, else for the actor's own."""
    secretariat_id = meeting.series.secretariat_id
    return secretariat_id if actor.edits_for(secretariat_id) else None
