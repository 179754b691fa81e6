"""Every place that could tell of an idea or an action, and which of some words it says."""

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import select

from hub.core.db import db
from hub.ideas.models import Idea
from hub.search import outbox
from tests.permissions.test_canaries import text_of
from tests.story.network import THEME, TwoYears
from tests.story.year import Person

TELLING = {  # where whoever may read an idea or an action meets it
    "台帳": ("/ideas?stage=all", "/actions?who=all"),
    "台帳のCSV": ("/ideas/export.csv?stage=all", "/actions/export.csv?who=all"),
    "台帳のXLSX": ("/ideas/export.xlsx?stage=all", "/actions/export.xlsx?who=all"),
    "つながりのCSV": ("/chains/export.csv",),
    "つながりのXLSX": ("/chains/export.xlsx",),
    "工程表": ("/pictures/timeline?months=24&from=2026-10",),
    "動き": ("/activity?about=ideas", "/activity?about=actions"),
    "分野": (f"/themes/{THEME}", f"/themes/{THEME}/ideas", f"/themes/{THEME}/actions"),
}
OF_IDEAS = {"つながり": ("/chains",), "連携の種のゆくえ": ("/pictures/ideas/list",)}
ELSEWHERE = (
    "/", "/inbox", "/inbox?page=2", "/activity?of=followed", "/actions/board", "/meetings",
    "/account", "/search?q=申込み書", "/api/v1/search?q=申込み書", "/pictures/ideas?by=meeting",
    "/pictures/ideas?by=theme", "/pictures/ideas?by=organization",
)  # fmt: skip


def told_to(person: Person, words: Iterable[str]) -> dict[str, set[str]]:
    """Which of the words this person meets, by place."""
    outbox.drain()
    places = {place: _pages(person, there) for place, there in (TELLING | OF_IDEAS).items()}
    places["予定表"] = _calendar(person)
    places["検索"] = "".join(_searched(person, words))
    return {place: words_in(text, words) for place, text in places.items()}


def told_elsewhere(person: Person, words: Iterable[str]) -> set[str]:
    return words_in(_pages(person, [*ELSEWHERE, *_tied_to(words)]), words)


def mails_to(years: TwoYears, person: Person) -> str:
    """All of two years."""
    return "".join(mail.subject + mail.text for mail in years.mailed[person.address])


def words_in(text: str, words: Iterable[str]) -> set[str]:
    return {word for word in words if word in text}


def _pages(person: Person, addresses: Iterable[str]) -> str:
    return "".join(text_of(person.get(address)) for address in addresses)


def _calendar(person: Person) -> str:
    person.post("/calendar/renew")
    page = person.get("/calendar").text
    found = re.search(r'value="http://localhost(/calendar/[\w-]+\.ics)"', page)
    return person.get(found[1]).text.replace("\r\n ", "") if found else ""


def _searched(person: Person, words: Iterable[str]) -> Iterator[str]:
    """The words that lead to hits: by JSON, on the page, and while typing."""
    for word in words:
        asked = (f"/api/v1/search?q={word}", f"/search?q={word}", f"/search/suggest?q={word[:6]}")
        found, page, offered = (person.get(address) for address in asked)
        has_hits = "<mark>" in page.text or bool(offered.json["items"])
        assert has_hits == bool(found.json["total"])
        if has_hits:
            yield word


def _tied_to(words: Iterable[str]) -> list[str]:
    """Pages of the ideas and actions themselves, and of all that is tied to them."""
    db.session.rollback()
    ideas = db.session.scalars(select(Idea).where(Idea.title.in_(words))).all()
    actions = {a for idea in ideas for a in idea.actions}
    kinds = {
        "ideas": ideas, "actions": actions, "menus": {m for idea in ideas for m in idea.menus},
        "organizations": {idea.keeper for idea in ideas},
        "meetings": {thing.meeting for thing in (*ideas, *actions) if thing.meeting},
    }  # fmt: skip
    addresses = [f"/{path}/{thing.id}" for path, things in kinds.items() for thing in things]
    chained = [a for a in addresses if a.startswith(("/ideas", "/actions", "/menus"))]
    return [*addresses, *(re.sub(r"^/(\w+)s/", r"/chains/\1/", address) for address in chained)]
