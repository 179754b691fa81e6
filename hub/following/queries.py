"""Reads: what one follows, and the news of the network, cut down to what the viewer reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, tuple_

from hub.accounts.models import User, Viewer
from hub.audit.models import AuditEntry
from hub.core import calendar
from hub.core.db import db, now
from hub.core.errors import NotFound
from hub.following import deeds, policy, topics
from hub.following.models import Follow
from hub.following.subjects import SUBJECTS, Thing, load
from hub.following.topics import Topic
from hub.menus.models import Menu
from hub.organizations.models import Organization

SIZE = 25
_FOLLOW = select(Follow).where(
    Follow.user_id == bindparam("user_id"),
    Follow.kind == bindparam("kind"),
    Follow.thing_id == bindparam("thing_id"),
)
NEW = timedelta(days=14)  # how far back what is new goes for who has not been here before
MOST_READ = 1_000  # entries that are looked through for one page of what one follows


@dataclass(frozen=True)
class News:
    """One thing that happened. Who did it is told as the organization, never as a person."""

    entry: AuditEntry
    thing: Thing
    organization: str

    @property
    def at(self) -> datetime:
        return self.entry.at

    @property
    def day(self) -> date:
        return self.entry.at.astimezone(calendar.TOKYO).date()

    @property
    def words(self) -> str:
        return deeds.of(self.entry)


@dataclass(frozen=True)
class NewsPage:
    """``older`` is the id before which the next page begins; None where there is nothing more."""

    items: Sequence[News]
    older: int | None


@dataclass(frozen=True)
class Followed:
    """A row of one's list; ``thing`` is None where it may not be read any more."""

    follow: Follow
    thing: Any

    @property
    def kind(self) -> topics.Followed:
        return topics.KINDS[self.follow.kind]


def followed_by(viewer: User) -> list[Followed]:
    rows = db.session.scalars(
        select(Follow).where(Follow.user_id == viewer.id).order_by(Follow.kind, Follow.id)
    ).all()
    things = topics.load(row.topic for row in rows)
    return [Followed(row, _readable(viewer, row, things)) for row in rows]


def follow_of(viewer: Viewer, thing: Any) -> Follow | None:
    kind, number = topics.topic_of(thing)
    asked = {"user_id": viewer.id, "kind": kind, "thing_id": number}
    return db.session.scalars(_FOLLOW, asked).one_or_none()


def own_follow(viewer: User, follow_id: int) -> Follow:
    """Raises NotFound."""
    follow = db.session.get(Follow, follow_id)
    if follow is None or not policy.can_leave(viewer, follow):
        raise NotFound
    return follow


def news(
    viewer: Viewer, *, about: str | None, organization_id: int | None, before: int | None,
    since: datetime | None = None,
) -> NewsPage:  # fmt: skip
    """Newest first. ``about`` is a key of SUBJECTS."""
    chosen = [_news(viewer, about), *_since(since)]
    if organization_id is not None:
        chosen.append(AuditEntry.organization_id == organization_id)
    return _page(_entries(chosen, before, SIZE + 1))


def count_news(viewer: Viewer, since: datetime) -> dict[int | None, int]:
    """How many entries ``news`` has since then, by id of the organization that acted."""
    counted = (
        select(AuditEntry.organization_id, func.count())
        .where(_news(viewer, None), *_since(since))
        .group_by(AuditEntry.organization_id)
    )
    return {row[0]: row[1] for row in db.session.execute(counted)}


def followed_news(viewer: User, *, before: int | None) -> NewsPage:
    """The same of what one follows."""
    follows = {item.follow.topic for item in followed_by(viewer) if item.thing is not None}
    entries = _entries([_news(viewer, None)], before, MOST_READ)
    things = load((entry.subject_type, entry.subject_id) for entry in entries)
    mine = [e for e in entries if _told_by(things[e.subject_type, e.subject_id], viewer, follows)]
    return _page(mine[: SIZE + 1])


def _told_by(thing: Thing, viewer: Viewer, follows: set[Topic]) -> bool:
    return bool(thing.topics & follows and thing.topics_for(viewer) & follows)


def last_entry_id() -> int:
    return db.session.scalar(select(func.max(AuditEntry.id))) or 0


def news_since(viewer: Viewer) -> datetime:
    """What is new for this viewer begins with their last visit."""
    last: datetime | None = getattr(viewer, "previous_visit_at", None)
    return last or now() - NEW


def follows(topics: Iterable[Topic] | None = None) -> Sequence[Follow]:
    """Of everybody, for the worker; of these topics, or all."""
    query = select(Follow).order_by(Follow.id)
    if topics is not None:
        query = query.where(tuple_(Follow.kind, Follow.thing_id).in_(sorted(topics)))
    return db.session.scalars(query).all()


def entries_between(first: int, last: int) -> Sequence[AuditEntry]:
    """What happened after ``first`` up to ``last``, oldest first; rights are not asked here."""
    query = select(AuditEntry).where(
        AuditEntry.id > first, AuditEntry.id <= last, AuditEntry.verb.in_(deeds.DEEDS)
    )
    return db.session.scalars(query.order_by(AuditEntry.id)).all()


def _readable(viewer: Viewer, row: Follow, things: dict[Topic, Any]) -> Any:
    thing = things.get(row.topic)
    may_view = topics.KINDS[row.kind].may_view
    return thing if thing is not None and may_view(viewer, thing) else None


def _news(viewer: Viewer, about: str | None) -> ColumnElement[bool]:
    """The condition on AuditEntry under which it is news that the viewer reads."""
    names = [about] if about else list(SUBJECTS)
    readable = [
        and_(
            AuditEntry.subject_type == name,
            AuditEntry.subject_id.in_(SUBJECTS[name].readable(viewer).order_by(None)),
        )
        for name in names
    ]
    was_draft = select(Menu.id).where(
        AuditEntry.subject_type == Menu.__tablename__,
        Menu.id == AuditEntry.subject_id,
        Menu.published_at > AuditEntry.at,
    )
    return and_(AuditEntry.verb.in_(deeds.DEEDS), or_(*readable), ~was_draft.exists())


def _since(moment: datetime | None) -> list[ColumnElement[bool]]:
    return [] if moment is None else [AuditEntry.at >= moment]


def _entries(
    conditions: Iterable[ColumnElement[bool]], before: int | None, most: int
) -> Sequence[AuditEntry]:
    query = select(AuditEntry).where(*conditions)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(most)).all()


def _page(entries: Sequence[AuditEntry]) -> NewsPage:
    shown = entries[:SIZE]
    things = load((entry.subject_type, entry.subject_id) for entry in shown)
    names = _names({entry.organization_id for entry in shown})
    items = [
        News(entry, things[entry.subject_type, entry.subject_id],
             names.get(entry.organization_id or 0, ""))
        for entry in shown
    ]  # fmt: skip
    return NewsPage(items, shown[-1].id if len(entries) > SIZE else None)


def _names(ids: Iterable[int | None]) -> dict[int, str]:
    rows = db.session.execute(
        select(Organization.id, Organization.short_name).where(
            Organization.id.in_([number for number in ids if number is not None])
        )
    )
    return {row[0]: row[1] for row in rows}
