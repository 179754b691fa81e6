"""Two writers: nothing is lost, and what does not meet is merged."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.meetings.lines.merge import Conflict, merge

TEXTS = st.lists(st.sampled_from(["", "あ", "い", "う", "え", "お", "か"]), max_size=8).map(
    "\n".join
)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("あ\nい\nう", "ア\nい\nう", "あ\nい\nウ", "ア\nい\nウ"),
        ("あ\nい\nう", "ア\nい\nう", "あ\nイ\nう", "ア\nイ\nう"),  # neighbours
        ("あ\nい", "あ\nい\nう", "あ\nい\nう", "あ\nい\nう"),  # the same once
        ("あ\nい\nう", "あ\nう", "あ\nい\nう\nえ", "あ\nう\nえ"),
        ("あ\nい", "零\nあ\nい", "あ\nい\nう", "零\nあ\nい\nう"),
        ("あ\nい", "あ\n間\nい", "あ\nイ", "あ\n間\nイ"),
        ("あ", "あ\nい\nう", "あ\nい", "あ\nい\nう"),  # the same, and more
        ("あ\nい\nう\nえ", "ア\nイ\nう\nえ", "あ\nい\nウ\nエ", "ア\nイ\nウ\nエ"),
    ],
)
def test_changes_of_different_lines_are_both_taken(base, mine, theirs, merged):
    assert merge(base, mine, theirs).text == merged
    assert merge(base, theirs, mine).text == merged


def test_changes_of_one_line_are_shown_with_both_sides():
    result = merge("頭\n会場\n尾", "頭\n会場は多摩区\n尾", "頭\n会場は宮前区\n尾")
    assert result.text is None
    assert result.conflicts == (Conflict(2, ("会場",), ("会場は多摩区",), ("会場は宮前区",)),)
    assert result.settled(lambda conflict: conflict.theirs) == "頭\n会場は宮前区\n尾"
    both = result.settled(lambda conflict: (*conflict.mine, *conflict.theirs))
    assert both == "頭\n会場は多摩区\n会場は宮前区\n尾"


def test_two_who_add_at_the_same_place_are_asked():
    result = merge("頭", "頭\nわたし", "頭\nあなた")
    assert result.conflicts == (Conflict(2, (), ("わたし",), ("あなた",)),)


def test_one_changes_what_the_other_deletes():
    result = merge("頭\n会場\n尾", "頭\n尾", "頭\n会場は宮前区\n尾")
    assert result.conflicts == (Conflict(2, ("会場",), (), ("会場は宮前区",)),)


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_one_writer_alone_is_taken_as_a_whole(base, text):
    assert merge(base, text, base).text == text
    assert merge(base, base, text).text == text
    assert merge(base, text, text).text == text


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=500, deadline=None)
def test_the_writers_are_equals_and_nothing_is_lost(base, mine, theirs):
    ours, turned = merge(base, mine, theirs), merge(base, theirs, mine)
    assert ours.text == turned.text
    assert [(c.number, c.mine, c.theirs) for c in ours.conflicts] == [
        (c.number, c.theirs, c.mine) for c in turned.conflicts
    ]
    shown = ours.settled(lambda conflict: (*conflict.mine, *conflict.theirs)).split("\n")
    for text in (mine, theirs):
        assert set(text.split("\n")) - set(base.split("\n")) <= set(shown)


@given(st.text(max_size=100), st.text(max_size=100), st.text(max_size=100))
@settings(deadline=None)
def test_no_text_is_too_strange(base, mine, theirs):
    merge(base, mine, theirs)


@pytest.mark.parametrize("line", ["- [ ] 会場 {}", "- [ ] 会場", ""])
def test_long_texts_are_merged_at_once(line):
    base = [line.format(number) for number in range(8000)]
    mine = [*base[:2000], "わたし", *base[2001:]]
    theirs = [*base[:5000], "あなた", "もう一行", *base[5200:]]
    begin = time.process_time()
    merge("\n".join(base), "\n".join(mine), "\n".join(theirs))
    merge("\n".join(base), "\n".join(reversed(base)), "\n".join(theirs[::2]))
    assert time.process_time() - begin < 2
