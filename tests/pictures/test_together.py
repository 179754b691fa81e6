"""Who works with whom: each pair is that of its list, for whoever reads it."""

import re

import pytest

from hub.core.db import db
from hub.taxonomies.models import Scheme
from tests import make
from tests.pictures.conftest import SECRET
from tests.pictures.following import listed, numbers

PAGE, LIST = "/pictures/together", "/pictures/together/list"
PAGES = (
    "", "?kind=actions", "?kind=menus", "?kind=meetings", "?kind=ideas", "?since=year",
    "?since=year&kind=actions", "?of=all&organization={sdc}",
)  # fmt: skip


@pytest.mark.parametrize("who", ["insider", "outsider"])
def test_every_pair_equals_the_list_behind_it(busy, as_user, who):
    client = as_user(getattr(busy, who))
    followed: dict[str, int] = {}
    for page in PAGES:
        followed |= numbers(client.get(PAGE + page.format(sdc=busy.sdc.id)).text, LIST)
    assert len(followed) > 10
    for address, said in followed.items():
        assert listed(client, address) == said, address


def pairs(client, query: str = "") -> dict[str, int]:
    matrix = re.search(
        r'<svg class="picture picture--matrix.*?</svg>', client.get(PAGE + query).text, re.DOTALL
    )
    found = re.findall(r"<title>([^<]*と[^<]*) (\d+)</title>", matrix[0])
    return {name: int(number) for name, number in found}


def test_what_one_does_not_read_ties_nobody(busy, as_user):
    """The closed meeting, the menu of one's own organization and the hidden action."""
    inside, outside = as_user(busy.insider), as_user(busy.outsider)
    assert pairs(outside) == {"中央と多摩": 6, "中央と内輪": 1, "多摩と内輪": 2}
    assert pairs(inside) == {"中央と多摩": 6, "中央と内輪": 2, "多摩と内輪": 3}
    assert pairs(outside, "?kind=menus") == {"中央と多摩": 1}
    said = "組のうち、1組がいっしょに動いていて、"
    assert said in outside.get(f"{PAGE}?kind=menus").text
    for address in (PAGE, f"{LIST}?a={busy.closed_home.id}&b={busy.sdc.id}"):
        assert SECRET not in outside.get(address).text
        assert busy.hidden_meeting.series.name not in outside.get(address).text


def test_parts_of_the_city_stand_from_north_to_south_and_thirty_are_shown(app, as_user):
    for position, (code, label, area) in enumerate(
        [("k", "川崎区", "南部"), ("t", "多摩区", "北部")], start=1
    ):
        ward = make.term(Scheme.WARD, code, label=label, note=area, position=position)
        for number in range(17):
            make.organization(short_name=f"{label}{number}", ward=ward)
    alone, busiest = make.organization(short_name="市全域の組織"), make.organization(ward=ward)
    make.action(busiest, partners=[alone])
    db.session.commit()
    page = as_user(make.user(alone)).get(PAGE).text
    assert "いっしょに動くことの多い30組織を出しています。ほかに6組織あります。" in page
    assert re.findall(r'<th scope="rowgroup"[^>]*>([^<]*)<', page) == ["市全域", "北部", "南部"]
    assert f"{busiest.short_name} 1</a>" in page


MADE_UP = ("kind=x&since=x&of=x", "organization=999999", "a=1", "a=0&b=0&page=9e9", "a=x&b=%00")


def test_a_made_up_address_is_no_error(busy, as_user):
    client = as_user(busy.outsider)
    for query in MADE_UP:
        assert client.get(f"{PAGE}?{query}").status_code == 200, query
        assert client.get(f"{LIST}?{query}").status_code == 200, query
