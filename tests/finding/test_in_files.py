"""The text of attachments is found, with its page, by who reads what the file belongs to."""

import pytest

from hub.attachments import extraction
from hub.meetings.models import Visibility
from hub.search import outbox
from tests import make
from tests.attachments import papers


@pytest.fixture
def read():
    def do():
        extraction.read_waiting()
        outbox.drain()

    return do


def test_the_page_or_sheet_is_named_with_what_stands_there(visitor, read):
    menu = make.menu(title="部屋の案内")
    guide = papers.pdf("はじめに", "打合せは三階で", "終わり")
    make.attachment("menu", menu.id, "手引き.pdf", guide)
    make.attachment("menu", menu.id, "表.xlsx", papers.xlsx(名簿="あ", 料金="冷房 百円"))
    read()
    for words, place, text in (
        ("三階", "2ページ", "打合せは<mark>三階</mark>で"),
        ("打ち合わせ", "2ページ", "<mark>打合せ</mark>は三階で"),  # as it is meant
        ("冷房", "シート「料金」", "<mark>冷房</mark> 百円"),
    ):
        page = visitor.get(f"/search?q={words}&kind=attachment").text
        assert f">{place}</b>　{text}" in page, words
        item, *_others = visitor.get(f"/api/v1/search?q={words}&kind=attachment").json["items"]
        assert item["place"] == place


def test_only_readers_of_the_meeting_find_what_is_in_its_files(as_user, visitor, read):
    series = make.series(member := make.organization(), visibility=Visibility.SERIES)
    meeting = make.meeting(member, series=series)
    make.attachment("meeting", meeting.id, "資料.pdf", papers.pdf("ひみつの計画"))
    read()
    address = "/api/v1/search?q=ひみつの計画"
    assert as_user(make.user(member)).get(address).json["total"] == 1
    for client in (visitor, as_user(make.user())):
        answer = client.get(address)
        assert answer.json["total"] == 0
        assert "資料" not in answer.text


def test_a_file_that_was_taken_away_is_not_found(as_user, read):
    menu = make.menu()
    file = make.attachment("menu", menu.id, "手引き.txt", "冷房の使い方".encode())
    read()
    client = as_user(make.user(menu.provider))
    assert client.get("/api/v1/search?q=冷房").json["total"] == 1
    client.post(f"/attachments/{file.id}/remove")
    assert client.get("/api/v1/search?q=冷房").json["total"] == 0
