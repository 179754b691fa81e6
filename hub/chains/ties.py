"""Ties that come by themselves: what is decided and agreed under the agenda item of an idea.

The items of an idea are the one under which it was raised, those for which it was taken onto an
agenda, and those that go on with one of these (継続). A decision or an action that comes to stand
under such an item is tied to the idea, and untied when it moves away; likewise when the item of
the idea changes. Ties made by hand stay: only what the old item had tied is untied. The version
of the idea is raised, so that nobody who chose its ties meanwhile undoes this unknowingly.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, delete, insert, select, union, update

from hub.actions.models import Action
from hub.agenda.models import AgendaProposal
from hub.chains.links import SUBJECT, is_about_something
from hub.core import generations
from hub.core.db import db, now
from hub.ideas.models import Idea, idea_actions, idea_decisions
from hub.meetings.models import AgendaItem, Decision

OF_IDEA = "idea:"  # how the keys of proposals about an idea begin: idea:12:look
Left = Mapping[tuple[type, int | None], set[int]]  # ids, by model and item before
TIES: dict[type, Table] = {Decision: idea_decisions, Action: idea_actions}


def follow_things(model: type, ids: set[int], before: int | None, now: int | None) -> None:
    """Decisions or actions stand under another agenda item than before."""
    old, new = ideas_of(before), ideas_of(now)
    _untie(old - new, model, ids)
    _tie(new, model, ids)


def follow_idea(idea_id: int, before: int | None, now: int | None, left: Left) -> None:
    """An idea came onto an agenda, was taken from it, or was raised somewhere else.

    ``left``: what moved away from there at the same time.
    """
    still = items_of(idea_id)
    for model in TIES:
        kept = things_under(model, still)
        there = things_under(model, [before]) | left.get((model, before), set())
        _untie({idea_id}, model, there - kept)
        _tie({idea_id}, model, things_under(model, [now]))


def let_go(action: Action) -> None:
    """Its line was taken out of the minutes: nothing there says any more what it came from."""
    _untie(ideas_of(action.agenda_item_id), Action, {action.id})


def idea_of(proposal: AgendaProposal) -> int | None:
    return _idea_in(proposal.key)


def _idea_in(key: str) -> int | None:
    number = key.removeprefix(OF_IDEA).partition(":")[0] if key.startswith(OF_IDEA) else ""
    return int(number) if number.isdecimal() else None


def ideas_of(item_id: int | None) -> set[int]:
    """Ideas that the item, or one that it goes on with, is about."""
    if item_id is None:
        return set()
    way = _way(AgendaItem.id == item_id, back=True)
    raised = db.session.scalars(select(Idea.id).where(Idea.agenda_item_id.in_(way)))
    taken = db.session.scalars(
        select(AgendaProposal.key).where(
            AgendaProposal.agenda_item_id.in_(way), AgendaProposal.key.startswith(OF_IDEA)
        )
    )
    return {*raised, *(number for key in taken if (number := _idea_in(key)) is not None)}


def items_of(idea_id: int) -> list[int]:
    """The items where it was raised, or onto which it was taken; not those that go on with them."""
    raised = select(Idea.agenda_item_id).where(Idea.id == idea_id)
    taken = select(AgendaProposal.agenda_item_id).where(
        AgendaProposal.key.startswith(f"{OF_IDEA}{idea_id}:", autoescape=True)
    )
    return [number for number in db.session.scalars(union(raised, taken)) if number is not None]


def things_under(model: type, item_ids: Iterable[int | None]) -> set[int]:
    """Decisions or actions under these items and those that go on with them."""
    some = [number for number in item_ids if number is not None]
    if not some:
        return set()
    way = _way(AgendaItem.id.in_(some), back=False)
    return set(db.session.scalars(select(model.id).where(model.agenda_item_id.in_(way))))  # type: ignore[attr-defined]


def _way(start: ColumnElement[bool], *, back: bool) -> Select[Any]:
    """Ids of these items and of all before (or after) them in a 継続."""
    way = (
        select(AgendaItem.id, AgendaItem.continued_from_id)
        .where(start, is_about_something())
        .cte("way", recursive=True)
    )
    further = select(AgendaItem.id, AgendaItem.continued_from_id).where(is_about_something())
    if back:
        further = further.join(way, AgendaItem.id == way.c.continued_from_id)
    else:
        further = further.join(way, AgendaItem.continued_from_id == way.c.id)
    way = way.union(further)
    return select(way.c.id)


def _tie(idea_ids: set[int], model: type, thing_ids: set[int]) -> None:
    if not idea_ids or not thing_ids:
        return
    table, column = TIES[model], _column(model)
    there = db.session.execute(
        select(table.c.idea_id, column).where(table.c.idea_id.in_(idea_ids), column.in_(thing_ids))
    )
    missing = {(i, t) for i in idea_ids for t in thing_ids} - {(row[0], row[1]) for row in there}
    if missing:
        rows = [{"idea_id": i, column.name: t} for i, t in sorted(missing)]
        db.session.execute(insert(table), rows)
        _touch({row["idea_id"] for row in rows})


def _untie(idea_ids: set[int], model: type, thing_ids: set[int]) -> None:
    if not idea_ids or not thing_ids:
        return
    table, column = TIES[model], _column(model)
    tied = and_(table.c.idea_id.in_(idea_ids), column.in_(thing_ids))
    touched = set(db.session.scalars(select(table.c.idea_id).where(tied)))
    if touched:
        db.session.execute(delete(table).where(tied))
        _touch(touched)


def _column(model: type) -> Any:
    return next(c for c in TIES[model].c if c.name != "idea_id")


def _touch(idea_ids: set[int]) -> None:
    """As ``touch`` of a model does; the session forgets what it read of these ideas before."""
    ideas = Idea.__table__
    db.session.execute(
        update(ideas)
        .where(ideas.c.id.in_(idea_ids))
        .values(version=ideas.c.version + 1, updated_at=now())
    )
    generations.renew("ideas", SUBJECT)
    for thing in db.session.identity_map.values():
        if isinstance(thing, Idea) and thing.id in idea_ids:
            db.session.expire(thing, ["decisions", "actions", "version", "updated_at"])
