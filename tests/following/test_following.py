"""Following a thing, and leaving it."""

import pytest

from hub.core.db import db
from hub.following.models import Follow
from hub.ideas.models import IdeaVisibility
from hub.menus.models import MenuVisibility
from tests import make


def _follows(person):
    db.session.rollback()
    return db.session.scalars(db.select(Follow).filter_by(user_id=person.id)).all()


@pytest.mark.parametrize("kind", ["organization", "series", "menu", "idea"])
def test_a_thing_is_followed_and_left_on_its_own_page(as_user, kind):
    home = make.organization()
    thing = {
        "organization": lambda: home,
        "series": lambda: make.series(secretariat=home),
        "menu": lambda: make.menu(home),
        "idea": lambda: make.idea(proposer=home),
    }[kind]()
    person = make.user(make.organization())
    browser = as_user(person)
    back = browser.post(f"/following/{kind}/{thing.id}")
    assert back.status_code == 303
    [row] = _follows(person)
    page = browser.get(back.location).text
    assert "フォローをやめる" in page
    assert browser.post(f"/following/{row.id}/leave").location == back.location
    assert _follows(person) == []


def test_following_twice_is_following_once(as_user):
    menu, person = make.menu(), make.user(make.organization())
    for _time in range(2):
        as_user(person).post(f"/following/menu/{menu.id}")
    assert len(_follows(person)) == 1


def test_what_one_may_not_read_cannot_be_followed(as_user):
    home, person = make.organization(), make.user(make.organization())
    own = make.menu(home, visibility=MenuVisibility.ORGANIZATION)
    idea = make.idea(proposer=home, visibility=IdeaVisibility.ORGANIZATION)
    for address in (f"menu/{own.id}", f"idea/{idea.id}", "menu/999999", "theme/999999"):
        assert as_user(person).post(f"/following/{address}").status_code == 404
    assert _follows(person) == []


def test_the_list_does_not_name_what_may_not_be_read_any_more(as_user):
    menu, person = make.menu(title="見えていた支援"), make.user(make.organization())
    as_user(person).post(f"/following/menu/{menu.id}")
    [row] = _follows(person)
    menu.visibility = MenuVisibility.ORGANIZATION
    db.session.commit()
    page = as_user(person).get("/following").text
    assert "見えていた支援" not in page
    assert "いまは見られないもの" in page
    assert as_user(person).post(f"/following/{row.id}/leave").location == "/following"
    assert _follows(person) == []


def test_nobody_leaves_for_another(as_user):
    menu, person = make.menu(), make.user(make.organization())
    row = make.follow(person, menu)
    assert (
        as_user(make.user(make.organization())).post(f"/following/{row.id}/leave").status_code
        == 404
    )
    assert len(_follows(person)) == 1


def test_there_is_an_end_to_how_much_one_follows(as_user, monkeypatch):
    monkeypatch.setattr("hub.following.commands.MOST", 1)
    person = make.user(make.organization())
    make.follow(person, make.menu())
    other = make.menu()
    browser = as_user(person)
    back = browser.post(f"/following/menu/{other.id}")
    assert "どれかをやめてから" in browser.get(back.location).text
    assert len(_follows(person)) == 1
