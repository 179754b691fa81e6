"""The things that news are about: who reads them (as a rule and as a query), and their topics."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Select, false, select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import Viewer
from hub.actions import policy as actions
from hub.actions import queries as action_queries
from hub.actions.models import Action
from hub.core.db import db
from hub.following.models import FollowKind
from hub.following.topics import Topic
from hub.ideas import policy as ideas
from hub.ideas import queries as idea_queries
from hub.ideas.models import Idea, idea_actions
from hub.meetings import policy as meetings
from hub.meetings import queries as meeting_queries
from hub.meetings.models import Meeting, Minutes, MinutesState, Series
from hub.menus import policy as menus
from hub.menus import queries as menu_queries
from hub.menus.models import Menu, MenuState
from hub.organizations import policy as organizations
from hub.organizations.models import Organization, Visit
from hub.reviews import policy as reviews
from hub.reviews import queries as review_queries
from hub.reviews.models import Review
from hub.taxonomies.models import Scheme
from hub.themes.models import ThemeHandover, ThemeRole

SubjectKey = tuple[str, int]  # name of the table, id


def _everybody(_viewer: Viewer) -> bool:
    return True


@dataclass(frozen=True)
class Way:
    """A topic that something is news of. Where it is so by another thing (its meeting, the idea it
    works on), only who reads that one may know."""

    topic: Topic
    may_know: Callable[[Viewer], bool] = _everybody


@dataclass(frozen=True, kw_only=True)
class Subject:
    """``readable`` gives ids and says the same as ``may_view``; news are of published things."""

    model: type[Any]
    may_view: Callable[[Viewer, Any], bool]
    readable: Callable[[Viewer], Select[Any]]
    title: Callable[[Any], str]
    endpoint: str
    values: Callable[[Any], dict[str, Any]]
    ways: Callable[[Any], list[Way]]
    options: Sequence[Any] = ()


def _organizations(numbers: Iterable[int | None]) -> list[Way]:
    return [Way((FollowKind.ORGANIZATION, number)) for number in numbers if number is not None]


def _themes(terms: Iterable[Any], may_know: Callable[[Viewer], bool] = _everybody) -> list[Way]:
    themes = (term for term in terms if term.scheme is Scheme.THEME)
    return [Way((FollowKind.THEME, term.id), may_know) for term in themes]


def _of_series(meeting: Meeting | None) -> list[Way]:
    if meeting is None:
        return []
    return [Way((FollowKind.SERIES, meeting.series_id), lambda v: meetings.can_view(v, meeting))]


def _of_menu(menu: Menu) -> list[Way]:
    named = [menu.provider_id, *(organization.id for organization in menu.accepted_partners)]
    return [Way((FollowKind.MENU, menu.id)), *_organizations(named), *_themes(menu.terms)]


def _of_idea(idea: Idea) -> list[Way]:
    return [
        Way((FollowKind.IDEA, idea.id)),
        *_organizations(idea.concerned_ids),
        *_themes(idea.terms),
        *_of_series(idea.meeting),
    ]


def _of_action(action: Action) -> list[Way]:
    """Its organizations, its series, and what its menus are about; its ideas come by ``load``."""
    of_menus = (_by_menu(menu) for menu in action.menus)
    return [*_organizations(action.worker_ids), *_of_series(action.meeting), *chain(*of_menus)]


def _by_menu(menu: Menu) -> list[Way]:
    def reads(viewer: Viewer) -> bool:
        return menus.can_view(viewer, menu)

    return [Way((FollowKind.MENU, menu.id), reads), *_themes(menu.terms, reads)]


def _by_idea(idea: Idea) -> list[Way]:
    def reads(viewer: Viewer) -> bool:
        return ideas.can_view(viewer, idea)

    return [Way((FollowKind.IDEA, idea.id), reads), *_themes(idea.terms, reads)]


def _of_role(role: ThemeRole) -> list[Way]:
    return [*_themes([role.term]), *_organizations([role.organization_id])]


def _of_handover(handover: ThemeHandover) -> list[Way]:
    return [*_themes([handover.term]), *_organizations([handover.from_id, handover.to_id])]


def _readable_minutes(viewer: Viewer) -> Select[Any]:
    confirmed = Minutes.state == MinutesState.CONFIRMED
    readable = meeting_queries.readable(viewer)
    return select(Minutes.id).join(Minutes.meeting).where(confirmed, readable)


def _in_network(model: type[Any]) -> Callable[[Viewer], Select[Any]]:
    return lambda viewer: select(model.id).where(*([] if viewer.in_network else [false()]))


_series = joinedload(Meeting.series).selectinload(Series.members)
_menu_terms = selectinload(Menu.terms)
SUBJECTS: dict[str, Subject] = {
    "menus": Subject(
        model=Menu,
        may_view=lambda viewer, menu: (
            menu.state is MenuState.PUBLISHED and menus.can_view(viewer, menu)
        ),
        readable=lambda viewer: menu_queries.visible_to(viewer).with_only_columns(Menu.id),
        title=lambda menu: menu.title,
        endpoint="menus.show",
        values=lambda menu: {"menu_id": menu.id},
        ways=_of_menu,
        options=(_menu_terms, selectinload(Menu.partners)),
    ),
    "meetings": Subject(
        model=Meeting,
        may_view=meetings.can_view,
        readable=lambda viewer: select(Meeting.id).where(meeting_queries.readable(viewer)),
        title=lambda meeting: meeting.name,
        endpoint="meetings.show",
        values=lambda meeting: {"meeting_id": meeting.id},
        ways=_of_series,
        options=(_series,),
    ),
    "minutes": Subject(
        model=Minutes,
        may_view=lambda viewer, minutes: (
            minutes.is_confirmed and meetings.can_view(viewer, minutes.meeting)
        ),
        readable=_readable_minutes,
        title=lambda minutes: minutes.title,
        endpoint="meetings.minutes",
        values=lambda minutes: {"meeting_id": minutes.meeting_id},
        ways=lambda minutes: _of_series(minutes.meeting),
        options=(joinedload(Minutes.meeting).options(_series),),
    ),
    "actions": Subject(
        model=Action,
        may_view=actions.can_view,
        readable=lambda viewer: action_queries.visible_to(viewer).with_only_columns(Action.id),
        title=lambda action: action.title,
        endpoint="actions.show",
        values=lambda action: {"action_id": action.id},
        ways=_of_action,
        options=(
            joinedload(Action.meeting).options(_series),
            selectinload(Action.partners),
            selectinload(Action.menus).options(_menu_terms),
        ),
    ),
    "ideas": Subject(
        model=Idea,
        may_view=ideas.can_view,
        readable=lambda viewer: idea_queries.visible_to(viewer).with_only_columns(Idea.id),
        title=lambda idea: idea.title,
        endpoint="ideas.show",
        values=lambda idea: {"idea_id": idea.id},
        ways=_of_idea,
        options=(
            joinedload(Idea.meeting).options(_series),
            selectinload(Idea.partners),
            selectinload(Idea.terms),
        ),
    ),
    "theme_roles": Subject(
        model=ThemeRole,
        may_view=lambda viewer, _role: viewer.in_network,
        readable=_in_network(ThemeRole),
        title=lambda role: f"{role.term.label}　{role.kind.label}　{role.organization.short_name}",
        endpoint="themes.show",
        values=lambda role: {"code": role.term.code},
        ways=_of_role,
        options=(joinedload(ThemeRole.term), joinedload(ThemeRole.organization)),
    ),
    "theme_handovers": Subject(
        model=ThemeHandover,
        may_view=lambda viewer, _handover: viewer.in_network,  # that it was accepted, not its note
        readable=_in_network(ThemeHandover),
        title=lambda handover: f"{handover.term.label}　{handover.receiver.short_name}",
        endpoint="themes.show",
        values=lambda handover: {"code": handover.term.code},
        ways=_of_handover,
        options=(joinedload(ThemeHandover.term), joinedload(ThemeHandover.receiver)),
    ),
    "reviews": Subject(
        model=Review,
        may_view=reviews.can_read_settled,
        readable=lambda viewer: select(Review.id).where(review_queries.settled_for(viewer)),
        title=lambda review: review.title,
        endpoint="reviews.show",
        values=lambda review: {"review_id": review.id},
        ways=lambda review: _organizations([review.organization_id]),
        options=(joinedload(Review.organization), selectinload(Review.submissions)),
    ),
    "visits": Subject(
        model=Visit,
        may_view=lambda viewer, _visit: organizations.can_see_visits(viewer),
        readable=_in_network(Visit),
        title=lambda visit: visit.title,
        endpoint="organizations.visit",
        values=lambda visit: {"visit_id": visit.id},
        ways=lambda visit: _organizations([visit.organization_id, visit.visitor_id]),
    ),
    "organizations": Subject(
        model=Organization,
        may_view=lambda viewer, _organization: viewer.in_network,
        readable=_in_network(Organization),
        title=lambda organization: organization.name,
        endpoint="organizations.show",
        values=lambda organization: {"organization_id": organization.id},
        ways=lambda organization: _organizations([organization.id]),
    ),
}


@dataclass(frozen=True)
class Thing:
    """A thing that news are about, with the topics under which it is followed."""

    row: Any
    ways: tuple[Way, ...]

    @property
    def subject(self) -> Subject:
        return SUBJECTS[self.row.__tablename__]

    @property
    def topics(self) -> frozenset[Topic]:
        """All of them; who may know of which is said by ``topics_for``."""
        return frozenset(way.topic for way in self.ways)

    def topics_for(self, viewer: Viewer) -> frozenset[Topic]:
        return frozenset(way.topic for way in self.ways if way.may_know(viewer))


def load(keys: Iterable[SubjectKey]) -> dict[SubjectKey, Thing]:
    """The things that still exist, in a fixed number of queries."""
    ids: dict[str, set[int]] = {}
    for name, number in keys:
        if name in SUBJECTS:
            ids.setdefault(name, set()).add(number)
    rows = {
        (name, row.id): row
        for name, numbers in ids.items()
        for row in db.session.scalars(
            select(SUBJECTS[name].model)
            .where(SUBJECTS[name].model.id.in_(numbers))
            .options(*SUBJECTS[name].options)
        ).unique()
    }
    of_ideas = _ideas_of_actions(ids.get("actions", set()))
    return {
        key: Thing(row, (*SUBJECTS[key[0]].ways(row), *_more(key, of_ideas)))
        for key, row in rows.items()
    }


def _more(key: SubjectKey, of_ideas: dict[int, list[Way]]) -> list[Way]:
    return of_ideas.get(key[1], []) if key[0] == "actions" else []


def _ideas_of_actions(ids: set[int]) -> dict[int, list[Way]]:
    """An action also belongs to the topics of the ideas that it carries out."""
    found: dict[int, list[Way]] = {}
    if ids:
        query = (
            select(idea_actions.c.action_id, Idea)
            .join(Idea, Idea.id == idea_actions.c.idea_id)
            .where(idea_actions.c.action_id.in_(ids))
            .options(*SUBJECTS["ideas"].options)
        )
        for number, idea in db.session.execute(query).unique():
            found.setdefault(number, []).extend(_by_idea(idea))
    return found
