"""What the first page shows to whom. The viewer comes first everywhere."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import exists, select

from hub.accounts.models import Viewer
from hub.actions import handovers
from hub.actions import queries as actions
from hub.actions.models import Action, ActionEvent, ActionStatus
from hub.core import calendar
from hub.core.db import db, now
from hub.ideas import queries as ideas
from hub.ideas.models import Idea, IdeaEvent
from hub.meetings import invitations
from hub.meetings import queries as meetings
from hub.meetings.models import Meeting, Minutes
from hub.menus import queries as menus
from hub.menus.models import Menu, MenuPartner
from hub.organizations.models import Organization
from hub.organizations.queries import organizations, overseen_ids
from hub.successions import queries as successions
from hub.themes import handovers as theme_handovers

NEWS_DAYS = 14  # how far back 「新しいこと」 goes for who has not been here before
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
class Overseen:
    """An organization that the viewer's office supervises or coordinates, in three numbers."""

    organization: Organization
    open_actions: int
    overdue_actions: int
    stale_menus: int


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
    upcoming: Sequence[Meeting]
    news: Sequence[News]
    news_since: datetime
    overseen: Sequence[Overseen] = field(default_factory=list)
    overseen_overdue: Sequence[Action] = field(default_factory=list)
    overseen_stale: Sequence[Menu] = field(default_factory=list)
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
        )


def desk(viewer: Viewer) -> Desk:
    today = calendar.today()
    ids = overseen_ids(viewer.organization_ids)
    overseen = [o for o in organizations() if o.id in ids] if ids else []
    waiting, overseen_overdue = actions.at_desk(viewer, [o.id for o in overseen])
    overseen_stale = menus.stale_of(frozenset(o.id for o in overseen), viewer) if overseen else []
    since = _news_since(viewer)
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
        upcoming=meetings.upcoming(viewer, 3),
        news=news(viewer, since),
        news_since=since,
        overseen=_in_numbers(viewer, overseen, overseen_overdue, overseen_stale),
        overseen_overdue=overseen_overdue,
        overseen_stale=overseen_stale,
        unheld=_unheld(viewer),
    )


class _Asked(NamedTuple):
    """Whether there is anything of what most desks do not have on most days."""

    to_partner: bool
    to_take_over: bool
    to_lead: bool
    to_come: bool


def _asked(viewer: Viewer) -> _Asked:
    """One query in the place of four that mostly find nothing."""
    found = select(
        exists().where(menus.invites(viewer)),
        exists().where(handovers.waits_for(viewer)),
        exists().where(theme_handovers.waits_for(viewer)),
        exists().where(invitations.is_coming()),
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


def _news_since(viewer: Viewer) -> datetime:
    last: datetime | None = getattr(viewer, "previous_visit_at", None)
    return last or now() - timedelta(days=NEWS_DAYS)


def _in_numbers(
    viewer: Viewer,
    overseen: Sequence[Organization],
    overdue: Sequence[Action],
    stale: Sequence[Menu],
) -> list[Overseen]:
    open_by = actions.open_counts(viewer, [o.id for o in overseen])
    overdue_by = Counter(action.lead_id for action in overdue)
    stale_by = Counter(menu.provider_id for menu in stale)
    return [
        Overseen(
            organization=o,
            open_actions=open_by.get(o.id, 0),
            overdue_actions=overdue_by[o.id],
            stale_menus=stale_by[o.id],
        )
        for o in overseen
    ]
