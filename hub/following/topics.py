"""What can be followed: how it is loaded, who reads it, where its page is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import Viewer
from hub.core.db import db
from hub.core.errors import NotFound
from hub.following.models import FollowKind
from hub.ideas import policy as ideas
from hub.ideas.models import Idea
from hub.meetings import policy as meetings
from hub.meetings.models import Meeting, Series
from hub.menus import policy as menus
from hub.menus.models import Menu
from hub.organizations.models import Organization
from hub.taxonomies.models import Scheme, Term

Topic = tuple[FollowKind, int]


@dataclass(frozen=True, kw_only=True)
class Followed:
    model: type[Any]
    may_view: Callable[[Viewer, Any], bool]
    name: Callable[[Any], str]
    endpoint: str
    values: Callable[[Any], dict[str, Any]]
    options: Sequence[Any] = ()


_of_meeting = joinedload(Idea.meeting).joinedload(Meeting.series).selectinload(Series.members)
KINDS: dict[FollowKind, Followed] = {
    FollowKind.ORGANIZATION: Followed(
        model=Organization,
        may_view=lambda viewer, _organization: viewer.in_network,
        name=lambda organization: organization.short_name,
        endpoint="organizations.show",
        values=lambda organization: {"organization_id": organization.id},
    ),
    FollowKind.THEME: Followed(
        model=Term,
        may_view=lambda viewer, term: (
            viewer.in_network and term.scheme is Scheme.THEME and not term.is_hidden
        ),
        name=lambda term: term.label,
        endpoint="themes.show",
        values=lambda term: {"code": term.code},
    ),
    FollowKind.SERIES: Followed(
        model=Series,
        may_view=meetings.can_view_series,
        name=lambda series: series.name,
        endpoint="meetings.series",
        values=lambda series: {"series_id": series.id},
        options=(selectinload(Series.members),),
    ),
    FollowKind.MENU: Followed(
        model=Menu,
        may_view=menus.can_view,
        name=lambda menu: menu.title,
        endpoint="menus.show",
        values=lambda menu: {"menu_id": menu.id},
    ),
    FollowKind.IDEA: Followed(
        model=Idea,
        may_view=ideas.can_view,
        name=lambda idea: idea.title,
        endpoint="ideas.show",
        values=lambda idea: {"idea_id": idea.id},
        options=(_of_meeting, selectinload(Idea.partners)),
    ),
}
_OF_MODEL = {followed.model: kind for kind, followed in KINDS.items()}


def topic_of(thing: Any) -> Topic:
    return _OF_MODEL[type(thing)], thing.id


def get_thing(viewer: Viewer, kind: FollowKind, thing_id: int) -> Any:
    """Raises NotFound, also for what the viewer may not read."""
    thing = db.session.get(KINDS[kind].model, thing_id)
    if thing is None or not KINDS[kind].may_view(viewer, thing):
        raise NotFound
    return thing


def load(topics: Iterable[Topic]) -> dict[Topic, Any]:
    """The things of these topics that still exist, in one query for each kind."""
    ids: dict[FollowKind, set[int]] = {}
    for kind, number in topics:
        ids.setdefault(kind, set()).add(number)
    return {
        (kind, row.id): row
        for kind, numbers in ids.items()
        for row in db.session.scalars(
            select(KINDS[kind].model)
            .where(KINDS[kind].model.id.in_(numbers))
            .options(*KINDS[kind].options)
        ).unique()
    }
