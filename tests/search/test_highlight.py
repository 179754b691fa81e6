"""What was searched for is marked as it is written in the text, and nothing else is HTML."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from hub.search import query
from hub.search.highlight import Highlighter


def marked(typed, text):
    return str(Highlighter(query.read(typed)).mark(text))


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("助成", "公益活動助成の案内", "公益活動<mark>助成</mark>の案内"),
        ("ict", "ＩＣＴ講習", "<mark>ＩＣＴ</mark>講習"),
        ("サーバー", "ｻｰﾊﾞｰの設置", "<mark>ｻｰﾊﾞｰ</mark>の設置"),
        ("打ち合わせ", "打合せの場所", "<mark>打合せ</mark>の場所"),
        ("申込", "申し込みの方法", "<mark>申し込み</mark>の方法"),
        ("会議 部屋", "会議の部屋", "<mark>会議</mark>の<mark>部屋</mark>"),
        ('"会議の部屋"', "会議の部屋と会議", "<mark>会議の部屋</mark>と会議"),
        ("ict", "district ict", "district <mark>ict</mark>"),
        ("堂", "公会堂", "公会<mark>堂</mark>"),
        ("㈱", "株式会社(株)", "株式会社<mark>(株)</mark>"),
        ("script", "<script>alert(1)</script>",
         "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;"),
        ("無い", "助成", "助成"),
    ],
)  # fmt: skip
def test_marks(typed, text, expected):
    assert marked(typed, text) == expected


def test_a_snippet_shows_the_place_and_no_markdown():
    text = (
        "## 協議事項\n\n"
        + "あいさつがあった。" * 40
        + "\n\n- **助成の早見表**を[作る](https://example.jp)\n"
    )
    snippet = str(Highlighter(query.read("早見表")).snippet(text))
    assert "助成の<mark>早見表</mark>を作る" in snippet
    assert snippet.startswith("…")
    assert "*" not in snippet


def test_a_snippet_without_a_match_is_the_beginning():
    assert str(Highlighter(query.read("宇宙")).snippet("# 次第\n\nはじめに")) == "次第 はじめに"


@settings(max_examples=200, deadline=None)
@given(
    typed=st.text(max_size=20),
    text=st.text(max_size=200) | st.text("サーバーｻｰﾞ<&>会議", max_size=60),
)
def test_only_marks_are_added(typed, text):
    highlighter = Highlighter(query.read(typed))
    bare = highlighter.mark(text).replace(Markup("<mark>"), "").replace(Markup("</mark>"), "")
    assert Markup(bare).unescape() == text
    assert isinstance(highlighter.snippet(text), Markup)
