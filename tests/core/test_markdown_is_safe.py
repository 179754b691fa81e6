"""Markdown becomes HTML that runs nothing, whatever was written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import markdown

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[押す](javascript:alert(1))",
    "[押す](JaVaScRiPt&#58;alert(1))",
    "[押す](data:text/html;base64,PHNjcmlwdD4=)",
    "<svg onload=alert(1)>",
    "<a href='vbscript:x'>x</a>",
    "<iframe src=https://example.com></iframe>",
    "<form action=/logout method=post><button>x</button></form>",
    "<style>body{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<input type=text name=password autofocus>",
    "![x](javascript:alert(1))",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<h2 id=main onclick=alert(1)>x</h2>",
    "`<script>alert(1)</script>`",
    "<<script>script>alert(1)<</script>/script>",
]


def unsafe(html: str) -> list[str]:
    tags = re.findall(r"<[^>]*>", html)
    bad = [
        t for t in tags if re.search(r"\son\w+\s*=|style\s*=|javascript:|vbscript:|data:", t, re.I)
    ]
    return bad + re.findall(r"<(?:script|iframe|form|style|svg|img|button|object)\b", html, re.I)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_known_attacks_do_nothing(payload):
    assert unsafe(markdown.render(payload)) == []


@given(st.text(alphabet="<>\"'=()[]!#`*_- \nabjsonclick:&;/", max_size=200))
def test_nothing_that_is_typed_runs(text):
    assert unsafe(markdown.render(text)) == []


def test_an_input_is_a_check_box_that_cannot_be_pressed():
    html = markdown.render("- [ ] 会場を決める\n- [x] 案内を出す\n\n<input type=password>")
    assert html.count('type="checkbox"') == 2
    assert "password" not in html
    assert "checked" in html


def test_ids_of_a_text_cannot_meet_those_of_the_page():
    html = markdown.render("## 決定事項\n\n<h3 id=main>x</h3>")
    assert 'id="text-決定事項"' in html
    assert 'id="main"' not in html


def test_the_first_heading_is_below_the_page_s_own():
    assert "<h1" not in markdown.render("# 議事録")


def test_tables_and_line_breaks_are_kept():
    html = markdown.render("|費目|額|\n|---|--:|\n|会場|1,000|\n\n一行目\n二行目")
    assert "<table>" in html
    assert 'align="right"' in html
    assert "一行目<br" in html


def test_plain_text_has_no_marks():
    assert (
        markdown.plain("## 決定\n\n- **一覧**を[作る](https://example.jp) & 配る")
        == "決定 一覧を作る & 配る"
    )
