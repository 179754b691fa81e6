"""The board: a column a state, moved by buttons, without JavaScript."""

import re

import pytest

from hub.actions.models import ActionStatus
from hub.core.db import db
from tests import make


@pytest.fixture
def mine(app):
    return make.organization()


@pytest.fixture
def client(as_user, mine):
    return as_user(make.user(mine))


def columns(page: str) -> dict[str, str]:
    found = re.findall(r'<section aria-label="([^"]+)">(.*?)</section>', page, re.DOTALL)
    return dict(found)


def test_every_state_has_a_column_with_its_count(client, mine):
    waiting, started = make.action(mine), make.action(mine, status=ActionStatus.IN_PROGRESS)
    found = columns(client.get("/actions/board").text)
    assert list(found) == ["未着手", "進行中", "保留", "完了", "見送り"]
    assert waiting.title in found["未着手"]
    assert started.title in found["進行中"]
    assert "1件" in found["未着手"]
    assert "ありません" in found["保留"]


def test_a_card_is_moved_by_its_button_and_the_board_comes_back(client, mine):
    action = make.action(mine)
    card = columns(client.get("/actions/board?who=lead").text)["未着手"]
    address = re.search(r'action="(/actions/\d+/start)"', card)[1]
    back = re.search(r'name="next" value="([^"]+)"', card)[1]
    assert back == f"/actions/board?who=lead#action-{action.id}"
    answer = client.post(address, data={"next": back})
    assert answer.location == back
    assert action.title in columns(client.get("/actions/board").text)["進行中"]


def test_what_asks_for_something_leads_to_the_form_that_asks(client, mine):
    action = make.action(mine)
    card = columns(client.get("/actions/board").text)["未着手"]
    for name, field in (("hold", "review_on"), ("complete", "result"), ("drop", "reason")):
        link = re.search(rf'href="([^"]+ask={name}[^"]*)"', card)[1].replace("&amp;", "&")
        page = client.get(link).text
        opened = page.partition(f'<details class="ask" id="{name}" open>')[2]
        assert f'name="{field}"' in opened.partition("</details>")[0]
        assert 'name="next" value="/actions/board#action-' in opened
    done = client.post(
        f"/actions/{action.id}/complete", data={"result": "配った", "next": "/actions/board"}
    )
    assert done.location == "/actions/board"
    assert "配った" in columns(client.get("/actions/board").text)["完了"]


def test_only_who_may_move_a_card_gets_the_buttons(client, mine):
    make.action(make.organization(), partners=[mine])
    assert "状態を変える" not in client.get("/actions/board").text


def test_own_and_all(client, mine):
    own, helped, other = make.action(mine), make.action(partners=[mine]), make.action()
    hidden = make.action(visibility="organization")

    def seen(who):
        page = client.get(f"/actions/board?who={who}").text
        return {a for a in (own, helped, other, hidden) if a.title in page}

    assert (seen("lead"), seen("partner"), seen("all")) == ({own}, {helped}, {own, helped, other})
    page = client.get("/actions/board").text
    assert re.findall(r'<span class="n">(\d+)</span></a>', page) == ["1", "1", "3"]


def test_a_long_column_shows_twenty_and_where_the_rest_is(client, mine):
    for _number in range(22):
        make.action(mine)
    column = columns(client.get("/actions/board").text)["未着手"]
    assert column.count('class="card"') == 20
    assert "未着手の22件をすべて見る" in column
    assert 'href="/actions?state=not_started"' in column


def test_ended_ones_come_newest_first(client, mine, clock):
    old, new = make.action(mine), make.action(mine)
    old.complete("前に", make.calendar.today().replace(month=5))
    new.complete("今", make.calendar.today())
    db.session.commit()
    column = columns(client.get("/actions/board").text)["完了"]
    assert column.index(new.title) < column.index(old.title)
