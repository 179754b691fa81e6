"""A person leaves: what they hold goes to others in one step, and the successor begins with it."""

from datetime import date
from types import SimpleNamespace

import pytest

from hub.accounts.models import Membership, Role
from hub.actions.models import Action
from hub.audit.log import record
from hub.core.db import db
from hub.ideas.models import Idea
from hub.menus.models import Menu, MenuState
from hub.successions.models import SuccessionShare
from tests import make


@pytest.fixture
def world(app):
    home = make.organization()
    chief, leaver = make.user(home, Role.ADMIN), make.user(home, name="去る人")
    first, second = make.user(home, name="継ぐ人"), make.user(home, name="もう一人")
    draft = make.menu(home, title="書きかけの案内", state=MenuState.DRAFT, published_at=None)
    record(leaver, "menu:create", draft, organization_id=home.id)
    held = {
        "menu": make.menu(home, title="会議室を貸す", holder=leaver),
        "action": make.action(home, title="一覧を配る", holder=leaver),
        "idea": make.idea(make.meeting(home), title="合同の催し", keeper=home, holder=leaver),
    }
    other = make.action(home, title="ほかの人の宿題", holder=second)
    elsewhere = make.action(make.organization(), title="よその宿題", holder=leaver)
    db.session.commit()
    return SimpleNamespace(
        home=home, chief=chief, leaver=leaver, first=first, second=second, held=held, draft=draft,
        other=other, elsewhere=elsewhere, membership=leaver.memberships[0],
        members=f"/organizations/{home.id}/members/{leaver.memberships[0].id}",
    )  # fmt: skip


def _holders(world):
    db.session.rollback()
    return {name: thing.holder_id for name, thing in world.held.items()}


def test_everything_moves_in_one_step_and_the_membership_ends(world, as_user, clock):
    client = as_user(world.chief)
    page = client.get(f"{world.members}/succession").text
    for title in ("会議室を貸す", "一覧を配る", "合同の催し", "書きかけの案内"):
        assert title in page
    assert "ほかの人の宿題" not in page
    assert "よその宿題" not in page
    sent = {
        "successor": world.first.id, f"action-{world.held['action'].id}": world.second.id,
        "note": "鍵は事務室にあります。", "last_on": "2026-11-30",
    }  # fmt: skip
    sent |= {key: "same" for key in _keys(world) if key not in sent}
    assert client.post(f"{world.members}/succession", data=sent).status_code == 303
    first, second = world.first.id, world.second.id
    assert _holders(world) == {"menu": first, "action": second, "idea": first}
    assert db.session.get(Menu, world.draft.id).holder_id == first
    assert db.session.get(Membership, world.membership.id).ends_on == date(2026, 11, 30)
    assert db.session.get(Action, world.elsewhere.id).holder_id == world.leaver.id
    assert as_user(world.leaver).get(f"/menus/{world.draft.id}").status_code == 200
    clock.move_to(date(2026, 12, 1))
    assert as_user(world.leaver).get(f"/menus/{world.draft.id}").status_code == 404


def _keys(world):
    held = [f"{name}-{thing.id}" for name, thing in world.held.items()]
    return [*held, f"menu-{world.draft.id}"]


def _pass_on(world, client, **sent):
    data = {"successor": world.first.id, "note": "鍵は事務室に", "last_on": "2026-11-23"}
    data |= dict.fromkeys(_keys(world), "same") | sent
    return client.post(f"{world.members}/succession", data=data)


def test_the_successor_begins_with_the_list_until_it_is_received(world, as_user):
    assert _pass_on(world, as_user(world.chief)).status_code == 303
    client = as_user(world.first)
    page = client.get("/").text
    for told in ("去る人さんから", "鍵は事務室に", "会議室を貸す", "合同の催し", "受け取りました"):
        assert told in page
    assert "今日やること" in client.get("/?view=desk").text
    share = db.session.scalars(db.select(SuccessionShare)).one()
    for stranger in (world.second, make.user(), make.coordinator()):
        assert as_user(stranger).get(f"/successions/{share.id}").status_code == 404
    assert as_user(world.chief).post(f"/successions/{share.id}/receive").status_code == 403
    assert client.post(f"/successions/{share.id}/receive").status_code == 303
    assert "鍵は事務室に" not in client.get("/").text
    assert f"/successions/{share.id}" in client.get("/account").text
    assert "鍵は事務室に" in client.get(f"/successions/{share.id}").text


def test_ending_a_membership_leads_there_first(world, as_user):
    client = as_user(world.chief)
    for path, data in {
        f"{world.members}/end": {},
        world.members: {"role": "editor", "ends_on": "2027-03-31"},
    }.items():
        answer = client.post(path, data=data)
        assert answer.status_code == 303
        assert f"{world.members}/succession" in answer.location
    assert "2027-03-31" in client.get(answer.location).text
    db.session.rollback()
    assert world.membership.ends_on is None
    system = as_user(make.system_admin())  # reads no content: what is held is left to the chief
    assert system.get(f"{world.members}/succession").status_code == 403
    assert system.post(f"{world.members}/end").status_code == 303
    left = client.get(f"/organizations/{world.home.id}/holders").text
    assert all(f'value="{name}-{thing.id}"' in left for name, thing in world.held.items())


@pytest.mark.parametrize(
    "sent",
    [
        {"successor": ""},
        {"successor": "999999"},
        {"last_on": "2026-11-22"},
        {"last_on": "春"},
        {"note": "あ" * 10_001},
    ],
)
def test_nothing_moves_when_something_is_missing(world, as_user, sent):
    before = _holders(world)
    assert _pass_on(world, as_user(world.chief), **sent).status_code == 422
    assert _holders(world) == before


def test_the_last_admin_cannot_leave(world, as_user):
    mine = world.chief.memberships[0]
    answer = as_user(world.chief).post(
        f"/organizations/{world.home.id}/members/{mine.id}/succession",
        data={"last_on": "2026-11-30"},
    )
    assert answer.status_code == 422
    assert "組織の管理者がいなくなります" in answer.text


def test_what_is_left_for_later_is_listed(world, as_user):
    client = as_user(world.chief)
    assert _pass_on(world, client, successor="none").status_code == 303
    assert set(_holders(world).values()) == {None}
    assert db.session.scalars(db.select(SuccessionShare)).all() == []
    page = client.get(f"/organizations/{world.home.id}/holders").text
    assert "一覧を配る" in page
    assert db.session.get(Idea, world.held["idea"].id).keeper_id == world.home.id
