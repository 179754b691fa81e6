"""The page of the search index, and what is cached of answers."""

from datetime import date

import pytest

from hub.core.db import db, transaction
from hub.menus.models import Menu, MenuVisibility
from hub.search import building, index, outbox
from tests import make


def test_the_index_is_built_anew_by_a_button(app, as_user):
    make.menu(title="作り直しの題")
    outbox.drain()
    before = index.current().folder.used
    client = as_user(make.coordinator())
    page = client.get("/search/index")
    assert "索引を作り直す" in page.text
    answer = client.post("/search/index/rebuild", follow_redirects=True)
    assert "始めました" in answer.text
    assert index.current().folder.used != before
    assert list(building.differences()) == []


def test_while_it_is_built_the_page_tells_how_far(app, as_user, monkeypatch):
    monkeypatch.setattr(building, "SMALL", 0)
    outbox.rebuild()
    client = as_user(make.system_admin())
    folder = index.current().folder
    with folder.building():
        folder.note_progress(30, 120, 0.0)
        page = client.get("/search/index")
        assert "120件のうち30件" in page.text
        assert 'value="25"' in page.text
        assert page.headers["Refresh"]
        assert (
            "いま作り直している" in client.post("/search/index/rebuild", follow_redirects=True).text
        )
    assert "Refresh" not in client.get("/search/index").headers


@pytest.fixture
def found(as_user):
    def ask(person):
        answer = as_user(person).get("/api/v1/search", query_string={"q": "覚えた答え"})
        return answer.json["total"]

    return ask


def test_a_kept_answer_is_only_given_to_who_may_read_all_of_it(app, found):
    menu = make.menu(title="覚えた答え", visibility=MenuVisibility.ORGANIZATION)
    outbox.drain()
    insider, outsider = make.user(menu.provider), make.user()
    assert (found(insider), found(outsider)) == (1, 0)
    assert len(index.current().answers) == 2
    assert (found(insider), found(outsider)) == (1, 0)
    insider.memberships[0].ends_on = date(2026, 11, 22)
    db.session.commit()
    assert found(insider) == 0
    with index.current().locked(1), transaction():
        db.session.get(Menu, menu.id).visibility = MenuVisibility.NETWORK
    assert outbox.waiting()
    assert found(outsider) == 1  # what waits is another answer
    outbox.drain()
    assert found(outsider) == 1
