"""What a saved search newly finds is told in the morning: a number, once, by today's rights."""

from datetime import date, time

import pytest

from hub.core.db import db
from hub.finding import saved_daily
from hub.menus.models import Menu, MenuVisibility
from hub.search import outbox
from tests import make
from tests.inbox.mornings import at, mails, notices

FIRST, SECOND, THIRD = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)


@pytest.fixture
def person(app):
    found = make.user(make.organization())
    make.saved_search(found, "印刷機", name="印刷のこと")
    return found


@pytest.fixture
def morning(clock):
    def come(day, between=lambda: None):
        outbox.drain()
        at(clock, day, time(6))
        saved_daily.look_for_news()
        db.session.rollback()
        between()
        at(clock, day)
        db.session.rollback()

    return come


def secret(title="内輪の印刷機"):
    return make.menu(title=title, visibility=MenuVisibility.NETWORK)


def test_the_mail_says_how_many_and_each_thing_once(person, morning):
    make.menu(title="印刷機の貸出")
    secret()
    morning(FIRST)
    morning(SECOND)
    secret("二台目の印刷機")
    morning(THIRD)
    told = [mail.body for mail in mails(person)]
    assert len(told) == 2
    assert "■ 保存した検索で新しく見つかったもの（1件）" in told[0]
    assert "・印刷のこと\n  新しいもの、新しく読めるようになったものが2件あります。" in told[0]
    assert "http://localhost/search/saved/1" in told[0]
    assert "あなたが保存した検索だから届いています。" in told[0]
    assert "1件あります" in told[1]
    assert "印刷機" not in "".join(told)


def test_what_comes_after_news_that_may_not_be_read_any_more_is_told_too(person, morning):
    number = secret().id
    morning(FIRST)
    db.session.get(Menu, number).visibility = MenuVisibility.ORGANIZATION
    db.session.commit()
    morning(SECOND)
    secret("二台目の印刷機")
    morning(THIRD)
    assert len(mails(person)) == 2


def test_many_new_things_are_one_line(person, morning):
    like = make.menu(title="印刷機")
    columns = [c.key for c in Menu.__table__.columns if c.key not in {"id", "uid", "title"}]
    same = {name: getattr(like, name) for name in columns}
    db.session.add_all(Menu(**same, title="印刷機") for _number in range(40))
    db.session.commit()
    morning(FIRST)
    [mail] = mails(person)
    assert mail.body.count("印刷のこと") == 1
    assert "41件あります" in mail.body


def test_who_lost_the_right_in_between_is_told_nothing(person, morning, as_user):
    """Neither by the mail that was waiting nor on the page, nor how many there were."""
    secret()
    client = as_user(person)

    def taken_away():
        person.memberships[0].ends_on = date(2026, 11, 23)
        db.session.commit()

    morning(FIRST, between=taken_away)
    assert mails(person) == []
    assert len(notices(person)) == 1
    for page in ("/inbox", "/search/saved", "/search/saved/1"):
        assert "1件あります" not in client.get(page).text
        assert "に新しいもの" not in client.get(page).text
        assert "内輪の印刷機" not in client.get(page).text
    morning(SECOND)
    assert notices(person)[0].read_at is not None


def test_who_left_the_search_is_told_nothing(person, morning, as_user):
    secret()
    morning(FIRST, between=lambda: as_user(person).post("/search/saved/1/leave"))
    assert mails(person) == []
    assert "印刷のこと" not in as_user(person).get("/inbox").text


def test_who_wants_no_such_mail_reads_it_on_the_page(person, morning, as_user):
    client = as_user(person)
    client.post("/account/mails", data={"wanted": ["action_overdue"]})
    secret()
    morning(FIRST)
    assert mails(person) == []
    page = client.get("/inbox").text
    assert "1件あります" in page
