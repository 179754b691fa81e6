"""What the first page shows to whom. The viewer comes first everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, select

from hub.accounts.models import Circle, Standing, Viewer
from hub.actions import handovers
from hub.core import calendar, generations
from hub.core.db import db
from hub.following import queries as following
from hub.home import waiting
from hub.home.news import News, news
from hub.ideas import queries as ideas
from hub.ideas.models import Idea
from hub.inquiries import queries as inquiries
from hub.inquiries.models import Inquiry
from hub.meetings import invitations, minutes_queries
from hub.meetings import queries as meetings
from hub.meetings.models import Meeting, Minutes
from hub.menus import queries as menus
from hub.menus.models import MenuPartner
from hub.organizations.models import Organization
from hub.reviews import queries as reviews
from hub.reviews.models import Review
from hub.successions import queries as successions
from hub.themes import handovers as theme_handovers

UPCOMING = 3


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What waits for one person, most urgent first."""

    work: waiting.Work
    ideas: Sequence[Idea]  # whose day has come, or that nobody keeps
    to_check: Sequence[Minutes]
    to_write: Sequence[Meeting]
    stale: waiting.Stale
    invitations: Sequence[MenuPartner]
    handovers: Sequence[handovers.ActionHandover]
    theme_handovers: Sequence[theme_handovers.ThemeHandover]
    to_answer: Sequence[Meeting]  # 出欠
    questions: Sequence[Inquiry]  # 問合せ that wait for our answer
    reviews: Sequence[Review]  # 振り返り of our own to go on with
    is_of_office: bool  # who has a desk for the organizations that it looks after
    to_confirm: int  # 振り返り that wait for its 確認
    upcoming: Sequence[Meeting]
    news: Sequence[News]
    news_since: datetime
    unheld: Sequence[tuple[Organization, int]] = ()  # 担当者のいないもの, for 組織の管理者

    @property
    def is_clear(self) -> bool:
        return not (
            any(self.work)
            or self.ideas
            or self.to_check
            or self.to_write
            or self.stale.count
            or self.invitations
            or self.handovers
            or self.theme_handovers
            or self.to_answer
            or self.questions
            or self.reviews
        )


class Asked(NamedTuple):
    """Whether there is anything of what most desks do not have on most days."""

    to_receive: bool  # things of somebody who left
    to_partner: bool
    to_take_over: bool
    to_lead: bool
    to_come: bool
    to_check: bool
    to_reply: bool
    to_go_on: bool
    to_confirm: int  # 振り返り, of an office


def asked(viewer: Viewer) -> Asked:
    """One query in the place of nine that mostly find nothing."""
    state = generations.token("organizations")
    found = _asking(viewer.id, Standing.of(viewer), calendar.today(), state)
    return Asked._make(db.session.execute(found).one())


@lru_cache(maxsize=256)  # making it costs more than asking the database with it
def _asking(
    user_id: int | None, standing: Standing, _today: date, _state: str | None
) -> Select[Any]:
    """``_state``: that of the organizations, of which some act for others that ended."""
    return select(
        exists().where(successions.waits_for(user_id, standing.organization_ids)),
        exists().where(menus.invites(standing)),
        exists().where(handovers.waits_for(standing)),
        exists().where(theme_handovers.waits_for(standing)),
        exists().where(invitations.is_coming()),
        exists().where(minutes_queries.is_in_review_for(standing)),
        exists().where(inquiries.waits_for(standing)),
        exists().where(reviews.waits_for(standing)),
        select(func.count(Review.id)).where(reviews.to_confirm(standing)).scalar_subquery(),
    )


def desk(viewer: Viewer, asked: Asked) -> Desk:
    to_write, upcoming = meetings.at_desk(viewer, UPCOMING)
    since = following.news_since(viewer)
    return Desk(
        work=waiting.work(Circle.of(viewer)),
        ideas=ideas.waiting_for(viewer),
        to_check=minutes_queries.minutes_to_check(viewer) if asked.to_check else [],
        to_write=to_write,
        stale=waiting.stale(Standing.of(viewer)),
        invitations=menus.invitations_for(viewer) if asked.to_partner else [],
        handovers=handovers.waiting_for(viewer) if asked.to_take_over else [],
        theme_handovers=theme_handovers.waiting_for(viewer) if asked.to_lead else [],
        to_answer=invitations.to_answer(viewer) if asked.to_come else [],
        questions=inquiries.waiting_for(viewer) if asked.to_reply else [],
        reviews=reviews.waiting_for(viewer) if asked.to_go_on else [],
        is_of_office=_is_of_office(viewer),
        to_confirm=asked.to_confirm,
        upcoming=upcoming,
        news=news(viewer, since),
        news_since=since,
        unheld=_unheld(viewer),
    )


def _unheld(viewer: Viewer) -> list[tuple[Organization, int]]:
    if not viewer.administered_ids:
        return []
    counts = successions.count_without_holder(viewer)
    administered = [m.organization for m in viewer.active_memberships]
    return [(o, counts[o.id]) for o in administered if o.id in counts]


def _is_of_office(viewer: Viewer) -> bool:
    mine = (membership.organization for membership in viewer.active_memberships)
    return any(organization.is_government and organization.is_valid for organization in mine)
