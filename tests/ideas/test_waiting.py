"""What waits for somebody's organizations: on their first page and in their calendar."""

from datetime import date

import pytest

from tests import make


@pytest.fixture
def home(app):
    return make.organization(short_name="本組織")


@pytest.fixture
def client(as_user, home):
    return as_user(make.user(home))


def test_the_first_page_shows_what_the_ledger_calls_waiting(client, as_user, home):
    other = make.organization()
    for title, given in {
        "日の来た種": {"proposer": other, "keeper": home, "look_at_on": date(2026, 11, 20)},
        "宙ぶらりん": {"proposer": home},
        "先の種": {"proposer": home, "keeper": home, "look_at_on": date(2027, 1, 15)},
        "よその種": {"proposer": other, "keeper": other, "look_at_on": date(2026, 11, 20)},
    }.items():
        make.idea(title=title, **given)
    page = client.get("/").text
    waiting = page.partition("あなたの組織を待つ連携の種")[2].partition("</section>")[0]
    ledger = client.get("/ideas?need=waiting").text
    for title in ("日の来た種", "宙ぶらりん"):
        assert title in waiting
        assert title in ledger
    for title in ("先の種", "よその種"):
        assert title not in waiting
        assert title not in ledger
    assert "あなたの組織を待つ連携の種" not in as_user(make.user()).get("/").text


def test_who_proposed_reads_on_the_first_page_that_it_moves(client, as_user, home):
    idea = make.idea(proposer=home, title="動いた種", keeper=make.organization())
    keeper = as_user(make.user(idea.keeper))
    keeper.post(f"/ideas/{idea.id}/notes", data={"text": "声をかけた"})
    assert "自組織の連携の種の動き" in client.get("/").text
    assert "動いた種" not in as_user(make.user()).get("/").text
