"""What is to be told today, why, and to whom. Pure functions over what the queries found.

A rule looks at a state (due in 14 days, in review, 見直し待ち), not at an event: what was missed
because the hub was off is found at the next run. The key says which reminder it is, so that each
person is told each of them once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hub.actions.models import Action, ActionStatus
from hub.core import calendar
from hub.finding.saved_models import SearchNews
from hub.inbox.models import NoticeKind, Reason, SubjectKind
from hub.meetings import policy as meetings
from hub.meetings.models import Meeting, Minutes
from hub.menus.models import Menu, MenuPartner

ASK_FOR_NEWS = (3, 14)  # days before the due date
WEEK = timedelta(days=7)
LATE = 14  # days overdue from which coordinators and the secretariat are told too
UNWRITTEN = (7, 3)  # days after the meeting
LONG_AGO = timedelta(days=31)  # a meeting before that is not asked about any more


@dataclass(frozen=True, kw_only=True)
class Audience:
    """One person, else the editors of an organization, else (neither named) the coordinators."""

    reason: Reason
    organization_id: int | None = None
    user_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Matter:
    """Something to be told; who stands in two audiences is told for the first reason."""

    kind: NoticeKind
    key: str
    subject_kind: SubjectKind
    subject: Any
    to: tuple[Audience, ...]
    due_on: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    is_urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class InReview:
    """Minutes in review, how often they were sent round, and who has answered to today's text."""

    minutes: Minutes
    times_sent: int
    answered: frozenset[int]

    @property
    def silent(self) -> list[int]:
        return sorted(meetings.asked_to_check(self.minutes.meeting) - self.answered)


def about_actions(actions: Iterable[Action], today: date) -> Iterator[Matter]:
    for action in actions:
        lead = Audience(reason=Reason.LEAD, organization_id=action.lead_id)
        if action.status is ActionStatus.ON_HOLD:
            if action.review_on is not None and action.review_on <= today:
                yield _of_action(NoticeKind.ACTION_REVIEW, action, action.review_on, (lead,))
        elif action.due_on is None or not action.is_open:
            continue
        elif action.is_overdue(today):
            to = (lead, *_escalation(action)) if days_late(action, today) >= LATE else (lead,)
            yield _of_action(NoticeKind.ACTION_OVERDUE, action, action.due_on, to, today)
        else:
            left = (action.due_on - today).days
            if stage := next((days for days in ASK_FOR_NEWS if left <= days), None):
                yield _of_action(NoticeKind.ACTION_NEWS, action, action.due_on, (lead,), stage)


def days_late(action: Action, today: date) -> int:
    return (today - action.due_on).days if action.due_on else 0


def is_too_soon(matter: Matter, last: date | None, today: date) -> bool:
    """期限超過 is told weekly, counted from the last time; also where the clock went back."""
    if matter.kind is not NoticeKind.ACTION_OVERDUE or last is None:
        return False
    return abs(today - last) < WEEK


def about_meetings(held: Iterable[Meeting], today: date) -> Iterator[Matter]:
    """Minutes that are not written, or not sent round."""
    for meeting in held:
        past = (today - meeting.held_on).days
        if stage := next((days for days in UNWRITTEN if past >= days), None):
            yield Matter(
                kind=NoticeKind.MINUTES_UNWRITTEN,
                key=f"minutes-unwritten:{meeting.id}:{meeting.held_on}:{stage}",
                subject_kind=SubjectKind.MEETING,
                subject=meeting,
                to=(_secretariat(meeting),),
            )


def about_reviews(reviews: Iterable[InReview], today: date) -> Iterator[Matter]:
    """On circulation, then before the 回答期限; when it is over the secretariat is told."""
    for review in reviews:
        until = review.minutes.review_until
        if until is not None and until < today:
            yield _of_minutes(
                NoticeKind.MINUTES_PERIOD_OVER, "over", review,
                (_secretariat(review.minutes.meeting),), silent=len(review.silent),
            )  # fmt: skip
        elif until is None or today < working_days_before(until, 2):
            yield _of_minutes(NoticeKind.MINUTES_CIRCULATED, "circulated", review, _silent(review))
        elif today < working_days_before(until, 1):
            yield _of_minutes(NoticeKind.MINUTES_ANSWER, "soon", review, _silent(review))


def urgent(reviews: Iterable[InReview], today: date) -> Iterator[Matter]:
    """The 回答期限 is the next working day, or today."""
    for review in reviews:
        until = review.minutes.review_until
        if until is not None and working_days_before(until, 1) <= today <= until:
            to = _silent(review)
            if to:
                yield _of_minutes(NoticeKind.MINUTES_ANSWER, "last", review, to, is_urgent=True)


def about_menus(menus: Iterable[Menu], today: date) -> Iterator[Matter]:
    """見直し待ち, once for each 見直し月 that went by."""
    for menu in menus:
        if menu.stale_from is None or menu.stale_from > today:
            continue
        ended = last_review_month_end(today, menu.review_months) or menu.stale_from
        yield Matter(
            kind=NoticeKind.MENU_STALE,
            key=f"menu-stale:{menu.id}:{max(ended, menu.stale_from)}",
            subject_kind=SubjectKind.MENU,
            subject=menu,
            to=(Audience(reason=Reason.PROVIDER, organization_id=menu.provider_id),),
        )


def about_partners(asked: Iterable[tuple[MenuPartner, int]]) -> Iterator[Matter]:
    """Requests to be named as a partner, with how often each was asked."""
    for partner, times in asked:
        to = Audience(reason=Reason.ASKED_PARTNER, organization_id=partner.organization_id)
        yield Matter(
            kind=NoticeKind.PARTNER_REQUEST,
            key=f"partner-request:{partner.menu_id}:{partner.organization_id}:{times}",
            subject_kind=SubjectKind.PARTNER,
            subject=partner,
            to=(to,),
        )


def about_searches(news: Iterable[SearchNews]) -> Iterator[Matter]:
    """What saved searches found; how much of it is still to be read is asked where it is told."""
    for one in news:
        yield Matter(
            kind=NoticeKind.SAVED_SEARCH,
            key=f"saved-search:{one.search_id}:{one.day}",  # ids come again
            subject_kind=SubjectKind.SEARCH_NEWS,
            subject=one,
            to=(Audience(reason=Reason.SAVED_IT, user_id=one.user_id),),
        )


def working_days_before(day: date, count: int) -> date:
    while count:
        day -= timedelta(days=1)
        count -= calendar.is_working_day(day)
    return day


def last_review_month_end(today: date, months: Iterable[int]) -> date | None:
    """The first day after the 見直し月 that ended last."""
    wanted = set(months)
    first = calendar.month_start(today)
    for _month in range(12):
        before = calendar.month_start(first - timedelta(days=1))
        if before.month in wanted:
            return first
        first = before
    return None


def _of_action(
    kind: NoticeKind, action: Action, day: date, to: tuple[Audience, ...], stage: object = ""
) -> Matter:
    return Matter(
        kind=kind,
        key=f"{kind.value.replace('_', '-')}:{action.id}:{day}:{stage}",
        subject_kind=SubjectKind.ACTION,
        subject=action,
        to=to,
        due_on=day,
    )


def _of_minutes(
    kind: NoticeKind, stage: str, review: InReview, to: tuple[Audience, ...], *,
    is_urgent: bool = False, **facts: Any,
) -> Matter:  # fmt: skip
    minutes = review.minutes
    return Matter(
        kind=kind,
        key=f"minutes-{stage}:{minutes.id}:{review.times_sent}:{minutes.review_until}",
        subject_kind=SubjectKind.MINUTES,
        subject=minutes,
        to=to,
        due_on=minutes.review_until,
        facts=facts,
        is_urgent=is_urgent,
    )


def _escalation(action: Action) -> tuple[Audience, ...]:
    coordinators = Audience(reason=Reason.COORDINATOR)
    if action.meeting is None:
        return (coordinators,)
    secretariat = action.meeting.series.secretariat_id
    return (Audience(reason=Reason.SERIES_SECRETARIAT, organization_id=secretariat), coordinators)


def _secretariat(meeting: Meeting) -> Audience:
    return Audience(reason=Reason.SECRETARIAT, organization_id=meeting.series.secretariat_id)


def _silent(review: InReview) -> tuple[Audience, ...]:
    return tuple(Audience(reason=Reason.ATTENDED, organization_id=n) for n in review.silent)
