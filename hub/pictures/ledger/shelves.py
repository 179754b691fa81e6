"""The four shelves: read anew when a row of them changed, and on another day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from hub.actions.models import Action, ActionPartner, ActionVisibility
from hub.core import calendar, generations
from hub.core.bits import Bits
from hub.core.db import db
from hub.ideas.models import Idea, IdeaPartner, IdeaVisibility, idea_terms
from hub.meetings.models import CAME, Attendance, Meeting, Visibility
from hub.menus.models import Menu, MenuPartner, MenuState, MenuVisibility
from hub.pictures.ledger.measures import RECENT, YEAR, marks_of_action, marks_of_idea
from hub.pictures.ledger.shelf import Shelf
from hub.taxonomies.models import Scheme, Term

generations.watch("actions", Action, ActionPartner)
generations.watch("ideas", Idea, IdeaPartner)
generations.watch("meetings", Meeting, Attendance)
generations.watch("menus", MenuPartner)  # with menus, organizations and words, see the catalogue
SUBJECTS = ("menus", "actions", "ideas", "meetings")


def actions() -> Shelf:
    return _actions(calendar.today())


def ideas() -> Shelf:
    return _ideas(calendar.today())


def meetings() -> Shelf:
    """That were held, and not called off."""
    return _meetings(calendar.today())


def menus() -> Shelf:
    """That are published."""
    return _menus()


def _read_actions(today: date) -> Shelf:
    rows = db.session.execute(
        select(
            Action.id, Action.lead_id, Action.owner_id, Action.visibility.label("own"),
            Action.status, Action.created_at, Action.due_on, Action.closed_on, Action.meeting_id,
            Meeting.series_id, Meeting.visibility,
        )
        .outerjoin(Action.meeting)
        .order_by(Action.id)
    ).all()  # fmt: skip
    at = _numbered(rows)
    helping = _pairs(at, select(ActionPartner.organization_id, ActionPartner.action_id))
    works = [*((row.lead_id, n) for n, row in enumerate(rows)), *helping]
    owned = [(row.owner_id, n) for n, row in enumerate(rows) if row.meeting_id is None]
    marks: list[Any] = []
    days: dict[int, int] = {}
    for n, row in enumerate(rows):
        entered = row.created_at.astimezone(calendar.TOKYO).date()
        marks += [(mark, n) for mark in marks_of_action(row, entered, today)]
        if row.closed_on is not None:  # what was entered later took no time that one knows of
            days[n] = max(0, (row.closed_on - entered).days)
    return Shelf(
        at=at,
        open_to=_open_to(rows, ActionVisibility.NETWORK),
        series=_by_series(rows),
        involved=Bits(works),
        insiders=Bits([*works, *owned]),
        marks=Bits(marks),
        days=days,
    )


def _read_ideas(today: date) -> Shelf:
    rows = db.session.execute(
        select(
            Idea.id, Idea.proposer_id, Idea.keeper_id, Idea.visibility.label("own"), Idea.stage,
            Idea.raised_on, Idea.closed_on, Idea.meeting_id, Meeting.series_id, Meeting.visibility,
        )
        .outerjoin(Idea.meeting)
        .order_by(Idea.id)
    ).all()  # fmt: skip
    at = _numbered(rows)
    concerned = {
        (organization_id, n)
        for n, row in enumerate(rows)
        for organization_id in (row.proposer_id, row.keeper_id)
        if organization_id is not None
    }
    concerned |= set(_pairs(at, select(IdeaPartner.organization_id, IdeaPartner.idea_id)))
    involved = Bits(concerned)
    named = select(Term.code, idea_terms.c.idea_id).join(Term, Term.id == idea_terms.c.term_id)
    return Shelf(
        at=at,
        open_to=_open_to(rows, IdeaVisibility.NETWORK),
        series=_by_series(rows),
        involved=involved,
        insiders=involved,
        themes=Bits(_pairs(at, named.where(Term.scheme == Scheme.THEME))),
        marks=Bits((mark, n) for n, row in enumerate(rows) for mark in marks_of_idea(row, today)),
    )


def _read_meetings(today: date) -> Shelf:
    rows = db.session.execute(
        select(Meeting.id, Meeting.series_id, Meeting.visibility, Meeting.held_on)
        .where(Meeting.cancelled_at.is_(None), Meeting.held_on <= today)
        .order_by(Meeting.id)
    ).all()  # fmt: skip
    at = _numbered(rows)
    came = select(Attendance.organization_id, Attendance.meeting_id)
    recent = [(RECENT, n) for n, row in enumerate(rows) if (today - row.held_on).days <= YEAR]
    return Shelf(
        at=at,
        open_to=Bits((row.visibility, n) for n, row in enumerate(rows)),
        series=_by_series(rows),
        involved=Bits(_pairs(at, came.where(Attendance.answer.in_(CAME)))),
        marks=Bits(recent),
    )


def _read_menus() -> Shelf:
    rows = db.session.execute(
        select(Menu.id, Menu.provider_id, Menu.visibility)
        .where(Menu.state == MenuState.PUBLISHED)
        .order_by(Menu.id)
    ).all()
    at = _numbered(rows)
    own = [(row.provider_id, n) for n, row in enumerate(rows)]
    joined = select(MenuPartner.organization_id, MenuPartner.menu_id)
    named = _pairs(at, joined.where(MenuPartner.accepted_at.is_not(None)))
    is_own = {n for n, row in enumerate(rows) if row.visibility is MenuVisibility.ORGANIZATION}
    return Shelf(
        at=at,
        open_to=Bits((row.visibility, n) for n, row in enumerate(rows) if n not in is_own),
        insiders=Bits((provider, n) for provider, n in own if n in is_own),
        involved=Bits({*own, *named}),
        marks=Bits((RECENT, n) for n in range(len(rows))),  # what is published is of today
    )


def _numbered(rows: Sequence[Any]) -> dict[int, int]:
    return {row.id: number for number, row in enumerate(rows)}


def _pairs(at: dict[int, int], query: Any) -> list[tuple[Any, int]]:
    """(key, number) of rows of (key, id)."""
    return [(key, at[i]) for key, i in db.session.execute(query) if i in at]


def _open_to(rows: Sequence[Any], network: str) -> Bits:
    """By its meeting; without one by its own 公開範囲."""
    return Bits(
        (Visibility.NETWORK if row.meeting_id is None else row.visibility, n)
        for n, row in enumerate(rows)
        if row.meeting_id is not None or row.own == network
    )


def _by_series(rows: Iterable[Any]) -> Bits:
    return Bits((row.series_id, n) for n, row in enumerate(rows) if row.series_id is not None)


_actions = generations.Kept("actions", _read_actions, "meetings")
_ideas = generations.Kept("ideas", _read_ideas, "meetings", "menus")
_meetings = generations.Kept("meetings", _read_meetings)
_menus = generations.Kept("menus", _read_menus)
