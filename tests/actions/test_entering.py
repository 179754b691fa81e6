"""Entering an action, from a meeting or on one's own, and what is refused."""

import pytest

from hub.actions.models import Action, ActionKind, ActionVisibility
from hub.core.db import db
from hub.menus.models import MenuState
from tests import make


def entered() -> Action | None:
    return db.session.scalars(db.select(Action).order_by(Action.id.desc())).first()


def valid(lead, **given):
    return {
        "title": "一覧を作る", "kind": "todo", "due_on": "R8.12.4", "lead_id": lead.id,
        "visibility": "network",
    } | given  # fmt: skip


@pytest.fixture
def mine(app):
    return make.organization()


@pytest.fixture
def client(as_user, mine):
    return as_user(make.user(mine))


def test_on_ones_own(client, mine):
    partner = make.organization()
    answer = client.post(
        "/actions/new",
        data=valid(mine, body="**急ぎ**", person="事業係長", partner_ids=[partner.id],
                   visibility="network"),
    )  # fmt: skip
    assert answer.status_code == 303
    action = entered()
    assert action.lead_id == action.owner_id == mine.id
    assert action.partner_ids == {partner.id}
    assert action.due_on == action.first_due_on
    assert action.meeting is None
    page = client.get(answer.location)
    for text in ("一覧を作る", "<strong>急ぎ</strong>", "事業係長", partner.short_name,
                 "令和8年（2026年）12月4日（金）", "延長なし", "未着手", "登録した"):  # fmt: skip
        assert text in page.text


def test_from_an_agenda_item(as_user):
    secretariat, lead = make.organization(), make.organization()
    held = make.meeting(series=make.series(secretariat=secretariat))
    item = make.agenda_item(held, title="早見表について")
    client = as_user(make.user(secretariat))
    address = f"/actions/new?agenda_item={item.id}"
    form = client.get(address)
    assert "早見表について" in form.text
    assert held.name in form.text
    assert f'<option selected value="{item.id}">' in form.text
    assert 'name="visibility"' not in form.text
    answer = client.post(address, data=valid(lead, agenda_item_id=item.id))
    assert answer.status_code == 303
    action = entered()
    assert (action.meeting_id, action.agenda_item_id) == (held.id, item.id)
    assert (action.lead_id, action.owner_id) == (lead.id, secretariat.id)
    page = client.get(answer.location)
    assert "早見表について" in page.text
    assert f"/meetings/{held.id}" in page.text


def test_the_actions_of_a_meeting_are_entered_one_after_the_other(as_user):
    secretariat, lead = make.organization(), make.organization()
    held = make.meeting(series=make.series(secretariat=secretariat))
    client = as_user(make.user(secretariat))
    address = f"/actions/new?meeting={held.id}"
    assert 'name="again"' in client.get(address).text
    answer = client.post(address, data=valid(lead, title="ひとつめ", again="1"))
    assert (answer.status_code, answer.location) == (303, address)
    assert entered().meeting == held
    form = client.get(answer.location).text
    assert "続けて登録できます" in form
    assert 'value="ひとつめ"' not in form


def test_without_a_meeting_nobody_gives_work_to_others(client):
    other = make.organization()
    assert client.post("/actions/new", data=valid(other)).status_code == 422
    assert entered() is None


def test_a_meeting_that_one_cannot_see_is_not_there(client):
    held = make.meeting(series=make.series(visibility="series"))
    item = make.agenda_item(held)
    assert client.get(f"/actions/new?meeting={held.id}").status_code == 404
    assert client.get(f"/actions/new?agenda_item={item.id}").status_code == 404


@pytest.mark.parametrize("query", ["meeting=x", "agenda_item=99999", "meeting=99999", "meeting="])
def test_an_address_that_names_nothing_is_not_found(client, query):
    assert client.get(f"/actions/new?{query}").status_code == 404


def test_an_agenda_item_of_another_meeting_is_refused(as_user):
    secretariat = make.organization()
    series = make.series(secretariat=secretariat)
    held, item = make.meeting(series=series), make.agenda_item(make.meeting(series=series))
    client = as_user(make.user(secretariat))
    assert client.get(f"/actions/new?meeting={held.id}&agenda_item={item.id}").status_code == 404
    answer = client.post(
        f"/actions/new?meeting={held.id}", data=valid(secretariat, agenda_item_id=item.id)
    )
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " 　"}, "title"),
        ({"title": "あ" * 201}, "title"),
        ({"due_on": "R8.13.1"}, "due_on"),
        ({"due_on": ""}, "due_on"),
        ({"kind": "standing"}, "due_on"),
        ({"kind": "forever"}, "kind"),
        ({"lead_id": ""}, "lead_id"),
        ({"lead_id": "x"}, "lead_id"),
        ({"lead_id": "99999"}, "lead_id"),
        ({"partner_ids": ["99999"]}, "partner_ids"),
        ({"partner_ids": ["9" * 40]}, "partner_ids"),
        ({"menu_ids": ["99999"]}, "menu_ids"),
        ({"menu_ids": ["x"]}, "menu_ids"),
        ({"visibility": "public"}, "visibility"),
        ({"person": "あ" * 101}, "person"),
        ({"body": "あ" * 10_001}, "body"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, mine, given, field):
    answer = client.post("/actions/new", data=valid(mine, body="くわしい事情") | given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert f'href="#{field}' in answer.text
    if "body" not in given:
        assert "くわしい事情" in answer.text
    if "title" not in given:
        assert 'value="一覧を作る"' in answer.text
    if field == "due_on" and given.get("due_on"):
        assert "R8.13.1" in answer.text
    assert entered() is None


def test_all_that_is_wrong_is_said_at_once(client):
    page = client.post("/actions/new", data={}).text
    assert "3か所を直してください" in page
    for field in ("title", "lead_id", "due_on"):
        assert f'href="#{field}"' in page


def test_a_standing_action_has_no_due_date(client, mine):
    answer = client.post("/actions/new", data=valid(mine, kind="standing", due_on=""))
    assert answer.status_code == 303
    assert entered().kind is ActionKind.STANDING
    page = client.get(answer.location)
    assert "継続課題" in page.text
    assert "会議のたびに見る" in page.text


def test_ones_own_only_cannot_have_partners(client, mine):
    partner = make.organization()
    given = valid(mine, visibility="organization", partner_ids=[partner.id])
    answer = client.post("/actions/new", data=given)
    assert answer.status_code == 422
    assert "協力を外すか" in answer.text
    assert (
        client.post("/actions/new", data=valid(mine, visibility="organization")).status_code == 303
    )
    assert entered().visibility is ActionVisibility.ORGANIZATION


def test_the_lead_is_not_its_own_partner(client, mine):
    client.post("/actions/new", data=valid(mine, partner_ids=[mine.id]))
    assert entered().partners == []


def test_menus_of_lead_and_partners_are_offered_and_linked(client, mine):
    partner = make.organization()
    own, theirs = make.menu(mine, title="自分の部屋"), make.menu(partner, title="相手の部屋")
    make.menu(title="よその部屋")
    make.menu(partner, title="相手の下書き", state=MenuState.DRAFT)
    assert "自分の部屋" in client.get("/actions/new").text  # the only lead there can be
    offered = client.post(
        "/actions/new", data=valid(mine, partner_ids=[partner.id], offer_menus="1")
    )
    assert offered.status_code == 200
    assert entered() is None
    assert 'value="一覧を作る"' in offered.text
    assert "相手の部屋" in offered.text
    assert "よその部屋" not in offered.text
    assert "相手の下書き" not in offered.text
    answer = client.post(
        "/actions/new",
        data=valid(mine, partner_ids=[partner.id], menu_ids=[own.id, theirs.id]),
    )
    page = client.get(answer.location)
    assert "自分の部屋" in page.text
    assert "相手の部屋" in page.text


def test_a_menu_that_one_may_not_see_cannot_be_linked(client, mine):
    hidden = make.menu(make.organization(), visibility="organization")
    assert client.post("/actions/new", data=valid(mine, menu_ids=[hidden.id])).status_code == 422
    assert entered() is None


def test_linked_menus_are_shown_only_to_who_may_see_them(client, mine, as_user):
    own = make.menu(mine, title="内部の部屋", visibility="organization")
    make.action(mine, menus=[own])
    page = f"/actions/{entered().id}"
    assert "内部の部屋" in client.get(page).text
    assert "内部の部屋" not in as_user(make.user()).get(page).text


def test_hostile_text_stays_text(client, mine):
    script = "<script>alert(1)</script>\u0000\u0008"
    answer = client.post("/actions/new", data=valid(mine, title=script, body=script, person=script))
    page = client.get(answer.location)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "\u0008" not in entered().title
    listed = client.get("/actions")
    assert "<script>alert" not in listed.text
