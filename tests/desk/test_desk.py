"""A department's desk: what waits, its organizations and the network in numbers, no drafts."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from hub.actions.models import ActionVisibility
from hub.audit.log import record
from hub.core.db import db, now
from hub.menus.models import MenuState, MenuVisibility
from hub.organizations.models import RelationRole
from hub.programmes.periods import TermKind
from hub.reviews.models import ReviewDeadline, ReviewKind, ReviewStep, StepKind
from tests import make

LATE = date(2026, 11, 1)
TERM = {"fiscal_year": 2026, "term": TermKind.FIRST_HALF}  # what is reviewed in November


@pytest.fixture
def office(app):
    return make.department(short_name="推進課")


@pytest.fixture
def client(office, as_user):
    return as_user(make.user(office, previous_visit_at=now() - timedelta(days=3)))


@pytest.fixture
def world(office):
    """Two bodies of the office (one with everything), one SDC, and one body of another office."""
    body, quiet = make.organization(short_name="国際協会"), make.organization(short_name="緑の会")
    center = make.organization(short_name="多摩の場")
    other = make.organization(short_name="よその会")
    for one in (body, quiet):
        make.relation(office, one)
    make.relation(office, center, RelationRole.COORDINATES)
    make.relation(make.department(), other)
    for lead in (body, body, quiet, other):
        make.action(lead, due_on=LATE)
    make.action(body, due_on=LATE, visibility=ActionVisibility.ORGANIZATION)
    make.action(body, due_on=date(2026, 12, 28))
    for provider in (body, other):
        make.menu(provider, confirmed_on=date(2025, 1, 1), stale_from=LATE)
    make.menu(body, visibility=MenuVisibility.ORGANIZATION, stale_from=LATE, title="内々の支援")
    make.menu(body, state=MenuState.DRAFT, published_at=None, title="書きかけの支援")
    make.inquiry(body, office, title="様式の問合せ")
    make.inquiry(office, quiet, title="人数の問合せ")
    make.inquiry(body, other, title="よその問合せ")
    menu = make.menu(body)
    record(None, "menu:publish", menu, organization_id=body.id)
    db.session.commit()
    return {"body": body, "quiet": quiet, "center": center, "other": other}


def row(text: str, name: str) -> str:
    """The row of the table that begins with this organization."""
    rows = re.findall(r"<tr>.*?</tr>", text, re.DOTALL)
    return next(one for one in rows if f">{name}</a>" in one)


def links(text: str) -> list[tuple[str, int]]:
    """(address, number) of what is a number with a link."""
    found = re.findall(r'<a href="([^"#]+)"[^>]*>(\d+)<span', text)
    return [(address.replace("&amp;", "&"), int(number)) for address, number in found]


def listed(client, address: str) -> int:
    """How many the list behind an address says that it has, or shows."""
    text = client.get(address).text
    if address.startswith("/activity"):
        return text.count("<li>\n    <div>")
    if address.startswith(("/menus", "/organizations")):
        return sum(map(int, re.findall(r"(?:<b>|count\">)(\d+)(?:件</b>|組織<)", text)))
    if address.startswith("/reviews"):
        return int(re.search(r'読める振り返り <span class="count">(\d+)', text)[1])
    rows = re.findall(r'aria-current="true">[^<]*<span class="n">(\d+)<', text)
    assert len(set(rows[1:])) <= 1, (address, rows)
    return int(rows[-1])


def test_every_number_is_that_of_its_list(client, world):
    text = client.get("/desk").text
    found = links(text)
    assert len(found) > 12
    assert {address: number for address, number in found if listed(client, address) != number} == {}
    body, quiet = world["body"], world["quiet"]
    numbers = dict(found)
    assert numbers[f"/actions?lead={body.id}"] == 3
    assert numbers[f"/actions?state=overdue&lead={body.id}"] == 2
    assert numbers[f"/menus?provider={body.id}&stale=1"] == 1
    assert numbers[f"/inquiries?organization={body.id}"] == 1
    assert numbers[f"/inquiries?organization={quiet.id}"] == 1
    assert numbers["/actions?state=overdue"] == 4
    assert numbers["/menus?stale=1"] == 2
    # those of all one's organizations lead to one list
    overdue = re.search(r'期限を過ぎた宿題.*?href="([^"]+)"', text, re.DOTALL)[1]
    assert listed(client, overdue.replace("&amp;", "&")) == 3
    stale = re.search(r'href="([^"]+)">見直し待ちのメニュー 1件', text)[1]
    assert listed(client, stale.replace("&amp;", "&")) == 1


def test_reviews_stand_with_their_day_and_drafts_are_told_to_nobody(client, world, office, as_user):
    make.save(ReviewDeadline(office=office, due_on=date(2026, 11, 10), **TERM))
    handed_in = make.review(world["body"], **TERM)
    make.review_line(handed_in, "相談が増えた")
    make.submission(handed_in)
    make.save(ReviewStep(review=handed_in, kind=StepKind.SUBMIT, organization=world["body"]))
    draft = make.review(world["quiet"], **TERM)
    make.review_line(draft, "内々の話")
    shared = make.review(world["center"], kind=ReviewKind.SHARING, **TERM)
    make.submission(shared, settled=True)
    elsewhere = make.review(world["other"], **TERM)
    make.submission(elsewhere)
    text = client.get("/desk").text
    waiting = text[text.index('id="to-confirm"') : text.index('id="questions"')]
    assert re.findall(r'href="(/reviews/\d+)"', waiting) == [f"/reviews/{handed_in.id}"] * 2
    assert "提出" in row(text, "国際協会")
    assert "まだ届いていません" in row(text, "緑の会")
    assert "13日超過" in row(text, "緑の会")
    assert "共有済み" in row(text, "多摩の場")
    assert f"/reviews/{draft.id}" not in text
    assert f"/reviews/{elsewhere.id}" not in text
    assert "確認を待つ振り返りが1件" in client.get("/").text
    assert client.get("/reviews").text.count("読んで確認する") == 1


def test_nothing_of_others_is_on_it(client, world, as_user):
    text = client.get("/desk").text
    assert "様式の問合せ" in text[text.index('id="questions"') :]
    for hidden in ("よその問合せ", "内々の支援", "書きかけの支援", "よその会"):
        assert hidden not in text
    coordinator = as_user(make.coordinator())
    page = coordinator.get("/desk").text
    assert "ネットワーク全体" in page
    for hidden in ("国際協会", "様式の問合せ", "確認を待つ"):
        assert hidden not in page
    assert {a: n for a, n in links(page) if listed(coordinator, a) != n} == {}
    ended = make.department(valid_until=date(2026, 3, 31))
    for person in (make.user(world["body"]), make.user(ended), make.system_admin()):
        somebody = as_user(person)
        assert somebody.get("/desk").status_code == 403
        for page in ("/", "/menus"):
            assert 'href="/desk"' not in somebody.get(page).text
    assert client.get("/menus").text.count('href="/desk"') == 1


def test_twelve_queries_whatever_is_on_it(client, world, office):
    make.save(ReviewDeadline(office=office, due_on=date(2026, 11, 10), **TERM))
    for _number in range(12):
        body = make.organization()
        make.relation(office, body)
        make.action(body, due_on=LATE)
        make.submission(make.review(body, **TERM))
        make.inquiry(body, office)
    for address in ("/desk", "/inquiries"):
        client.get(address)
        said: list[str] = []
        event.listen(
            db.engine, "before_cursor_execute", lambda *call, into=said: into.append(call[2])
        )
        assert client.get(address).status_code == 200
        assert len(said) <= 12, "\n".join(statement[:200] for statement in said)
