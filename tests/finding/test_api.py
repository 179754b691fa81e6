"""GET /api/v1/search answers the same as the page."""

from datetime import date

import pytest

from hub.search import outbox
from hub.taxonomies.models import Scheme
from tests import make


def ask(client, **asked):
    outbox.drain()
    return client.get("/api/v1/search", query_string=asked)


def test_an_item_says_what_it_is_and_where(visitor):
    menu = make.menu(
        title="<b>花</b>の苗", summary="花壇の苗を配ります。", confirmed_on=date(2026, 10, 1)
    )
    answer = ask(visitor, q="花").json
    assert answer["total"] == 1
    [item] = answer["items"]
    assert item["kind"] == "menu"
    assert item["id"] == menu.id
    assert item["url"] == f"/menus/{menu.id}"
    assert item["title"] == "<b>花</b>の苗"
    assert "花壇の苗を配ります。" in item["snippet"]
    assert item["date"] == "2026-10-01"


def test_facets_have_words_and_counts(visitor):
    make.menu(title="花の苗", terms=[make.term(Scheme.THEME, "f07", label="環境保全")])
    facets = ask(visitor, q="花").json["facets"]
    assert facets["kind"] == [{"value": "menu", "count": 1}]
    assert facets["theme"] == [{"value": "f07", "label": "環境保全", "count": 1}]


def test_kind_and_filters_narrow_down(visitor):
    town = make.ward("tama", "多摩区")
    make.menu(title="花の苗", terms=[town])
    make.menu(title="花の種")
    make.organization(name="花の会")
    assert ask(visitor, q="花").json["total"] == 3
    assert ask(visitor, q="花", kind="menu").json["total"] == 2
    assert ask(visitor, q="花", ward="tama").json["total"] == 1
    assert ask(visitor, q="花", kind="organization", ward="tama").json["total"] == 0


def test_long_answers_come_in_pages(visitor):
    for _number in range(27):
        make.menu(title="花の苗")
    assert len(ask(visitor, q="花").json["items"]) == 25
    answer = ask(visitor, q="花", page="2").json
    assert len(answer["items"]) == 2
    assert answer["pages"] == 2


@pytest.mark.parametrize(
    "asked",
    [{}, {"q": " "}, {"q": "花", "kind": "users"}, {"q": "花" * 201}, {"q": "花", "page": "0"},
     {"q": "花", "page": "x"}, {"q": "花", "sort": "price"}],
)  # fmt: skip
def test_bad_input_is_told_in_json(visitor, asked):
    response = ask(visitor, **asked)
    assert response.status_code == 400
    assert response.json["error"] == "invalid"
    assert response.json["message"]


@pytest.mark.parametrize("text", ["*", "\x00", "😀", '"', "-", "' OR 1=1 --", "%"])
def test_hostile_texts_find_nothing(visitor, text):
    response = ask(visitor, q=text)
    assert response.status_code == (400 if text == "\x00 " else 200)
    assert response.json["items"] == []
