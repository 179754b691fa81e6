"""What was ticked in a 引継ぎメモ goes to the new lead, each with its dated history."""

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.actions.commands import happened
from hub.actions.models import Action, EventKind
from hub.audit.log import record
from hub.core import calendar
from hub.ideas.models import Idea, IdeaEventKind
from hub.themes import holdings, sides
from hub.themes.models import ThemeHandover


def move(actor: User, handover: ThemeHandover) -> int:
    """Returns how many things moved: those ticked that the old lead holds still, and that the
    successor may read still. Who accepts is their 担当者 until another is named."""
    items = [item for item in handover.items if item.is_ticked]
    readable = holdings.may_read(
        sides.member_of(handover.to_id),
        [item.idea_id for item in items if item.idea_id],
        [item.action_id for item in items if item.action_id],
    )
    reason = _("%(theme)sの幹事の交代", theme=handover.term.label)
    for item in items:
        if item.key not in readable:
            continue
        if item.idea is not None and _is_held(item.idea, item.idea.keeper_id, handover):
            _give_idea(actor, item.idea, handover, reason)
            item.moved_on = calendar.today()
        elif item.action is not None and _is_held(item.action, item.action.lead_id, handover):
            _give_action(actor, item.action, handover, reason)
            item.moved_on = calendar.today()
    return sum(item.moved_on is not None for item in items)


def _is_held(thing: Idea | Action, holder_id: int | None, handover: ThemeHandover) -> bool:
    return thing.is_open and holder_id == handover.from_id


def _give_idea(actor: User, idea: Idea, handover: ThemeHandover, reason: str) -> None:
    idea.keeper, idea.holder = handover.receiver, actor
    idea.note(
        IdeaEventKind.KEEPER, calendar.today(), user_id=actor.id, organization_id=handover.to_id,
        keeper_after_id=handover.to_id, text=reason,
    )  # fmt: skip
    record(
        actor, "idea:hand_over", idea, organization_id=handover.to_id,
        before={"keeper": handover.from_id}, after={"keeper": handover.to_id, "reason": reason},
    )  # fmt: skip


def _give_action(actor: User, action: Action, handover: ThemeHandover, reason: str) -> None:
    action.partners = [p for p in action.partners if p.organization_id != handover.to_id]
    action.lead, action.person, action.holder = handover.receiver, "", actor
    action.touch()
    happened(
        actor, action, EventKind.LEAD, text=reason, by=handover.to_id,
        lead_before_id=handover.from_id, lead_after_id=handover.to_id,
    )  # fmt: skip
    record(
        actor, "action:hand_over", action, organization_id=handover.to_id,
        before={"lead": handover.from_id}, after={"lead": handover.to_id, "reason": reason},
    )  # fmt: skip
