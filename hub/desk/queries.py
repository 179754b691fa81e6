"""What lies on the desk of a department or ward office. The viewer comes first.

All numbers are those of lists that the same viewer can open; no page asks more than twelve times.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, func, select

from hub.accounts.models import Viewer
from hub.actions import queries as actions
from hub.actions.models import Action
from hub.core.db import db
from hub.desk import policy, reviewing
from hub.desk.reviewing import Reviewed, Standing
from hub.following import queries as following
from hub.ideas import queries as ideas
from hub.ideas.models import OPEN, Idea
from hub.inquiries import queries as inquiries
from hub.inquiries.models import Inquiry, InquiryState
from hub.menus import queries as menus
from hub.organizations import successors
from hub.organizations.models import Organization, OrganizationKind, Relation
from hub.organizations.queries import is_existing, relations_of_offices
from hub.reviews import queries as reviews
from hub.reviews.models import Review

SHOWN = 5  # of each list; the rest is behind a link


@dataclass(frozen=True, kw_only=True)
class Row:
    """One organization of the office, in numbers."""

    organization: Organization
    relations: Sequence[Relation]
    standing: Standing | None  # None where nobody reviews it
    questions: int
    open_actions: int
    overdue_actions: int
    stale_menus: int
    news: int


@dataclass(frozen=True, kw_only=True)
class Network:
    """All that the viewer reads, whoever's it is."""

    kinds: dict[OrganizationKind, int]
    menus: int
    stale_menus: int
    open_actions: int
    overdue_actions: int
    ideas: int
    reviews: int
    news: int

    @property
    def organizations(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True, kw_only=True)
class Desk:
    network: Network
    since: datetime
    offices: Sequence[Organization] = ()
    rows: Sequence[Row] = ()
    reviewed: Reviewed | None = None
    questions: Sequence[Inquiry] = ()  # open, those that wait for the office first
    held: frozenset[int] = field(default_factory=frozenset)  # what the office acts for
    overdue: Sequence[Action] = ()  # the first of them

    @property
    def ids(self) -> list[int]:
        return [row.organization.id for row in self.rows]

    @property
    def waiting_questions(self) -> int:
        return sum(inquiry.asked_id in self.held for inquiry in self.questions)

    @property
    def overdue_count(self) -> int:
        return sum(row.overdue_actions for row in self.rows)

    @property
    def stale_count(self) -> int:
        return sum(row.stale_menus for row in self.rows)

    @property
    def news_count(self) -> int:
        return sum(row.news for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class _Counts:
    """By id of the organization: asked once for the rows and for the network."""

    actions: dict[int, tuple[int, int]]  # 未完了, 期限超過
    stale: dict[int, int]
    news: dict[int | None, int]


def desk(viewer: Viewer) -> Desk:
    since = following.news_since(viewer)
    counts = _Counts(
        actions=actions.lead_counts(viewer),
        stale=menus.stale_counts(viewer),
        news=following.count_news(viewer, since),
    )
    network = _network(viewer, counts)
    offices = policy.offices_of(viewer)
    if not offices:
        return Desk(network=network, since=since)
    relations = [r for found in relations_of_offices(*offices).values() for r in found]
    reviewed = reviewing.of_relations(viewer, relations)
    held, questions = inquiries.held_by(viewer), _questions(viewer)
    rows = _rows(relations, counts, reviewed, _asked_of(questions, held))
    return Desk(
        network=network, since=since, offices=offices, reviewed=reviewed, held=held, rows=rows,
        questions=sorted(questions, key=lambda inquiry: inquiry.asked_id not in held),
        overdue=actions.overdue_of(viewer, [row.organization.id for row in rows], SHOWN),
    )  # fmt: skip


def _rows(
    relations: Iterable[Relation], counts: _Counts, reviewed: Reviewed, asked: Counter[int]
) -> list[Row]:
    """In the order of the network."""
    of: dict[Organization, list[Relation]] = {}
    for relation in relations:
        of.setdefault(relation.organization, []).append(relation)
    return [
        Row(
            organization=one,
            relations=of[one],
            standing=reviewed.standings.get(one.id),
            questions=asked[one.id],
            open_actions=counts.actions.get(one.id, (0, 0))[0],
            overdue_actions=counts.actions.get(one.id, (0, 0))[1],
            stale_menus=counts.stale.get(one.id, 0),
            news=counts.news.get(one.id, 0),
        )
        for one in sorted(of, key=lambda one: (one.position, one.id))
    ]


def _questions(viewer: Viewer) -> Sequence[Inquiry]:
    query = inquiries.visible_to(viewer).where(Inquiry.state == InquiryState.OPEN)
    together = query.options(*inquiries.for_list()).order_by(*inquiries.in_order())
    return db.session.scalars(together).all()


def _asked_of(questions: Iterable[Inquiry], held: frozenset[int]) -> Counter[int]:
    """How many are open with each other organization."""
    acting = successors.today()
    return Counter(
        acting.of(question.asker_id if question.asked_id in held else question.asked_id)
        for question in questions
    )


def _network(viewer: Viewer, counts: _Counts) -> Network:
    open_ideas = ideas.visible_to(viewer).where(Idea.stage.in_(OPEN)).with_only_columns(Idea.id)
    of_kind = [
        select(Organization.id).where(is_existing(), Organization.kind == kind)
        for kind in OrganizationKind
    ]
    readable = reviews.visible_to(viewer).with_only_columns(Review.id)
    idea_count, review_count, *numbers = _numbers(open_ideas, readable, *of_kind)
    kinds = dict(zip(OrganizationKind, numbers, strict=True))
    return Network(
        kinds={kind: number for kind, number in kinds.items() if number},
        menus=menus.count(viewer),
        stale_menus=sum(counts.stale.values()),
        open_actions=sum(number for number, _late in counts.actions.values()),
        overdue_actions=sum(late for _number, late in counts.actions.values()),
        ideas=idea_count,
        reviews=review_count,
        news=sum(counts.news.values()),
    )


def _numbers(*queries: Select[tuple[int]]) -> Sequence[int]:
    """How many rows each of these has; one query."""
    counts = [select(func.count()).select_from(query.subquery()) for query in queries]
    return db.session.execute(select(*(count.scalar_subquery() for count in counts))).one()
