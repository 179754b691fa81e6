"""A year of reviews: who is there, and what they do with reviews and figures in their browsers."""

import io
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook, load_workbook

from hub.accounts.models import Role
from hub.core.calendar import TOKYO
from hub.core.db import db
from hub.organizations.models import OrganizationKind, RelationRole
from hub.programmes.models import Programme
from hub.reports import making
from hub.reviews.models import Review
from hub.search import outbox
from hub.taxonomies.models import Scheme
from tests import make
from tests.permissions.test_canaries import text_of
from tests.story.network import Member
from tests.story.year import Person, Year, action, organization, sent

EVERYWHERE = (  # where whoever may read a review meets it
    "/", "/desk", "/inbox", "/activity", "/records", "/reviews", "/reviews?term=2026-first",
    "/programmes", "/actions?who=all", "/agenda", "/chains", "/organizations/{home}",
    "/reports/public", "/reports/public?term=2026-first", "/pictures", "/calendar",
)  # fmt: skip
HEADER = ["事業", "指標", "単位", "期間", "目標", "実績"]


class Mornings(Year):
    """Only the morning of a day is lived: what is to be told is found by its state."""

    def go_to(self, day: date) -> None:
        self.today = day
        self.tick(time(8, 31))
        self.clock.move_to(datetime.combine(day, time(10), TOKYO))

    def told(self, person: Person) -> str:
        """All mails of today."""
        return "".join(
            m.subject + m.text for m in self.mailed[person.address] if m.day == self.today
        )


@dataclass(frozen=True)
class Reviewed:
    people: dict[str, Person]
    series: int

    def __getitem__(self, name: str) -> Person:
        return self.people[name]


PEOPLE = {
    "協働課": ("協働課", Role.EDITOR), "福祉課": ("福祉課", Role.EDITOR),
    "中央": ("中央", Role.EDITOR), "中央の長": ("中央", Role.VIEWER), "社協": ("社協", Role.EDITOR),
    "多摩": ("多摩SDC", Role.EDITOR), "多摩区役所": ("多摩区役所", Role.EDITOR),
    "事務局": ("事務局", Role.EDITOR),
}  # fmt: skip


def build(as_user) -> Reviewed:
    """協働課 supervises 中央 and coordinates the SDCs, 福祉課 supervises 社協."""
    ward = make.ward("tama", "多摩区")
    kyodo = make.department(short_name="協働課")
    fukushi = make.department(short_name="福祉課")
    office = make.organization(
        short_name="多摩区役所", kind=OrganizationKind.WARD_OFFICE, ward=ward
    )
    sdc = make.organization(short_name="多摩SDC", kind=OrganizationKind.SDC, ward=ward)
    centre, shakyo = make.organization(short_name="中央"), make.organization(short_name="社協")
    secretariat = make.organization(short_name="事務局")
    make.relation(kyodo, centre)
    make.relation(fukushi, shakyo)
    make.relation(kyodo, sdc, RelationRole.COORDINATES)
    make.relation(office, sdc, RelationRole.LIAISON)
    series = make.series(centre, shakyo, sdc, secretariat=secretariat, name="連絡会議")
    theme = make.term(Scheme.THEME, "f01", label="福祉")
    make.menu(centre, title="気軽な相談", terms=[theme])
    for number, (name, (home, role)) in enumerate(PEOPLE.items()):
        make.user(organization(home), role, name=name, email=f"review{number}@example.jp",
                  is_coordinator=name == "事務局")  # fmt: skip
    people = {
        name: Member(as_user, name, f"review{number}@example.jp")
        for number, name in enumerate(PEOPLE)
    }
    return Reviewed(people, series.id)


def begin(client, name: str, term: str) -> int:
    data = {"organization": organization(name).id, "term": term}
    made = client.post("/reviews/new", data=data)
    sent(made)
    return int(re.search(r"/reviews/(\d+)", made.location)[1])


def review(review_id: int) -> Review:
    db.session.rollback()
    return db.session.get_one(Review, review_id)


def step(client, review_id: int, what: str, **given: Any) -> None:
    """A step as its page asks for it; the version is the one its form carries."""
    page = client.get(f"/reviews/{review_id}/{what}").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]
    sent(client.post(f"/reviews/{review_id}/{what}", data={"version": version, **given}))


def add_line(client, review_id: int, section: str, text: str, programme: int | None) -> None:
    data = {"section": section, "programme_id": programme or "", "text": text}
    sent(client.post(f"/reviews/{review_id}/lines/new", data=data))


def line_id(review_id: int, text: str) -> int:
    return next(line.id for line in review(review_id).lines if text in line.text)


def offered(client, review_id: int) -> set[str]:
    """Keys of the facts that the draft offers."""
    page = client.get(f"/reviews/{review_id}/draft").text
    return set(re.findall(rf'action="/reviews/{review_id}/facts/([^/"]+)/take"', page))


def template(client, name: str, year: int) -> list[list[Any]]:
    """The rows of the template below its header."""
    address = f"/organizations/{organization(name).id}/programmes/sheet.xlsx?year={year}"
    (sheet,) = load_workbook(io.BytesIO(client.get(address).data)).worksheets
    header, *rows = (list(row) for row in sheet.values)
    assert header == HEADER
    return rows


def upload(client, name: str, rows: list[list[Any]]):
    """What the hub says of a sheet with these rows."""
    book = Workbook()
    book.active.title = "数値"
    for row in (HEADER, *rows):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    held.seek(0)
    address = f"/organizations/{organization(name).id}/programmes/sheet"
    return client.post(address, data={"file": (held, "数値.xlsx")})


def bring_in(client, name: str, rows: list[list[Any]]) -> None:
    page = upload(client, name, rows)
    assert page.status_code == 200, text_of(page)
    hidden = {
        field: re.search(rf'name="{field}"[^>]*value="([^"]*)"', page.text)[1]
        for field in ("kept", "shown")
    }
    address = f"/organizations/{organization(name).id}/programmes/sheet/confirm"
    sent(client.post(address, data=hidden))


def programme(client) -> int:
    """相談 of 中央, with one indicator by month."""
    home = organization("中央").id
    data = {"name": "相談", "category": "consultation", "visibility": "network", "version": 0}
    sent(client.post(f"/organizations/{home}/programmes/new", data=data))
    db.session.rollback()
    made = db.session.query(Programme).one().id
    data = {"name": "相談件数", "unit": "件", "period": "month", "adds_up": "sum",
            "baseline": "150", "baseline_year": "2019", "version": 0}  # fmt: skip
    sent(client.post(f"/programmes/{made}/indicators/new", data=data))
    return made


def set_deadline(client, term: str, due_on: date) -> None:
    office = organization(client.name).id
    data = {"due_on": due_on.isoformat(), "version": 0}
    sent(client.post(f"/reviews/deadlines/{office}/{term}", data=data))


def rewrite(client, review_id: int, line: int, text: str) -> None:
    address = f"/reviews/{review_id}/lines/{line}"
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', client.get(address).text)[1]
    it = next(one for one in review(review_id).lines if one.id == line)
    data = {"section": it.section.value, "programme_id": it.programme_id or ""}
    sent(client.post(address, data=data | {"text": text, "seen": seen}))


def act_on(client, line: int, title: str) -> int:
    data = {"title": title, "kind": "todo", "lead_id": organization("中央").id,
            "due_on": "2027-01-29", "visibility": "network"}  # fmt: skip
    sent(client.post(f"/actions/new?review_line={line}", data=data))
    return action(title).id


def propose(client, review_id: int, line: int, series_id: int) -> None:
    data = {"series_id": series_id, "title": "夜の枠", "text": "試したい", "minutes": 15}
    sent(client.post(f"/reviews/{review_id}/lines/{line}/propose", data=data))


def report(client, organization_id: int, term: str) -> dict[str, list[dict[str, Any]]]:
    """The sheets of the book, each row by its headings."""
    asked = client.post("/reports", data={"organization": organization_id, "term": term})
    sent(asked)
    making.make_waiting()
    book = load_workbook(io.BytesIO(client.get(f"{asked.location}/report.xlsx").data))
    found = {}
    for sheet in book:
        header, *rows = sheet.values
        found[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    return found


def met(client, review_id: int, words: set[str]) -> set[str]:
    """Which of the words this person meets anywhere, the pages of the review included."""
    outbox.drain()
    pages = [page.format(home=organization("中央").id) for page in EVERYWHERE]
    pages += [f"/reviews/{review_id}{page}" for page in ("", "/draft", "/versions", "/submit")]
    told = "".join(text_of(client.get(page)) for page in pages)
    return {word for word in words if word in told or _is_found(client, word)}


def _is_found(client, word: str) -> bool:
    """By JSON, on the page of the search, and while typing."""
    asked = (f"/api/v1/search?q={word}", f"/search?q={word}", f"/search/suggest?q={word[:6]}")
    found, page, suggested = (client.get(address) for address in asked)
    offers = suggested.status_code == 200 and word in suggested.text
    return bool(found.json["total"]) or "<mark>" in page.text or offers
