"""The ideas of the sample with their dated history: those of meetings (``kind: seed`` among the
actions), and those that members raised at another time.
"""

from typing import Any

from hub.accounts.models import Role
from hub.actions.models import Action
from hub.audit.log import record
from hub.core.db import db
from hub.demo.accounts import PEOPLE
from hub.demo.sample import Sample
from hub.ideas.models import (
    Idea,
    IdeaEvent,
    IdeaEventKind,
    IdeaPartner,
    IdeaVisibility,
    Stage,
)
from hub.taxonomies.models import Scheme

STAGES = {  # of the file
    "seed": Stage.SEED,
    "study": Stage.STUDIED,
    "trial": Stage.TRIED,
    "settled": Stage.ROOTED,
    "dropped": Stage.DROPPED,
}
# What a line of the history of a seed says as if it were an action, as a stage
OF_STATUS = {
    "not_started": "seed",
    "on_hold": "study",
    "in_progress": "trial",
    "done": "settled",
    "dropped": "dropped",
}


def load(sample: Sample) -> None:
    seeds = [_of_seed(sample, e) for e in sample["action_items"] if e["kind"] == "seed"]
    for entry in [*seeds, *sample["ideas"]]:
        idea = _idea(sample, entry)
        sample.ideas[entry["id"]] = idea
        db.session.add(idea)
        record(None, "demo:load", idea, after={"title": idea.title})


def _of_seed(sample: Sample, entry: dict[str, Any]) -> dict[str, Any]:
    """A seed in the words of an idea."""
    held = next(m["date"] for m in sample["meetings"] if m["id"] == entry["origin_meeting"])
    joined = entry.get("joined", [])
    at_once = set(entry["co_owners"]) - {line["by"] for line in joined}
    is_open = STAGES[entry["seed_stage"]].is_open
    return {
        **entry,
        "keeper": entry["owner"],
        "on": held,
        "look_at": entry.get("revisit_on", entry["due"]) if is_open else None,
        "joined": [*({"by": code, "on": held} for code in sorted(at_once)), *joined],
        "history": [
            {"on": line["on"], "stage": OF_STATUS[line["status"]], "note": line["note"]}
            for line in entry["history"]
        ],
    }


def _idea(sample: Sample, entry: dict[str, Any]) -> Idea:
    meeting = sample.meetings.get(entry.get("origin_meeting", ""))
    said_by = entry.get("by")
    idea = Idea(
        uid=sample.uid(entry["id"]),
        title=entry["title"],
        body=entry.get("body", ""),
        meeting=meeting,
        agenda_item=sample.agreed_under.get(entry["id"]),
        proposer=sample.organizations[said_by] if said_by else None,
        proposed_by=_editor_of(sample, said_by),
        keeper=sample.organizations[entry["keeper"]] if entry.get("keeper") else None,
        visibility=IdeaVisibility(entry.get("visibility", "network")),
        look_at_on=sample.day_or_none(entry.get("look_at")),
        raised_on=sample.day(entry["on"]),
        terms=[sample.terms[Scheme.THEME, code] for code in entry.get("themes", ())]
        + [sample.terms[Scheme.WARD, code] for code in entry.get("wards", ())],
        menus=[sample.menus[code] for code in entry.get("menus", ())],
        actions=_actions(sample, entry),
    )
    idea.created_at = sample.moment(entry["on"])
    _raise(sample, entry, idea)
    _join(sample, entry, idea)
    _move(sample, entry, idea)
    idea.moved_on = max(event.on for event in idea.events)
    idea.updated_at = max(event.at for event in idea.events)
    return idea


def _editor_of(sample: Sample, code: str | None):
    """Who of the demo's accounts raised it, where its organization has one that writes."""
    writers = {p.organization: p.email for p in reversed(PEOPLE) if p.role is Role.EDITOR}
    return sample.users.get(writers.get(code, "")) if code else None


def _actions(sample: Sample, entry: dict[str, Any]) -> list[Action]:
    uids = [sample.uid(code) for code in entry.get("actions", ())]
    return list(db.session.scalars(db.select(Action).where(Action.uid.in_(uids))))


def _raise(sample: Sample, entry: dict[str, Any], idea: Idea) -> None:
    by = idea.proposer or (idea.meeting.series.secretariat if idea.meeting else None)
    idea.events.append(
        _event(sample, entry["on"], IdeaEventKind.RAISED, organization=by, stage=Stage.SEED)
    )


def _join(sample: Sample, entry: dict[str, Any], idea: Idea) -> None:
    for line in entry.get("joined", ()):
        organization, brings = sample.organizations[line["by"]], line.get("brings", "")
        idea.partners.append(
            IdeaPartner(organization=organization, brings=brings, joined_on=sample.day(line["on"]))
        )
        idea.events.append(
            _event(sample, line["on"], IdeaEventKind.JOINED, organization=organization, text=brings)
        )


def _move(sample: Sample, entry: dict[str, Any], idea: Idea) -> None:
    """Through its stages to the one of today."""
    idea.stage, closed = Stage.SEED, idea.raised_on
    by = idea.keeper or idea.proposer
    for line in entry["history"]:
        stage = STAGES[line["stage"]]
        kind = IdeaEventKind.NOTE if stage is idea.stage else IdeaEventKind.STAGE
        event = _event(sample, line["on"], kind, organization=by, text=line["note"])
        event.stage = stage if kind is IdeaEventKind.STAGE else None
        idea.events.append(event)
        idea.stage, closed = stage, event.on
    if not idea.stage.is_open:
        idea.become(idea.stage, entry["result"], closed)


def _event(sample: Sample, on: str, kind: IdeaEventKind, **given: Any) -> IdeaEvent:
    return IdeaEvent(on=sample.day(on), at=sample.moment(on), kind=kind, **given)
