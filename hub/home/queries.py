"""What the first page shows to whom. The viewer comes first everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, func, select

from hub.accounts.models import Viewer
from hub.actions import handovers
from hub.actions import queries as actions
from hub.actions.models import Action, ActionEvent, ActionStatus
from hub.core import calendar
from hub.core.db import db
from hub.following import queries as following
from hub.ideas import queries as ideas
from hub.ideas.models import Idea, IdeaEvent
from hub.inquiries import queries as inquiries
from hub.inquiries.models import Inquiry
from hub.meetings import invitations
from hub.meetings import queries as meetings
from hub.meetings.models import Meeting, Minutes
from hub.menus import queries as menus
from hub.menus.models import Menu, MenuPartner
from hub.organizations.models import Organization
from hub.reviews import queries as reviews
from hub.reviews.models import Review
from hub.successions import queries as successions
from hub.themes import handovers as theme_handovers

NEWS_COUNT = 8
STALE_SHOWN = 10  # the page of one's own menus has all


@dataclass(frozen=True, kw_only=True)
class News:
    """One thing that changed: exactly one of the others is there."""

    at: datetime
    menu: Menu | None = None
    event: ActionEvent | None = None
    idea: IdeaEvent | None = None
    minutes: Minutes | None = None


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What waits for one person, most urgent first."""

    overdue: Sequence[Action]
    soon: Sequence[Action]
    held: Sequence[Action]  # 保留 whose day has come
    ideas: Sequence[Idea]  # whose day has come, or that nobody keeps
    to_check: Sequence[Minutes]
    to_write: Sequence[Meeting]
    stale: Sequence[Menu]  # the first of them
    stale_count: int
    invitations: Sequence[MenuPartner]
    handovers: Sequence[handovers.ActionHandover]
    theme_handovers: Sequence[theme_handovers.ThemeHandover]
    to_answer: Sequence[Meeting]  # 出欠
    questions: Sequence[Inquiry]  # 問合せ that wait for our answer
    is_of_office: bool  # who has a desk for the organizations that it looks after
    to_confirm: int  # 振り返り that wait for its 確認
    upcoming: Sequence[Meeting]
    news: Sequence[News]
    news_since: datetime
    unheld: Sequence[tuple[Organization, int]] = ()  # 担当者のいないもの, for 組織の管理者

    @property
    def is_clear(self) -> bool:
        return not (
            self.overdue
            or self.soon
            or self.held
            or self.ideas
            or self.to_check
            or self.to_write
            or self.stale
            or self.invitations
            or self.handovers
            or self.theme_handovers
            or self.to_answer
            or self.questions
        )


def desk(viewer: Viewer) -> Desk:
    today = calendar.today()
    waiting = actions.at_desk(viewer)
    since = following.news_since(viewer)
    asked = _asked(viewer)
    return Desk(
        overdue=[a for a in waiting if a.is_overdue(today)],
        soon=[a for a in waiting if not a.is_overdue(today) and not _is_held(a)],
        held=[a for a in waiting if _is_held(a)],
        ideas=ideas.waiting_for(viewer),
        to_check=meetings.minutes_to_check(viewer),
        to_write=meetings.minutes_to_write(viewer),
        stale=menus.to_look_over(viewer, limit=STALE_SHOWN),
        stale_count=menus.count_to_look_over(viewer),
        invitations=menus.invitations_for(viewer) if asked.to_partner else [],
        handovers=handovers.waiting_for(viewer) if asked.to_take_over else [],
        theme_handovers=theme_handovers.waiting_for(viewer) if asked.to_lead else [],
        to_answer=invitations.to_answer(viewer) if asked.to_come else [],
        questions=inquiries.waiting_for(viewer) if asked.to_reply else [],
        is_of_office=any(m.organization.is_government for m in viewer.active_memberships),
        to_confirm=asked.to_confirm,
        upcoming=meetings.upcoming(viewer, 3),
        news=news(viewer, since),
        news_since=since,
        unheld=_unheld(viewer),
    )


class _Asked(NamedTuple):
    """Whether there is anything of what most desks do not have on most days."""

    to_partner: bool
    to_take_over: bool
    to_lead: bool
    to_come: bool
    to_reply: bool
    to_confirm: int  # 振り返り, of an office


def _asked(viewer: Viewer) -> _Asked:
    """One query in the place of six that mostly find nothing."""
    found = select(
        exists().where(menus.invites(viewer)),
        exists().where(handovers.waits_for(viewer)),
        exists().where(theme_handovers.waits_for(viewer)),
        exists().where(invitations.is_coming()),
        exists().where(inquiries.waits_for(viewer)),
        select(func.count(Review.id)).where(reviews.to_confirm(viewer)).scalar_subquery(),
    )
    return _Asked._make(db.session.execute(found).one())


def news(viewer: Viewer, since: datetime) -> list[News]:
    """What changed since then that the viewer may read, newest first."""
    found = [
        *(News(at=m.updated_at, menu=m) for m in menus.recently_changed(viewer, since)),
        *(News(at=e.at, event=e) for e in actions.recently_moved(viewer, since, NEWS_COUNT)),
        *(News(at=e.at, idea=e) for e in ideas.recently_moved(viewer, since, NEWS_COUNT)),
        *(
            News(at=m.confirmed_at, minutes=m)
            for m in meetings.recently_confirmed(viewer, since)
            if m.confirmed_at
        ),
    ]
    return sorted(found, key=lambda item: item.at, reverse=True)[:NEWS_COUNT]


def _unheld(viewer: Viewer) -> list[tuple[Organization, int]]:
    counts = successions.count_without_holder(viewer)
    administered = [m.organization for m in viewer.active_memberships]
    return [(o, counts[o.id]) for o in administered if o.id in counts]


def _is_held(action: Action) -> bool:
    return action.status is ActionStatus.ON_HOLD
