"""Who may be told what. Pure functions: no session, no request.

Asked when a notice is made, when its mail is written and when it is shown.
"""

from typing import Any

from hub.accounts.models import User
from hub.actions import policy as actions
from hub.actions.models import Action
from hub.inbox.models import Reason, ReplyLink
from hub.meetings import policy as meetings
from hub.menus import policy as menus
from hub.themes import policy as themes


def may_be_told(user: User, reason: Reason, organization_id: int | None, subject: Any) -> bool:
    """The person may read the thing, and the reason for telling them still holds."""
    if not user.is_active:
        return False
    if reason in {Reason.FOLLOWS, Reason.THOUGHT_OF_IT}:
        return subject.may_be_heard_by(user)
    if reason is Reason.SAVED_IT:
        return subject.user_id == user.id
    if reason is Reason.ASKED_FOR_IT:
        return subject.may_be_told(user)
    if reason is Reason.WAITS:
        return user.edits_for(organization_id) and subject.may_be_told(user, organization_id)
    if reason in {Reason.ASKED, Reason.ASKER, Reason.REVIEWED, Reason.REVIEWS}:
        is_told = subject.may_be_told(user, reason, organization_id)
        return user.edits_for(organization_id) and is_told
    if reason is Reason.COORDINATOR:
        return user.coordinates and actions.can_view(user, subject)
    return user.edits_for(organization_id) and _RIGHTS[reason](user, organization_id, subject)


def may_reply(link: ReplyLink) -> bool:
    """What the link allows, as long as its person may do it by hand: lead, or every field."""
    return link.action.is_open and can_reply(link.user, link.action)


def can_reply(user: User, action: Action) -> bool:
    return user.in_network and actions.can_set_status(user, action)


def _of_lead(user: User, organization_id: int | None, action: Any) -> bool:
    return action.lead_id == organization_id and actions.can_view(user, action)


def _of_series(user: User, organization_id: int | None, action: Any) -> bool:
    if action.meeting is None or action.meeting.series.secretariat_id != organization_id:
        return False
    return actions.can_view(user, action)


def _of_secretariat(user: User, _organization_id: int | None, subject: Any) -> bool:
    return meetings.can_write_minutes(user, getattr(subject, "meeting", subject))


def _of_attending(user: User, organization_id: int | None, minutes: Any) -> bool:
    asked = meetings.asked_to_check(minutes.meeting)
    return organization_id in asked and meetings.can_view_minutes(user, minutes)


def _of_provider(user: User, organization_id: int | None, menu: Any) -> bool:
    return menu.provider_id == organization_id and menus.can_view(user, menu)


def _of_partner(user: User, organization_id: int | None, partner: Any) -> bool:
    return partner.organization_id == organization_id and menus.can_view(user, partner.menu)


def _of_successor(user: User, organization_id: int | None, handover: Any) -> bool:
    return handover.to_id == organization_id and themes.can_view_handover(user, handover)


_RIGHTS = {
    Reason.LEAD: _of_lead,
    Reason.SERIES_SECRETARIAT: _of_series,
    Reason.SECRETARIAT: _of_secretariat,
    Reason.ATTENDED: _of_attending,
    Reason.PROVIDER: _of_provider,
    Reason.ASKED_PARTNER: _of_partner,
    Reason.ASKED_SUCCESSOR: _of_successor,
}
