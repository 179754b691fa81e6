"""What people do with ideas, through the pages."""

import re
from datetime import date

from hub.menus.models import Menu
from tests.menus import filled
from tests.story.doings import came, circulate, write
from tests.story.year import Person, idea, organization, sent

IDEA_LINE = re.compile(r"^アイデア：(.+?)(?: @\S+)?$", re.MULTILINE)


def raise_idea(client: Person, title: str, by: str, address: str = "", **given) -> str:
    data = {"proposer_id": organization(by).id, "title": title, "keeper_id": "", "look_at_on": "",
            "visibility": "network"}  # fmt: skip
    sent(client.post(f"/ideas/new{address}", data=data | given))
    return title


def held(client: Person, meeting_id: int, body: str, names: list[str], until: date) -> list[str]:
    """The meeting took place; returns the titles of the ideas in its minutes."""
    came(client, meeting_id, names)
    write(client, meeting_id, body)
    circulate(client, meeting_id, until)
    return IDEA_LINE.findall(body)


def move(client: Person, title: str, stage: str, said: str = "", **given) -> None:
    it = idea(title)
    data = {"stage": stage, "said": said, "look_at_on": "", "version": it.version,
            "keeper_id": it.keeper_id or ""}  # fmt: skip
    sent(client.post(f"/ideas/{it.id}/stage", data=data | given))


def look_again(client: Person, title: str, day: str) -> None:
    data = {"look_day": day, "look_note": f"{title}を見た。"}
    sent(client.post(f"/ideas/{idea(title).id}/look", data=data))


def join(client: Person, title: str, name: str, brings: str) -> None:
    data = {"organization_id": organization(name).id, "brings": brings}
    sent(client.post(f"/ideas/{idea(title).id}/partners", data=data))


def note(client: Person, title: str, text: str) -> None:
    sent(client.post(f"/ideas/{idea(title).id}/notes", data={"text": text}))


def give_theme(client: Person, title: str, term_id: int, **given) -> None:
    it = idea(title)
    data = {"title": title, "theme_ids": [term_id], "version": it.version, **given}
    sent(client.post(f"/ideas/{it.id}/edit", data=data))


def act(client: Person, of: str, title: str, lead: str, due_on: str, **given) -> None:
    """この種から宿題事項をつくる"""
    data = {"title": title, "kind": "todo", "lead_id": organization(lead).id, "due_on": due_on,
            "visibility": "network"}  # fmt: skip
    sent(client.post(f"/actions/new?idea={idea(of).id}", data=data | given))


def link(client: Person, title: str, **ids: list[int]) -> None:
    """Everything that belongs to the idea, said anew."""
    it = idea(title)
    data = {"decision_ids": [d.id for d in it.decisions], "action_ids": [a.id for a in it.actions],
            "menu_ids": [m.id for m in it.menus], "version": it.version}  # fmt: skip
    sent(client.post(f"/ideas/{it.id}/links", data=data | ids))


def change_menu(client: Person, menu: Menu, **given) -> None:
    sent(client.post(f"/menus/{menu.id}/edit", data=filled.form(menu, **given)))
