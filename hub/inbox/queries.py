"""Reads: what the rules look at, in a fixed number of queries, and what one person is told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from hub.accounts.models import User, Viewer
from hub.accounts.queries import hash_of
from hub.actions import queries as actions
from hub.actions.models import Action, ActionStatus
from hub.audit.models import AuditEntry, Revision
from hub.core.db import db, now
from hub.core.errors import NotFound
from hub.core.installation import noted
from hub.finding import saved_queries
from hub.finding.saved_models import SearchNews
from hub.inbox import leads, of_reviews, policy, questions, rules, waiting
from hub.inbox.models import MailSettings, Notice, NoticeKind, ReplyLink, SubjectKind
from hub.inbox.rules import InReview, Matter
from hub.meetings.models import Meeting, Minutes, MinutesState, Series
from hub.menus.models import Menu, MenuPartner, MenuState
from hub.notifications.models import Mail

_UNREAD = select(func.count(Notice.id)).where(
    Notice.user_id == bindparam("user_id"), Notice.read_at.is_(None)
)
KEPT = timedelta(days=60)  # how long a notice that was read is still listed
MOST_LISTED = 500
AT_ONCE = 500  # matters that are told together
NEWS_TOLD = "news_told_up_to"

OF_MEETING = (
    joinedload(Meeting.series).joinedload(Series.secretariat),
    joinedload(Meeting.series).selectinload(Series.members),
    selectinload(Meeting.attendances),
    selectinload(Meeting.minutes).load_only(Minutes.meeting_id, Minutes.state),
)
OF_ACTION = (*actions.for_list(), joinedload(Action.meeting).joinedload(Meeting.series).joinedload(
    Series.secretariat
))  # fmt: skip
OF_MINUTES = (
    joinedload(Minutes.meeting).options(
        joinedload(Meeting.series).joinedload(Series.secretariat),
        joinedload(Meeting.series).selectinload(Series.members),
        selectinload(Meeting.attendances),
    ),
    selectinload(Minutes.checks),
)
OF_MENU = (joinedload(Menu.provider),)
OF_PARTNER = (
    joinedload(MenuPartner.organization),
    joinedload(MenuPartner.menu).joinedload(Menu.provider),
)


def matters(today: date) -> Iterator[Matter]:
    """All that is to be told today, to whoever was not told yet."""
    yield from rules.about_reviews(in_review(), today)
    yield from rules.about_actions(_actions(today), today)
    yield from waiting.matters(today)
    yield from rules.about_meetings(_unwritten(today), today)
    yield from rules.about_menus(_stale(today), today)
    yield from rules.about_partners(_asked_partners())
    yield from leads.matters()
    yield from questions.matters(today)
    yield from of_reviews.matters(today)
    yield from rules.about_searches(saved_queries.rows_since(today - rules.LONG_AGO))


def urgent_matters(today: date) -> list[Matter]:
    near = Minutes.review_until.between(today, today + timedelta(days=14))
    return list(rules.urgent(in_review(near), today))


def in_review(*conditions: Any) -> list[InReview]:
    rows = db.session.scalars(
        select(Minutes)
        .where(Minutes.state == MinutesState.REVIEW, *conditions)
        .order_by(Minutes.review_until, Minutes.id)
        .options(*OF_MINUTES)
    ).all()
    return _reviews(rows)


def reviews_of(minutes: Iterable[Minutes]) -> dict[int, InReview]:
    """By id of the minutes."""
    return {review.minutes.id: review for review in _reviews(list(minutes))}


def people() -> Sequence[User]:
    """Everybody who can sign in, with their memberships."""
    return db.session.scalars(
        select(User).where(User.disabled_at.is_(None)).order_by(User.id)
    ).all()


def told_before(keys: Iterable[str]) -> set[tuple[int, str]]:
    """(person, key) of the notices with these keys that are there."""
    rows = db.session.execute(select(Notice.user_id, Notice.key).where(Notice.key.in_(list(keys))))
    return {(row[0], row[1]) for row in rows}


def last_overdue(today: date) -> dict[tuple[int, int], date]:
    """(person, action) -> when they were told last, in this week, that it is overdue."""
    rows = db.session.execute(
        select(Notice.user_id, Notice.subject_id, func.max(Notice.told_on))
        .where(Notice.kind == NoticeKind.ACTION_OVERDUE, Notice.told_on > today - rules.WEEK)
        .group_by(Notice.user_id, Notice.subject_id)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def waiting_people(day: date) -> list[int]:
    """Who has something for the next mail and got none of that day; read without a lock."""
    ids = db.session.scalars(select(Notice.user_id).where(Notice.is_waiting).distinct()).all()
    keys = {digest_key(number, day): number for number in ids if number is not None}
    sent = set(db.session.scalars(select(Mail.key).where(Mail.key.in_(list(keys)))))
    return sorted(number for key, number in keys.items() if key not in sent)


def waiting_notices(user_ids: Iterable[int]) -> Sequence[Notice]:
    return db.session.scalars(
        select(Notice)
        .where(Notice.is_waiting, Notice.user_id.in_(list(user_ids)))
        .order_by(Notice.due_on.is_(None), Notice.due_on, Notice.id)
    ).all()


def unread_notices() -> Sequence[Notice]:
    """Of everybody. What a saved search found is asked of the index: only where it is gone."""
    of_search = Notice.subject_kind == SubjectKind.SEARCH_NEWS
    is_gone = Notice.subject_id.not_in(select(SearchNews.id))
    return db.session.scalars(
        select(Notice).where(Notice.read_at.is_(None), or_(~of_search, is_gone))
    ).all()


def waiting_urgent() -> Sequence[Notice]:
    return db.session.scalars(
        select(Notice).where(Notice.is_waiting, Notice.is_urgent).order_by(Notice.id)
    ).all()


def urgent_mails(day: date) -> Counter[int]:
    """How many urgent mails each person got that day."""
    rows = db.session.execute(
        select(Mail.user_id, func.count())
        .where(Mail.key.startswith(f"urgent:{day}:", autoescape=True))
        .group_by(Mail.user_id)
    )
    return Counter({row[0]: row[1] for row in rows if row[0] is not None})


def digest_key(user_id: int, day: date) -> str:
    return f"digest:{user_id}:{day}"


def users(ids: Iterable[int]) -> dict[int, User]:
    rows = db.session.scalars(select(User).where(User.id.in_(list(ids))))
    return {user.id: user for user in rows}


def settings(user_ids: Iterable[int]) -> dict[int, MailSettings]:
    rows = db.session.scalars(select(MailSettings).where(MailSettings.user_id.in_(list(user_ids))))
    return {row.user_id: row for row in rows}


def settings_of(user: User) -> MailSettings:
    """As stored, or as it is for who never chose (not added to the session)."""
    found = settings([user.id]).get(user.id)
    return found or MailSettings(user_id=user.id, wants_none=False, unwanted=[])


def own_notices(viewer: User) -> Sequence[Notice]:
    """Unread ones, then those read lately; each may be about what cannot be read any more."""
    return db.session.scalars(
        select(Notice)
        .where(
            Notice.user_id == viewer.id,
            or_(Notice.read_at.is_(None), Notice.read_at > now() - KEPT),
        )
        .order_by(Notice.read_at.is_not(None), Notice.id.desc())
        .limit(MOST_LISTED)
    ).all()


def own_notice(viewer: User, notice_id: int) -> Notice:
    """Raises NotFound."""
    notice = db.session.get(Notice, notice_id)
    if notice is None or notice.user_id != viewer.id:
        raise NotFound
    return notice


def news_told_up_to() -> int:
    """Id of the last entry of the audit log that was looked at for news."""
    return int(noted(NEWS_TOLD) or 0)


def unread_count(viewer: Viewer) -> int:
    return db.session.scalar(_UNREAD, {"user_id": viewer.id}) or 0


def open_reply(token: str) -> ReplyLink:
    """The link of this token while it can be used. Raises NotFound."""
    link = db.session.scalars(
        select(ReplyLink)
        .where(ReplyLink.token_hash == hash_of(token))
        .options(joinedload(ReplyLink.user), joinedload(ReplyLink.action))
    ).first()
    if link is None or not link.is_open or not policy.may_reply(link):
        raise NotFound
    return link


def _actions(today: date) -> Sequence[Action]:
    working = [ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS]
    horizon = today + timedelta(days=max(rules.ASK_FOR_NEWS))
    near = and_(Action.status.in_(working), Action.due_on <= horizon)
    again = and_(Action.status == ActionStatus.ON_HOLD, Action.review_on <= today)
    return db.session.scalars(
        select(Action).where(or_(near, again)).order_by(Action.id).options(*OF_ACTION)
    ).all()


def _unwritten(today: date) -> Sequence[Meeting]:
    sent_round = select(Minutes.meeting_id).where(Minutes.state != MinutesState.DRAFT)
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.held_on.between(today - rules.LONG_AGO, today - timedelta(days=1)),
            Meeting.cancelled_at.is_(None),
            Meeting.id.not_in(sent_round),
        )
        .order_by(Meeting.id)
        .options(*OF_MEETING)
    ).all()


def _stale(today: date) -> Iterable[Menu]:
    """A part at a time, without their texts: nearly all may be."""
    return db.session.scalars(
        select(Menu)
        .where(Menu.state == MenuState.PUBLISHED, Menu.stale_from <= today)
        .order_by(Menu.id)
        .options(*OF_MENU, load_only(Menu.provider_id, Menu.review_months, Menu.stale_from,
                                     Menu.visibility, Menu.state, Menu.holder_id))
        .execution_options(yield_per=AT_ONCE)
    )  # fmt: skip


def _asked_partners() -> list[tuple[MenuPartner, int]]:
    waiting = db.session.scalars(
        select(MenuPartner)
        .join(MenuPartner.menu)
        .where(
            Menu.state == MenuState.PUBLISHED,
            MenuPartner.accepted_at.is_(None),
            MenuPartner.declined_at.is_(None),
        )
        .order_by(MenuPartner.id)
        .options(*OF_PARTNER)
    ).all()
    asked = Counter(
        (menu_id, after.get("partner"))
        for menu_id, after in _recorded("menu:propose-partner", [p.menu_id for p in waiting])
    )
    return [(p, asked[p.menu_id, p.organization_id]) for p in waiting]


def _reviews(rows: Sequence[Minutes]) -> list[InReview]:
    if not rows:
        return []
    ids = [minutes.id for minutes in rows]
    sent = Counter(minutes_id for minutes_id, _after in _recorded("minutes:review", ids))
    newest = _newest_texts(ids)
    return [
        InReview(
            minutes=minutes,
            times_sent=sent[minutes.id],
            answered=frozenset(
                check.organization_id
                for check in minutes.checks
                if check.revision >= newest.get(minutes.id, 0)
            ),
        )
        for minutes in rows
    ]


def _newest_texts(ids: Sequence[int]) -> dict[int, int]:
    """Number of the newest revision: an answer to an earlier text does not count."""
    rows = db.session.execute(
        select(Revision.subject_id, func.max(Revision.number))
        .where(Revision.subject_type == Minutes.__tablename__, Revision.subject_id.in_(ids))
        .group_by(Revision.subject_id)
    )
    return {row[0]: row[1] for row in rows}


def _recorded(verb: str, subject_ids: Sequence[int]) -> list[tuple[int, dict[str, Any]]]:
    """What the audit log says was done to these: how often something was sent or asked."""
    if not subject_ids:
        return []
    rows = db.session.execute(
        select(AuditEntry.subject_id, AuditEntry.after).where(
            AuditEntry.verb == verb, AuditEntry.subject_id.in_(list(subject_ids))
        )
    )
    return [(row[0], row[1]) for row in rows]
