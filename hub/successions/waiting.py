"""What an organization has to answer or waits for: whoever comes next should know of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.accounts.models import Viewer
from hub.actions import handovers as action_handovers
from hub.actions.handovers import ActionHandover
from hub.agenda.models import AgendaProposal, ProposalState
from hub.core.db import db
from hub.themes import handovers as theme_handovers
from hub.themes.models import ThemeHandover


@dataclass(frozen=True, kw_only=True)
class Waiting:
    actions: Sequence[ActionHandover]
    themes: Sequence[ThemeHandover]
    proposals: Sequence[AgendaProposal]

    def __bool__(self) -> bool:
        return bool(self.actions or self.themes or self.proposals)


def of_organization(viewer: Viewer, organization_id: int) -> Waiting:
    """For who writes for it."""
    if not viewer.edits_for(organization_id):
        return Waiting(actions=[], themes=[], proposals=[])
    return Waiting(
        actions=[h for h in action_handovers.waiting_for(viewer) if h.to_id == organization_id],
        themes=[h for h in theme_handovers.waiting_for(viewer) if h.to_id == organization_id],
        proposals=db.session.scalars(
            select(AgendaProposal)
            .where(
                AgendaProposal.organization_id == organization_id,
                AgendaProposal.state.in_([ProposalState.WAITING, ProposalState.POSTPONED]),
            )
            .order_by(AgendaProposal.id)
            .options(joinedload(AgendaProposal.series))
        ).all(),
    )
