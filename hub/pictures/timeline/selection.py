"""What a timeline shows: the filters of the address, and the conditions they stand for."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, or_, select, true

from hub.accounts.models import Viewer
from hub.actions.models import Action, ActionStatus, action_menus
from hub.actions.queries import is_open, is_overdue, worked_on_by
from hub.core import calendar
from hub.ideas.models import OPEN, Idea, Stage, idea_actions, idea_terms
from hub.ideas.queries import concerns, is_due
from hub.ideas.queries import visible_to as visible_ideas
from hub.meetings.models import Meeting
from hub.meetings.queries import readable as readable_meeting
from hub.menus.models import Menu
from hub.menus.queries import visible_to as visible_menus
from hub.taxonomies.models import Scheme, Term

LENGTHS = (3, 6, 12, 24)
USUAL_LENGTH = 6
BEFORE = 2  # months before this one, unless the address says from when


class Kind(StrEnum):
    ALL = "all"
    ACTIONS = "actions"
    IDEAS = "ideas"

    @property
    def label(self):
        return KINDS[self]


KINDS = {Kind.ALL: _("すべて"), Kind.ACTIONS: _("宿題事項"), Kind.IDEAS: _("連携の種")}


class State(StrEnum):
    ALL = "all"
    OPEN = "open"
    LATE = "late"
    ON_HOLD = "on_hold"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self):
        return STATES[self]


STATES = {
    State.ALL: _("すべて"),
    State.OPEN: _("続いている"),
    State.LATE: _("期限超過・見る日が来た"),
    State.ON_HOLD: _("保留"),
    State.DONE: _("完了・定着"),
    State.DROPPED: _("見送り"),
}


@dataclass(frozen=True, kw_only=True)
class Selection:
    first: date  # of the first month
    months: int = USUAL_LENGTH
    organization: int | None = None  # works on the action; thought of the idea, keeps it or joined
    series: int | None = None
    theme: str | None = None
    kind: Kind = Kind.ALL
    state: State = State.ALL

    @property
    def end(self) -> date:
        """The first day after it."""
        return months_later(self.first, self.months)


def months_later(day: date, months: int) -> date:
    """The first day of that month; the edges of the calendar hold."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(min(max(number, 1901 * 12), 2199 * 12), 12)
    return date(year, month + 1, 1)


def of_actions(viewer: Viewer, chosen: Selection) -> list[ColumnElement[bool]]:
    """On Action, outer-joined with its Meeting."""
    last = or_(
        Action.closed_on >= chosen.first,
        and_(is_open(), _still(chosen, Action.due_on, Action.review_on)),
    )
    conditions = [_began(viewer, chosen), last]
    if chosen.organization is not None:
        conditions.append(worked_on_by([chosen.organization]))
    if chosen.series is not None:
        conditions += [readable_meeting(viewer), Meeting.series_id == chosen.series]
    if chosen.theme is not None:
        conditions.append(about(viewer, chosen.theme))
    if chosen.state is not State.ALL:
        conditions.append(_status(chosen.state))
    return conditions


def of_ideas(viewer: Viewer, chosen: Selection) -> list[ColumnElement[bool]]:
    """On Idea, outer-joined with its Meeting."""
    last = or_(
        Idea.closed_on >= chosen.first,
        and_(Idea.stage.in_(OPEN), _still(chosen, Idea.look_at_on, Idea.look_at_on)),
    )
    conditions = [Idea.raised_on < chosen.end, last]
    if chosen.organization is not None:
        conditions.append(concerns([chosen.organization]))
    if chosen.series is not None:
        conditions += [readable_meeting(viewer), Meeting.series_id == chosen.series]
    if chosen.theme is not None:
        conditions.append(Idea.id.in_(_with_theme(chosen.theme)))
    if chosen.state is not State.ALL:
        conditions.append(_stage(chosen.state))
    return conditions


def _began(viewer: Viewer, chosen: Selection) -> ColumnElement[bool]:
    """Before the last month ends. Its meeting says nothing to who may not read that."""
    end = datetime.combine(chosen.end, time(), calendar.TOKYO)
    held = and_(readable_meeting(viewer), Meeting.held_on < chosen.end)
    return or_(Action.created_at < end, held, Action.due_on < chosen.end)


def _still(chosen: Selection, *days: Any) -> ColumnElement[bool]:
    """What is open reaches to today, and to the days it waits for."""
    if chosen.first <= calendar.today():
        return true()
    return or_(and_(*(day.is_(None) for day in days)), *(day >= chosen.first for day in days))


def _status(state: State) -> ColumnElement[bool]:
    return {
        State.OPEN: is_open(),
        State.LATE: is_overdue(calendar.today()),
        State.ON_HOLD: Action.status == ActionStatus.ON_HOLD,
        State.DONE: Action.status == ActionStatus.DONE,
        State.DROPPED: Action.status == ActionStatus.DROPPED,
    }[state]


def _stage(state: State) -> ColumnElement[bool]:
    return {
        State.OPEN: Idea.stage.in_(OPEN),
        State.LATE: is_due(calendar.today()),
        State.ON_HOLD: Idea.id.is_(None),  # ideas know no 保留
        State.DONE: Idea.stage == Stage.ROOTED,
        State.DROPPED: Idea.stage == Stage.DROPPED,
    }[state]


def _with_theme(code: str | None) -> Any:
    named = (
        select(idea_terms.c.idea_id)
        .join(Term, Term.id == idea_terms.c.term_id)
        .where(Term.scheme == Scheme.THEME)
    )
    return named if code is None else named.where(Term.code == code)


def about(viewer: Viewer, code: str | None = None) -> ColumnElement[bool]:
    """An action has the themes of its ideas and menus, of those that the viewer reads; without a
    code any theme."""
    theme = Term.scheme == Scheme.THEME
    by_idea = (
        visible_ideas(viewer)
        .join(idea_actions, idea_actions.c.idea_id == Idea.id)
        .where(Idea.id.in_(_with_theme(code)))
        .with_only_columns(idea_actions.c.action_id)
        .correlate(None)
    )
    by_menu = (
        visible_menus(viewer)
        .join(action_menus, action_menus.c.menu_id == Menu.id)
        .where(Menu.terms.any(theme if code is None else and_(theme, Term.code == code)))
        .with_only_columns(action_menus.c.action_id)
        .correlate(None)
    )
    return or_(Action.id.in_(by_idea), Action.id.in_(by_menu))
