"""What an outgoing lead holds in a theme: what may be told to the successor, and what stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import joinedload

from hub.accounts.models import Viewer
from hub.actions import queries as actions
from hub.actions.models import Action
from hub.core.db import db
from hub.ideas import queries as ideas
from hub.ideas.models import Idea
from hub.themes import belonging, sides


@dataclass(frozen=True, kw_only=True)
class Holdings:
    ideas: Sequence[Idea]
    actions: Sequence[Action]

    def __len__(self) -> int:
        return len(self.ideas) + len(self.actions)

    def by_key(self) -> dict[str, str]:
        """``idea:1``: its title."""
        return {
            **{f"idea:{idea.id}": idea.title for idea in self.ideas},
            **{f"action:{action.id}": action.title for action in self.actions},
        }


def told(term_id: int, giver_id: int, receiver_id: int) -> Holdings:
    """What the lead holds and every reader of the note reads: these may go to the successor."""
    return Holdings(
        ideas=db.session.scalars(
            _held_ideas(term_id, giver_id)
            .where(*read_by(readers(receiver_id), ideas.visible_to, Idea))
            .options(joinedload(Idea.keeper))
        ).all(),
        actions=db.session.scalars(
            _held_actions(term_id, giver_id)
            .where(*read_by(readers(receiver_id), actions.visible_to, Action))
            .options(joinedload(Action.lead))
        ).all(),
    )


def staying(viewer: Viewer, term_id: int, giver_id: int, receiver_id: int) -> Holdings:
    """The rest, as far as the viewer (of the outgoing side) reads it."""
    going = told(term_id, giver_id, receiver_id)
    return Holdings(
        ideas=db.session.scalars(
            _held_ideas(term_id, giver_id).where(
                Idea.id.not_in([idea.id for idea in going.ideas]),
                *read_by([viewer], ideas.visible_to, Idea),
            )
        ).all(),
        actions=db.session.scalars(
            _held_actions(term_id, giver_id).where(
                Action.id.not_in([action.id for action in going.actions]),
                *read_by([viewer], actions.visible_to, Action),
            )
        ).all(),
    )


def held(viewer: Viewer, term_id: int, giver_id: int) -> Holdings:
    """All of it, as far as the viewer reads it."""
    return Holdings(
        ideas=db.session.scalars(
            _held_ideas(term_id, giver_id).where(*read_by([viewer], ideas.visible_to, Idea))
        ).all(),
        actions=db.session.scalars(
            _held_actions(term_id, giver_id).where(*read_by([viewer], actions.visible_to, Action))
        ).all(),
    )


def readers(receiver_id: int) -> list[Viewer]:
    """Who reads a note beside the outgoing lead."""
    return [sides.member_of(receiver_id), sides.any_coordinator()]


def may_read(viewer: Viewer, idea_ids: Iterable[int], action_ids: Iterable[int]) -> set[str]:
    """``idea:1``, ``action:2`` of those that the viewer reads."""
    wanted_ideas = ideas.visible_to(viewer).where(Idea.id.in_(list(idea_ids)))
    wanted_actions = actions.visible_to(viewer).where(Action.id.in_(list(action_ids)))
    return {
        *(f"idea:{n}" for n in db.session.scalars(wanted_ideas.with_only_columns(Idea.id))),
        *(f"action:{n}" for n in db.session.scalars(wanted_actions.with_only_columns(Action.id))),
    }


def _held_ideas(term_id: int, giver_id: int) -> Select[Any]:
    giver = sides.member_of(giver_id)
    return belonging.open_ideas(giver, term_id).where(Idea.keeper_id == giver_id).order_by(
        Idea.look_at_on.is_(None), Idea.look_at_on, Idea.id
    )  # fmt: skip


def _held_actions(term_id: int, giver_id: int) -> Select[Any]:
    giver = sides.member_of(giver_id)
    return belonging.open_actions(giver, term_id).where(Action.lead_id == giver_id).order_by(
        Action.due_on.is_(None), Action.due_on, Action.id
    )  # fmt: skip


def read_by(viewers: Iterable[Viewer], visible: Any, model: Any) -> list[ColumnElement[bool]]:
    """Conditions on ``model`` under which each of the viewers reads it."""
    return [model.id.in_(visible(viewer).with_only_columns(model.id)) for viewer in viewers]
