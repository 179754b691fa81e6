"""What is written down of every change: a line of the idea's history and one of the audit log."""

from typing import Any

from hub.accounts.models import User
from hub.audit.log import changed, record
from hub.core import calendar
from hub.ideas import policy
from hub.ideas.models import Idea, IdeaEventKind


def happened(
    actor: User, idea: Idea, kind: IdeaEventKind, *, by: int | None = None, **facts: Any
) -> None:
    """``by``: the organization it is done for, where the actor says which."""
    speaker = by or policy.speaks_for(actor, idea)
    idea.note(kind, calendar.today(), user_id=actor.id, organization_id=speaker, **facts)


def recorded(
    actor: User, idea: Idea, verb: str, before: dict[str, Any], *, by: int | None = None
) -> None:
    idea.touch()
    difference = changed(before, facts_of(idea))
    record(actor, verb, idea, organization_id=by or policy.speaks_for(actor, idea), **difference)


def facts_of(idea: Idea) -> dict[str, Any]:
    """The fields as the audit log names them."""
    return {
        "title": idea.title,
        "body": idea.body,
        "stage": idea.stage,
        "result": idea.result,
        "reason": idea.reason,
        "look_at_on": idea.look_at_on,
        "keeper": idea.keeper.id if idea.keeper else idea.keeper_id,
        "visibility": idea.visibility,
        "terms": sorted(term.id for term in idea.terms),
        "partners": sorted(partner.organization_id for partner in idea.partners),
        "decisions": sorted(decision.id for decision in idea.decisions),
        "actions": sorted(action.id for action in idea.actions),
        "menus": sorted(menu.id for menu in idea.menus),
    }
