"""What an inquiry can be about: how it is loaded, who answers for it, where its page is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hub.accounts.models import Viewer
from hub.actions import queries as actions
from hub.core.errors import NotFound
from hub.ideas import queries as ideas
from hub.inquiries.models import AboutKind, Inquiry
from hub.meetings import queries as meetings
from hub.menus import queries as menus
from hub.reviews import queries as reviews


@dataclass(frozen=True, kw_only=True)
class Kind:
    """``get`` raises NotFound for what the viewer may not read."""

    get: Callable[[Viewer, int], Any]
    title: Callable[[Any], str]
    answers: Callable[[Any], int | None]  # id of the organization to be asked
    endpoint: str
    argument: str


@dataclass(frozen=True)
class About:
    kind: AboutKind
    thing: Any

    @property
    def code(self) -> str:
        """As it stands in an address: action:12."""
        return f"{self.kind.value}:{self.thing.id}"

    @property
    def title(self) -> str:
        return KINDS[self.kind].title(self.thing)

    @property
    def answers(self) -> int | None:
        return KINDS[self.kind].answers(self.thing)

    @property
    def endpoint(self) -> str:
        return KINDS[self.kind].endpoint

    @property
    def values(self) -> dict[str, int]:
        return {KINDS[self.kind].argument: self.thing.id}


def _of_idea(idea: Any) -> int | None:
    """Who keeps it, else who raised it. Not every reader may know of which meeting it is."""
    return idea.keeper_id or idea.proposer_id


KINDS = {
    AboutKind.ACTION: Kind(
        get=actions.get_action,
        title=lambda action: action.title,
        answers=lambda action: action.lead_id,
        endpoint="actions.show",
        argument="action_id",
    ),
    AboutKind.MENU: Kind(
        get=menus.get_menu,
        title=lambda menu: menu.title,
        answers=lambda menu: menu.provider_id,
        endpoint="menus.show",
        argument="menu_id",
    ),
    AboutKind.MEETING: Kind(
        get=meetings.get_meeting,
        title=lambda meeting: meeting.name,
        answers=lambda meeting: meeting.series.secretariat_id,
        endpoint="meetings.show",
        argument="meeting_id",
    ),
    AboutKind.IDEA: Kind(
        get=ideas.get_idea,
        title=lambda idea: idea.title,
        answers=_of_idea,
        endpoint="ideas.show",
        argument="idea_id",
    ),
    AboutKind.REVIEW: Kind(
        get=reviews.get_review,
        title=lambda review: f"{review.organization.short_name} {review.covers.short_label}",
        answers=lambda review: review.organization_id,
        endpoint="reviews.show",
        argument="review_id",
    ),
}


def read(viewer: Viewer, code: str) -> About | None:
    """What ``action:12`` names; None of an empty code. Raises NotFound."""
    if not code:
        return None
    kind, _colon, number = code.partition(":")
    if kind not in set(AboutKind) or not (number.isascii() and number.isdigit()):
        raise NotFound
    if len(number) > 9:
        raise NotFound
    return About(AboutKind(kind), KINDS[AboutKind(kind)].get(viewer, int(number)))


def of(viewer: Viewer, inquiry: Inquiry) -> About | None:
    """None also where the viewer may not read it (any more): nothing of it is named."""
    if inquiry.about_kind is None or inquiry.about_id is None:
        return None
    try:
        thing = KINDS[inquiry.about_kind].get(viewer, inquiry.about_id)
    except NotFound:
        return None
    return About(inquiry.about_kind, thing)
