"""Actions and menus of an idea: made from it, linked to it, and shown to their readers only."""

import re

import pytest

from hub.actions.models import Action, ActionVisibility
from hub.core.db import db
from hub.ideas.models import IdeaVisibility
from hub.meetings.models import Visibility
from hub.menus.models import MenuVisibility
from tests import make


@pytest.fixture
def home(app):
    return make.organization(short_name="本組織")


@pytest.fixture
def client(as_user, home):
    return as_user(make.user(home))


@pytest.fixture
def idea(home):
    return make.idea(proposer=home, keeper=home, title="合同の見学会")


def enter(client, home, idea, **given):
    data = {"title": "見学先に声をかける", "kind": "todo", "lead_id": home.id,
            "due_on": "2026-12-18", "visibility": "network"} | given  # fmt: skip
    answer = client.post(f"/actions/new?idea={idea.id}", data=data)
    db.session.rollback()
    return answer


def test_an_action_made_from_an_idea_belongs_to_it(client, as_user, home, idea):
    partner = make.organization(short_name="加わり組織")
    make.idea_partner(idea, partner)
    page = client.get(f"/actions/new?idea={idea.id}").text
    assert 'value="合同の見学会"' in page
    assert f'<a href="/ideas/{idea.id}">合同の見学会</a>' in page
    [joined] = re.findall(r'<input checked id="partner_ids-[^>]*>', page)
    assert f'value="{partner.id}"' in joined
    refused = enter(client, home, idea, due_on="")
    assert (refused.status_code, idea.actions) == (422, [])
    assert enter(client, home, idea).status_code == 303
    [action] = idea.actions
    assert "見学先に声をかける" in client.get(f"/ideas/{idea.id}").text
    shown = client.get(f"/actions/{action.id}").text
    assert "もとの連携の種" in shown
    assert "合同の見学会" in shown


def test_who_is_not_concerned_makes_none_of_it(as_user, home, idea):
    other = make.organization()
    stranger = as_user(make.user(other))
    assert stranger.get(f"/actions/new?idea={idea.id}").status_code == 403
    assert enter(stranger, other, idea).status_code == 403
    for odd in ("x", "99999", "9" * 30):
        assert stranger.get(f"/actions/new?idea={odd}").status_code == 404
    assert db.session.scalar(db.select(db.func.count()).select_from(Action)) == 0


@pytest.mark.parametrize("origin", ["自組織のみ", "会議体まで"])
def test_what_few_read_is_not_told_to_many_by_an_action(client, home, origin):
    if origin == "自組織のみ":
        secret = make.idea(proposer=home, visibility=IdeaVisibility.ORGANIZATION)
    else:
        series = make.series(home, visibility=Visibility.SERIES)
        secret = make.idea(make.meeting(series=series), keeper=home)
    page = client.get(f"/actions/new?idea={secret.id}").text
    choices = re.findall(r'<input[^>]*name="visibility"[^>]*>', page)
    assert ["organization" in choice for choice in choices if "checked" in choice] == [True]


def test_links_are_shown_to_who_reads_both_and_stay_for_the_others(client, as_user, home, idea):
    other = make.organization(short_name="他組織")
    secret = make.action(other, title="他の宿題", visibility=ActionVisibility.ORGANIZATION)
    hidden = make.menu(other, title="他の支援", visibility=MenuVisibility.ORGANIZATION)
    open_action, menu = make.action(home, title="本の宿題"), make.menu(home, title="本の支援")
    idea.actions, idea.menus = [secret], [hidden]
    db.session.commit()
    page = client.get(f"/ideas/{idea.id}/links").text
    assert "本の宿題" in page
    assert "本の支援" in page
    assert "他の" not in page
    data = {"action_ids": [open_action.id], "menu_ids": [menu.id], "version": idea.version}
    assert client.post(f"/ideas/{idea.id}/links", data=data).status_code == 303
    db.session.rollback()
    assert set(idea.actions) == {secret, open_action}
    assert set(idea.menus) == {hidden, menu}
    assert "他の" not in client.get(f"/ideas/{idea.id}").text
    reader = as_user(make.user(other)).get(f"/ideas/{idea.id}").text
    assert "他の宿題" in reader
    assert "本の支援" in reader
    forged = data | {"action_ids": [make.action(other, visibility=secret.visibility).id]}
    assert client.post(f"/ideas/{idea.id}/links", data=forged).status_code == 422


def test_others_are_found_by_their_words_and_a_late_choice_comes_back(client, idea):
    far = make.action(title="遠くの組織の調べもの")
    assert "遠くの" not in client.get(f"/ideas/{idea.id}/links").text
    path = f"/ideas/{idea.id}/links?q=調べもの"
    assert "遠くの" in client.get(path).text
    late = client.post(path, data={"action_ids": [far.id], "version": idea.version + 7})
    db.session.rollback()
    assert late.status_code == 409
    assert "checked" in late.text
    assert idea.actions == []


def test_the_page_of_an_action_names_no_idea_that_its_reader_may_not_read(client, as_user, home):
    secret = make.idea(proposer=home, title="秘密の種", visibility=IdeaVisibility.ORGANIZATION)
    secret.actions = [make.action(home)]
    db.session.commit()
    address = f"/actions/{secret.actions[0].id}"
    assert "秘密の種" in client.get(address).text
    assert "秘密の種" not in as_user(make.user()).get(address).text
