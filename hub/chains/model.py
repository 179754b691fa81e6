"""A chain as values: nodes the viewer may read, what leads to what, and where one stands in it.

Pure: no session, no request.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from hub.actions.models import ActionStatus
from hub.agenda.models import ProposalState
from hub.chains.links import Edge, Key, Kind
from hub.ideas.models import Stage


@dataclass(frozen=True, kw_only=True)
class Node:
    """One step. ``day`` is when it came to be, ``until`` what an open action waits for."""

    kind: Kind
    id: int
    title: str
    state: Stage | ActionStatus | ProposalState | None = None
    day: date | None = None
    until: date | None = None
    closed_on: date | None = None
    said: str = ""  # the result of an action or an idea, the reason of 見送り
    by: str = ""  # who keeps, leads or provides it; the series of a decision
    meeting_id: int | None = None
    review_id: int | None = None

    @property
    def key(self) -> Key:
        return Key(self.kind, self.id)

    @property
    def is_open(self) -> bool:
        return self.state is not None and self.state.is_open

    @property
    def is_done(self) -> bool:
        return self.state in {ActionStatus.DONE, Stage.ROOTED, ProposalState.TAKEN}

    def is_overdue(self, today: date) -> bool:
        works = self.state in {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}
        return works and self.until is not None and self.until < today

    def moves(self, today: date) -> bool:
        """An action that is neither ended, nor on hold, nor late."""
        return (
            self.kind is Kind.ACTION
            and self.is_open
            and self.state is not ActionStatus.ON_HOLD
            and not self.is_overdue(today)
        )

    def result(self) -> "Node":
        return Node(kind=Kind.RESULT, id=self.id, title=self.said, day=self.closed_on, by=self.by)


@dataclass(frozen=True, kw_only=True)
class Chain:
    """``nodes`` by step, in order of time; ``edges`` without those ``ties`` that a longer way says
    too."""

    nodes: tuple[Node, ...]
    ties: frozenset[Edge]
    edges: frozenset[Edge]
    here: Key

    def of(self, kind: Kind) -> list[Node]:
        return [node for node in self.nodes if node.kind is kind]

    @cached_property
    def steps(self) -> list[tuple[Kind, list[Node]]]:
        """The steps that there are, in order."""
        return [(kind, found) for kind in Kind if (found := self.of(kind))]

    def first(self, nodes: list[Node], most: int) -> list[Node]:
        """So many, and always the one where the reader is."""
        here = [node for node in nodes[most:] if node.key == self.here]
        return [*nodes[: most - len(here)], *here]

    @property
    def ties_something(self) -> bool:
        """Somewhere, or from somewhere."""
        return any(b.kind is not Kind.RESULT for _a, b in self.ties)

    @property
    def is_straight(self) -> bool:
        """Each node comes from the one of the step before: that need not be said."""
        order = [kind for kind, _nodes in self.steps]
        return all(len(nodes) == 1 for _kind, nodes in self.steps[:-1]) and all(
            order.index(b.kind) - order.index(a.kind) == 1 for a, b in self.edges
        )

    @cached_property
    def by_key(self) -> dict[Key, Node]:
        return {node.key: node for node in self.nodes}

    def before(self, node: Node) -> list[Node]:
        """What it came from, directly."""
        return [other for other in self.nodes if (other.key, node.key) in self.edges]


@dataclass(frozen=True, kw_only=True)
class Graph:
    """All nodes a viewer may read around some things, and the edges between two of them."""

    nodes: Mapping[Key, Node]
    edges: frozenset[Edge] = field(default_factory=frozenset)

    @classmethod
    def of(cls, nodes: Iterable[Node], edges: Iterable[Edge]) -> "Graph":
        """An edge with a hidden end is none; a done action hands on through its result."""
        known = {node.key: node for node in nodes}
        told = {(a, b) for a, b in edges if a in known and b in known}
        for node in list(known.values()):
            if node.kind is Kind.ACTION and node.is_done:
                result = node.result()
                known[result.key] = result
                told = {(result.key if a == node.key else a, b) for a, b in told}
                told.add((node.key, result.key))
        return cls(nodes=known, edges=frozenset(told))

    def around(self, here: Key) -> Chain | None:
        """The one chain of this thing; of a menu only what led to it. None where it is hidden."""
        if here not in self.nodes:
            return None
        before = self._reach({here}, self._back)
        if here.kind is Kind.MENU:
            reached = before
        else:
            first = {key for key in before if not self._back[key]}
            reached = self._reach(first, self._on)
        return self._chain(here, reached)

    def _chain(self, here: Key, reached: set[Key]) -> Chain:
        ties = {(a, b) for a, b in self.edges if a in reached and b in reached}
        nodes = sorted((self.nodes[key] for key in reached), key=_order)
        return Chain(
            nodes=tuple(nodes), ties=frozenset(ties), edges=frozenset(_shortened(ties)), here=here
        )

    def onward(self, here: Key) -> Chain | None:
        """What came of this thing, whatever led to it."""
        return self._chain(here, self._reach({here}, self._on)) if here in self.nodes else None

    @cached_property
    def _on(self) -> dict[Key, set[Key]]:
        found: dict[Key, set[Key]] = defaultdict(set)
        for a, b in self.edges:
            found[a].add(b)
        return found

    @cached_property
    def _back(self) -> dict[Key, set[Key]]:
        found: dict[Key, set[Key]] = defaultdict(set)
        for a, b in self.edges:
            found[b].add(a)
        return found

    @staticmethod
    def _reach(first: set[Key], ways: Mapping[Key, set[Key]]) -> set[Key]:
        reached, edge = set(first), set(first)
        while edge:
            edge = {key for old in edge for key in ways.get(old, ())} - reached
            reached |= edge
        return reached


def _shortened(edges: set[Edge]) -> set[Edge]:
    """Without what is said by a way over another step: idea → action beside idea → decision →
    action."""
    on: dict[Key, set[Key]] = defaultdict(set)
    for a, b in edges:
        on[a].add(b)
    far: dict[Key, set[Key]] = {}  # more than one step on; an edge always leads to a later step
    for key in sorted(on, key=lambda key: key.kind.place, reverse=True):
        far[key] = {on_from for b in on[key] for on_from in (on.get(b, set()) | far.get(b, set()))}
    return {(a, b) for a, b in edges if b not in far[a]}


def _order(node: Node) -> tuple[int, date, int]:
    return (node.kind.place, node.day or node.until or date.max, node.id)
