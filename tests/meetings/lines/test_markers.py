"""Markers: put once, found again, and kept while people edit around them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.meetings.lines import markers
from hub.meetings.lines.reading import read
from tests.meetings.lines.cases import CASES, MEETING
from tests.meetings.lines.test_reading import LETTERS

MINUTES = """# 議事録

決定: 早見カードを刷り直す
- [ ] 会場を予約する @多摩SDC 〆12/11\x20\x20
**宿題: 案内を作る**

| 内容 | 担当 | 期限 |
| --- | --- | --- |
| 受付 | 多摩SDC | 12/11 |
"""
ASSIGNED = {3: "決定:R8-3", 4: "宿題:R8-12", 5: "宿題:R8-13", 9: "宿題:R8-14"}


def test_a_marker_stands_at_the_end_of_its_line():
    lines = markers.mark(MINUTES, ASSIGNED).split("\n")
    assert lines[2] == "決定: 早見カードを刷り直す {決定:R8-3}"
    assert lines[3] == "- [ ] 会場を予約する @多摩SDC 〆12/11 {宿題:R8-12}  "
    assert lines[4] == "**宿題: 案内を作る** {宿題:R8-13}"
    assert lines[8] == "| 受付 {宿題:R8-14} | 多摩SDC | 12/11 |"


def test_marking_twice_is_marking_once():
    once = markers.mark(MINUTES, ASSIGNED)
    assert markers.mark(once, ASSIGNED) == once


def test_markers_are_found_with_the_numbers_of_their_lines():
    marked = markers.mark(MINUTES, ASSIGNED)
    assert markers.found(marked) == {marker: number for number, marker in ASSIGNED.items()}
    assert [line.marker for line in read(marked, held_on=MEETING)] == list(ASSIGNED.values())


def test_the_marker_of_a_copied_line_is_replaced():
    text = "宿題: 会場 {宿題:R8-12}\n宿題: 受付 {宿題:R8-12}"
    marked = markers.mark(text, {2: "宿題:R8-15"})
    assert marked == "宿題: 会場 {宿題:R8-12}\n宿題: 受付 {宿題:R8-15}"


def test_a_line_that_says_nothing_cannot_be_marked():
    with pytest.raises(ValueError, match="no recognised lines"):
        markers.mark(MINUTES, {1: "宿題:R8-12"})


@pytest.mark.parametrize("written", [written for written, said in CASES if said])
def test_every_line_of_the_table_reads_the_same_with_a_marker(written):
    (line,) = read(written, held_on=MEETING)
    word = {"decision": "決定", "action": "宿題", "idea": "種", "hold": "保留", "next": "保留"}
    marker = f"{word[line.kind]}:R8-77"
    marked = markers.mark(written, {line.number: marker})
    (again,) = read(marked, held_on=MEETING)
    assert again.marker == marker
    assert (again.content, again.organizations, again.day) == (
        line.content, line.organizations, line.day,
    )  # fmt: skip


WORDS = st.text(alphabet=LETTERS.translate(str.maketrans("", "", "\n\r`<>~{}|#[]")), max_size=20)


@given(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4), WORDS)
@settings(max_examples=300, deadline=None)
def test_a_marker_survives_editing_around_it(before, after, within):
    lines = [*before, "", f"宿題: {within} 会場を予約する {{宿題:R8-12}} {within}", "", *after]
    assert "宿題:R8-12" in markers.found("\n".join(lines))


@given(st.text(alphabet=LETTERS, max_size=300))
@settings(max_examples=300, deadline=None)
def test_marking_changes_nothing_but_the_marked_lines(text):
    numbers = [line.number for line in read(text, held_on=MEETING)]
    marked = markers.mark(text, {number: f"宿題:R8-{number}" for number in numbers})
    assert markers.mark(marked, {n: f"宿題:R8-{n}" for n in numbers}) == marked
    assert [line.number for line in read(marked, held_on=MEETING)] == numbers
    pairs = zip(text.split("\n"), marked.split("\n"), strict=True)
    assert [n for n, (old, new) in enumerate(pairs, 1) if old != new] == numbers
