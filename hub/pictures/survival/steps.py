"""The steps that ideas reach, or not: what each one means, for the database."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, or_, select, true

from hub.accounts.models import Viewer
from hub.actions.models import Action
from hub.actions.queries import visible_to as visible_actions
from hub.agenda.queries import ideas_taken
from hub.core import calendar
from hub.ideas import queries as ideas
from hub.ideas.models import OPEN, Idea, IdeaEvent, Stage, idea_actions


class Step(StrEnum):
    RAISED = "raised"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    TRIED = "tried"
    ROOTED = "rooted"
    DROPPED = "dropped"
    OPEN = "open"
    WAITING = "waiting"
    # where they are today
    SEED = "seed"
    STUDIED = "studied"
    TRYING = "trying"

    @property
    def label(self):
        return STEPS[self]

    @property
    def meaning(self):
        return MEANINGS.get(self, "")


STEPS = {
    Step.RAISED: _("出された"),
    Step.TAKEN: _("取り上げた"),
    Step.ASSIGNED: _("担当が決まった"),
    Step.TRIED: _("試行した"),
    Step.ROOTED: _("定着"),
    Step.DROPPED: _("見送り"),
    Step.OPEN: _("続いている"),
    Step.WAITING: _("待っている"),
    Step.SEED: _("種"),
    Step.STUDIED: _("検討中"),
    Step.TRYING: _("試行"),
}
MEANINGS = {
    Step.TAKEN: _("検討中より先に進んだか、会議の議題になった"),
    Step.ASSIGNED: _("育てる組織があるか、宿題事項がある"),
    Step.TRIED: _("試行の段階になったことがある"),
    Step.OPEN: _("種・検討中・試行のいずれか"),
    Step.WAITING: _("続いているが、育てる組織がないか、次に見る日がないか、その日が来た"),
}
REACHED = (Step.RAISED, Step.TAKEN, Step.ASSIGNED, Step.TRIED, Step.ROOTED)
ENDED = (Step.DROPPED, Step.OPEN, Step.WAITING)
COLUMNS = REACHED + ENDED
TODAY = (Step.SEED, Step.STUDIED, Step.TRYING, Step.ROOTED, Step.DROPPED)  # each idea in one

_STAGES = {
    Step.SEED: Stage.SEED,
    Step.STUDIED: Stage.STUDIED,
    Step.TRYING: Stage.TRIED,
    Step.ROOTED: Stage.ROOTED,
    Step.DROPPED: Stage.DROPPED,
}
BEYOND_SEED = (Stage.STUDIED, Stage.TRIED, Stage.ROOTED)


def conditions(viewer: Viewer, *steps: Step) -> dict[Step, ColumnElement[bool]]:
    """What holds for an idea at each step, as far as the viewer may know."""
    return {step: _condition(viewer, step) for step in steps}


def _condition(viewer: Viewer, step: Step) -> ColumnElement[bool]:
    if step in _STAGES:
        return Idea.stage == _STAGES[step]
    if step is Step.TAKEN:
        return or_(_was(*BEYOND_SEED), Idea.id.in_(ideas_taken(viewer)))
    if step is Step.ASSIGNED:
        return or_(Idea.keeper_id.is_not(None), Idea.id.in_(_with_actions(viewer)))
    if step is Step.TRIED:
        return _was(Stage.TRIED)
    if step is Step.OPEN:
        return Idea.stage.in_(OPEN)
    if step is Step.WAITING:
        undated = and_(Idea.stage.in_(OPEN), Idea.look_at_on.is_(None))
        return or_(ideas.is_alone(), ideas.is_due(calendar.today()), undated)
    return true()


def _was(*stages: Stage) -> ColumnElement[bool]:
    """In one of them now or before."""
    before = select(IdeaEvent.idea_id).where(IdeaEvent.stage.in_(stages))
    return or_(Idea.stage.in_(stages), Idea.id.in_(before))


def _with_actions(viewer: Viewer) -> Any:
    return (
        visible_actions(viewer)
        .join(idea_actions, idea_actions.c.action_id == Action.id)
        .with_only_columns(idea_actions.c.idea_id)
        .correlate(None)
    )
