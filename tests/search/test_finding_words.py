"""What is written one way is found when typed another way."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.search import outbox, queries
from hub.search.documents import PUBLIC
from tests import make


def find(text, *readers, **asked):
    found = queries.find(readers or [PUBLIC], queries.Request(text=text, size=100, **asked))
    return [hit.key for hit in found.hits]


def saved(**given):
    menu = make.menu(**given)
    outbox.drain()
    return f"menu:{menu.id}"


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("打合せの進め方", "打ち合わせ"),
        ("打ち合わせの進め方", "打合せ"),
        ("申込の受付", "申し込み"),
        ("取り組みの発表", "取組"),
        ("子どもの居場所", "子供"),
        ("ＩＣＴ講習", "ict講習"),
        ("ICT講習", "ＩＣＴ"),
        ("ｻｰﾊﾞｰの使い方", "サーバ"),
        ("サーバの使い方", "サーバー"),
        ("外国人住民向け日本語教室を開催", "日本語教室"),
        ("外国人住民向け日本語教室を開催", "住民"),
        ("外国人住民向け日本語教室を開催", "催"),
        ("外国人住民向け日本語教室を開催", "教室 外国人"),
        ("印刷機の利用", "印刷機　利用"),
        ("2026年度の募集", "２０２６年度"),
        ("令和8年の集い😀", "集い"),
    ],
)
def test_variants_are_found(app, written, typed):
    key = saved(title=written)
    assert find(typed) == [key]


def test_a_word_does_not_begin_in_the_middle_of_another(app):
    tokyo = saved(title="東京都の助成金", summary="募集")
    kyoto = saved(title="京都の助成金", summary="募集")
    assert find("京都") == [kyoto, tokyo]


def test_all_words_must_be_there(app):
    both = saved(title="緑化の助成", summary="花壇")
    saved(title="緑化の相談", summary="花壇")
    assert find("緑化 助成") == [both]


def test_some_words_are_enough_only_when_nothing_has_all(app):
    one = saved(title="緑化の相談", summary="花壇")
    results = queries.find([PUBLIC], queries.Request(text="緑化 宇宙旅行"))
    assert [hit.key for hit in results.hits] == [one]
    assert results.is_relaxed


def test_a_phrase_is_found_as_it_is_written(app):
    key = saved(title="会議資料の作り方", summary="手引き")
    saved(title="資料の会議", summary="手引き")
    assert find('"会議資料"') == [key]
    assert find("“会議資料”") == [key]
    assert find('"料会議"') == []


def test_a_minus_leaves_out(app):
    key = saved(title="会議室の利用", summary="昼")
    saved(title="会議室の抽選", summary="昼")
    assert find("会議室 -抽選") == [key]
    assert find("会議室 －抽選") == [key]


def test_only_a_minus_is_plain_text(app):
    key = saved(title="抽選の案内")
    assert find("-抽選") == [key]


def test_the_title_counts_more(app):
    in_body = saved(title="部屋の利用", summary="印刷もできます")
    in_title = saved(title="印刷の利用", summary="部屋もあります")
    assert find("印刷") == [in_title, in_body]


def test_signs_alone_find_nothing(app):
    saved(title="会議室")
    for text in ("", "   ", "*", "?", "。、", '""', "-", "\x00", "😀", "の"):
        assert find(text) == []


@pytest.mark.parametrize("text", ["*" * 50_000, "?" * 50_000, "会" * 50_000, '"' * 999, "(" * 300])
def test_hostile_texts_are_cut_short(app, text):
    saved(title="会議室")
    assert find(text) in ([], find("会議室"))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(max_size=80)
    | st.text(alphabet='*?"-−[]{}()~^:AND OR会議室の\x00\ud83d', max_size=60)
)
def test_no_text_breaks_the_search(app, text):
    assert isinstance(find(text), list)
