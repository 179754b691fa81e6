"""Which chains a list shows, and how many there are at each step.

A selection is the address of a list; the page, its numbers and the exports come from the same
conditions, which say of ideas what ``steps`` says of a chain that was read.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, union

from hub.accounts.models import Viewer
from hub.actions import queries as actions
from hub.actions.models import Action, ActionStatus, action_menus
from hub.chains.links import decided_together
from hub.chains.steps import Motion, Step
from hub.core import calendar
from hub.core.db import db
from hub.core.paging import SIZE, Page
from hub.ideas import queries as ideas
from hub.ideas.models import (
    OPEN,
    Idea,
    IdeaPartner,
    idea_actions,
    idea_decisions,
    idea_terms,
)
from hub.meetings.models import Decision, Meeting
from hub.meetings.queries import readable as readable_meeting
from hub.menus import queries as menus
from hub.menus.models import Menu
from hub.taxonomies.models import Scheme, Term


@dataclass(frozen=True, kw_only=True)
class Selection:
    step: Step | None = None
    motion: Motion | None = None
    series_id: int | None = None
    year: int | None = None  # 年度 in which the idea was raised
    organization_id: int | None = None  # proposed it, keeps it, or joined
    theme: str | None = None  # its code


@dataclass(frozen=True, kw_only=True)
class Counts:
    """For each value, how many its list would have, all else being as chosen."""

    steps: dict[Step, int]
    motions: dict[Motion, int]

    @property
    def all_steps(self) -> int:
        return sum(self.steps.values())

    @property
    def all_motions(self) -> int:
        return sum(self.motions.values())


def matching(viewer: Viewer, chosen: Selection) -> Select[Any]:
    """Ideas whose chains the list shows: what moved last first."""
    query, step, motion = _with_facts(viewer, chosen)
    if chosen.step is not None:
        query = query.where(step == chosen.step.value)
    if chosen.motion is not None:
        query = query.where(motion == chosen.motion.value)
    return query.order_by(Idea.moved_on.desc(), Idea.id.desc())


def counts(viewer: Viewer, chosen: Selection) -> Counts:
    query, step, motion = _with_facts(viewer, replace(chosen, step=None, motion=None))
    grouped = query.with_only_columns(step, motion, func.count()).group_by(step, motion)
    found = Counts(steps=dict.fromkeys(Step, 0), motions=dict.fromkeys(Motion, 0))
    for step_value, motion_value, number in db.session.execute(grouped):
        at, how = Step(step_value), Motion(motion_value)
        if chosen.motion in {None, how}:
            found.steps[at] += number
        if chosen.step in {None, at}:
            found.motions[how] += number
    return found


def _with_facts(viewer: Viewer, chosen: Selection) -> tuple[Select[Any], Any, Any]:
    """The ideas that match, each with its step and its motion."""
    decided, tied = _decided(viewer), _tied(viewer)
    worked = _worked(tied)
    changed = _changed(viewer, tied)
    step = case(
        (changed.c.idea_id.is_not(None), Step.MENU.value),
        (worked.c.done > 0, Step.RESULT.value),
        (worked.c.idea_id.is_not(None), Step.ACTION.value),
        (decided.c.idea_id.is_not(None), Step.DECISION.value),
        else_=Step.IDEA.value,
    )
    motion = case(
        (Idea.stage.not_in(OPEN), Motion.ENDED.value),
        (or_(worked.c.moving > 0, Idea.look_at_on >= calendar.today()), Motion.MOVING.value),
        else_=Motion.STUCK.value,
    )
    query = (
        _scope(viewer, chosen)
        .outerjoin(decided, decided.c.idea_id == Idea.id)
        .outerjoin(worked, worked.c.idea_id == Idea.id)
        .outerjoin(changed, changed.c.idea_id == Idea.id)
    )
    return query, step, motion


def _decided(viewer: Viewer) -> Any:
    return (
        select(idea_decisions.c.idea_id)
        .distinct()
        .join(Decision, Decision.id == idea_decisions.c.decision_id)
        .join(Decision.meeting)
        .where(readable_meeting(viewer))
        .subquery("decided")
    )


def _tied(viewer: Viewer) -> Any:
    """(idea, action) for the actions of the idea, and those agreed with its decisions."""
    pairs = decided_together().subquery("decided_together")
    through = (
        select(idea_decisions.c.idea_id, pairs.c.action_id)
        .join(pairs, pairs.c.decision_id == idea_decisions.c.decision_id)
        .join(Decision, Decision.id == pairs.c.decision_id)
        .join(Decision.meeting)
        .where(readable_meeting(viewer))
    )
    both = union(select(idea_actions.c.idea_id, idea_actions.c.action_id), through).subquery()
    return (
        select(
            both.c.idea_id, Action.id.label("action_id"), Action.status, Action.due_on
        )
        .join(Action, Action.id == both.c.action_id)
        .outerjoin(Action.meeting)
        .where(actions.readable(viewer))
        .cte("tied")
    )  # fmt: skip


def _worked(tied: Any) -> Any:
    """How many of the actions of an idea are done, and how many move."""
    is_late = and_(tied.c.due_on.is_not(None), tied.c.due_on < calendar.today())
    works = tied.c.status.in_([ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS])
    return (
        select(
            tied.c.idea_id,
            func.sum(case((tied.c.status == ActionStatus.DONE, 1), else_=0)).label("done"),
            func.sum(case((and_(works, ~is_late), 1), else_=0)).label("moving"),
        )
        .group_by(tied.c.idea_id)
        .subquery("worked")
    )


def _changed(viewer: Viewer, tied: Any) -> Any:
    """Ideas with a done action that worked on a menu."""
    visible = menus.visible_to(viewer).with_only_columns(Menu.id)
    return (
        select(tied.c.idea_id)
        .distinct()
        .join(action_menus, action_menus.c.action_id == tied.c.action_id)
        .where(tied.c.status == ActionStatus.DONE, action_menus.c.menu_id.in_(visible))
        .subquery("changed")
    )


def _scope(viewer: Viewer, chosen: Selection) -> Select[Any]:
    """Everything but the step and the motion."""
    query = ideas.visible_to(viewer)
    if chosen.series_id is not None:
        query = query.where(readable_meeting(viewer), Meeting.series_id == chosen.series_id)
    if chosen.year is not None:
        query = query.where(Idea.raised_on.between(*calendar.fiscal_year_bounds(chosen.year)))
    if number := chosen.organization_id:
        joined = Idea.partners.any(IdeaPartner.organization_id == number)
        query = query.where(or_(Idea.proposer_id == number, Idea.keeper_id == number, joined))
    if chosen.theme is not None:
        about = select(idea_terms.c.idea_id).join(Term, Term.id == idea_terms.c.term_id)
        about = about.where(Term.scheme == Scheme.THEME, Term.code == chosen.theme)
        query = query.where(Idea.id.in_(about))
    return query


def years(viewer: Viewer) -> list[int]:
    """年度 to choose from, the newest first."""
    first = db.session.scalar(ideas.visible_to(viewer).with_only_columns(func.min(Idea.raised_on)))
    this = calendar.fiscal_year(calendar.today())
    since = calendar.fiscal_year(first) if first else this
    return list(range(this, min(since, this) - 1, -1))


def page(viewer: Viewer, chosen: Selection, counted: Counts, *, number: int) -> Page:
    """Ids of the ideas of one page; how many there are in all is counted already."""
    steps = counted.steps if chosen.step is None else {chosen.step: counted.steps[chosen.step]}
    total = sum(steps.values())
    number = min(number, max(1, -(-total // SIZE)))
    ids = matching(viewer, chosen).with_only_columns(Idea.id, maintain_column_froms=True)
    rows = db.session.scalars(ids.limit(SIZE).offset((number - 1) * SIZE)).all()
    return Page(items=rows, number=number, total=total)
