"""Who reads and changes which menu: every kind of person, state and visibility."""

import re
from itertools import product

import pytest

from hub.accounts.models import Role
from hub.core.db import db
from hub.menus.models import MenuState, MenuVisibility
from hub.organizations.models import OrganizationKind
from tests import make
from tests.menus import filled

READERS = {
    "visitor", "system_admin", "outsider", "department", "ward_office", "partner", "coordinator",
    "viewer", "editor", "admin",
}  # fmt: skip
EDITORS = {"editor", "admin"}
OF_PROVIDER = {"viewer", *EDITORS}
IN_NETWORK = READERS - {"visitor", "system_admin"}
MAY_READ = {
    **{(state, v): EDITORS for state in ("draft", "archived") for v in MenuVisibility},
    ("published", MenuVisibility.PUBLIC): READERS,
    ("published", MenuVisibility.NETWORK): IN_NETWORK,
    ("published", MenuVisibility.ORGANIZATION): OF_PROVIDER,
}
KINDS = list(product(["draft", "published", "archived"], MenuVisibility))


@pytest.fixture
def provider(app):
    return make.organization(short_name="提供機関")


@pytest.fixture
def people(app, provider, as_user, visitor):
    partner = make.organization()
    office = make.department(kind=OrganizationKind.WARD_OFFICE)
    department = make.department()
    make.relation(department, provider)
    users = {
        "system_admin": make.system_admin(),
        "outsider": make.user(),
        "department": make.user(department, Role.ADMIN),
        "ward_office": make.user(office),
        "partner": make.user(partner, Role.ADMIN),
        "coordinator": make.coordinator(),
        "viewer": make.user(provider, Role.VIEWER),
        "editor": make.user(provider, Role.EDITOR),
        "admin": make.user(provider, Role.ADMIN),
    }
    clients = {name: as_user(user) for name, user in users.items()} | {"visitor": visitor}
    return clients, partner


@pytest.mark.parametrize(("state", "visibility"), KINDS)
def test_reading(people, provider, state, visibility):
    clients, partner = people
    secret = f"秘密の部屋{state}{visibility}"
    menu = make.menu(
        provider, title=secret, state=MenuState(state), visibility=visibility, terms=[make.ward()]
    )
    make.menu_partner(menu, partner)
    for name, client in clients.items():
        may = name in MAY_READ[state, visibility]
        page = client.get(f"/menus/{menu.id}")
        assert page.status_code == (200 if may else 404), name
        if not may:
            missing = client.get("/menus/999999")
            assert _without_token(missing.text) == _without_token(page.text)
        listed = may and state == "published"
        for path in ("/menus", "/menus?q=秘密", "/menus?ward=nakahara", "/menus/export.csv",
                     f"/menus/compare?id={menu.id}"):  # fmt: skip
            assert (secret in client.get(path).text) is listed, (name, path)
        assert ('name="ward" value="nakahara"' in client.get("/menus").text) is listed, name


def _without_token(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


@pytest.mark.parametrize(("state", "visibility"), [KINDS[0], *KINDS[3:6]])
def test_changing(people, provider, state, visibility):
    clients, partner = people
    for name, client in clients.items():
        menu = make.menu(provider, state=MenuState(state), visibility=visibility)
        request = make.menu_partner(menu, make.organization(), accepted=False)
        base = f"/menus/{menu.id}"
        data = filled.form(menu, title="乗っ取り")
        answers = {
            client.post(f"{base}/edit", data=data).status_code,
            *(client.post(f"{base}/{verb}").status_code
              for verb in ("confirm", "pause", "resume", "withdraw", "restore")),
            client.post(f"{base}/partners", data={"organization": partner.id}).status_code,
            client.post(f"{base}/partners/{request.id}/drop").status_code,
            client.post(f"{base}/partners/{request.id}/accept").status_code,
        }  # fmt: skip
        db.session.refresh(menu)
        if name == "visitor":
            assert answers == {303}  # to the page of signing in
            assert "/login" in client.post(f"{base}/confirm").location
        elif name not in MAY_READ[state, visibility]:
            assert answers == {404}, name
        elif name not in EDITORS:
            assert answers <= {403, 404}, name  # 404: a request between two others
        else:
            assert 303 in answers, name
        if name not in EDITORS:
            assert menu.title != "乗っ取り"
            assert menu.version == 1, name


@pytest.mark.parametrize("path", ["edit", "withdraw", "history"])
def test_pages_of_changing(people, provider, path):
    clients, _partner = people
    menu = make.menu(provider)
    allowed = OF_PROVIDER if path == "history" else EDITORS
    for name, client in clients.items():
        expected = 303 if name == "visitor" else 200 if name in allowed else 403
        assert client.get(f"/menus/{menu.id}/{path}").status_code == expected, name


def test_partners_edit_nothing_even_when_named(people, provider):
    clients, partner = people
    menu = make.menu(provider)
    make.menu_partner(menu, partner)

    page = clients["partner"].get(f"/menus/{menu.id}")

    assert "協力をやめる" in page.text
    assert "内容を直す" not in page.text
    assert clients["partner"].get(f"/menus/{menu.id}/edit").status_code == 403


@pytest.mark.parametrize(
    ("name", "status"),
    {
        "visitor": 303,
        "system_admin": 403,
        "viewer": 403,
        "editor": 200,
        "admin": 200,
        "department": 200,
        "ward_office": 200,
        "coordinator": 200,
    }.items(),
)
def test_who_may_write_a_new_menu(people, name, status):
    clients, _partner = people

    assert clients[name].get("/menus/new").status_code == status


def test_nobody_writes_in_the_name_of_another_organization(as_user, provider):
    client = as_user(make.user())

    response = client.post("/menus/new", data=filled.form(provider=provider.id))

    assert response.status_code == 422
    assert "提供機関" not in as_user(make.user()).get("/menus").text


def test_one_s_own_page_shows_drafts_to_editors_only(people, provider):
    clients, _partner = people
    make.menu(provider, title="公開のもの", visibility=MenuVisibility.ORGANIZATION)
    make.menu(provider, title="下書きのもの", state=MenuState.DRAFT)
    make.menu(provider, title="古いもの", state=MenuState.ARCHIVED)
    for name, client in clients.items():
        if name == "visitor":
            continue
        page = client.get("/menus/mine").text
        assert ("公開のもの" in page) is (name in OF_PROVIDER), name
        assert ("下書きのもの" in page) is (name in EDITORS), name
        put_away = client.get("/menus/mine?show=archived").text
        assert ("古いもの" in put_away) is (name in EDITORS), name


def test_taking_a_membership_away_works_on_the_next_request(as_user, provider, clock):
    menu = make.menu(provider, visibility=MenuVisibility.ORGANIZATION)
    user = make.user(provider)
    client = as_user(user)
    assert client.get(f"/menus/{menu.id}").status_code == 200

    db.session.delete(user.memberships[0])
    db.session.commit()

    assert client.get(f"/menus/{menu.id}").status_code == 404
