"""Telling people, and what they do about it. None commits."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, insert, or_, update
from sqlalchemy.orm import aliased

from hub.accounts.models import User
from hub.actions import commands as actions
from hub.actions.models import ActionStatus
from hub.core.db import db, now
from hub.core.errors import Invalid, authorize
from hub.core.installation import note
from hub.following import queries as following
from hub.inbox import heard, policy, queries, rules
from hub.inbox.models import Notice, NoticeKind, SubjectKind
from hub.inbox.rules import Audience, Matter
from hub.inbox.subjects import Subjects


def tell(matters: Iterable[Matter], today: date) -> None:
    """Write a notice for everybody who is to know and was not told. By the worker: no actor."""
    coming = iter(matters)
    audiences: _Audiences | None = None
    last: dict[tuple[int, int], date] = {}
    is_new = False
    while found := list(islice(coming, queries.AT_ONCE)):
        if audiences is None:
            audiences, last = _Audiences(queries.people()), queries.last_overdue(today)
        told = queries.told_before(matter.key for matter in found)
        rows = [
            _row(matter, audience, user, today)
            for matter in found
            for user, audience in audiences.of(matter)
            if (user.id, matter.key) not in told
            and not rules.is_too_soon(matter, last.get((user.id, matter.subject.id)), today)
        ]
        if rows:
            db.session.execute(insert(Notice), rows)
            is_new = True
    if is_new:
        _supersede()


def tell_news(today: date) -> None:
    """What changed since this was done last, to who follows it or thought of it."""
    first, last = queries.news_told_up_to(), following.last_entry_id()
    tell(heard.matters(first, last, queries.people()), today)
    note(queries.NEWS_TOLD, str(last))


def put_away_what_is_over(today: date) -> None:
    """Unread notices about what is done by now, or not to be read any more, count no longer."""
    unread = queries.unread_notices()
    users = queries.users({notice.user_id for notice in unread})
    subjects = Subjects(unread)
    for notice in unread:
        user = users[notice.user_id]
        if subjects.for_person(user, notice) is None or not subjects.holds(notice, today):
            notice.needs_no_mail()
            notice.read()


def mark_read(actor: User, notice: Notice) -> None:
    authorize(notice.user_id == actor.id)
    notice.read()


def mark_all_read(actor: User) -> None:
    db.session.execute(
        update(Notice)
        .where(Notice.user_id == actor.id, Notice.read_at.is_(None))
        .values(read_at=now())
    )


def choose_mails(actor: User, *, wants_none: bool, wanted: Iterable[NoticeKind]) -> None:
    settings = queries.settings_of(actor)
    settings.wants_none = wants_none
    chosen = set(wanted)
    settings.unwanted = [kind.value for kind in NoticeKind if kind not in chosen]
    db.session.add(settings)


def reply_by_link(token: str, *, text: str, is_started: bool) -> None:
    """The one answer that a link in a mail allows: a note, 進行中, or both.

    Raises:
        NotFound: the link was used, is too old, or its person may not do it any more.
        Invalid: there is nothing in the answer.
    """
    link = queries.open_reply(token)
    if not text and not is_started:
        raise Invalid(_("進み具合を書くか、「進行中にする」を選んでください。"))
    if is_started and link.action.status is not ActionStatus.IN_PROGRESS:
        actions.start_action(link.user, link.action, by_mail_link=True)
    if text:
        actions.add_note(link.user, link.action, text=text, by_mail_link=True)
    link.use()


class _Audiences:
    """Who belongs to an audience, and may be told; worked out once for all matters."""

    def __init__(self, people: Iterable[User]) -> None:
        self._by_id: dict[int, User] = {}
        self._editors: dict[int | None, list[User]] = defaultdict(list)
        self._coordinators: list[User] = []
        for user in people:
            self._by_id[user.id] = user
            for organization_id in user.editing_ids:
                self._editors[organization_id].append(user)
            if user.coordinates:
                self._coordinators.append(user)

    def of(self, matter: Matter) -> Iterator[tuple[User, Audience]]:
        """Each person once, with the first reason that holds for them."""
        seen: set[int] = set()
        for audience in matter.to:
            for user in self._people(audience):
                if user.id not in seen and policy.may_be_told(
                    user, audience.reason, audience.organization_id, matter.subject
                ):
                    seen.add(user.id)
                    yield user, audience

    def _people(self, audience: Audience) -> list[User]:
        if audience.user_id is not None:
            person = self._by_id.get(audience.user_id)
            return [person] if person is not None else []
        if audience.organization_id is None:
            return self._coordinators
        return self._editors[audience.organization_id]


def _row(matter: Matter, audience: Audience, user: User, today: date) -> dict[str, Any]:
    return {
        "user_id": user.id,
        "key": matter.key,
        "kind": matter.kind,
        "reason": audience.reason,
        "subject_kind": matter.subject_kind,
        "subject_id": matter.subject.id,
        "organization_id": audience.organization_id,
        "due_on": matter.due_on,
        "facts": matter.facts,
        "is_urgent": matter.is_urgent,
        "told_on": today,
    }


def _supersede() -> None:
    """What was told last about a thing takes the place of what was told before it."""
    newer = aliased(Notice)
    is_old = exists().where(
        newer.user_id == Notice.user_id,
        newer.subject_kind == Notice.subject_kind,
        newer.subject_id == Notice.subject_id,
        newer.id > Notice.id,
        # a deadline is about many organizations
        or_(
            Notice.subject_kind != SubjectKind.REVIEW_DUE,
            newer.organization_id == Notice.organization_id,
        ),
    )
    db.session.execute(
        update(Notice)
        .where(Notice.read_at.is_(None), is_old)
        .values(read_at=now(), is_waiting=False)
        .execution_options(synchronize_session=False)
    )
