"""What the organizations of the sample are good at, rely on others for, and where they went."""

from hub.audit.log import record
from hub.core.db import db
from hub.demo.sample import Sample
from hub.organizations.models import Strength, StrengthKind, Visit
from hub.taxonomies.models import Scheme

KINDS = {"strengths": StrengthKind.STRENGTH, "reliances": StrengthKind.RELIANCE}


def load(sample: Sample) -> None:
    for entry in sample["organizations"]:
        organization = sample.organizations[entry["id"]]
        organization.strengths = [
            Strength(kind=kind, theme=sample.terms[Scheme.THEME, said["theme"]], note=said["note"])
            for section, kind in KINDS.items()
            for said in entry.get(section, ())
        ]
    for entry in sample["visits"]:
        moment = sample.moment(entry["on"])
        visit = Visit(
            organization=sample.organizations[entry["to"]],
            visitor=sample.organizations[entry["by"]],
            visited_on=sample.day(entry["on"]),
            title=entry["title"],
            body=entry["body"],
            created_at=moment,
            updated_at=moment,
        )
        db.session.add(visit)
        record(None, "demo:load", visit, after={"title": visit.title})
