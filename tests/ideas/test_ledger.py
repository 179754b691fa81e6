"""The ledger: its filters, its numbers, its pages, and what Excel gets of it."""

import csv
import io
import re
from datetime import date

import pytest

from hub.accounts.models import Role
from hub.core.db import db
from hub.ideas.models import IdeaVisibility, Stage
from hub.meetings.models import Visibility
from hub.taxonomies.models import Scheme
from tests import make


@pytest.fixture
def net(app):
    """One idea for each thing that a filter asks for, titled by it."""
    home, other = make.organization(short_name="本組織"), make.organization(short_name="他組織")
    series = make.series(other, secretariat=home)
    closed = make.series(other, secretariat=other, visibility=Visibility.SERIES)
    make.idea(make.meeting(series=series, held_on=date(2025, 9, 10)), title="議事録から",
              keeper=other, look_at_on=date(2027, 1, 15))  # fmt: skip
    make.idea(proposer=home, title="待つもの", keeper=home, look_at_on=date(2026, 11, 20),
              terms=[make.term(Scheme.THEME, "f03", label="まちづくり")])  # fmt: skip
    make.idea(proposer=other, title="よその見る日", keeper=other, look_at_on=date(2026, 11, 20))
    make.idea(proposer=other, title="よその宙ぶらりん")
    make.idea(proposer=home, title="=根づいた", stage=Stage.ROOTED, result="続く",
              closed_on=date(2026, 10, 1), keeper=home)  # fmt: skip
    joined = make.idea(proposer=other, title="加わった", keeper=other)
    make.idea_partner(joined, home, "=人手")
    make.idea(proposer=other, title="よその秘密", visibility=IdeaVisibility.ORGANIZATION)
    make.idea(make.meeting(series=closed), title="よその会議だけ")
    return home, other, series


@pytest.fixture
def client(as_user, net):
    return as_user(make.user(net[0], Role.VIEWER))


def titles(page):
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)<', page.text)


OPEN = ["待つもの", "よその見る日", "よその宙ぶらりん", "議事録から", "加わった"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", OPEN),
        ("?stage=all", [*OPEN, "=根づいた"]),
        ("?stage=rooted", ["=根づいた"]),
        ("?who=ours", ["待つもの", "加わった"]),
        ("?who=ours&stage=all", ["待つもの", "加わった", "=根づいた"]),
        ("?need=waiting", ["待つもの"]),
        ("?need=now", ["待つもの", "よその見る日"]),
        ("?need=alone", ["よその宙ぶらりん"]),
        ("?theme=f03", ["待つもの"]),
        ("?year=2025", ["議事録から"]),
        ("?year=99999&theme=' OR 1=1 --&keeper=x", []),
        ("?stage=nothing&who=x&need=x&page=x", OPEN),
    ],
)
def test_each_filter_shows_its_ideas_and_says_how_many(client, asked, expected):
    page = client.get(f"/ideas{asked}")
    assert titles(page) == expected
    assert not expected or f"{len(expected)}件をすべて表示" in page.text
    assert "秘密" not in page.text


def test_filters_by_organization_and_series(client, net):
    home, other, series = net
    assert titles(client.get(f"/ideas?keeper={home.id}")) == ["待つもの"]
    assert titles(client.get(f"/ideas?organization={home.id}")) == ["待つもの", "加わった"]
    assert titles(client.get(f"/ideas?series={series.id}")) == ["議事録から"]
    hidden = client.get(f"/ideas?organization={other.id}&stage=all")
    assert "よその秘密" not in titles(hidden)


def test_every_number_is_that_of_the_list_behind_it(client):
    page = client.get("/ideas").text
    links = re.findall(r'<li><a href="(/ideas[^"]*)"[^>]*>[^<]*<span class="n">(\d+)</span>', page)
    assert len(links) == 13
    for address, number in links:
        assert len(titles(client.get(address.replace("&amp;", "&")))) == int(number), address


def test_what_waits_for_oneself_is_said_first(client, as_user, net):
    page = client.get("/ideas").text
    assert page.index("待っている種が1件") < page.index("自組織の種")
    assert "待っている種" not in as_user(make.user(make.organization())).get("/ideas").text


def test_pages_of_25_say_of_how_many(client, net):
    for number in range(30):
        make.idea(proposer=net[1], title=f"たくさん{number}", keeper=net[1])
    first, last = client.get("/ideas"), client.get("/ideas?page=99")
    assert len(titles(first)) == 25
    assert "35件のうち1から25件目" in first.text
    assert len(titles(last)) == 10


def test_excel_gets_the_same_ledger_and_no_formulas(client):
    answer = client.get("/ideas/export.csv?stage=all&who=ours")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[0].lstrip("'") for row in rows[1:]] == ["待つもの", "加わった", "=根づいた"]
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert "他組織" in rows[2]
    assert "よその" not in answer.text
    assert client.get("/ideas/export.xlsx?need=now").status_code == 200


def test_one_page_takes_few_queries(client, net, app):
    for number in range(25):
        idea = make.idea(proposer=net[1], title=f"たくさん{number}", keeper=net[1])
        make.idea_partner(idea, net[0])
    client.get("/ideas")
    seen = []
    db.event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    client.get("/ideas")
    statements = [text for text in seen if text.startswith("SELECT")]
    assert len(statements) <= 12, "\n\n".join(statements)
