"""News: entries of the audit log, told to who follows what they are about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from hub.accounts.models import User
from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.following import deeds, queries, subjects, topics
from hub.following.models import Follow, FollowKind
from hub.following.subjects import Thing
from hub.following.topics import Topic
from hub.ideas.models import Idea
from hub.inbox.models import Notice, NoticeKind, Reason, SubjectKind
from hub.inbox.rules import Audience, Matter


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One entry, what it is about, and by which topic somebody hears of it."""

    entry: AuditEntry
    thing: Thing
    topic: Topic
    followed: Any  # the thing of the topic; None when it is gone
    follows: Mapping[int, Follow] = field(default_factory=dict)  # by person

    @property
    def id(self) -> int:
        return self.entry.id

    @property
    def title(self) -> str:
        return self.thing.subject.title(self.thing.row)

    @property
    def words(self) -> str:
        return deeds.of(self.entry)

    @property
    def followed_name(self) -> str:
        return topics.KINDS[self.topic[0]].name(self.followed)

    def may_be_heard_by(self, user: User) -> bool:
        """They read the thing and what they follow, and may know that one belongs to the other."""
        if self.followed is None or not self.thing.subject.may_view(user, self.thing.row):
            return False
        if self.topic not in self.thing.topics_for(user):
            return False
        return topics.KINDS[self.topic[0]].may_view(user, self.followed)

    def is_followed_by(self, user_id: int) -> bool:
        return user_id in self.follows

    def follow_id_of(self, user_id: int) -> int | None:
        follow = self.follows.get(user_id)
        return follow.id if follow is not None else None


def matters(first: int, last: int, people: Iterable[User]) -> Iterator[Matter]:
    """What happened after the entry ``first``, each thing once for each person."""
    by_id = {person.id: person for person in people}
    entries = queries.entries_between(first, last)
    things = subjects.load((entry.subject_type, entry.subject_id) for entry in entries)
    of_thing: dict[Thing, list[AuditEntry]] = defaultdict(list)
    for entry in entries:
        if (thing := things.get((entry.subject_type, entry.subject_id))) is not None:
            of_thing[thing].append(entry)
    followers = _followers({topic for thing in of_thing for topic in thing.topics})
    followed = topics.load({topic for thing in of_thing for topic in thing.topics})
    for thing, its in of_thing.items():
        for user_id, (reason, topic, since) in _listeners(thing, followers, by_id).items():
            new = [e for e in its if e.id > since and e.actor_id != user_id]
            if new:
                about = Heard(entry=new[-1], thing=thing, topic=topic, followed=followed.get(topic))
                yield _matter(about, Audience(reason=reason, user_id=user_id), len(new))


def load(notices: Iterable[Notice]) -> dict[int, Heard]:
    """By id of the notice."""
    told = list(notices)
    rows = db.session.scalars(
        select(AuditEntry).where(AuditEntry.id.in_({notice.subject_id for notice in told}))
    )
    entries = {entry.id: entry for entry in rows}
    things = subjects.load((entry.subject_type, entry.subject_id) for entry in entries.values())
    asked = {notice.id: _topic(notice) for notice in told}
    followed, followers = topics.load(asked.values()), _followers(set(asked.values()))
    found = {}
    for notice in told:
        entry = entries.get(notice.subject_id)
        thing = things.get((entry.subject_type, entry.subject_id)) if entry else None
        if entry is not None and thing is not None:
            topic = asked[notice.id]
            found[notice.id] = Heard(
                entry=entry, thing=thing, topic=topic, followed=followed.get(topic),
                follows=followers.get(topic, {}),
            )  # fmt: skip
    return found


def _followers(wanted: set[Topic]) -> dict[Topic, dict[int, Follow]]:
    found: dict[Topic, dict[int, Follow]] = defaultdict(dict)
    for follow in queries.follows(wanted) if wanted else ():
        found[follow.topic][follow.user_id] = follow
    return found


def _listeners(
    thing: Thing, followers: Mapping[Topic, Mapping[int, Follow]], people: Mapping[int, User]
) -> dict[int, tuple[Reason, Topic, int]]:
    """Person -> why they hear of it, and from which entry on; the nearest topic counts."""
    found: dict[int, tuple[Reason, Topic, int]] = {}
    for topic in sorted(thing.topics, key=lambda topic: (_NEAREST.index(topic[0]), topic[1])):
        for user_id, follow in followers.get(topic, {}).items():
            if user_id in people and topic in thing.topics_for(people[user_id]):
                found.setdefault(user_id, (Reason.FOLLOWS, topic, follow.since))
    if isinstance(thing.row, Idea) and thing.row.proposed_by_id is not None:
        own = (FollowKind.IDEA, thing.row.id)
        found.setdefault(thing.row.proposed_by_id, (Reason.THOUGHT_OF_IT, own, 0))
    return found


_NEAREST = [
    FollowKind.IDEA, FollowKind.MENU, FollowKind.SERIES, FollowKind.ORGANIZATION, FollowKind.THEME,
]  # fmt: skip


def _matter(about: Heard, to: Audience, count: int) -> Matter:
    kind, number = about.topic
    return Matter(
        kind=NoticeKind.NEWS,
        key=f"news:{about.entry.id}",
        subject_kind=SubjectKind.NEWS,
        subject=about,
        to=(to,),
        facts={"topic": [kind.value, number], "count": count},
    )


def _topic(notice: Notice) -> Topic:
    kind, number = notice.facts["topic"]
    return FollowKind(kind), int(number)
