"""担当者: who of an organization looks after a menu, an action or an idea."""

import pytest

from hub.accounts.models import Role
from hub.actions import handovers
from hub.actions.handover_models import ActionHandover
from hub.core.db import db, transaction
from tests import make


@pytest.fixture
def home(app):
    return make.organization()


@pytest.fixture
def things(home):
    return {
        "menu": make.menu(home),
        "action": make.action(home),
        "idea": make.idea(make.meeting(home), keeper=home),
    }


@pytest.mark.parametrize("kind", ["menu", "action", "idea"])
def test_a_name_is_shown_to_its_own_organization_only(things, home, as_user, visitor, kind):
    thing, path = things[kind], f"/{kind}s/{things[kind].id}"
    editor, viewer = make.user(home, name="木村さつき"), make.user(home, Role.VIEWER)
    client = as_user(editor)
    assert "わたしが担当する" in client.get(path).text
    version = thing.version
    sent = {"user_id": editor.id}
    address = f"/holders/{kind}/{thing.id}"
    assert client.post(address, data=sent).status_code == 303
    db.session.rollback()
    assert (thing.holder_id, thing.version) == (editor.id, version)  # nobody's form is refused
    page = as_user(viewer).get(path).text
    assert "木村さつき" in page
    assert address not in page  # reads, and says nothing
    for other in (visitor, as_user(make.user()), as_user(make.coordinator())):
        assert "木村さつき" not in other.get(path).text
    assert client.post(address, data={"user_id": make.user().id}).status_code == 422
    assert client.post(address, data={"user_id": ""}).status_code == 303
    db.session.rollback()
    assert thing.holder_id is None


def test_another_lead_has_its_own_holder(things, home):
    to, action = make.organization(), things["action"]
    action.holder = make.user(home)
    asked = make.action_handover(action, to)
    accepting = make.user(to)
    with transaction():
        handovers.accept(accepting, db.session.get(ActionHandover, asked.id))
    assert (action.lead_id, action.holder_id) == (to.id, None)


def test_what_nobody_holds_is_listed_and_given_at_once(things, home, as_user):
    chief, gone = make.user(home, Role.ADMIN), make.user()
    things["menu"].holder, things["idea"].holder = gone, chief
    make.action(home).complete("済み", things["action"].due_on)
    db.session.commit()
    client = as_user(chief)
    address = f"/organizations/{home.id}/holders"
    for path in ("/", f"/organizations/{home.id}"):
        assert "担当者のいないもの" in client.get(path).text
    page = client.get(address).text
    keys = {f"menu-{things['menu'].id}", f"action-{things['action'].id}"}
    assert all(f'value="{key}"' in page for key in keys)
    assert page.count('name="things"') == 2
    assert client.post(address, data={"user_id": chief.id}).status_code == 422
    sent = {"user_id": chief.id, "things": list(keys)}
    assert client.post(address, data=sent).status_code == 303
    assert "ありません。どれにも担当者がいます。" in client.get(address).text
    assert "担当者のいないもの" not in client.get("/").text
