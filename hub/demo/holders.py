"""担当者 of some things of the sample; others have none yet."""

from typing import Any

from hub.actions.models import Action
from hub.core.db import db
from hub.demo.sample import Sample


def load(sample: Sample) -> None:
    for entry in sample["holders"]:
        for thing in _things(sample, entry):
            thing.holder = sample.users[entry["person"]]


def _things(sample: Sample, entry: dict[str, Any]) -> list[Any]:
    uids = [sample.uid(code) for code in entry.get("actions", ())]
    return [
        *(sample.menus[code] for code in entry.get("menus", ())),
        *(sample.ideas[code] for code in entry.get("ideas", ())),
        *db.session.scalars(db.select(Action).where(Action.uid.in_(uids))),
    ]
