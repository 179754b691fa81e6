"""The timeline shows what somebody may read, on a page of bounded size, and what slips."""

import re
from datetime import date, timedelta

from hub.actions.models import ActionVisibility
from hub.core.db import db
from tests import make

TODAY = date(2026, 11, 23)
PICTURE = re.compile(r"<svg class=\"picture timeline\".*?</svg>", re.DOTALL)


def picture(page: str) -> str:
    return PICTURE.search(page)[0]


def lines(page: str) -> list[tuple[str, str]]:
    """Address and name of each line of the picture."""
    return re.findall(r'<a href="([^"]+)"><title>([^<]*)</title>', picture(page))


def table(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="([^"]+)">', page)


def test_each_bar_leads_to_its_thing_and_the_table_says_the_same(network, as_user):
    late = make.action(network.center, title="早見表を作る", due_on=TODAY - timedelta(days=13))
    page = as_user(network.outsider).get("/pictures/timeline").text
    assert [address for address, _name in lines(page)] == table(page)
    assert (f"/actions/{late.id}", "早見表を作る、宿題事項、未着手、13日超過") in lines(page)
    assert (f"/ideas/{network.joined.id}") in dict(lines(page))
    assert "今日" in picture(page)


def test_what_waits_for_something_late_is_marked(network, as_user):
    awaited = make.action(network.sdc, title="名簿を集める", due_on=TODAY - timedelta(days=1))
    waiting = make.action(network.center, title="名簿を配る")
    waiting.awaited = [awaited, make.action(network.sdc, title="会場を取る")]
    db.session.commit()
    page = as_user(network.outsider).get("/pictures/timeline?kind=actions").text
    assert picture(page).count('class="arrow arrow--stop"') == 1
    assert picture(page).count('class="arrow"') == 1
    assert "名簿を配る、宿題事項、未着手、12月28日（月）まで、待つ相手が遅れ" in picture(page)
    assert page.count('<b class="stop nowrap">遅れ</b>') == 1


def test_what_somebody_may_not_read_is_in_no_bar_no_arrow_and_no_number(network, as_user):
    own = {"visibility": ActionVisibility.ORGANIZATION, "title": "内密の宿題"}
    hidden = make.action(network.closed_home, due_on=TODAY - timedelta(days=3), **own)
    waiting = make.action(network.sdc, title="先を待つ宿題")
    waiting.awaited = [hidden]
    db.session.commit()
    inside = as_user(network.insider).get("/pictures/timeline").text
    outside = as_user(network.outsider).get("/pictures/timeline").text
    assert "内密の宿題" in inside
    assert "待つ相手が遅れ" in picture(inside)
    assert "内密の宿題" not in outside
    assert "極秘の種" not in outside
    assert "待つ相手が遅れ" not in picture(outside)
    assert 'class="arrow' not in picture(outside)


def test_a_theme_is_that_of_ideas_and_menus_that_one_reads(network, as_user):
    of_hidden, of_open = make.action(network.sdc), make.action(network.sdc)
    network.hidden.actions = [of_hidden]
    (theme,) = network.hidden.terms
    of_open.menus = [make.menu(network.sdc, terms=[theme])]
    db.session.commit()
    address = "/pictures/timeline?theme=welfare&kind=actions"
    assert table(as_user(network.outsider).get(address).text) == [f"/actions/{of_open.id}"]
    assert len(table(as_user(network.insider).get(address).text)) == 2


def test_months_states_and_organizations_are_chosen_in_the_address(network, as_user):
    done = make.action(network.center, due_on=date(2026, 1, 31))
    done.created_at = done.created_at.replace(year=2025)
    done.complete("できた", date(2026, 1, 20))
    db.session.commit()
    client = as_user(network.outsider)
    assert f"/actions/{done.id}" not in client.get("/pictures/timeline").text
    earlier = client.get("/pictures/timeline?from=2025-12&months=3&state=done").text
    assert table(earlier) == [f"/actions/{done.id}"]
    assert "2025年" in picture(earlier)
    nobody = client.get(f"/pictures/timeline?from=2025-12&organization={network.sdc.id}&state=done")
    assert "この期間にあてはまるものはありません" in nobody.text


def test_many_actions_come_page_by_page(network, as_user):
    for _number in range(30):
        make.action(network.center)
    client = as_user(network.outsider)
    first = client.get("/pictures/timeline?kind=actions")
    second = client.get("/pictures/timeline?kind=actions&page=2")
    assert (len(lines(first.text)), len(lines(second.text))) == (25, 6)
    assert len(first.data) < 80_000


MADE_UP = (
    "from=9999-99", "from=2200-01", "from=1910-01&months=24", "from=2189-12&months=24", "months=7",
    "theme=%00", "state=x&kind=x", "paper=../x", "page=0", "organization=0&series=0",
)  # fmt: skip


def test_a_made_up_address_is_no_error(network, as_user):
    client = as_user(network.outsider)
    for query in MADE_UP:
        assert client.get(f"/pictures/timeline?{query}").status_code == 200, query
