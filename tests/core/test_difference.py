"""Differences of texts: readable, escaped, and never slow."""

from time import perf_counter

import pytest
from flask import render_template_string
from werkzeug.datastructures import MultiDict

from hub.core.conflict import Row, merged
from hub.core.difference import difference
from hub.core.paging import current_url


def test_words_that_went_and_came_are_marked_inside_their_line():
    found = difference("申込みは3か月前まで\n電話で", "申込みは10か月前まで\n電話で")

    assert found == "申込みは<del>3</del><ins>10</ins>か月前まで<br>電話で"


def test_texts_are_escaped():
    found = difference("<b>古い</b>", "<script>新しい</script>")

    assert "<b>" not in found
    assert "<script>" not in found


@pytest.mark.parametrize("unit", ["あ", "あ\n", "のは", "<del>"])
def test_long_and_monotonous_texts_are_compared_in_a_moment(unit):
    begun = perf_counter()

    difference(unit * 5_000, "い" + unit * 4_900)

    assert perf_counter() - begun < 2


def test_a_choice_of_theirs_replaces_what_was_typed_and_a_merged_text_wins():
    given = MultiDict(
        {"title": "私の題", "body": "私の文", "wards": "tama", "url": "https://a.example"}
        | {"keep-title": "mine", "keep-wards": "theirs", "keep-body": "merged"}
        | {"merged-body": "二人の文", "keep-version": "theirs"}
    )
    stored = {"title": ["先の題"], "body": ["先の文"], "wards": ["asao", "all"], "url": [""]}

    values = merged(given, stored)

    assert values.get("title") == "私の題"
    assert values.getlist("wards") == ["asao", "all"]
    assert values.get("body") == "二人の文"
    assert values.get("url") == "https://a.example"
    assert "version" not in values


def test_the_page_of_a_conflict_offers_a_choice_for_each_named_row(app):
    rows = [
        Row("名前", "先<b>", "私", "title"),
        Row("内容", "先", "\n私", "body", True),
        ("見るだけ", "先", ""),
    ]
    page = "{% from 'ui/conflict.html' import conflict %}{{ conflict(rows) }}"
    with app.test_request_context():
        html = render_template_string(page, rows=rows)

    assert html.count('name="keep-title"') == 2
    assert html.count('name="keep-body"') == 3
    assert 'name="merged-body"' in html
    assert "先&lt;b&gt;" in html
    assert "<del>" in html
    assert html.count("radiogroup") == 2


def test_addresses_of_a_list_ignore_names_that_mean_something_to_flask(app):
    with app.test_request_context("/?endpoint=x&_scheme=javascript&_external=1&q=a"):
        assert current_url(page=2) == "/?q=a&page=2"
