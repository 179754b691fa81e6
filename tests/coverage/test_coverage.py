"""Themes and wards: every number is that of its list, and searches are told to whom they may be."""

from html import unescape

import pytest

from hub.core.db import db
from hub.menus.models import MenuState, MenuVisibility
from hub.search.log import SearchLog
from hub.taxonomies.models import Scheme
from tests import make
from tests.finding.test_vain import NOW
from tests.pictures.following import numbers

PAGE = "/pictures/coverage"
VAIN = "見つからなかった検索"


@pytest.fixture
def city(app):
    """Two themes and three wards; a search in vain for what nobody offers there."""
    body, other = make.organization(), make.organization()
    themes = [make.term(Scheme.THEME, f"f0{n}", label=f"分野{n}") for n in (1, 2, 3)]
    south, north = (
        make.ward("saiwai", "幸区", note="南部"),
        make.ward("tama", "多摩区", note="北部"),
    )
    whole = make.ward("all", "市全域")
    grant = make.term(Scheme.TYPE, "grant", label="助成")
    make.menu(body, terms=[themes[0], south, north])
    make.menu(body, terms=[themes[0], themes[1], whole], type=grant)
    make.menu(body, terms=[themes[0], south], visibility=MenuVisibility.NETWORK)
    make.menu(body, terms=[themes[1], north], visibility=MenuVisibility.ORGANIZATION)
    make.menu(body, terms=[themes[2], north], state=MenuState.DRAFT)
    for number, searcher in enumerate((body, other)):
        for words, about in (("夜の学び", ["theme:f03", "ward:tama"]), ("道具", ["theme:f01"])):
            make.save(SearchLog(
                month=NOW.replace(month=9 + number), organization_id=searcher.id, words=words,
                total=0, opened_kinds=[], narrowed_to=about, person=f"{words}{number}",
            ))  # fmt: skip
            make.save(SearchLog(
                month=NOW, organization_id=searcher.id, words=words, total=0, opened_kinds=[],
                narrowed_to=about, person=f"now {words}{number}",
            ))  # fmt: skip
    db.session.commit()
    return body, other


@pytest.mark.parametrize("query", ["", "?type=grant"])
def test_every_number_equals_the_list_behind_it(city, as_user, query):
    for person in (make.user(city[0]), make.coordinator(city[1]), make.user(city[1])):
        client = as_user(person)
        page = client.get(PAGE + query).text
        followed = numbers(page, "/menus")
        assert len(followed) > 3
        for address, said in followed.items():
            list_of_menus = client.get(address).text
            assert f"<p><b>{said}件</b>" in list_of_menus, address
        searches = numbers(page, "/search/vain")
        assert bool(searches) is person.is_coordinator
        for address, said in searches.items():
            assert f'この12か月<span class="count">{said}件' in client.get(address).text, address


def test_what_nobody_offers_and_somebody_looked_for_is_said(city, as_user):
    page = as_user(make.coordinator(city[1])).get(PAGE).text
    assert "3分野のうち2分野に、支援メニューがあります。" in page
    assert "どの区にも市全域にもないのは、分野3です。" in page
    assert "メニューがないのにさがされたのは、分野3（多摩区）です。" in page
    assert {n for a, n in numbers(page, "/search/vain").items() if "ward=tama" in a} == {1}
    member = as_user(make.user(city[1])).get(PAGE).text
    assert VAIN not in member
    assert "さがされた" not in member


def test_a_menu_of_another_organization_is_counted_for_nobody_else(city, as_user):
    own, others = (
        numbers(as_user(make.user(organization)).get(PAGE).text, "/menus") for organization in city
    )
    at = next(address for address in own if address not in others)
    assert unescape(at) == "/menus?theme=f02&ward=tama"


def test_a_made_up_type_is_all_types(city, as_user):
    client = as_user(make.user(city[1]))
    assert client.get(f"{PAGE}?type=%00x").text == client.get(PAGE).text
