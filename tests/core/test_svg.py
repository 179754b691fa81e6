"""Pictures take whatever people write, and carry no presentation of their own."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from hub.core import svg

HOSTILE = '"><script>alert(1)</script><a href="javascript:x" style="x" onload=\'y\'>&\x00\x1b'


def everything(content):
    drawn = [
        svg.rect(0, 0, 10, 10, "fill"),
        svg.text(0, 0, content, room=70),
        svg.hatch(0, 0, 40, 12, "hatch"),
        svg.arrow([(0, 0), (10, 0), (10, 20)], "arrow--stop"),
        svg.link("/ideas/1", content, svg.box(0, 0, 80, 60, content, over=content)),
    ]
    return svg.linked_picture(*drawn, width=100, height=60.04, title=content, desc=content)


@given(st.one_of(st.just(HOSTILE), st.text(max_size=60)))
def test_whatever_was_written_stays_text(content):
    tree = ElementTree.fromstring(everything(content))
    names = {element.tag for element in tree.iter()}
    attributes = {name for element in tree.iter() for name in element.attrib}
    assert not names & {"script", "style", "image", "use", "foreignObject"}
    assert not attributes & {"style", "onload", "onclick"}
    assert [element.get("href") for element in tree.iter("a")] == ["/ideas/1"]


@pytest.mark.parametrize(
    ("tag", "attributes", "named"),
    [
        ("rect", {"style": "fill:red"}, "style"),
        ("rect", {"onclick": "x"}, "onclick"),
        ("script", {}, "script"),
        ("a", {"href": "javascript:alert(1)"}, "javascript"),
        ("a", {"href": "data:text/html,x"}, "data"),
    ],
)
def test_what_no_picture_needs_is_refused(tag, attributes, named):
    with pytest.raises(ValueError, match=named):
        svg.element(tag, **attributes)


def test_a_picture_says_what_it_is_and_links_stay_reachable():
    image = svg.picture(width=10, height=10, title="残った種", desc="3件のうち1件")
    linked = svg.linked_picture(svg.link("/ideas", "一覧"), width=10, height=10, title="種")
    assert 'role="img"' in image
    assert "<title>残った種</title><desc>3件のうち1件</desc>" in image
    assert 'role="group"' in linked
    assert isinstance(linked, Markup)


@given(st.text(st.sampled_from("あa・１𠮷e\u0301 "), max_size=40), st.integers(28, 200))
def test_text_is_cut_by_its_width(content, room):
    assert svg.width_of(svg.cut(content, room)) <= max(room, 14)
    rows = svg.wrap(content, room, 2)
    assert len(rows) <= 2
    assert all(svg.width_of(row) <= room for row in rows)


def test_full_width_characters_count_two():
    assert svg.width_of("市民ab") == 42
    assert svg.cut("かわさき市民活動センター", 70) == "かわさき…"
    assert svg.wrap("市民活動センター", 56, 2) == ["市民活動", "センター"]


def test_a_hatch_stays_inside_its_rectangle():
    path = svg.hatch(10, 20, 30, 12, "hatch")
    points = [tuple(map(float, pair)) for pair in re.findall(r"([\d.]+),([\d.]+)", path)]
    assert points
    assert all(10 <= x <= 40 and 20 <= y <= 32 for x, y in points)
