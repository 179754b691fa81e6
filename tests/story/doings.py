"""What people do in the year, through the pages."""

import re
from datetime import date

from hub.actions.handover_models import ActionHandover
from hub.core.db import db
from hub.meetings.models import MinutesState
from tests.story.year import action, meeting, organization, sent


def call(client, series_id: int, held_on: date, visibility: str = "network") -> int:
    data = {"held_on": held_on.isoformat(), "starts_at": "14:00", "ends_at": "16:00",
            "place": "かわさき市民活動センター", "visibility": visibility}  # fmt: skip
    made = client.post(f"/meetings/new?series={series_id}", data=data)
    sent(made)
    return int(re.search(r"/meetings/(\d+)", made.location)[1])


def invite(client, meeting_id: int) -> None:
    page = client.get(f"/meetings/{meeting_id}/invitation").text
    shown = page.partition('name="shown" value="')[2].partition('"')[0]
    sent(client.post(f"/meetings/{meeting_id}/invitation", data={"shown": shown}))


def answer_invitation(clients, meeting_id: int, answers: dict[str, str]) -> None:
    for name, answer in answers.items():
        data = {"organization_id": organization(name).id, "answer": answer}
        sent(clients[name].post(f"/meetings/{meeting_id}/answer-invitation", data=data))


def came(client, meeting_id: int, names: list[str]) -> None:
    """Who was there, as the secretariat writes it down."""
    data = {f"answer_{organization(name).id}": "present" for name in names}
    data["version"] = meeting(meeting_id).version
    sent(client.post(f"/meetings/{meeting_id}/attendance", data=data))


def write(client, meeting_id: int, body: str) -> None:
    page = client.get(f"/meetings/{meeting_id}/minutes/edit").text
    begun = {
        name: page.partition(f'name="{name}" type="hidden" value="')[2].partition('"')[0]
        for name in ("version", "base")
    }
    sent(client.post(f"/meetings/{meeting_id}/minutes/edit", data={"body": body, **begun}))


def circulate(client, meeting_id: int, until: date) -> None:
    data = {"review_until": until.isoformat(), "version": meeting(meeting_id).minutes.version}
    sent(client.post(f"/meetings/{meeting_id}/minutes/review", data=data))


def agree(clients, meeting_id: int, names: list[str]) -> None:
    for name in names:
        data = {"organization_id": organization(name).id, "answer": "agreed"}
        sent(clients[name].post(f"/meetings/{meeting_id}/minutes/answer", data=data))


def conclude(client, meeting_id: int, outcomes: dict[str, str]) -> None:
    """Outcomes of the agenda by title (others: approved), then 確定."""
    held = meeting(meeting_id)
    data = {f"outcome_{item.id}": outcomes.get(item.title, "approved")
            for item in held.agenda_items if not item.is_opening}  # fmt: skip
    sent(client.post(f"/meetings/{meeting_id}/outcomes", data=data | {"version": held.version}))
    data = {"version": meeting(meeting_id).minutes.version, "objections": 0}
    sent(client.post(f"/meetings/{meeting_id}/minutes/confirm", data=data))
    assert meeting(meeting_id).minutes.state is MinutesState.CONFIRMED


def do(client, title: str, what: str, **data) -> None:
    sent(client.post(f"/actions/{action(title).id}/{what}", data=data))


def extend(client, title: str, due_on: date, reason: str) -> None:
    it = action(title)
    data = {
        "title": it.title, "kind": it.kind.value, "lead_id": it.lead_id,
        "due_on": due_on.isoformat(), "reason": reason, "version": it.version,
    }  # fmt: skip
    sent(client.post(f"/actions/{it.id}/edit", data=data))


def hand_over(clients, title: str, giver: str, receiver: str) -> None:
    data = {"to_id": organization(receiver).id, "handover_note": "担当の窓口が変わるため"}
    do(clients[giver], title, "handovers", **data)
    db.session.rollback()
    asked = db.session.scalars(db.select(ActionHandover.id)).one()
    assert action(title).lead.short_name == giver
    do(clients[receiver], title, f"handovers/{asked}/accept")


def decide(client, meeting_id: int, key: str, how: str, **data) -> None:
    sent(client.post(f"/agenda/meetings/{meeting_id}/{key}/{how}", data=data))
