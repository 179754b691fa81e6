"""GET /search as people see it."""

from datetime import date

import pytest

from hub.search import outbox
from hub.taxonomies.models import Scheme
from tests import make


def page_of(client, **asked):
    outbox.drain()
    response = client.get("/search", query_string=asked)
    assert response.status_code == 200
    return response.text


def test_a_menu_is_found_by_a_visitor(visitor):
    menu = make.menu(title="スタートアップ助成", summary="はじめての事業を助成金で支えます。")
    page = page_of(visitor, q="助成")
    assert f"/menus/{menu.id}" in page
    assert "スタートアップ<mark>助成</mark>" in page
    assert "事業を<mark>助成金</mark>で" in page
    assert "<title>「助成」の検索結果" in page


def test_every_kind_has_its_tab_with_a_count(as_user):
    person = make.user()
    held = make.meeting(place="早見表の間")
    make.agenda_item(held, title="早見表について")
    make.decision(held, text="早見表を作る")
    make.action(meeting=held, title="早見表の下書き")
    make.menu(title="早見表の配布")
    make.organization(name="早見表の会")
    make.visit(title="早見表を見に行く")
    page = page_of(as_user(person), q="早見表")
    for label in (
        "支援メニュー",
        "会議",
        "議題",
        "決定事項",
        "宿題事項",
        "組織",
        "訪問・参加の記録",
    ):
        assert f'{label} <span class="n">1<' in page
    assert 'すべて <span class="n">7<' in page


def test_a_tab_keeps_only_its_kind(visitor):
    make.menu(title="花壇の講習")
    make.organization(name="花壇の会")
    page = page_of(visitor, q="花壇", kind="organization")
    assert "<mark>花壇</mark>の会" in page
    assert "<mark>花壇</mark>の講習" not in page
    assert 'すべて <span class="n">2<' in page


def test_results_of_one_meeting_stand_under_it(as_user):
    person = make.user()
    held = make.meeting(place="市役所")
    make.agenda_item(held, title="苗木の配布")
    make.decision(held, text="苗木を配る")
    page = page_of(as_user(person), q="苗木")
    assert "会議（2か所で一致）" in page
    assert page.count('<h3 class="title">') == 1
    assert "議題1" in page


def test_facets_count_what_is_left_and_narrow_down(visitor):
    nature = make.term(Scheme.THEME, "f07", label="環境保全")
    town = make.term(Scheme.THEME, "f03", label="まちづくり")
    make.menu(title="花の苗", terms=[nature])
    make.menu(title="花の道", terms=[town])
    page = page_of(visitor, q="花")
    assert "環境保全" in page
    assert "まちづくり" in page
    narrowed = page_of(visitor, q="花", theme="f07")
    assert "<mark>苗</mark></a>" in narrowed
    assert "の道</a>" not in narrowed
    assert "まちづくり" in narrowed  # may be added
    assert "絞り込む（1個指定中）" in narrowed


def test_conditions_without_result_say_how_to_go_on(visitor):
    make.menu(title="花の苗", terms=[make.term(Scheme.THEME, "f07", label="環境保全")])
    make.term(Scheme.THEME, "f03", label="まちづくり")
    page = page_of(visitor, q="花", theme="f03")
    assert "この条件に合うものはありません" in page
    assert 'href="/search?q=%E8%8A%B1"' in page


def test_unknown_values_of_the_address_do_no_harm(visitor):
    make.menu(title="花の苗")
    asked = {"q": "花", "kind": "nothing", "sort": "?", "page": "x", "theme": "zzz",
             "organization": ["²", "9" * 30, "-1"], "year": "99999999999999999999999"}  # fmt: skip
    page_of(visitor, **asked)


def test_newest_first(as_user):
    person = make.user()
    make.meeting(held_on=date(2026, 5, 1), place="緑の間")
    make.meeting(held_on=date(2026, 9, 1), place="緑の間")
    newest = page_of(as_user(person), q="緑", sort="newest")
    assert newest.index("9月1日") < newest.index("5月1日")
    oldest = page_of(as_user(person), q="緑", sort="oldest")
    assert oldest.index("5月1日") < oldest.index("9月1日")


def test_a_stale_menu_stands_lower(visitor):
    stale = make.menu(title="会議室の利用", stale_from=date(2026, 11, 1))
    fresh = make.menu(title="会議室の利用")
    page = page_of(visitor, q="会議室の利用")
    assert page.index(f"/menus/{fresh.id}") < page.index(f"/menus/{stale.id}")


def test_long_lists_have_pages(visitor):
    for _number in range(23):
        make.menu(title="印刷機の利用")
    first = page_of(visitor, q="印刷機")
    assert "23件" in first
    assert "のうち 1から10" in first
    last = page_of(visitor, q="印刷機", page=3)
    assert "のうち 21から23" in last
    assert "のうち 21から23" in page_of(visitor, q="印刷機", page=9999)


def test_an_empty_search_is_a_start_not_an_error(visitor):
    assert "さがし方" in page_of(visitor)
    assert "さがし方" in page_of(visitor, q="  ")


def test_nothing_found_says_what_to_try(visitor):
    page = page_of(visitor, q="宇宙旅行")
    assert "見つかりませんでした" in page
    assert "/menus" in page
    assert "ログイン" in page


def test_when_nothing_has_all_words_it_is_said(visitor):
    make.menu(title="印刷機の利用")
    assert "近いものから出しています" in page_of(visitor, q="印刷機 宇宙旅行")


@pytest.mark.parametrize(
    "text",
    ["*", "?" * 300, "会" * 50_000, '"', "\x00", "😀", "' OR 1=1 --", "<script>", "id:3", "%"],
)
def test_hostile_texts_get_a_page(visitor, text):
    make.menu(title="会議室")
    outbox.drain()
    page = visitor.get("/search", query_string={"q": text}, follow_redirects=True)
    assert page.status_code == 200
    assert "<script>" not in page.text.replace("<script src=", "")
    assert ("はじめの200字" in page.text) == (len(text) > 200)


def test_markup_in_names_is_text(visitor):
    make.menu(title="<b>花</b>の苗", summary="<img src=x onerror=alert(1)>花")
    page = page_of(visitor, q="花")
    assert "&lt;b&gt;<mark>花</mark>&lt;/b&gt;" in page
    assert "<img" not in page


def test_a_page_takes_few_queries(visitor, count_queries):
    for _number in range(10):
        make.menu(title="印刷機の利用")
    page_of(visitor, q="印刷機")
    with count_queries() as few:
        page_of(visitor, q="印刷機")
    assert len(few) <= 16
