"""What members of the sample propose for the next meeting."""

from hub.agenda.models import AgendaProposal
from hub.audit.log import record
from hub.core.db import db
from hub.demo.sample import Sample


def load(sample: Sample) -> None:
    for entry in sample["agenda_proposals"]:
        proposal = AgendaProposal.of_member(
            sample.series[entry["series"]],
            sample.organizations[entry["by"]].id,
            title=entry["title"],
            text=entry["text"],
            minutes=entry["minutes"],
        )
        proposal.created_at = proposal.updated_at = sample.moment(entry["on"])
        db.session.add(proposal)
        record(None, "demo:load", proposal, after={"title": proposal.title})
