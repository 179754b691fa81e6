"""What members of the sample propose for the next meeting, and what was searched for in vain."""

from hub.agenda.models import AgendaProposal
from hub.audit.log import record
from hub.core import calendar
from hub.core.db import db
from hub.demo.sample import Sample
from hub.search.log import SearchLog


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
    for number, entry in enumerate(sample["searches"]):
        month = calendar.month_start(sample.day(entry["on"]))
        searchers = [sample.organizations[code].id for code in entry.get("by", [])]
        searchers += [None] * entry.get("days", 0)
        for turn, organization_id in enumerate(searchers):
            db.session.add(
                SearchLog(
                    month=month,
                    organization_id=organization_id,
                    words=entry["words"],
                    total=entry.get("total", 0),
                    opened_kinds=[],
                    narrowed_to=entry.get("narrowed_to", []),
                    person=f"sample {number} {turn}",
                )
            )
