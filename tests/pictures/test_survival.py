"""What became of ideas: each number of each picture is that of its list."""

import re
from html import unescape

import pytest

from tests.pictures.conftest import SECRET

LINK = re.compile(r'<a href="(/pictures/ideas/list[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
PAGES = [
    "",
    "?by=meeting",
    "?by=theme",
    "?by=organization",
    "?by=organization&year=2025&theme=welfare",
]


def numbers(page: str) -> dict[str, int]:
    """The lists that a page leads to, with the number that it says of them, always the same one."""
    found: dict[str, int] = {}
    for address, inside in LINK.findall(page):
        title = re.search(r"<title>.*? (\d+)</title>", inside)
        said = int(title[1] if title else re.match(r"\s*(\d+)", inside)[1])
        assert found.setdefault(unescape(address), said) == said
    return found


def listed(client, address: str) -> int:
    page = client.get(address).text
    said = int(re.search(r'<p class="sub">(\d+)件', page)[1])
    assert len(re.findall(r'<th scope="row">', page)) == min(said, 25)
    return said


@pytest.mark.parametrize("who", ["insider", "outsider"])
def test_every_number_equals_the_list_behind_it(network, as_user, who):
    client = as_user(getattr(network, who))
    followed: dict[str, int] = {}
    for page in PAGES:
        followed |= numbers(client.get(f"/pictures/ideas{page}").text)
    assert len(followed) > 60
    for address, said in followed.items():
        assert listed(client, address) == said, address


def test_the_numbers_are_those_of_the_history(network, as_user):
    page = as_user(network.outsider).get("/pictures/ideas").text
    within = numbers(page)
    steps = {a.split("step=")[1]: n for a, n in within.items() if a.count("=") == 1 and "step" in a}
    assert steps == {
        "raised": 6, "taken": 4, "assigned": 4, "tried": 2, "rooted": 1, "dropped": 1,
        "open": 4, "waiting": 4,
    }  # fmt: skip
    assert (
        "6件の種のうち、4件を取り上げ、4件で担当が決まり、2件を試行し、1件が定着しました。" in page
    )
    times = re.findall(r'data-label="(?:中央値|最短|最長)">([\d.]+)日', page)
    assert times[:3] == ["15", "5", "40"]  # 出されてから検討中まで: 5, 10, 20, 40


def test_what_somebody_may_not_read_counts_nowhere(network, as_user):
    inside, outside = as_user(network.insider), as_user(network.outsider)
    for path in (*(f"/pictures/ideas{page}" for page in PAGES), "/pictures/ideas/list"):
        assert inside.get(path).text != outside.get(path).text
        for told in (SECRET, network.hidden_meeting.name):
            assert told not in outside.get(path).text
    assert SECRET in inside.get("/pictures/ideas/list").text
    hidden = f"meeting={network.hidden_meeting.id}"
    assert network.hidden_meeting.name not in outside.get(f"/pictures/ideas?{hidden}").text
    assert listed(outside, f"/pictures/ideas/list?series={network.hidden_meeting.series_id}") == 0


def test_who_only_joined_is_not_told_from_which_meeting_it_comes(network, as_user):
    network.hidden.keeper = network.sdc
    page = as_user(network.outsider).get("/pictures/ideas?by=meeting").text
    assert network.hidden_meeting.name not in page
    assert numbers(page)["/pictures/ideas/list?meeting=0&step=raised"] == 3


MADE_UP = (
    "year=99999999", "year=x", "series=-1", "theme=%00%27", "by=x", "step=x", "span=x", "page=9e9",
    "meeting=999999", "organization=0&theme=none",
)  # fmt: skip


def test_a_made_up_address_is_no_error(network, as_user):
    client = as_user(network.outsider)
    for query in MADE_UP:
        assert client.get(f"/pictures/ideas?{query}").status_code == 200, query
        assert client.get(f"/pictures/ideas/list?{query}").status_code == 200, query
