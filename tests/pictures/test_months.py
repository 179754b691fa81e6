"""Actions and ideas by month: each number is that of its list, for whoever reads it."""

import re
from datetime import date

import pytest
from sqlalchemy import event

from hub.core import worker
from hub.core.db import db
from hub.pictures.ledger.measures import What
from tests import make
from tests.pictures.conftest import SECRET
from tests.pictures.following import listed, numbers

LIST = "/pictures/months/list"
PAGES = (
    "", "?by=theme", "?year=all", "?year=all&by=theme", "?year=2025", "?theme=welfare",
    "?theme=none&year=all", "?organization={sdc}&year=all",
)  # fmt: skip


@pytest.mark.parametrize("who", ["insider", "outsider"])
def test_every_number_equals_the_list_behind_it(busy, as_user, who):
    client = as_user(getattr(busy, who))
    followed: dict[str, int] = {}
    for page in PAGES:
        followed |= numbers(
            client.get(f"/pictures/months{page.format(sdc=busy.sdc.id)}").text, LIST
        )
    assert {address.split("what=")[1].split("&")[0] for address in followed} == set(What)
    for address, said in followed.items():
        assert listed(client, address) == said, address


def test_the_numbers_are_those_of_the_network(busy, as_user):
    page = as_user(busy.outsider).get("/pictures/months").text
    assert "宿題事項が5件出て、1件が完了し、1件を見送りました。" in page
    assert "期限が来た3件のうち、間に合わなかったものは2件（67%）です。" in page
    ever = as_user(busy.outsider).get("/pictures/months?year=all").text
    assert "連携の種が6件出され、1件が定着し、1件を見送りました。" in ever
    assert re.findall(r'data-label="(?:中央値|最短|最長)">([\d.]+)日', ever)[:3] == ["29"] * 3


def test_what_somebody_may_not_read_counts_nowhere(busy, as_user):
    inside, outside = as_user(busy.insider), as_user(busy.outsider)
    for path in ("/pictures/months", "/pictures/months?year=all", LIST, f"{LIST}?what=raised"):
        told = outside.get(path).text
        assert inside.get(path).text != told
        assert SECRET not in told
    assert SECRET in inside.get(LIST).text


def test_a_change_is_in_the_next_picture_and_so_is_a_right_taken_away(busy, as_user):
    client = as_user(busy.insider)
    first = client.get("/pictures/months").text
    assert "宿題事項が7件出て" in first
    task = make.action(busy.center)
    assert "宿題事項が8件出て、1件が完了し" in client.get("/pictures/months").text
    task.complete("できた", date(2026, 11, 23))
    db.session.commit()
    assert "宿題事項が8件出て、2件が完了し" in client.get("/pictures/months").text
    busy.insider.memberships[0].ends_on = date(2026, 11, 22)
    db.session.commit()
    assert "宿題事項が0件出て" in client.get("/pictures/months").text


MADE_UP = (
    "year=x", "year=999999999", "year=1901", "theme=%00", "organization=0", "by=x", "page=9e9",
    "what=x", "from=2026-13&to=2026-99", "from=2026-05&to=2026-01", "from=2189-12&to=2189-12",
)  # fmt: skip


def test_a_made_up_address_is_no_error(busy, as_user):
    client = as_user(busy.outsider)
    for query in MADE_UP:
        assert client.get(f"/pictures/months?{query}").status_code == 200, query
        assert client.get(f"{LIST}?{query}").status_code == 200, query


def test_the_worker_reads_after_a_change_so_that_no_page_has_to(busy, as_user):
    """A page of who reads the same, with other filters, asks for no things at all."""
    client = as_user(busy.outsider)
    make.action(busy.center)
    worker.tick()
    asked: list[str] = []
    listen = (db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    event.listen(*listen)
    try:
        said = client.get("/pictures/months?year=2026").text
        together = client.get("/pictures/together").text
    finally:
        event.remove(*listen)
    assert "6件出て" in said
    assert "いっしょに動いていて" in together
    things = ("FROM actions", "FROM ideas", "FROM meetings", "FROM menus")
    assert not [statement for statement in asked if any(thing in statement for thing in things)]
    assert len(asked) <= 24
