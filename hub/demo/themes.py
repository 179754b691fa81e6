"""Which organizations lead the themes of the sample, and a lead that is being handed over."""

from typing import Any

from hub.audit.log import record
from hub.core.db import db
from hub.demo.sample import Sample
from hub.taxonomies.models import Scheme
from hub.themes import handovers
from hub.themes.models import ThemeRole, ThemeRoleKind


def load(sample: Sample) -> None:
    for entry in sample["themes"]:
        term = sample.terms[Scheme.THEME, entry["theme"]]
        for line in entry["roles"]:
            role = ThemeRole(
                term=term,
                organization=sample.organizations[line["org"]],
                kind=ThemeRoleKind(line["role"]),
                starts_on=sample.day(line["from"]),
                ends_on=sample.day_or_none(line.get("to")),
            )
            db.session.add(role)
            record(None, "demo:load", role, after={"name": term.label})
        if "handover" in entry:
            _hand_over(sample, term, entry["handover"])


def _hand_over(sample: Sample, term: Any, entry: dict[str, Any]) -> None:
    """Drafted from what the hub knows today, with a few words, and proposed."""
    actor = sample.users[entry["by"]]
    day = sample.day(entry["on"])
    to = sample.organizations[entry["to"]]
    handover = handovers.begin(actor, term, to_id=to.id, moves_on=day)
    handovers.edit(
        actor, handover, note=f"{handover.note}\n{entry['words']}", moves_on=day,
        ticked=[item.key for item in handover.items], seen=handover.version,
    )  # fmt: skip
    handovers.propose(actor, handover, seen=handover.version)
