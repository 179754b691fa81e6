"""What leads to what, as ids: stored ties, and what was decided and agreed under one agenda item.

Nothing here knows a viewer: who may read an end of an edge is asked of the nodes.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _
from sqlalchemy import (
    CTE,
    BindParameter,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    literal,
    or_,
    select,
    union,
    union_all,
)

from hub.actions.models import Action, action_menus
from hub.agenda.models import AgendaProposal
from hub.core import generations
from hub.core.db import db
from hub.ideas.models import Idea, idea_actions, idea_decisions, idea_menus
from hub.meetings.models import AgendaItem, AgendaKind, Decision
from hub.menus.models import Menu
from hub.reviews.models import ReviewLine

SUBJECT = "chains"
generations.watch(
    SUBJECT, ReviewLine, AgendaProposal, AgendaItem, Idea, Decision, Action, Menu
)  # fmt: skip


class Kind(StrEnum):
    """The steps of a chain, in order: a step never leads to an earlier one."""

    ISSUE = "issue"  # 課題 of a review: a line of it
    AGENDA = "agenda"  # a proposal for an agenda that a 課題 became
    IDEA = "idea"
    DECISION = "decision"
    ACTION = "action"
    RESULT = "result"  # of an action: it has the number of that action
    MENU = "menu"

    @property
    def label(self):
        return KINDS[self]

    @property
    def place(self) -> int:
        return list(Kind).index(self)


KINDS = {
    Kind.ISSUE: _("振り返りの課題"),
    Kind.AGENDA: _("議題の提案"),
    Kind.IDEA: _("連携の種"),
    Kind.DECISION: _("決定事項"),
    Kind.ACTION: _("宿題事項"),
    Kind.RESULT: _("結果"),
    Kind.MENU: _("支援メニュー"),
}
# What has a page of its chain
THINGS = (Kind.ISSUE, Kind.IDEA, Kind.DECISION, Kind.ACTION, Kind.MENU)


class Key(NamedTuple):
    kind: Kind
    id: int


Edge = tuple[Key, Key]


def is_about_something() -> Any:
    """The standing first item goes through everything that is open: it ties nothing together."""
    return or_(AgendaItem.kind != AgendaKind.CARRY, AgendaItem.continued_from_id.is_not(None))


def decided_together() -> Select[Any]:
    """(decision, action): agreed under the same agenda item of the same meeting."""
    return (
        select(Decision.id.label("decision_id"), Action.id.label("action_id"))
        .join(AgendaItem, AgendaItem.id == Decision.agenda_item_id)
        .join(
            Action,
            and_(Action.agenda_item_id == AgendaItem.id, Action.meeting_id == Decision.meeting_id),
        )
        .where(is_about_something())
    )


def edges_around(starts: Iterable[Key]) -> list[Edge]:
    """Back to the 課題, ideas and decisions that these began with, and on to all that came of them.

    One query, whatever the number of starts. Ends may be hidden from a viewer.
    """
    return _kept_edges(frozenset(starts))


def _read_edges(starts: frozenset[Key]) -> list[Edge]:
    wanted: dict[str, list[int]] = {kind.value: [] for kind in THINGS}
    for key in starts:
        wanted[key.kind].append(key.id)
    rows = db.session.execute(_edges(), wanted)
    return [(Key(Kind(row[0]), row[1]), Key(Kind(row[2]), row[3])) for row in rows]


_kept_edges = generations.Kept(SUBJECT, _read_edges, results=256)


@cache
def _edges() -> CompoundSelect[Any]:
    """Made once: putting it together costs more than asking the database with it."""
    pairs = decided_together().cte("decided_together").prefix_with("NOT MATERIALIZED")
    a0 = _ids(
        "actions_here",
        select(Action.id).where(Action.id.in_(_wanted(Kind.ACTION))),
        _far(action_menus.c.action_id, action_menus.c.menu_id.in_(_wanted(Kind.MENU))),
    )
    d0 = _ids(
        "decisions_here",
        select(Decision.id).where(Decision.id.in_(_wanted(Kind.DECISION))),
        _far(pairs.c.decision_id, pairs.c.action_id.in_(select(a0.c.id))),
    )
    ideas = _ids(
        "ideas_here",
        select(Idea.id).where(Idea.id.in_(_wanted(Kind.IDEA))),
        _far(idea_decisions.c.idea_id, idea_decisions.c.idea_id.in_(_wanted(Kind.IDEA))),
        _far(idea_actions.c.idea_id, idea_actions.c.idea_id.in_(_wanted(Kind.IDEA))),
        _far(idea_menus.c.idea_id, or_(idea_menus.c.idea_id.in_(_wanted(Kind.IDEA)),
                                       idea_menus.c.menu_id.in_(_wanted(Kind.MENU)))),
        _far(idea_actions.c.idea_id, idea_actions.c.action_id.in_(select(a0.c.id))),
        _far(idea_decisions.c.idea_id, idea_decisions.c.decision_id.in_(select(d0.c.id))),
    )  # fmt: skip
    issues = _issues(_wanted(Kind.ISSUE), a0, d0, ideas)
    ideas = _ids(
        "ideas_all", select(ideas.c.id), _under(Idea, issues).with_only_columns(Idea.id)
    )  # fmt: skip
    of_ideas = select(ideas.c.id)
    d1 = _ids(
        "decisions_all",
        select(d0.c.id),
        _under(Decision, issues).with_only_columns(Decision.id),
        _far(idea_decisions.c.decision_id, idea_decisions.c.idea_id.in_(of_ideas)),
    )
    a1 = _ids(
        "actions_all",
        select(a0.c.id),
        select(issues.c.action_id).where(issues.c.action_id.is_not(None)),
        _under(Action, issues).with_only_columns(Action.id),
        _far(idea_actions.c.action_id, idea_actions.c.idea_id.in_(of_ideas)),
        _far(pairs.c.action_id, pairs.c.decision_id.in_(select(d1.c.id))),
    )
    return union_all(
        _edge(Kind.IDEA, idea_decisions.c.idea_id, Kind.DECISION, idea_decisions.c.decision_id)
        .where(idea_decisions.c.idea_id.in_(of_ideas)),
        _edge(Kind.IDEA, idea_actions.c.idea_id, Kind.ACTION, idea_actions.c.action_id)
        .where(idea_actions.c.idea_id.in_(of_ideas)),
        _edge(Kind.DECISION, pairs.c.decision_id, Kind.ACTION, pairs.c.action_id)
        .where(pairs.c.decision_id.in_(select(d1.c.id))),
        _edge(Kind.ACTION, action_menus.c.action_id, Kind.MENU, action_menus.c.menu_id)
        .where(action_menus.c.action_id.in_(select(a1.c.id))),
        _edge(Kind.IDEA, idea_menus.c.idea_id, Kind.MENU, idea_menus.c.menu_id)
        .where(idea_menus.c.idea_id.in_(of_ideas)),
        _edge(Kind.ISSUE, issues.c.id, Kind.ACTION, issues.c.action_id)
        .where(issues.c.action_id.is_not(None)),
        _edge(Kind.ISSUE, issues.c.id, Kind.AGENDA, issues.c.proposal_id)
        .where(issues.c.proposal_id.is_not(None)),
        *(
            _under(model, issues).with_only_columns(
                *_ends(Kind.AGENDA, issues.c.proposal_id, kind, model.id)
            )
            for kind, model in UNDER_AGENDA.items()
        ),
    )  # fmt: skip


def _wanted(kind: Kind) -> BindParameter[Any]:
    """The ids of this kind that one starts from."""
    return bindparam(kind.value, expanding=True)


# What may come up under an agenda item
UNDER_AGENDA: dict[Kind, Any] = {
    Kind.IDEA: Idea, Kind.DECISION: Decision, Kind.ACTION: Action,
}  # fmt: skip


def _issues(ids: BindParameter[Any], actions: CTE, decisions: CTE, ideas: CTE) -> CTE:
    """課題 that became one of these actions, or an agenda item under which one of these came up."""
    here = union(*(
        select(model.agenda_item_id).where(model.id.in_(select(some.c.id)))
        for model, some in ((Action, actions), (Decision, decisions), (Idea, ideas))
    )).subquery()  # fmt: skip
    return (
        select(
            ReviewLine.id, ReviewLine.action_id, ReviewLine.proposal_id,
            AgendaProposal.agenda_item_id,
        )
        .outerjoin(ReviewLine.proposal)
        .where(
            or_(
                ReviewLine.id.in_(ids),
                ReviewLine.action_id.in_(select(actions.c.id)),
                AgendaProposal.agenda_item_id.in_(select(here.c.agenda_item_id)),
            ),
            or_(ReviewLine.action_id.is_not(None), ReviewLine.proposal_id.is_not(None)),
        )
        .cte("issues_here")
    )  # fmt: skip


def _under(model: Any, issues: CTE) -> Select[Any]:
    """What came up under the agenda items that these 課題 became."""
    return select(model.id).join(issues, issues.c.agenda_item_id == model.agenda_item_id)


def _ids(name: str, *parts: Select[Any]) -> CTE:
    return union(*(part.with_only_columns(part.selected_columns[0].label("id"))
                   for part in parts)).cte(name)  # fmt: skip


def _far(column: Any, condition: Any) -> Select[Any]:
    return select(column).where(condition)


def _edge(from_kind: Kind, from_id: Any, to_kind: Kind, to_id: Any) -> Select[Any]:
    return select(*_ends(from_kind, from_id, to_kind, to_id))


def _ends(from_kind: Kind, from_id: Any, to_kind: Kind, to_id: Any) -> list[Any]:
    return [
        literal(from_kind.value).label("from_kind"), from_id.label("from_id"),
        literal(to_kind.value).label("to_kind"), to_id.label("to_id"),
    ]  # fmt: skip
