"""What is offered while typing, and what may have been meant: only what the reader may read."""

from datetime import date

import pytest

from hub.core.db import db
from hub.menus.models import MenuVisibility
from hub.search import outbox
from hub.taxonomies.models import Scheme
from tests import make


def offered(client, typed):
    outbox.drain()
    answer = client.get("/search/suggest", query_string={"q": typed})
    assert answer.status_code == 200
    return [item["text"] for item in answer.json["items"]]


def page_of(client, **asked):
    outbox.drain()
    return client.get("/search", query_string=asked).text


def test_words_and_titles_are_offered_as_written_and_as_they_sound(visitor):
    make.menu(title="会議室の利用（2室）")
    make.organization(name="会議室の友の会")
    for typed in ("会議", "かいぎ", "ｶｲｷﾞ"):
        found = offered(visitor, typed)
        assert found[0] == "会議室"
        assert {"会議室の利用（2室）", "会議室の友の会"} <= set(found)


@pytest.mark.parametrize("typed", ["", " ", "\x00", "*", "zqzqzq", "会" * 500, "\n", "-"])
def test_what_nobody_wrote_offers_nothing(visitor, typed):
    make.menu(title="会議室の利用")
    assert offered(visitor, typed) == []


def test_a_title_is_offered_to_its_readers_only_and_from_the_next_request_on(as_user, visitor):
    own = make.organization()
    person = make.user(own)
    make.menu(own, title="極秘計画の相談", visibility=MenuVisibility.ORGANIZATION)
    client = as_user(person)
    assert offered(client, "極秘") == ["極秘計画の相談"]
    assert offered(visitor, "極秘") == offered(as_user(make.user()), "極秘") == []
    assert "極秘計画" in page_of(client, q="極密計画")
    assert "極秘" not in page_of(visitor, q="極密計画").replace("極密", "")
    db.session.rollback()
    person.memberships[0].ends_on = date(2026, 11, 22)
    db.session.commit()
    assert offered(client, "極秘") == []
    assert "極秘" not in page_of(client, q="極密計画")


def test_a_title_that_changed_is_not_offered_as_it_was(visitor):
    menu = make.menu(title="古い名前の相談")
    outbox.drain()
    menu.title = "新しい名前の相談"
    db.session.commit()
    texts = [item["text"] for item in visitor.get("/search/suggest?q=古い名前").json["items"]]
    assert "古い名前の相談" not in texts


def test_a_wrong_character_shows_what_was_meant_with_its_results(visitor):
    menu = make.menu(title="活動の助成金")
    page = page_of(visitor, q="助政金")
    assert "もしかして" in page
    assert 'href="/search?q=%E5%8A%A9%E6%88%90%E9%87%91"' in page
    assert "「助成金」で検索した結果" in page
    assert f"/menus/{menu.id}" in page


def test_a_wrong_character_in_a_wish_shows_what_was_meant_before_it_guesses(visitor):
    make.menu(title="なんでも相談", type=make.term(Scheme.TYPE, "consult", label="相談"))
    menu = make.menu(title="活動の助成金")
    assert f"/menus/{menu.id}" in page_of(visitor, q="助政金がほしい")


def test_the_page_says_what_else_it_looked_for_and_how_not_to(visitor):
    make.term(Scheme.TYPE, "grant", label="助成金・補助金")
    other = make.menu(title="補助金の案内")
    page = page_of(visitor, q="助成金")
    assert "「補助金」" in page
    assert "も含めて検索しました" in page
    assert f"/menus/{other.id}" in page
    literal = page_of(visitor, q="助成金", words="only")
    assert "入れた言葉だけで検索しました" in literal
    assert f"/menus/{other.id}" not in literal


def test_only_what_was_typed_stays_so_in_pages_and_facets(visitor):
    for _number in range(12):
        make.menu(title="助成金の案内", terms=[make.ward("w1"), make.ward("w2")][:1])
    make.menu(title="助成金の案内", terms=[make.ward("w3")])
    page = page_of(visitor, q="助成金", words="only")
    assert 'name="words" value="only"' in page
    assert "words=only&amp;page=2" in page or "page=2&amp;words=only" in page


def test_what_sounds_the_same_is_said_to_be(visitor):
    menu = make.menu(title="早見表の間")
    page = page_of(visitor, q="はやみひょう")
    assert "読みで探しました" in page
    assert f"/menus/{menu.id}" in page
    assert "<mark>早見表</mark>" in page


def test_what_is_meant_as_it_stands_was_not_found_by_its_sound(visitor):
    make.menu(title="助成金の案内")
    assert "読みで探しました" not in page_of(visitor, q="お金がほしい")


def test_what_ends_next_comes_first(as_user):
    soon = make.menu(title="緑の助成", is_year_round=False, closes_on=date(2026, 12, 10))
    over = make.menu(title="緑の助成", is_year_round=False, closes_on=date(2026, 11, 1))
    never = make.menu(title="緑の助成")
    action = make.action(title="緑の下書き", due_on=date(2026, 12, 1))
    page = page_of(as_user(make.user()), q="緑", sort="due")
    places = [
        page.index(address)
        for address in (
            f"/actions/{action.id}\"", f"/menus/{soon.id}\"", f"/menus/{over.id}\"",
            f"/menus/{never.id}\"",
        )
    ]  # fmt: skip
    assert places == sorted(places)


def test_the_json_says_what_was_meant_and_how_it_was_found(visitor):
    make.menu(title="活動の助成金")
    outbox.drain()
    answer = visitor.get("/api/v1/search", query_string={"q": "助政金"}).json
    assert answer["meant"] == ["助成金"]
    assert visitor.get("/api/v1/search?q=じょせいきん&words=only").json["by_sound"]


def test_the_half_of_a_name_of_which_nothing_has_the_other_is_not_widened(visitor):
    menu = make.menu(title="観光まちづくりの相談")
    assert f'/menus/{menu.id}"' in page_of(visitor, q="旅行")
    assert f'/menus/{menu.id}"' not in page_of(visitor, q="宇宙旅行")


def test_only_what_nothing_has_may_have_been_meant_otherwise(visitor):
    make.menu(title="活動の助成金")
    make.menu(title="印刷機の利用")
    outbox.drain()
    asked = {"q": "印刷機 宇宙旅行"}
    assert visitor.get("/api/v1/search", query_string=asked).json["meant"] == []
    asked = {"q": "助成金 助政金"}
    assert visitor.get("/api/v1/search", query_string=asked).json["meant"] == []
