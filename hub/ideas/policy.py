"""Who may do what with an idea. Pure functions: no session, no request."""

from hub.accounts.models import Viewer
from hub.ideas.models import Idea, IdeaVisibility
from hub.meetings import policy as meetings
from hub.meetings.models import Meeting, Visibility


def can_view(viewer: Viewer, idea: Idea) -> bool:
    """Who reads its meeting, or the network; always who thought of it, keeps it or joined."""
    if viewer.organization_ids & idea.concerned_ids:
        return True
    if idea.meeting is not None:
        return meetings.can_view(viewer, idea.meeting)
    return idea.visibility is IdeaVisibility.NETWORK and viewer.in_network


def can_view_meeting(viewer: Viewer, idea: Idea) -> bool:
    """Whether the page of the idea may say from which meeting it comes."""
    return idea.meeting is not None and meetings.can_view(viewer, idea.meeting)


def can_raise(actor: Viewer) -> bool:
    """Any member of the network who writes for an organization."""
    return bool(actor.editing_ids)


def can_raise_in(actor: Viewer, meeting: Meeting) -> bool:
    """As an idea of this meeting: who takes part in it, or prepares it."""
    return can_raise(actor) and (
        meetings.takes_part(actor, meeting) or meetings.can_edit(actor, meeting)
    )


def can_move(actor: Viewer, idea: Idea) -> bool:
    """Editors of its keeper, of the secretariat, and coordinators."""
    return can_view(actor, idea) and (actor.edits_for(idea.keeper_id) or _leads(actor, idea))


def can_edit(actor: Viewer, idea: Idea) -> bool:
    """Its words, themes and links: who moves it, and who thought of it."""
    return can_move(actor, idea) or actor.edits_for(idea.proposer_id)


def can_give(actor: Viewer, idea: Idea) -> bool:
    """Say who keeps it: where it was thought of, not by its keeper alone."""
    return can_view(actor, idea) and _leads(actor, idea)


def can_narrow(actor: Viewer, idea: Idea) -> bool:
    """Change 公開範囲: who proposed it; an idea of a meeting has that of its meeting."""
    return idea.meeting is None and actor.edits_for(idea.proposer_id)


def can_note(actor: Viewer, idea: Idea) -> bool:
    """Any reader in the network, viewers and departments too."""
    return can_view(actor, idea) and actor.in_network


def can_ask(actor: Viewer, idea: Idea) -> bool:
    """Enter 宿題事項 of it: whoever is concerned, each for their own organization."""
    return can_edit(actor, idea) or bool(actor.editing_ids & idea.concerned_ids)


def can_ask_in_meeting(actor: Viewer, idea: Idea) -> bool:
    """Such an action is one of the meeting too: for its secretariat; of others it is their own."""
    return idea.meeting is not None and meetings.can_edit(actor, idea.meeting)


def joining_for(actor: Viewer, idea: Idea) -> frozenset[int]:
    """うちも加わる: organizations the actor may say it for. Nobody joins what is 自組織のみ."""
    if not idea.is_open or is_private(idea) or not can_view(actor, idea):
        return frozenset()
    return actor.editing_ids - idea.partner_ids - {idea.keeper_id or 0}


def can_leave(actor: Viewer, idea: Idea, organization_id: int) -> bool:
    return organization_id in idea.partner_ids and actor.edits_for(organization_id)


def is_private(idea: Idea) -> bool:
    """自組織のみ"""
    return idea.meeting is None and idea.visibility is IdeaVisibility.ORGANIZATION


def is_for_network(idea: Idea) -> bool:
    """Everybody in the network reads it."""
    if idea.meeting is not None:
        return idea.meeting.visibility is not Visibility.SERIES
    return idea.visibility is IdeaVisibility.NETWORK


def speaks_for(actor: Viewer, idea: Idea) -> int | None:
    """The organization that stands beside what the actor does here: one that is concerned."""
    secretariat = idea.meeting.series.secretariat_id if idea.meeting is not None else None
    concerned = [idea.keeper_id, secretariat, idea.proposer_id, *sorted(idea.partner_ids)]
    mine = actor.editing_ids or actor.organization_ids
    return next((n for n in concerned if n in mine), actor.home_organization_id)


def _leads(actor: Viewer, idea: Idea) -> bool:
    """Answers for it: the secretariat of its meeting; without one, who proposed it."""
    if idea.meeting is not None:
        return meetings.can_edit(actor, idea.meeting)
    return actor.coordinates or actor.edits_for(idea.proposer_id)
