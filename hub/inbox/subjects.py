"""The things that notices are about, loaded by kind, and whether what was said still holds."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from hub.accounts.models import User
from hub.actions.models import Action, ActionStatus
from hub.core.db import db
from hub.finding import saved_queries
from hub.finding.saved_queries import News
from hub.inbox import heard, made, of_reviews, policy, queries, questions, waiting
from hub.inbox.heard import Heard
from hub.inbox.made import Made
from hub.inbox.models import Notice, NoticeKind, Reason, SubjectKind
from hub.inbox.questions import Question
from hub.inbox.rules import InReview
from hub.inbox.waiting import Waiting
from hub.meetings.models import Meeting, Minutes, MinutesState
from hub.menus.models import Menu, MenuPartner, MenuState
from hub.themes import handovers
from hub.themes.models import ThemeHandover, ThemeHandoverState

_LOADED: dict[SubjectKind, tuple[Any, tuple[Any, ...]]] = {
    SubjectKind.ACTION: (Action, queries.OF_ACTION),
    SubjectKind.MEETING: (Meeting, queries.OF_MEETING),
    SubjectKind.MINUTES: (Minutes, queries.OF_MINUTES),
    SubjectKind.MENU: (Menu, queries.OF_MENU),
    SubjectKind.PARTNER: (MenuPartner, queries.OF_PARTNER),
    SubjectKind.THEME_HANDOVER: (ThemeHandover, handovers.LOADED),
}

_OF_REVIEWS: dict[SubjectKind, Any] = {
    SubjectKind.REVIEW: of_reviews.load,
    SubjectKind.REVIEW_COMMENT: of_reviews.load_comments,
}


class Subjects:
    """Those of the given notices, in a fixed number of queries."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        wanted: dict[SubjectKind, set[int]] = defaultdict(set)
        reports: list[Notice] = []
        due: list[Notice] = []
        news, searches, waits, asked = [], set(), set(), set()
        for notice in notices:
            if notice.subject_kind is SubjectKind.NEWS:
                news.append(notice)
            elif notice.subject_kind is SubjectKind.SEARCH_NEWS:
                searches.add(notice.subject_id)
            elif notice.subject_kind is SubjectKind.REPORT:
                reports.append(notice)
            elif notice.subject_kind is SubjectKind.WAITING:
                waits.add(notice.subject_id)
            elif notice.subject_kind is SubjectKind.INQUIRY:
                asked.add(notice.subject_id)
            elif notice.subject_kind is SubjectKind.REVIEW_DUE:
                due.append(notice)
            else:
                wanted[notice.subject_kind].add(notice.subject_id)
        self._heard = heard.load(news) if news else {}
        self._found = saved_queries.load(searches) if searches else {}
        self._made = made.load(reports) if reports else {}
        self._waiting = waiting.load(ids=waits) if waits else {}
        self._asked = questions.load(asked) if asked else {}
        self._due = of_reviews.load_due(due) if due else {}
        self._things = {kind: _load(kind, ids) for kind, ids in wanted.items()}
        minutes = self._things.get(SubjectKind.MINUTES, {}).values()
        self._reviews = queries.reviews_of(minutes)

    def of(self, notice: Notice) -> Any:
        if notice.subject_kind is SubjectKind.NEWS:
            return self._heard.get(notice.id)
        if notice.subject_kind is SubjectKind.SEARCH_NEWS:
            return self._found.get(notice.subject_id)
        if notice.subject_kind is SubjectKind.REPORT:
            return self._made.get(notice.id)
        if notice.subject_kind is SubjectKind.WAITING:
            return self._waiting.get(notice.subject_id)
        if notice.subject_kind is SubjectKind.INQUIRY:
            return self._asked.get(notice.subject_id)
        if notice.subject_kind is SubjectKind.REVIEW_DUE:
            return self._due.get(notice.id)
        return self._things[notice.subject_kind].get(notice.subject_id)

    def for_person(self, user: User, notice: Notice) -> Any:
        """The thing, or None where the person may not be told of it (any more)."""
        thing = self.of(notice)
        if thing is None:
            return None
        if not policy.may_be_told(user, notice.reason, notice.organization_id, thing):
            return None
        return thing.as_read_by(user) if isinstance(thing, Waiting) else thing

    def holds(self, notice: Notice, today: date) -> bool:
        """What the notice says is true today: nobody did it in the meantime."""
        thing = self.of(notice)
        if isinstance(thing, Minutes):
            return _holds_for_minutes(notice, self._reviews[thing.id], today)
        return thing is not None and _HOLDS[notice.kind](notice, thing, today)


def _load(kind: SubjectKind, ids: set[int]) -> dict[int, Any]:
    if kind in _OF_REVIEWS:
        return _OF_REVIEWS[kind](ids)
    model, options = _LOADED[kind]
    rows = db.session.scalars(select(model).where(model.id.in_(ids)).options(*options))
    return {row.id: row for row in rows.unique()}


def _holds_for_minutes(notice: Notice, review: InReview, today: date) -> bool:
    minutes = review.minutes
    if not minutes.is_in_review or minutes.review_until != notice.due_on:
        return False
    if notice.kind is NoticeKind.MINUTES_PERIOD_OVER:
        return True
    is_over = minutes.review_until is not None and minutes.review_until < today
    return not is_over and notice.organization_id not in review.answered


def _is_due(notice: Notice, action: Action, today: date) -> bool:
    is_late = notice.kind is NoticeKind.ACTION_OVERDUE
    works = action.is_open and action.status is not ActionStatus.ON_HOLD
    return works and action.due_on == notice.due_on and action.is_overdue(today) == is_late


def _is_on_hold(notice: Notice, action: Action, _today: date) -> bool:
    return action.status is ActionStatus.ON_HOLD and action.review_on == notice.due_on


def _is_unwritten(_notice: Notice, meeting: Meeting, _today: date) -> bool:
    if meeting.cancelled_at is not None:
        return False
    return meeting.minutes is None or meeting.minutes.state is MinutesState.DRAFT


def _is_stale(_notice: Notice, menu: Menu, _today: date) -> bool:
    return menu.state is MenuState.PUBLISHED and menu.is_stale


def _is_asked(_notice: Notice, partner: MenuPartner, _today: date) -> bool:
    return partner.is_waiting


def _is_followed(notice: Notice, about: Heard, _today: date) -> bool:
    return notice.reason is Reason.THOUGHT_OF_IT or about.is_followed_by(notice.user_id)


def _slips(_notice: Notice, waiting: Waiting, _today: date) -> bool:
    return bool(waiting.slips)


def _is_found(_notice: Notice, news: News, _today: date) -> bool:
    return news.count > 0


def _is_asked_still(notice: Notice, question: Question, _today: date) -> bool:
    return question.holds(notice.kind)


def _is_made(_notice: Notice, one: Made, _today: date) -> bool:
    return one.report.is_over


def _is_proposed(_notice: Notice, handover: ThemeHandover, _today: date) -> bool:
    return handover.state is ThemeHandoverState.PROPOSED


_HOLDS = {
    NoticeKind.ACTION_NEWS: _is_due,
    NoticeKind.ACTION_OVERDUE: _is_due,
    NoticeKind.ACTION_REVIEW: _is_on_hold,
    NoticeKind.ACTION_WAITS: _slips,
    NoticeKind.MINUTES_UNWRITTEN: _is_unwritten,
    NoticeKind.MENU_STALE: _is_stale,
    NoticeKind.PARTNER_REQUEST: _is_asked,
    NoticeKind.THEME_HANDOVER: _is_proposed,
    NoticeKind.REVIEW_QUESTION: of_reviews.is_asked,
    NoticeKind.REVIEW_RETURNED: of_reviews.is_returned,
    NoticeKind.REVIEW_OVERDUE: of_reviews.is_due,
    NoticeKind.REVIEW_DUE: of_reviews.is_due,
    NoticeKind.REVIEW_WAITS: of_reviews.is_waiting,
    NoticeKind.REVIEW_COMMENT: of_reviews.is_said,
    NoticeKind.REVIEW_CONFIRMED: of_reviews.is_confirmed,
    NoticeKind.INQUIRY_WAITS: _is_asked_still,
    NoticeKind.INQUIRY_ANSWERED: _is_asked_still,
    NoticeKind.NEWS: _is_followed,
    NoticeKind.SAVED_SEARCH: _is_found,
    NoticeKind.REPORT: _is_made,
}
