"""The list: every count says what its choice finds, and the address is the view."""

import html
import re
from datetime import date

import pytest
from sqlalchemy import event
from werkzeug.datastructures import MultiDict

from hub.accounts.models import Visitor
from hub.core.db import db
from hub.menus.listing import found
from hub.menus.models import MenuVisibility
from hub.menus.selection import FACETS, read_selection
from hub.taxonomies.models import Scheme
from tests import make
from tests.worlds import once

OPTION = re.compile(
    r'name="(\w+)" value="([^"]+)"( checked)?><span>([^<]+)</span><span class="n">(\d+)'
)


@pytest.fixture
def world(app, clock, tmp_path_factory):
    return once(app, clock, "list of menus", tmp_path_factory.mktemp, _world)


def _world():
    """Twelve menus of three organizations, different in every facet."""
    providers = [make.organization(short_name=name, position=n) for n, name in enumerate("甲乙丙")]
    need = make.term(Scheme.NEED, "money", label="お金")
    types = [make.term(Scheme.TYPE, code, label=f"種類{code}") for code in ("space", "grant")]
    types[1].parent = need
    costs = [make.term(Scheme.COST, code, label=f"費用{code}") for code in ("free", "paid", "ask")]
    wards = [make.ward("tama", "多摩区"), make.ward("asao", "麻生区"), make.ward("all", "市全域")]
    targets = [make.term(Scheme.TARGET, f"g{n}", label=f"対象{n}") for n in range(9)]
    phases = [make.term(Scheme.PHASE, code, label=f"段階{code}") for code in ("start", "grow")]
    themes = [make.term(Scheme.THEME, f"f0{n}", label=f"分野{n}") for n in range(3)]
    for n in range(12):
        make.menu(
            providers[n % 3], title=f"支援{n:02}", type=types[n % 2], cost=costs[n % 3],
            is_year_round=n % 4 == 0, is_paused=n == 4,
            closes_on=date(2026, 12, 1) if n % 4 == 1 else None,
            visibility=MenuVisibility.NETWORK if n == 7 else MenuVisibility.PUBLIC,
            terms=[wards[n % 3], *({wards[2]} if n % 5 == 0 and n % 3 != 2 else ()), targets[n % 9],
                   targets[0] if n % 9 else targets[1], phases[n // 6],
                   *([themes[n % 3]] if n % 2 else [])],
        )  # fmt: skip
    db.session.commit()
    return providers


def options(page: str) -> list[tuple[str, str, bool, int]]:
    return [
        (name, code, bool(checked), int(count))
        for name, code, checked, _label, count in OPTION.findall(page)
    ]


def total(page: str) -> int:
    found = re.search(r"<b>(\d+)件</b>", page)
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    "query",
    ["", "type=grant", "type=grant&cost=free&cost=paid", "ward=tama&ward=all", "reception=always",
     "reception=closing&reception=paused&phase=start", "target=g0&theme=f01", "need=money",
     "q=支援0", "need=money&q=1&ward=all", "type=space&need=money"],
)  # fmt: skip
def test_each_count_is_what_its_choice_finds(visitor, as_user, world, query):
    member = make.user()
    for viewer, client in ((Visitor(), visitor), (member, as_user(member))):
        page = client.get(f"/menus?{query}").text
        assert total(page) == matches(viewer, query.split("&"))
        for name, code, chosen, count in options(page):
            others = [part for part in query.split("&") if not part.startswith(f"{name}=")]
            assert matches(viewer, [*others, f"{name}={code}"]) == count, (query, name, code)
            assert chosen is (f"{name}={code}" in query.split("&"))


def matches(viewer, parts: list[str]) -> int:
    """How many menus a list with these arguments holds."""
    arguments = MultiDict(part.split("=") for part in parts if part)
    selection, _unknown = read_selection(arguments)
    return len(db.session.scalars(found(viewer, selection)).all())


def test_every_facet_is_offered(visitor, world):
    offered = {name for name, *_rest in options(visitor.get("/menus").text)}

    assert offered == set(FACETS)


def test_or_inside_a_facet_and_between_facets(visitor, world):
    def count(query: str) -> int:
        return total(visitor.get(f"/menus?{query}").text)

    assert count("type=grant") + count("type=space") == count("type=grant&type=space") == 11
    assert count("type=grant&provider=1") < count("type=grant")
    both = count("ward=tama") + count("ward=all") - count("ward=tama&ward=all")
    assert both > 0  # a menu of both wards is counted once


def test_what_is_in_force_is_said_and_taken_away_one_by_one(visitor, world):
    page = visitor.get("/menus?type=grant&ward=tama&need=money&q=支援&sort=new").text

    chips = {
        word: html.unescape(url)
        for url, word in re.findall(r'<a class="chip" href="([^"]+)">([^<]+)<span', page)
    }
    assert set(chips) == {"種類grant", "多摩区", "必要なもの：お金", "「支援」を含む"}
    assert "ward=tama" not in chips["多摩区"]
    for part in ("type=grant", "need=money", "sort=new"):
        assert part in chips["多摩区"]
    assert "絞り込む（4個指定中）" in page


def test_unknown_values_are_left_out_and_named(visitor, world):
    query = "type=grant&type=moon&ward=<b>&provider=9999&sort=x&need=y&reception=z"

    page = visitor.get(f"/menus?{query}")

    assert page.status_code == 200
    assert total(page.text) == total(visitor.get("/menus?type=grant").text)
    assert "知らない条件「z」「moon」「&lt;b&gt;」「9999」「y」は、外して" in page.text


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=x", "page=99999999999", "page=２", "q=%00%0b", "q=%25_%5c",
     "q=" + "あ" * 3000, "provider=x", "provider=99999999999999999999", "type=" + "x" * 5000,
     "&".join(f"type=t{n}" for n in range(300)), "endpoint=x", "_scheme=javascript&_external=1",
     "_anchor=x&_method=POST", "q=%ed%a0%80", "sort=", "reception=", "%F0%9F=1"],
)  # fmt: skip
def test_hostile_addresses_give_a_page(visitor, world, query):
    for path in ("/menus", "/menus/export.csv", "/menus/compare", "/menus/export.xlsx"):
        assert visitor.get(f"{path}?{query}").status_code == 200, path


@pytest.mark.parametrize(
    "path", ["/menus/99999999999999999999", "/menus/0", "/menus/x", "/menus/-1"]
)
def test_wrong_ids_are_not_found(visitor, path):
    assert visitor.get(path).status_code == 404


def test_text_finds_title_summary_and_provider_and_takes_signs_literally(visitor, app):
    provider = make.organization(short_name="さくら会")
    make.menu(provider, title="100%の補助", summary="印刷の費用")
    make.menu(title="ほか")

    cases = [("印刷", 1), ("さくら会", 1), ("100%", 1), ("１００％", 1), ("%", 1), ("_", 0)]
    for words, count in [*cases, ("さくら会 印刷", 1), ("さくら会 無い", 0)]:
        assert total(visitor.get("/menus", query_string={"q": words}).text) == count, words


def order(client, sort: str) -> list[str]:
    page = client.get(f"/menus?sort={sort}").text
    return re.findall(r'<h3 class="title"><a [^>]+>([^<]+)</a>', page)


def test_sorting(visitor, app):
    first, second = make.organization(position=1), make.organization(position=2)
    dated = {"is_year_round": False}
    make.menu(second, title="う 通年")
    make.menu(first, title="い 先の締切", closes_on=date(2027, 1, 1), **dated)
    make.menu(second, title="え 近い締切", closes_on=date(2026, 12, 1), **dated)
    make.menu(first, title="あ 終了", closes_on=date(2026, 11, 1), **dated)
    stale = {"confirmed_on": date(2026, 1, 5), "stale_from": date(2026, 5, 1)}
    make.menu(first, title="お 古い", **stale)

    assert [t[0] for t in order(visitor, "fit")] == list("いうえあお")
    assert [t[0] for t in order(visitor, "closing")][:2] == list("えい")
    assert [t[0] for t in order(visitor, "provider")] == list("あいおうえ")
    assert [t[0] for t in order(visitor, "new")] == list("おあえいう")


def test_pages_keep_the_selection(visitor, app):
    provider = make.organization()
    for n in range(27):
        make.menu(provider, title=f"支援{n:02}")

    first, second = (
        visitor.get("/menus?type=space").text,
        visitor.get("/menus?type=space&page=2").text,
    )

    assert "27件" in first
    assert "1から25" in first
    assert "26から27" in second
    assert "/menus?type=space&amp;page=2" in first
    assert total(visitor.get("/menus?page=500").text) == 27


def test_an_empty_list_says_what_to_try(visitor, app):
    make.menu()

    page = visitor.get("/menus?q=どこにもない").text

    assert "この条件に合う支援メニューは、ありません" in page
    assert "条件を一つ外す" in page
    assert "<table" not in page


def test_the_number_of_queries_does_not_grow_with_the_menus(visitor, app):
    def queries() -> int:
        statements: list[str] = []

        def note(_conn, _cursor, statement, *_rest):
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        visitor.get("/menus")
        event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    for _n in range(2):
        make.menu_partner(make.menu(terms=[make.ward()]), make.organization())
    few = queries()
    for _n in range(12):
        make.menu_partner(make.menu(terms=[make.ward()]), make.organization())

    assert queries() <= few + 1


def test_hidden_words_are_not_offered(visitor, app):
    hidden = make.term(Scheme.THEME, "f20", label="隠す分野", is_hidden=True)
    make.menu(terms=[hidden])

    assert not [o for o in options(visitor.get("/menus").text) if o[0] == "theme"]


def test_comparing_up_to_four(visitor, app):
    provider = make.organization()
    menus = [make.menu(provider, title=f"くらべ{n}", cost_note=f"{n}円") for n in range(5)]
    query = "&".join(f"id={menu.id}" for menu in menus)

    page = visitor.get(f"/menus/compare?{query}").text

    assert [f"くらべ{n}" in page for n in range(5)] == [True] * 4 + [False]
    assert "くらべられるのは4件まで" in page
    assert 'data-label="くらべ3"' in page
    assert "選ばれていません" in visitor.get("/menus/compare?id=x&id=999999").text
