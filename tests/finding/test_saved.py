"""保存した検索: saved with one click, told once when something new can be read, left again."""

from datetime import date, datetime, timedelta

import pytest

from hub.core.calendar import TOKYO
from hub.core.db import db
from hub.finding import saved_commands, saved_daily
from hub.finding.saved_keys import Keys
from hub.finding.saved_models import SavedSearch, SearchNews
from hub.menus.models import Menu, MenuVisibility
from hub.search import outbox
from tests import make

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def morning(clock):
    """``morning(day)``: the tick before the mails of that day."""

    def come(day=TUESDAY):
        outbox.drain()
        clock.move_to(datetime(day.year, day.month, day.day, 6, tzinfo=TOKYO))
        saved_daily.look_for_news()
        saved_daily.look_for_news()
        db.session.rollback()

    return come


@pytest.fixture
def saved(as_user):
    """The page of a search for 印刷機 that a person of the network saved."""
    make.menu(title="前からある印刷機")
    outbox.drain()
    person = make.user()
    client = as_user(person)
    client.post("/search/saved?q=印刷機")
    db.session.rollback()
    client.search = db.session.query(SavedSearch).filter_by(user_id=person.id).one()
    client.look = lambda: client.get(f"/search/saved/{client.search.id}").text
    client.person = person
    return client


def test_one_click_saves_the_search_with_its_filters_and_a_name(as_user):
    make.menu(title="花の苗", terms=[make.ward()])
    outbox.drain()
    client = as_user(make.user())
    page = client.get("/search?q=花&kind=menu&ward=nakahara&sort=newest").text
    assert 'action="/search/saved?q=%E8%8A%B1&amp;kind=menu&amp;ward=nakahara"' in page
    for _click in range(2):
        client.post("/search/saved?q=花&kind=menu&ward=nakahara")
    [search] = db.session.query(SavedSearch).all()
    assert search.name == "花（支援メニュー、中原区）"
    assert "保存してあります" in client.get("/search?q=花&kind=menu&ward=nakahara").text
    assert "保存してあります" not in client.get("/search?q=花").text
    client.post(f"/search/saved/{search.id}", data={"name": "中原区の花"})
    assert "中原区の花" in client.get("/search/saved").text
    assert client.post(f"/search/saved/{search.id}", data={"name": " "}).status_code == 422
    client.post(f"/search/saved/{search.id}/leave")
    assert "保存した検索はありません" in client.get("/search/saved").text


def test_only_what_is_new_is_shown_and_on_its_own_day(saved, morning):
    morning()
    assert "この60日に新しく見つかったものはありません" in saved.look()
    make.menu(title="新しい印刷機")
    morning()  # looked through already
    assert "新しい印刷機" not in saved.look()
    morning(TUESDAY + timedelta(days=1))
    make.menu(title="三台目の印刷機")
    morning(TUESDAY + timedelta(days=2))
    page = saved.look()
    assert "前からある印刷機" not in page
    assert page.index("三台目の印刷機") < page.index("新しい印刷機")
    assert "に新しいもの1件" in saved.get("/search/saved").text


def test_what_becomes_readable_is_new_and_what_is_not_readable_is_nowhere(saved, morning):
    hidden = make.menu(title="内輪の印刷機", visibility=MenuVisibility.ORGANIZATION)
    morning()
    assert "新しく見つかったものはありません" in saved.look()
    hidden.visibility = MenuVisibility.NETWORK
    db.session.commit()
    morning(TUESDAY + timedelta(days=1))
    assert "内輪の印刷機" in saved.look()
    assert "新しいもの1件" in saved.get("/search/saved").text
    saved.person.memberships[0].ends_on = TUESDAY
    db.session.commit()
    assert "内輪の印刷機" not in saved.look()
    assert "に新しいもの" not in saved.get("/search/saved").text


def test_a_thousand_new_things_are_a_number(saved, morning):
    template = make.menu(title="印刷機0")
    make.save(template)
    columns = [c.key for c in Menu.__table__.columns if c.key not in {"id", "uid", "title"}]
    same = {name: getattr(template, name) for name in columns}
    db.session.add_all(Menu(**same, title=f"印刷機{n}") for n in range(1, 60))
    db.session.commit()
    morning()
    page = saved.look()
    assert "60件" in page
    assert "ほか35件は" in page


def test_the_pages_take_few_queries(saved, morning, count_queries):
    make.menu(title="新しい印刷機")
    morning()
    for address in ("/search/saved", f"/search/saved/{saved.search.id}", "/inbox"):
        with count_queries() as statements:
            saved.get(address)
        assert len(statements) <= 12, address


def test_saved_searches_are_ones_own_and_few(as_user, saved, monkeypatch):
    stranger = as_user(make.user())
    address = f"/search/saved/{saved.search.id}"
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/leave").status_code == 404
    monkeypatch.setattr(saved_commands, "MOST", 1)
    answer = saved.post("/search/saved?q=別の言葉", follow_redirects=True)
    assert "保存できる検索は1個までです" in answer.text
    answer = stranger.post("/search/saved?q=&_anchor=x&endpoint=y", follow_redirects=True)
    assert "言葉を入れてから" in answer.text
    assert db.session.query(SavedSearch).count() == 1


def test_a_set_of_found_things():
    some = Keys.of(["menu:3", "menu:70", "action:1"])
    assert len(some) == 3
    assert list(some) == ["menu:70", "menu:3", "action:1"]
    assert Keys.read(some.stored()) == some
    assert list(some - Keys.of(["menu:70", "action:1", "idea:4"])) == ["menu:3"]
    assert list(some & Keys.of(["action:1", "menu:4"])) == ["action:1"]
    assert len(some | Keys.of(["menu:3", "idea:4"])) == 4
    assert not some - some


def test_a_second_process_that_looked_on_the_same_day_finds_nothing_to_tell(app):
    search, day = make.saved_search(make.user()), date(2026, 11, 24)
    for keys in (["menu:1"], ["menu:1", "menu:2"]):
        saved_commands.looked({search.id: Keys.of(keys)}, day)
        db.session.commit()
    [news] = db.session.scalars(db.select(SearchNews)).all()
    assert Keys.read(news.keys) == Keys.of(["menu:1"])
    saved_commands.looked({search.id: Keys.of(["menu:1", "menu:2"])}, date(2026, 11, 25))
    db.session.commit()
    assert db.session.scalar(db.select(db.func.count()).select_from(SearchNews)) == 2
