"""The actions of the sample with their dated history; ``seed`` entries are ideas."""

from datetime import date
from typing import Any

from hub.actions.models import (
    Action,
    ActionEvent,
    ActionKind,
    ActionPartner,
    ActionStatus,
    EventKind,
)
from hub.audit.log import record
from hub.core.db import db
from hub.demo.sample import Sample


def load(sample: Sample) -> None:
    made: dict[str, Action] = {}
    for entry in sample["action_items"]:
        if entry["kind"] in set(ActionKind):
            action = made[entry["id"]] = _action(sample, entry)
            action.awaited = [made[code] for code in entry.get("waits_for", ())]
            db.session.add(action)
            record(None, "demo:load", action, after={"title": action.title})


def _action(sample: Sample, entry: dict[str, Any]) -> Action:
    meeting = sample.meetings[entry["origin_meeting"]]
    action = Action(
        uid=sample.uid(entry["id"]),
        title=entry["title"],
        kind=ActionKind(entry["kind"]),
        lead=sample.organizations[entry["owner"]],
        person=entry.get("person", ""),
        extensions=0,
        meeting=meeting,
        agenda_item=sample.agreed_under.get(entry["id"]),
        owner=meeting.series.secretariat,
        partners=[
            ActionPartner(organization=sample.organizations[code]) for code in entry["co_owners"]
        ],
        menus=[sample.menus[code] for code in entry.get("menus", ())],
    )
    action.set_due(sample.day_or_none(entry.get("due")))
    action.events = _events(sample, entry, action)
    _extend(sample, entry, action)
    _bring_to_today(sample, entry, action)
    action.created_at = sample.moment(_origin(sample, entry))
    action.updated_at = max(event.at for event in action.events)
    action.moved_on = max(event.on for event in action.events)
    return action


def _origin(sample: Sample, entry: dict[str, Any]) -> str:
    return next(m["date"] for m in sample["meetings"] if m["id"] == entry["origin_meeting"])


def _events(sample: Sample, entry: dict[str, Any], action: Action) -> list[ActionEvent]:
    """Its entry on the day of the meeting, then each line of the file."""
    origin, lines = _origin(sample, entry), list(entry["history"])
    begun = lines.pop(0)["note"] if lines[0]["on"] == origin else ""
    status = ActionStatus(entry["history"][0]["status"]) if begun else ActionStatus.NOT_STARTED
    events = [_event(sample, origin, action, EventKind.CREATED, text=begun, status=status)]
    for line in lines:
        new = ActionStatus(line["status"])
        kind = EventKind.NOTE if new is status else EventKind.STATUS
        events.append(
            _event(sample, line["on"], action, kind, text=line["note"],
                   status=None if new is status else new)
        )  # fmt: skip
        status = new
    return events


def _extend(sample: Sample, entry: dict[str, Any], action: Action) -> None:
    if "extended_to" not in entry:
        return
    before, after = action.due_on, sample.day(entry["extended_to"])
    action.set_due(after)
    action.events.append(
        _event(sample, entry["extended_on"], action, EventKind.DUE,
               text=entry["extended_because"], due_before=before, due_after=after)
    )  # fmt: skip


def _bring_to_today(sample: Sample, entry: dict[str, Any], action: Action) -> None:
    status = ActionStatus(entry["status"])
    closed: date = sample.day(entry["history"][-1]["on"])
    if status is ActionStatus.DONE:
        action.complete(entry["result"], closed)
    elif status is ActionStatus.IN_PROGRESS:
        action.start()
    else:
        action.wait()


def _event(
    sample: Sample, on: str, action: Action, kind: EventKind, **given: Any
) -> ActionEvent:  # fmt: skip
    by = action.owner if kind in {EventKind.CREATED, EventKind.DUE} else action.lead
    return ActionEvent(on=sample.day(on), at=sample.moment(on), kind=kind, organization=by, **given)
