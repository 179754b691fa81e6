"""Raising an idea at any time, and putting its words right."""

from datetime import date

import pytest

from hub.accounts.models import Role
from hub.core.db import db
from hub.ideas.models import Idea, IdeaEventKind, IdeaVisibility, Stage
from hub.meetings.models import Visibility
from hub.taxonomies.models import Scheme
from tests import make

TITLE = "合同の見学会をひらく"


@pytest.fixture
def home(app):
    return make.organization(short_name="本組織")


@pytest.fixture
def person(home):
    return make.user(home)


@pytest.fixture
def client(as_user, person):
    return as_user(person)


def send(client, home, path="/ideas/new", **given):
    data = {"title": TITLE, "proposer_id": home.id, "visibility": "network"} | given
    answer = client.post(path, data=data)
    db.session.rollback()
    return answer


def only():
    return db.session.scalars(db.select(Idea)).one()


def test_any_member_raises_one_and_it_is_in_the_ledger_and_the_search(client, home, person):
    theme, ward = make.term(Scheme.THEME, "f03", label="まちづくり"), make.ward()
    keeper = make.organization(short_name="育て組織")
    answer = send(client, home, body="三区で。", keeper_id=keeper.id, look_at_on="R9.1.15",
                  theme_ids=[theme.id], ward_ids=[ward.id])  # fmt: skip
    assert answer.status_code == 303
    idea = only()
    assert (idea.stage, idea.proposer, idea.keeper, idea.proposed_by) == (
        Stage.SEED, home, keeper, person,
    )  # fmt: skip
    assert (idea.look_at_on, set(idea.terms)) == (date(2027, 1, 15), {theme, ward})
    assert [e.kind for e in idea.events] == [IdeaEventKind.RAISED]
    page = client.get(f"/ideas/{idea.id}").text
    for said in (TITLE, "三区で。", "育て組織", "まちづくり", "中原区", "連携の種を出した"):
        assert said in page
    assert TITLE in client.get("/ideas").text
    assert client.get("/api/v1/search?q=見学会").json["total"] == 1


def test_the_next_liaison_meeting_is_offered_and_nothing_needs_to_be_decided(client, home):
    make.meeting(held_on=date(2026, 12, 9))
    page = client.get("/ideas/new").text
    assert 'value="2026-12-09"' in page
    assert f'<option selected value="{home.id}">' in page
    assert send(client, home).status_code == 303
    assert (only().keeper, only().look_at_on) == (None, None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": "　"}, "入れてください"),
        ({"title": "あ" * 201}, "200字まで"),
        ({"look_at_on": "2026-11-22"}, "今日より後の日"),
        ({"look_at_on": "いつか"}, "日付として読めません"),
        ({"theme_ids": ["999999999999"]}, ""),
        ({"keeper_id": "99999"}, ""),
        ({"proposer_id": ""}, "選んでください"),
        ({"visibility": "everyone"}, ""),
    ],
)
def test_what_is_refused_comes_back_with_all_that_was_typed(client, home, given, said):
    answer = send(client, home, body="書いた文はなくならない\x00", **given)
    assert answer.status_code == 422
    assert "書いた文はなくならない" in answer.text
    assert said in answer.text
    assert db.session.scalar(db.select(db.func.count()).select_from(Idea)) == 0


def test_one_writes_for_ones_own_organization_only(client, as_user, home):
    assert send(client, make.organization()).status_code == 422
    assert as_user(make.user(home, Role.VIEWER)).get("/ideas/new").status_code == 403


def test_private_means_kept_by_who_raised_it(client, as_user, home):
    other = make.organization()
    private = {"visibility": "organization"}
    refused = send(client, home, keeper_id=other.id, **private)
    assert (refused.status_code, "出した組織だけが育てられます" in refused.text) == (422, True)
    assert send(client, home, keeper_id=home.id, **private).status_code == 303
    idea = only()
    stranger = as_user(make.user(other))
    assert stranger.get(f"/ideas/{idea.id}").status_code == 404
    assert TITLE not in stranger.get("/ideas?stage=all").text
    kept = {"stage": "studied", "said": "", "keeper_id": other.id, "version": idea.version}
    refused = client.post(f"/ideas/{idea.id}/stage", data=kept)
    assert refused.status_code == 422


def test_one_from_a_meeting_is_read_by_its_readers_and_answered_for_by_its_secretariat(
    client, as_user, home
):
    series = make.series(home, visibility=Visibility.SERIES)
    meeting = make.meeting(series=series)
    item = make.agenda_item(meeting)
    path = f"/ideas/new?meeting={meeting.id}"
    assert item.title in client.get(path).text
    assert client.get("/ideas/new?meeting=x").status_code == 404
    assert send(client, home, path, agenda_item_id=item.id).status_code == 303
    idea = only()
    assert (idea.meeting, idea.agenda_item, idea.proposer) == (meeting, item, home)
    assert TITLE in client.get(f"/meetings/{meeting.id}").text
    stranger = as_user(make.user(make.organization()))
    assert stranger.get(path).status_code == 404
    assert stranger.get(f"/ideas/{idea.id}").status_code == 404
    secretariat = as_user(make.user(series.secretariat))
    assert "段階や育てる組織を変える" in secretariat.get(f"/ideas/{idea.id}").text


def test_one_from_a_menu_belongs_to_it(client, as_user, home):
    menu = make.menu(make.organization())
    assert "このメニューから思いついたこと" in client.get(f"/menus/{menu.id}").text
    assert send(client, home, f"/ideas/new?menu={menu.id}").status_code == 303
    assert only().menus == [menu]
    assert TITLE in client.get(f"/menus/{menu.id}").text
    assert TITLE in client.get(f"/organizations/{home.id}").text
    assert client.get("/ideas/new?menu=99999").status_code == 404


@pytest.fixture
def idea(home):
    return make.idea(proposer=home, title=TITLE, body="はじめの文")


def edit(client, idea, **given):
    data = {"title": idea.title, "body": idea.body, "visibility": "network",
            "version": idea.version} | given  # fmt: skip
    answer = client.post(f"/ideas/{idea.id}/edit", data=data)
    db.session.rollback()
    return answer


def test_words_are_put_right_and_who_comes_second_chooses(client, idea):
    seen = idea.version
    assert edit(client, idea, body="先の人の文").status_code == 303
    late = edit(client, idea, body="後の人の文", version=seen)
    assert late.status_code == 409
    assert "先の人の文" in late.text
    assert "後の人" in late.text
    merged = {"keep-body": "merged", "merged-body": "二人の文", "body": "後の人の文"}
    assert edit(client, idea, **merged).status_code == 303
    assert idea.body == "二人の文"
    assert [e.kind for e in idea.events] == [IdeaEventKind.EDITED] * 2


def test_what_others_joined_does_not_become_private(client, idea, as_user):
    make.idea_partner(idea, make.organization())
    refused = edit(client, idea, visibility="organization", body="直した文")
    assert refused.status_code == 422
    assert "直した文" in refused.text
    coordinator = as_user(make.coordinator())
    assert edit(coordinator, idea, visibility="organization", body="文").status_code == 303
    assert (idea.visibility, idea.body) == (IdeaVisibility.NETWORK, "文")
