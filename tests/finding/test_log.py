"""The search log knows months, organizations and words, and no person."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from hub.core.calendar import TOKYO
from hub.core.db import db
from hub.search import log, outbox
from hub.search.log import SearchLog
from tests import make


def ask(client, **asked):
    """The response is closed as a server does it when the answer has gone out."""
    response = client.get("/search", query_string=asked)
    response.close()
    return response


def rows():
    db.session.rollback()
    return db.session.scalars(select(SearchLog).order_by(SearchLog.id)).all()


def test_a_search_of_a_member_notes_the_organization(as_user):
    organization = make.organization()
    make.menu(title="打合せの部屋")
    ask(as_user(make.user(organization)), q="打合せ ＡＢＣ")
    [row] = rows()
    assert row.month == date(2026, 11, 1)
    assert row.organization_id == organization.id
    assert row.words == "打合せ abc"
    assert row.opened_kinds == []
    assert {column.name for column in SearchLog.__table__.columns} == {
        "id", "month", "organization_id", "words", "total", "opened_kinds", "narrowed_to", "person"
    }  # fmt: skip


def test_the_same_person_counts_once_a_month_and_cannot_be_followed(as_user, clock):
    """Not from one search to another, and not into the next month."""
    organization = make.organization()
    person, other = as_user(make.user(organization)), as_user(make.user(organization))
    for client, words in ((person, "花"), (person, "花"), (person, "苗"), (other, "花")):
        ask(client, q=words)
    assert [row.words for row in rows()] == ["花", "苗", "花"]
    clock.move_to(datetime(2026, 12, 1, 9, tzinfo=TOKYO))
    ask(person, q="花")
    assert len({row.person for row in rows()}) == len(rows()) == 4
    log.close_months()
    assert [key.month for key in db.session.scalars(select(log.SearchLogKey))] == [
        date(2026, 12, 1)
    ]


def test_visitors_are_days(app, clock):
    for day in (23, 23, 24):
        clock.move_to(datetime(2026, 11, day, 9, tzinfo=TOKYO))
        for _visitor in range(2):
            ask(app.test_client(), q="花")
    assert len(rows()) == 2


def test_what_results_were_narrowed_to_is_noted_with_the_search(as_user):
    client = as_user(make.user())
    make.menu(title="花の苗", terms=[make.ward()])
    outbox.drain()
    ask(client, q="花", ward="nakahara")
    assert rows() == []
    for asked in ({}, {"ward": ["nakahara", "nowhere"]}, {"ward": "nakahara", "page": 2}):
        ask(client, q="花", **asked)
    assert [row.narrowed_to for row in rows()] == [["ward:nakahara"]]


def test_a_visitor_is_nobody(visitor):
    make.menu(title="花の苗")
    outbox.drain()
    ask(visitor, q="花")
    [row] = rows()
    assert row.organization_id is None
    assert row.searcher == "visitor"
    assert row.total == 1


@pytest.mark.parametrize("more", [{"page": 2}, {"kind": "menu"}, {"theme": "f01"}, {"q": ""}])
def test_moving_about_in_the_results_is_not_a_search(visitor, more):
    ask(visitor, **({"q": "花"} | more))
    assert rows() == []


def test_what_was_opened_from_the_results_is_noted_by_kind(as_user):
    client = as_user(make.user())
    menu = make.menu(title="花の苗")
    outbox.drain()
    ask(client, q="花")
    page = "http://localhost/search?q=%E8%8A%B1&kind=menu"
    client.get(f"/menus/{menu.id}", headers={"Referer": page}).close()
    client.get(f"/menus/{menu.id}", headers={"Referer": page}).close()
    [row] = rows()
    assert row.opened_kinds == ["menu"]


@pytest.mark.parametrize(
    "referer",
    ["http://evil.example/search?q=花", "http://localhost/menus?q=花", "http://[", "x", "",
     "http://localhost/search"],
)  # fmt: skip
def test_only_ways_from_the_results_count(visitor, referer):
    menu = make.menu(title="花の苗")
    outbox.drain()
    ask(visitor, q="花")
    response = visitor.get(
        f"/menus/{menu.id}", headers={"Referer": referer.encode().decode("latin-1")}
    )
    response.close()
    assert response.status_code == 200
    assert rows()[0].opened_kinds == []


def test_a_log_that_cannot_be_written_breaks_nothing(visitor, monkeypatch):
    def fails(*_given):
        raise OperationalError("locked", {}, Exception())

    monkeypatch.setattr(log, "note", fails)
    assert ask(visitor, q="花").status_code == 200
    assert rows() == []
