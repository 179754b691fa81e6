"""Chains as a viewer may read them: two queries, whatever their number and length.

What is hidden is not told of: neither a node, nor that there is one. So a chain is what hangs
together over things that the viewer reads; two of them that only a hidden one joins are not
joined, and a stored tie between two readable things is told, in whatever meeting it was made.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Select,
    String,
    cast,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from hub.accounts.models import Viewer
from hub.actions import queries as actions
from hub.actions.models import Action, ActionStatus
from hub.agenda import queries as agenda
from hub.agenda.models import AgendaProposal, ProposalState
from hub.chains import issues, steps
from hub.chains.links import Edge, Key, Kind, edges_around
from hub.chains.model import Chain, Graph, Node
from hub.chains.steps import ShortLine
from hub.core.calendar import TOKYO
from hub.core.db import UtcDateTime, db
from hub.core.errors import NotFound
from hub.ideas import queries as ideas
from hub.ideas.models import Idea, Stage
from hub.meetings.models import Decision, Meeting, Series
from hub.meetings.queries import readable as readable_meeting
from hub.menus import queries as menus
from hub.menus.models import Menu
from hub.organizations.models import Organization
from hub.reviews.models import Review, ReviewLine, ReviewSubmission

OF_MODEL: dict[type, Kind] = {
    ReviewLine: Kind.ISSUE, Idea: Kind.IDEA, Decision: Kind.DECISION, Action: Kind.ACTION,
    Menu: Kind.MENU,
}  # fmt: skip


def chain_of(viewer: Viewer, thing: Any) -> Chain | None:
    """The chain of a 課題, an idea, a decision, an action or a menu; None where there is none."""
    return chains_of(viewer, [thing]).get(key_of(thing))


def chains_of(viewer: Viewer, things: Iterable[Any]) -> dict[Key, Chain]:
    """By key, of those things that something led to, or that led to something."""
    keys = {key_of(thing) for thing in things if type(thing) in OF_MODEL}
    edges = edges_around(keys) if keys else []
    if not edges:
        return {}
    return {key: chain for key, chain in _chains(viewer, keys, edges) if chain.ties_something}


def short_lines(viewer: Viewer, things: Iterable[Any]) -> dict[Key, ShortLine]:
    """Where each of these stands, in a line; inside the network only."""
    if not viewer.in_network:
        return {}
    return {key: steps.in_short(chain) for key, chain in chains_of(viewer, things).items()}


def whole(viewer: Viewer, idea_ids: Iterable[int]) -> list[Chain]:
    """The chains that begin with these ideas, in that order; those that led to nothing too."""
    keys = [Key(Kind.IDEA, number) for number in idea_ids]
    edges = edges_around(keys) if keys else []
    return [chain for _key, chain in _chains(viewer, keys, edges, Graph.onward)]


def get_chain(viewer: Viewer, key: Key) -> Chain:
    """Of anything, with something before or after it or not. Raises NotFound."""
    for _key, chain in _chains(viewer, [key], edges_around([key])):
        return chain
    raise NotFound


def key_of(thing: Any) -> Key:
    return Key(OF_MODEL[type(thing)], thing.id)


def _chains(
    viewer: Viewer,
    keys: Iterable[Key],
    edges: list[Edge],
    seen_from: Callable[..., Chain | None] = Graph.around,
) -> Iterator[tuple[Key, Chain]]:
    wanted = list(keys)
    if not wanted:
        return
    ends = {key for edge in edges for key in edge}
    graph = Graph.of(_nodes(viewer, ends | set(wanted)), edges)
    for key in wanted:
        if chain := seen_from(graph, key):
            yield key, chain


def _nodes(viewer: Viewer, keys: Iterable[Key]) -> list[Node]:
    """Those that the viewer may read, of all kinds, in one query."""
    ids: dict[Kind, set[int]] = {}
    for key in keys:
        ids.setdefault(key.kind, set()).add(key.id)
    parts = [_PARTS[kind](viewer, sorted(numbers)) for kind, numbers in ids.items()]
    nodes = (_node(row) for row in db.session.execute(union_all(*parts)))
    return [node for node in nodes if node is not None]


def _issues(viewer: Viewer, ids: list[int]) -> Select[Any]:
    """As it was settled; of a draft only for who reads that (``issues.as_read``)."""
    return _columns(
        Kind.ISSUE, ReviewLine.id, title=issues.draft_text(viewer), by=Organization.short_name,
        changed_at=ReviewSubmission.settled_at, review_id=Review.id,
        content=issues.settled_content(viewer),
    ).join(ReviewLine.review).join(Review.organization).outerjoin(
        ReviewSubmission, ReviewSubmission.id == issues.last_settled()
    ).where(ReviewLine.id.in_(ids))  # fmt: skip


def _proposals(viewer: Viewer, ids: list[int]) -> Select[Any]:
    visible = agenda.visible_to(viewer).where(AgendaProposal.id.in_(ids))
    return visible.with_only_columns(
        *_described(Kind.AGENDA, AgendaProposal.id, title=AgendaProposal.title,
                    state=AgendaProposal.state, by=Series.name,
                    changed_at=AgendaProposal.created_at)
    )  # fmt: skip


def _ideas(viewer: Viewer, ids: list[int]) -> Select[Any]:
    return _columns(
        Kind.IDEA, Idea.id, title=Idea.title, state=Idea.stage, day=Idea.raised_on,
        until=Idea.look_at_on, closed_on=Idea.closed_on, said=Idea.result + Idea.reason,
        by=Organization.short_name,
    ).outerjoin(Idea.meeting).outerjoin(Idea.keeper).where(
        Idea.id.in_(ids), ideas.readable(viewer)
    )  # fmt: skip


def _decisions(viewer: Viewer, ids: list[int]) -> Select[Any]:
    return _columns(
        Kind.DECISION, Decision.id, title=Decision.text, day=Meeting.held_on,
        by=Series.name, meeting_id=Decision.meeting_id,
    ).join(Decision.meeting).join(Meeting.series).where(
        Decision.id.in_(ids), readable_meeting(viewer)
    )  # fmt: skip


def _actions(viewer: Viewer, ids: list[int]) -> Select[Any]:
    return _columns(
        Kind.ACTION, Action.id, title=Action.title, state=Action.status,
        until=Action.due_on, again=Action.review_on, closed_on=Action.closed_on,
        said=Action.result + Action.reason, by=Organization.short_name,
    ).outerjoin(Action.meeting).join(Action.lead).where(
        Action.id.in_(ids), actions.readable(viewer)
    )  # fmt: skip


def _menus(viewer: Viewer, ids: list[int]) -> Select[Any]:
    visible = menus.visible_to(viewer).join(Menu.provider).where(Menu.id.in_(ids))
    return visible.with_only_columns(
        *_described(Kind.MENU, Menu.id, title=Menu.title, changed_at=Menu.updated_at,
                    by=Organization.short_name)
    )  # fmt: skip


_PARTS = {
    Kind.ISSUE: _issues, Kind.AGENDA: _proposals, Kind.IDEA: _ideas, Kind.DECISION: _decisions,
    Kind.ACTION: _actions, Kind.MENU: _menus,
}  # fmt: skip


def _columns(kind: Kind, number: Any, **given: Any) -> Select[Any]:
    return select(*_described(kind, number, **given))


def _described(kind: Kind, number: Any, **given: Any) -> list[Any]:
    """The same columns of every kind, so that all come in one query."""
    return [
        literal(kind.value).label("kind"),
        number.label("id"),
        *(
            type_coerce(given[name], of).label(name)
            if name in given
            else cast(null(), of).label(name)
            for name, of in _TYPES.items()
        ),
    ]


_TYPES: dict[str, Any] = {
    "title": String, "state": String, "day": Date, "until": Date, "again": Date,
    "closed_on": Date, "said": String, "by": String, "meeting_id": Integer,
    "changed_at": UtcDateTime, "review_id": Integer, "content": String,
}  # fmt: skip
_STATES: dict[Kind, Any] = {
    Kind.AGENDA: ProposalState, Kind.IDEA: Stage, Kind.ACTION: ActionStatus,
}  # fmt: skip


def _node(row: Any) -> Node | None:
    kind = Kind(row.kind)
    title = row.title
    if kind is Kind.ISSUE:
        title = issues.as_read(row)
        if title is None:
            return None
    changed = row.changed_at.astimezone(TOKYO).date() if row.changed_at else None
    return Node(
        kind=kind, id=row.id, title=title, state=row.state and _STATES[kind](row.state),
        day=row.day or changed, until=row.again or row.until, closed_on=row.closed_on,
        said=row.said or "", by=row.by or "", meeting_id=row.meeting_id, review_id=row.review_id,
    )  # fmt: skip
