"""Everything that is loaded can be found, by whom it is for."""

import pytest

from hub.accounts.models import User
from hub.core.db import db


@pytest.fixture
def titles(demo, as_user, visitor):
    """Titles that the search finds, for somebody of the demo or for a visitor."""

    def find(words: str, email: str | None = None, kind: str = ""):
        user = db.session.scalars(db.select(User).filter_by(email=email)).one() if email else None
        client = as_user(user) if user else visitor
        answer = client.get("/api/v1/search", query_string={"q": words, "kind": kind})
        assert answer.status_code == 200, answer.text
        return [item["title"] for item in answer.json["items"]]

    return find


def test_a_visitor_finds_a_menu(titles):
    assert "会議室の利用（2室・連結可）" in titles("会議室", kind="menu")
    assert "国際交流・多文化共生 補助金" in titles("外国人支援 補助")


def test_nobody_outside_the_provider_finds_a_draft(titles):
    for who in (None, "tama@example.jp", "jimukyoku@example.jp"):
        assert "通訳ボランティアの同行（準備中）" not in titles("通訳ボランティアの同行", who)


def test_somebody_of_the_network_finds_an_action_a_decision_and_a_file(titles):
    who = "kokusai@example.jp"
    assert "会議室の空き傾向と機材を一覧にする" in titles("空き傾向 機材", who, "action")
    assert "相談の取次ぎは共通の一枚で行い、結果を返す" in titles("取次ぎ 共通", who, "decision")
    assert any("早見表" in title for title in titles("早見表", who, "attachment"))
    assert titles("空き傾向 機材", kind="action") == []


def test_what_was_said_in_a_meeting_is_found_by_its_words(titles):
    found = titles("四月に止まりやすい", "kokusai@example.jp", "meeting")
    assert "令和8年度 第1回 中間支援ネットワーク連絡会議（所管部署同席）" in found


def test_the_working_group_is_found_by_its_members_only(titles):
    words, decision = "助成・補助の年間一覧", "助成・補助の年間一覧を作り、春の募集前に公開する"
    assert decision in titles(words, "shokan@example.jp", "decision")
    assert decision not in titles(words, "tama@example.jp", "decision")


def test_index_and_database_are_equal_after_loading(demo):
    result = demo.test_cli_runner().invoke(args=["search", "check"])
    assert result.exit_code == 0, result.output
