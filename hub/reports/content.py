"""What a report says: plain facts that its reader may know, and the numbers made of them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from hub.actions.models import ActionStatus
from hub.ideas.models import Stage
from hub.organizations.models import Organization
from hub.programmes.figures import IndicatorFigures
from hub.programmes.periods import FiscalTerm
from hub.reviews.models import CommentKind, ReviewKind, Section

Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class Programme:
    id: int
    organization_id: int
    name: str
    category: str
    summary: str
    visibility: str
    is_archived: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    programme: str
    section: Section
    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Comment:
    kind: CommentKind
    about: str  # the line, or nothing: the whole
    organization: str
    post_title: str
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class Review:
    """The version of it that the reader may read."""

    organization_id: int
    kind: ReviewKind
    number: int
    submitted_at: datetime
    settled_at: datetime | None
    office: str
    reason: str
    lines: Sequence[Line]
    comments: Sequence[Comment]

    @property
    def by_programme(self) -> dict[str, dict[Section, list[Line]]]:
        """In the order of its lines; "" is the organization as a whole."""
        found: dict[str, dict[Section, list[Line]]] = {}
        for line in self.lines:
            cells = found.setdefault(line.programme, {section: [] for section in Section})
            cells[line.section].append(line)
        return found


@dataclass(frozen=True, kw_only=True)
class Action:
    title: str
    lead_id: int
    lead: str
    partners: str
    due_on: date | None
    status: ActionStatus
    is_overdue: bool
    closed_on: date | None
    result: str  # or why it was dropped
    meeting: str


@dataclass(frozen=True, kw_only=True)
class Idea:
    title: str
    stage: Stage
    keeper: str
    proposer: str
    raised_on: date
    closed_on: date | None
    result: str


@dataclass(frozen=True, kw_only=True)
class Menu:
    provider_id: int
    title: str
    summary: str
    type: str
    visibility: str
    confirmed_on: date | None
    is_stale: bool


@dataclass(frozen=True, kw_only=True)
class Meeting:
    name: str
    held_on: date
    place: str
    present: Sequence[str]  # those that the report is about, else all that came


@dataclass(frozen=True, kw_only=True)
class Content:
    organization: Organization | None  # None: the network
    term: FiscalTerm
    made_on: date
    is_public: bool
    organizations: Sequence[Organization]
    programmes: Sequence[Programme]
    indicators: Sequence[IndicatorFigures]
    reviews: Sequence[Review]
    actions: Sequence[Action]
    ideas: Sequence[Idea]
    menus: Sequence[Menu]
    meetings: Sequence[Meeting]

    @cached_property
    def part(self) -> "Part":
        """The whole in one."""
        return Part(
            organization=self.organization, programmes=self.programmes,
            indicators=self.indicators, reviews=self.reviews, actions=self.actions,
            menus=self.menus,
        )  # fmt: skip

    @cached_property
    def parts(self) -> list["Part"]:
        """What each organization stands for, those without anything left out."""
        of_programme = {one.id: one.organization_id for one in self.programmes}
        programmes = _grouped(self.programmes, lambda one: one.organization_id)
        indicators = _grouped(self.indicators, lambda one: of_programme.get(one.programme_id))
        reviews = _grouped(self.reviews, lambda one: one.organization_id)
        actions = _grouped(self.actions, lambda one: one.lead_id)
        menus = _grouped(self.menus, lambda one: one.provider_id)
        parts = (
            Part(
                organization=one, programmes=programmes[one.id], indicators=indicators[one.id],
                reviews=reviews[one.id], actions=actions[one.id], menus=menus[one.id],
            )
            for one in self.organizations
        )  # fmt: skip
        return [part for part in parts if not part.is_empty]

    @property
    def is_empty(self) -> bool:
        return self.part.is_empty and not self.ideas and not self.meetings

    def ideas_in(self, stage: Stage) -> list[Idea]:
        return [idea for idea in self.ideas if idea.stage is stage]


def _grouped(rows: Sequence[Row], key: Callable[[Row], int | None]) -> dict[int | None, list[Row]]:
    found: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


@dataclass(frozen=True, kw_only=True)
class Part:
    """Of one organization, or the sum of all."""

    organization: Organization | None
    programmes: Sequence[Programme]
    indicators: Sequence[IndicatorFigures]
    reviews: Sequence[Review]
    actions: Sequence[Action]
    menus: Sequence[Menu]

    @property
    def is_empty(self) -> bool:
        return not (self.programmes or self.reviews or self.actions or self.menus)

    @property
    def done(self) -> list[Action]:
        return [a for a in self.actions if a.status is ActionStatus.DONE]

    @property
    def dropped(self) -> list[Action]:
        return [a for a in self.actions if a.status is ActionStatus.DROPPED]

    @property
    def overdue(self) -> list[Action]:
        return [a for a in self.actions if a.is_overdue]

    @property
    def underway(self) -> list[Action]:
        """未完了 that are not late."""
        return [a for a in self.actions if a.status.is_open and not a.is_overdue]

    @property
    def with_target(self) -> list[IndicatorFigures]:
        return [i for i in self.indicators if i.target is not None and i.actual is not None]

    @property
    def reached(self) -> list[IndicatorFigures]:
        return [i for i in self.with_target if i.actual >= i.target]  # type: ignore[operator]

    @property
    def stale_menus(self) -> list[Menu]:
        return [menu for menu in self.menus if menu.is_stale]
