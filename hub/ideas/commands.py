"""Changes to ideas by hand. Each authorizes, changes, records; none commits."""

from collections.abc import Collection
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select

from hub.accounts.models import User
from hub.actions.models import Action
from hub.actions.queries import visible_to as visible_actions
from hub.core import calendar
from hub.core.db import db, lock_version
from hub.core.errors import Conflict, Invalid, authorize
from hub.ideas import policy, rules
from hub.ideas.history import facts_of, happened, recorded
from hub.ideas.models import Idea, IdeaEventKind, IdeaPartner, Stage
from hub.ideas.rules import Entry
from hub.meetings.models import AgendaItem, Decision, Meeting
from hub.meetings.queries import readable as readable_meeting
from hub.menus.models import Menu
from hub.menus.queries import visible_to as visible_menus
from hub.organizations.models import Organization
from hub.taxonomies.models import Term


def raise_idea(
    actor: User, entry: Entry, *, meeting: Meeting | None = None, menu: Menu | None = None
) -> Idea:
    """At any time, by any member who writes for an organization; ``menu`` is what it is about.

    Raises:
        Invalid: a rule of the fields is broken.
    """
    authorize(actor.edits_for(entry.proposer_id))
    authorize(meeting is None or policy.can_raise_in(actor, meeting))
    for _name, message in rules.new_problems(entry):
        raise Invalid(message)
    idea = Idea(meeting=meeting, stage=Stage.SEED, proposed_by=actor, title=entry.title)
    idea.proposer = db.session.get(Organization, entry.proposer_id)
    idea.keeper = _organization(entry.keeper_id)
    idea.look_at_on = entry.look_at_on
    idea.menus = [menu] if menu is not None else []
    _fill(idea, entry)
    db.session.add(idea)
    db.session.flush()
    happened(actor, idea, IdeaEventKind.RAISED, by=entry.proposer_id, stage=Stage.SEED,
             keeper_after_id=entry.keeper_id, look_at_on=entry.look_at_on)  # fmt: skip
    recorded(actor, idea, "idea:create", {}, by=entry.proposer_id)
    return idea


def edit_idea(actor: User, idea: Idea, entry: Entry, *, seen: int) -> None:
    """Its words, themes and, for who proposed it, 公開範囲.

    Raises:
        Conflict: somebody else changed the idea since ``seen``.
        Invalid: 自組織のみ of what others keep or joined.
    """
    authorize(policy.can_edit(actor, idea))
    lock_version(idea, seen)
    if entry.visibility is not idea.visibility:
        authorize(policy.can_narrow(actor, idea))
        if refusal := rules.narrowing_problem(idea, entry.visibility):
            raise Invalid(refusal)
    before = facts_of(idea) | {"agenda_item": idea.agenda_item_id}
    _fill(idea, entry)
    if facts_of(idea) | {"agenda_item": entry.agenda_item_id} == before:
        return
    happened(actor, idea, IdeaEventKind.EDITED)
    recorded(actor, idea, "idea:edit", before)


def move_idea(
    actor: User, idea: Idea, stage: Stage, *, said: str, look_at_on: date | None,
    keeper_id: int | None, seen: int,
) -> None:  # fmt: skip
    """Another stage, another day to look at it, or another keeper.

    Raises:
        Conflict: somebody else changed the idea since ``seen``.
        Invalid: 定着 without a result, 見送り without a reason, a day that has gone by.
    """
    authorize(policy.can_move(actor, idea))
    lock_version(idea, seen)
    if keeper_id != idea.keeper_id:
        authorize(policy.can_give(actor, idea))
    day = look_at_on if stage.is_open else None
    if refusal := rules.stage_problem(stage, said) or rules.day_problem(day):
        raise Invalid(refusal)
    before, words = facts_of(idea), said.strip()
    keep(actor, idea, keeper_id)
    if stage is not idea.stage or (not stage.is_open and words not in {idea.result, idea.reason}):
        idea.look_at_on = day
        idea.become(stage, words, calendar.today())
        happened(actor, idea, IdeaEventKind.STAGE, stage=stage, text=words, look_at_on=day)
    elif day != idea.look_at_on:
        idea.look_at_on = day
        happened(actor, idea, IdeaEventKind.LOOKED, text=words, look_at_on=day)
    elif words and stage.is_open:
        happened(actor, idea, IdeaEventKind.NOTE, text=words)
    if facts_of(idea) != before:
        recorded(actor, idea, "idea:status", before)


def look_again(actor: User, idea: Idea, day: date | None, *, note: str = "") -> None:
    """見た: it stays as it is until another day.

    Raises:
        Conflict: it is 定着 or 見送り by now.
        Invalid: no day, or one that has gone by.
    """
    authorize(policy.can_move(actor, idea))
    _require_open(idea)
    if day is None or day <= calendar.today():
        raise Invalid(_("次に見る日には、今日より後の日を入れてください。"))
    before = facts_of(idea)
    idea.look_at_on = day
    happened(actor, idea, IdeaEventKind.LOOKED, look_at_on=day, text=note.strip())
    recorded(actor, idea, "idea:look", before)


def add_note(actor: User, idea: Idea, text: str) -> None:
    """経過, by any reader in the network."""
    authorize(policy.can_note(actor, idea))
    if not text.strip(" \u3000\n\t"):
        raise Invalid(_("内容を入れてください。"))
    happened(actor, idea, IdeaEventKind.NOTE, text=text.strip())
    recorded(actor, idea, "idea:note", facts_of(idea))


def join(actor: User, idea: Idea, organization_id: int, *, brings: str) -> None:
    """うちも加わる, with what it brings."""
    authorize(organization_id in policy.joining_for(actor, idea))
    before, said = facts_of(idea), brings.strip()
    idea.partners.append(
        IdeaPartner(
            organization_id=organization_id, organization=_organization(organization_id),
            brings=said,
        )
    )  # fmt: skip
    happened(actor, idea, IdeaEventKind.JOINED, by=organization_id, text=said)
    recorded(actor, idea, "idea:join", before, by=organization_id)


def leave(actor: User, idea: Idea, organization_id: int) -> None:
    authorize(policy.can_leave(actor, idea, organization_id))
    before = facts_of(idea)
    idea.partners = [p for p in idea.partners if p.organization_id != organization_id]
    happened(actor, idea, IdeaEventKind.LEFT, by=organization_id)
    recorded(actor, idea, "idea:leave", before, by=organization_id)


def link(
    actor: User, idea: Idea, *, decision_ids: Collection[int], action_ids: Collection[int],
    menu_ids: Collection[int], seen: int,
) -> None:  # fmt: skip
    """Which decisions, actions and menus belong to it. What the actor does not see stays as it is.

    Raises:
        Conflict: somebody else changed the idea since ``seen``.
        Invalid: something was chosen that is not to be seen any more.
    """
    authorize(policy.can_edit(actor, idea))
    lock_version(idea, seen)
    before = facts_of(idea)
    visible_decisions = select(Decision).join(Decision.meeting).where(readable_meeting(actor))
    idea.decisions = _chosen(visible_decisions, Decision, idea.decisions, decision_ids)
    idea.actions = _chosen(visible_actions(actor), Action, idea.actions, action_ids)
    idea.menus = _chosen(visible_menus(actor), Menu, idea.menus, menu_ids)
    if facts_of(idea) != before:
        recorded(actor, idea, "idea:link", before)


def link_new_action(actor: User, idea: Idea, action: Action) -> None:
    """An action that was just entered from the page of the idea.

    The history says nothing of it: not everybody who reads the idea reads the action.
    """
    authorize(policy.can_ask(actor, idea))
    before = facts_of(idea)
    idea.actions.append(action)
    recorded(actor, idea, "idea:link", before)


def keep(actor: User, idea: Idea, keeper_id: int | None) -> None:
    """Another keeper; nobody there is its 担当者 yet. Whoever calls has authorized it."""
    if keeper_id == idea.keeper_id:
        return
    refusal = rules.keeper_problem(idea.visibility, idea.proposer_id, keeper_id)
    if refusal and idea.meeting is None:
        raise Invalid(refusal)
    idea.keeper = _organization(keeper_id)
    idea.holder = None
    happened(actor, idea, IdeaEventKind.KEEPER, keeper_after_id=keeper_id)


def _fill(idea: Idea, entry: Entry) -> None:
    idea.title, idea.body = entry.title, entry.body
    if idea.meeting is None:
        idea.visibility = entry.visibility
    idea.agenda_item = _agenda_item(idea.meeting, entry.agenda_item_id)
    idea.terms = list(db.session.scalars(select(Term).where(Term.id.in_(entry.term_ids))))


def _chosen(
    visible: Select[Any], model: Any, linked: list[Any], wanted: Collection[int]
) -> list[Any]:
    """Those of ``wanted`` that are visible, beside what is linked and is not."""
    known = {thing.id for thing in linked} | set(wanted)
    seen = {thing.id: thing for thing in db.session.scalars(visible.where(model.id.in_(known)))}
    if set(wanted) - seen.keys():
        raise Invalid(_("選ばれたものが、今は見られません。選び直してください。"))
    hidden = [thing for thing in linked if thing.id not in seen]
    return hidden + [seen[number] for number in sorted(wanted)]


def _require_open(idea: Idea) -> None:
    if not idea.is_open:
        raise Conflict(
            _("この連携の種は、もう%(stage)sになっています。", stage=idea.stage.label)
        )  # fmt: skip


def _organization(number: int | None) -> Organization | None:
    if number is None:
        return None
    organization = db.session.get(Organization, number)
    if organization is None:
        raise Invalid(_("選ばれた組織がありません。選び直してください。"))
    return organization


def _agenda_item(meeting: Meeting | None, number: int | None) -> AgendaItem | None:
    item = db.session.get(AgendaItem, number) if number else None
    if number and (item is None or meeting is None or item.meeting_id != meeting.id):
        raise Invalid(_("選ばれた議題が、この会議にありません。選び直してください。"))
    return item
