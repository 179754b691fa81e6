"""What happens to ideas because of something below them, in the same transaction."""

from collections.abc import Iterable, Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from hub.accounts.models import User
from hub.actions.events import Origin, action_asked, action_entered
from hub.actions.models import Action, ActionVisibility
from hub.core.db import db
from hub.core.errors import NotFound, authorize
from hub.ideas import commands, line_commands, policy, queries
from hub.ideas.models import Idea
from hub.meetings.events import Kind, LineTask, agenda_item_deleted, line_withdrawn, lines_bound
from hub.meetings.models import AgendaItem, Meeting


@lines_bound.connect
def follow_lines(
    meeting: Meeting, *, actor: User, tasks: Sequence[LineTask], bound: Iterable[tuple[Kind, int]]
) -> None:
    """アイデア of the minutes become ideas; a changed line changes its idea."""
    mine = [task for task in tasks if task.kind is Kind.IDEA]
    if not mine:
        return
    taken = {number for kind, number in bound if kind is Kind.IDEA}
    found = db.session.scalars(select(Idea).where(Idea.meeting_id == meeting.id))
    free = {idea.title: idea.id for idea in found if idea.id not in taken}
    line_commands.plant(actor, meeting, [task for task in mine if task.is_new], free)
    for task in mine:
        idea = None if task.is_new else db.session.get(Idea, task.thing_id)
        if idea is not None:
            line_commands.follow_line(actor, idea, task)


@line_withdrawn.connect
def withdraw_line(meeting: Meeting, *, actor: User, kind: Kind, thing_id: int | None) -> None:
    idea = db.session.get(Idea, thing_id) if kind is Kind.IDEA and thing_id else None
    if idea is not None:
        line_commands.withdraw(actor, idea)


@agenda_item_deleted.connect
def let_go_of_item(item: AgendaItem) -> None:
    """An idea outlives the agenda item it came from; it stays with the meeting."""
    for idea in db.session.scalars(select(Idea).where(Idea.agenda_item_id == item.id)):
        idea.agenda_item = None
        idea.touch()


@action_asked.connect
def origin_of_action(viewer: User, *, address: Mapping[str, str]) -> Origin | None:
    """この種から宿題事項をつくる: who keeps it leads, who joined helps.

    What fewer than the network read is not made known to it by a title.
    """
    idea = _asked_about(viewer, address)
    if idea is None:
        return None
    authorize(policy.can_ask(viewer, idea))
    lead = next((n for n in (idea.keeper_id, idea.proposer_id) if n in viewer.editing_ids), None)
    mine = policy.speaks_for(viewer, idea)
    is_shared = policy.is_for_network(idea)
    return Origin(
        label=_("もとの連携の種"),
        title=idea.title,
        url=url_for("ideas.show", idea_id=idea.id),
        fields={
            "title": idea.title,
            "lead_id": lead or mine,
            "partner_ids": sorted(idea.partner_ids - {lead or mine}) if is_shared else [],
            "visibility": ActionVisibility.NETWORK if is_shared else ActionVisibility.ORGANIZATION,
        },
    )


@action_entered.connect
def link_action(action: Action, *, actor: User, address: Mapping[str, str]) -> None:
    if idea := _asked_about(actor, address):
        commands.link_new_action(actor, idea, action)


def _asked_about(viewer: User, address: Mapping[str, str]) -> Idea | None:
    """The idea that the address names. Raises NotFound."""
    given = address.get("idea")
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise NotFound
    return queries.get_idea(viewer, int(given))
