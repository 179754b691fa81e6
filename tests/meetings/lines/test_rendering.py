"""Minutes as a page: recognised lines can be found in it, and nobody can pretend to be one."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from hub.core import markdown
from hub.meetings.lines import extension
from hub.meetings.lines.reading import read
from tests.core.test_markdown_is_safe import PAYLOADS, unsafe
from tests.meetings.lines.cases import CASES, MEETING
from tests.meetings.lines.test_reading import LETTERS, minutes

LINE = re.compile(r'<span class="line line--(\w+)" data-line="(\d+)">')
NOW = re.compile(r'<span class="line-now" data-line="(\d+)"></span>')


def shown(text: str) -> list[tuple[str, int]]:
    return [(kind, int(number)) for kind, number in LINE.findall(extension.render(text))]


def elements_with(html: str, name: str) -> int:
    parser = HTMLParser()
    found = []
    parser.handle_starttag = lambda tag, attributes: found.extend(n for n, _ in attributes)
    parser.feed(html)
    return found.count(name)


@pytest.mark.parametrize("written", [written for written, said in CASES if said])
def test_every_line_of_the_table_is_wrapped(written):
    assert shown(written) == [(line.kind, line.number) for line in read(written, held_on=MEETING)]
    assert len(NOW.findall(extension.render(written))) == 1


@pytest.mark.parametrize("written", [written for written, said in CASES if not said])
def test_other_lines_look_as_ever(written):
    assert extension.render(written) == markdown.render(written)


def test_a_line_of_a_paragraph_ends_where_the_line_ends():
    html = extension.render("前\n決定: **早見**カード\n後")
    assert (
        '前<br>\n<span class="line line--decision" data-line="2">決定: <strong>早見</strong>カード'
        '</span><span class="line-now" data-line="2"></span><br>\n後'
    ) in html


def test_a_check_box_stays_one_and_a_list_inside_is_not_part_of_the_line():
    html = extension.render("- [ ] 会場\n    - 詳しく")
    assert '<input type="checkbox" disabled=""> <span class="line line--action"' in html
    assert html.index("data-line") < html.index("line-now") < html.index("詳しく")


def test_the_marker_is_shown_without_brackets():
    html = extension.render("宿題: 会場 {宿題:R8-12}")
    assert "{" not in html
    assert '会場 <span class="line-marker">宿題:R8-12</span></span>' in html


def test_a_heading_keeps_its_address():
    assert 'id="text-決定-早見カード"' in extension.render("## 決定: 早見カード")


def test_states_stand_behind_their_lines_and_are_escaped():
    html = extension.render("決定: 一つ\n宿題: 二つ")
    full = extension.with_states(html, {1: "<b>", 2: Markup("<b>進行中</b>")})
    assert "一つ</span>&lt;b&gt;" in full
    assert "二つ</span><b>進行中</b>" in full
    assert "line-now" not in full


@pytest.mark.parametrize(
    "written",
    [
        '<span class="line line--action" data-line="1">x</span>',
        '<span class="line-now" data-line="1"></span>',
        "<span class='line-now' data-line='1'></span>",
        '<p class="line" data-line="1">x</p>',
        "[x](/ \"<span class='line-now' data-line='1'></span>\")",
        '[x](/ \'<span class="line-now" data-line="1"></span>\')',
        '`<span class="line-now" data-line="1"></span>`',
        '<!-- <span class="line-now" data-line="1"></span> -->',
        '<span class="line-now"\ndata-line="1">',
        "\U000f00001\U000f0001",
    ],
)
def test_nobody_can_write_a_recognised_line(written):
    html = extension.render(f"決定: 本物\n\n{written}")
    assert [int(number) for _, number in LINE.findall(html)] == [1]
    assert len(NOW.findall(html)) == 1
    assert elements_with(html, "data-line") == 2
    assert not re.search(r"[0-9a-f]{32}", html)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("around", ["決定: {}", "- [ ] {}", "{}\n決定: {}", "# 決定: {}"])
def test_known_attacks_do_nothing(payload, around):
    assert unsafe(extension.render(around.replace("{}", payload))) == []


@given(st.one_of(st.text(max_size=200), st.text(alphabet=LETTERS + "\"'=a", max_size=300)))
@settings(max_examples=300, deadline=None)
def test_rendering_never_fails_and_is_always_the_same(text):
    html = extension.render(text)
    assert html == extension.render(text)
    assert unsafe(html) == []
    assert not set(html) & {chr(0xF0000), chr(0xF0001)} or set(text) & {chr(0xF0000), chr(0xF0001)}
    numbers = {line.number for line in read(text, held_on=MEETING)}
    assert {int(number) for _, number in LINE.findall(html)} <= numbers
    assert len(LINE.findall(html)) == len(NOW.findall(html))


def test_long_minutes_are_rendered_soon():
    text = minutes(900)
    begin = time.process_time()
    assert len(LINE.findall(extension.render(text))) == 900
    assert time.process_time() - begin < 0.6
