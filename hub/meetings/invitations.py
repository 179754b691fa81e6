"""Reads about 開催案内: the last one sent, who gets it, who has not answered."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import WRITERS, Membership, User, Viewer
from hub.core import calendar
from hub.core.db import db
from hub.meetings import policy
from hub.meetings.invitation_models import MeetingInvitation, facts_of
from hub.meetings.models import Attendance, AttendanceAnswer, Meeting, Series
from hub.meetings.queries import readable

_LAST_SENT = (
    select(MeetingInvitation)
    .where(MeetingInvitation.meeting_id == bindparam("meeting_id"))
    .order_by(MeetingInvitation.sequence.desc())
    .limit(1)
)


def last_sent(meeting: Meeting) -> MeetingInvitation | None:
    """For whoever may see the meeting: it says what stands on the page."""
    return db.session.scalars(_LAST_SENT, {"meeting_id": meeting.id}).first()


def sequences(meetings: Iterable[Meeting]) -> dict[int, int]:
    """The SEQUENCE of each meeting's calendar entry: one more once what was sent has changed."""
    known = {meeting.id: meeting for meeting in meetings}
    found = dict.fromkeys(known, 0)
    sent = select(MeetingInvitation).where(MeetingInvitation.meeting_id.in_(known))
    for row in db.session.scalars(sent.order_by(MeetingInvitation.sequence)):
        is_same = row.facts == facts_of(known[row.meeting_id])
        found[row.meeting_id] = row.sequence if is_same else row.sequence + 1
    return found


def sequence(meeting: Meeting) -> int:
    return sequences([meeting])[meeting.id]


def addressees(meeting: Meeting) -> dict[int, list[User]]:
    """Editors and admins of each organization asked, as far as they may see the meeting."""
    today = calendar.today()
    asked = [organization.id for organization in meeting.asked]
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(
            Membership.organization_id.in_(asked),
            Membership.role.in_(WRITERS),
            or_(Membership.starts_on.is_(None), Membership.starts_on <= today),
            or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
            User.disabled_at.is_(None),
        )
        .options(joinedload(Membership.user).selectinload(User.memberships))
        .order_by(Membership.user_id)
    )
    found: dict[int, list[User]] = {organization_id: [] for organization_id in asked}
    for row in rows:
        if policy.can_view(row.user, meeting):
            found[row.organization_id].append(row.user)
    return found


def is_coming() -> ColumnElement[bool]:
    """The condition on MeetingInvitation: to a meeting from today on."""
    coming = select(Meeting.id).where(Meeting.held_on >= calendar.today())
    return MeetingInvitation.meeting_id.in_(coming)


def to_answer(viewer: Viewer) -> Sequence[Meeting]:
    """Coming meetings with an invitation that an organization the viewer writes for left open."""
    if not viewer.editing_ids:
        return []
    invited = select(MeetingInvitation.meeting_id)
    coming = db.session.scalars(
        select(Meeting)
        .where(
            readable(viewer),
            Meeting.id.in_(invited),
            Meeting.held_on >= calendar.today(),
            Meeting.cancelled_at.is_(None),
        )
        .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
        .options(
            joinedload(Meeting.series).selectinload(Series.members),
            joinedload(Meeting.series).joinedload(Series.secretariat),
            selectinload(Meeting.attendances),
        )
    ).all()
    return [m for m in coming if policy.can_answer_invitation(viewer, m) - _decided(m)]


def _decided(meeting: Meeting) -> frozenset[int]:
    rows: list[Attendance] = meeting.attendances
    return frozenset(r.organization_id for r in rows if r.answer != AttendanceAnswer.UNDECIDED)
