"""見直し待ち: the last 見直し月 has ended and the menu was not confirmed since it began."""

from datetime import date, datetime

import pytest

from hub.audit.models import AuditEntry
from hub.core.calendar import TOKYO
from hub.core.db import db
from hub.menus.models import stale_from
from tests import make
from tests.menus import filled

OLD = {"confirmed_on": date(2026, 4, 9), "stale_from": date(2026, 11, 1)}


@pytest.mark.parametrize(
    ("confirmed", "months", "expected"),
    [
        (date(2026, 4, 1), [4, 10], date(2026, 11, 1)),
        (date(2026, 4, 30), [4, 10], date(2026, 11, 1)),
        (date(2026, 3, 31), [4, 10], date(2026, 5, 1)),
        (date(2026, 9, 30), [4, 10], date(2026, 11, 1)),
        (date(2026, 10, 1), [4, 10], date(2027, 5, 1)),
        (date(2026, 11, 23), [4, 10], date(2027, 5, 1)),
        (date(2026, 12, 31), [1], date(2027, 2, 1)),
        (date(2027, 1, 1), [1], date(2028, 2, 1)),
        (date(2026, 11, 30), [12], date(2027, 1, 1)),
        (date(2026, 6, 15), list(range(1, 13)), date(2026, 8, 1)),
        (date(2026, 6, 15), [], None),
    ],
)
def test_first_day_of_waiting(confirmed, months, expected):
    assert stale_from(confirmed, months) == expected


@pytest.mark.parametrize(
    ("moment", "waits"),
    [
        (datetime(2026, 10, 1, tzinfo=TOKYO), False),
        (datetime(2026, 10, 31, 23, 59, tzinfo=TOKYO), False),
        (datetime(2026, 11, 1, 0, 0, tzinfo=TOKYO), True),
    ],
)
def test_a_menu_waits_from_the_day_after_its_month(visitor, clock, moment, waits):
    menu = make.menu(**OLD)
    clock.move_to(moment)

    assert menu.is_stale is waits
    assert ("見直し待ち（10月）" in visitor.get(f"/menus/{menu.id}").text) is waits


def test_a_waiting_menu_stands_below_fresh_ones_and_says_why(visitor):
    provider = make.organization()
    make.menu(provider, title="あ 古い", **OLD)
    make.menu(provider, title="ん 新しい")

    page = visitor.get("/menus").text

    assert page.index("ん 新しい") < page.index("あ 古い")
    assert page.count("見直し待ち（10月）") == 1


def test_no_badge_on_paper(visitor):
    page = visitor.get(f"/menus/{make.menu(**OLD).id}").text

    badge = page.index("見直し待ち（10月）")
    assert page.rindex('class="no-print"', 0, badge) > page.rindex("<h1>", 0, badge)


def test_one_click_confirms_and_says_the_next_month(as_user):
    menu = make.menu(**OLD)
    client = as_user(make.user(menu.provider))
    assert "次の見直し月は4月になります" in client.get(f"/menus/{menu.id}").text

    response = client.post(f"/menus/{menu.id}/confirm", follow_redirects=True)

    assert "次の見直し月は4月です" in response.text
    assert "見直し待ち" not in response.text
    db.session.refresh(menu)
    assert menu.confirmed_on == date(2026, 11, 23)
    assert menu.stale_from == date(2027, 5, 1)
    entry = db.session.scalars(db.select(AuditEntry).filter_by(verb="menu:confirm")).one()
    assert entry.organization_id == menu.provider_id


def test_confirming_in_a_list_comes_back_to_the_list(as_user):
    menu = make.menu(**OLD)
    client = as_user(make.user(menu.provider))
    assert "変更なし" in client.get("/menus/mine?show=stale").text

    back = client.post(f"/menus/{menu.id}/confirm", data={"next": "/menus/mine?show=stale"})
    away = client.post(f"/menus/{menu.id}/confirm", data={"next": "https://evil.example/"})

    assert back.location == "/menus/mine?show=stale"
    assert away.location == f"/menus/{menu.id}"
    assert "見直しを待つメニューは、ありません" in client.get("/menus/mine?show=stale").text


def test_a_draft_cannot_be_confirmed(as_user):
    menu = make.menu(state="draft", **OLD)

    assert as_user(make.user(menu.provider)).post(f"/menus/{menu.id}/confirm").status_code == 409


def test_saving_a_published_menu_confirms_it(as_user):
    menu = make.menu(**OLD)
    data = filled.form(menu, title="直した名前")

    as_user(make.user(menu.provider)).post(f"/menus/{menu.id}/edit", data=data)

    db.session.refresh(menu)
    assert menu.title == "直した名前"
    assert menu.confirmed_on == date(2026, 11, 23)
