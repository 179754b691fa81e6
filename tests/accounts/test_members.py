"""Members of an organization: who manages them, and what that changes at once."""

from datetime import date, timedelta

import pytest

from hub.accounts.models import Membership, Role
from hub.audit.models import AuditEntry
from hub.core.db import db
from tests import make


@pytest.fixture
def organization(app):
    return make.organization(short_name="わたしの機関")


@pytest.fixture
def member(organization):
    return make.user(organization, Role.EDITOR, name="佐藤花子", email="sato@example.jp")


@pytest.fixture
def admin(as_user, organization):
    return as_user(make.user(organization, Role.ADMIN, name="山田太郎"))


def url(membership, end="") -> str:
    return f"/organizations/{membership.organization_id}/members/{membership.id}{end}"


def test_an_admin_sees_who_is_in(admin, member, organization):
    page = admin.get(f"/organizations/{organization.id}/members")
    assert page.status_code == 200
    assert "佐藤花子" in page.text
    assert "山田太郎" in page.text


def test_the_page_of_a_membership_is_about_that_member(admin, member, organization):
    page = admin.get(url(member.memberships[0])).text
    assert "<h1>佐藤花子さんの役割</h1>" in page
    assert url(member.memberships[0], "/end") in page
    assert "山田太郎さん" not in page


def test_a_system_admin_without_an_organization_opens_it_too(as_user, member):
    page = as_user(make.system_admin()).get(url(member.memberships[0]))
    assert page.status_code == 200
    assert "<h1>佐藤花子さんの役割</h1>" in page.text


def test_a_role_and_an_end_are_changed(admin, member):
    membership = member.memberships[0]
    answer = admin.post(url(membership), data={"role": "viewer", "ends_on": "2027/3/31"})
    assert answer.status_code == 303
    db.session.expire_all()
    assert (membership.role, membership.ends_on) == (Role.VIEWER, date(2027, 3, 31))
    entry = db.session.scalars(db.select(AuditEntry)).one()
    assert entry.organization_id == membership.organization_id
    assert entry.before == {"role": "editor", "ends_on": None}
    assert entry.after["role"] == "viewer"


def test_ending_works_on_the_next_request_and_leaves_the_account(as_user, admin, member):
    theirs = as_user(member)
    menu = make.menu(member.memberships[0].organization, visibility="organization")
    assert theirs.get(f"/menus/{menu.id}").status_code == 200
    admin.post(url(member.memberships[0], "/end"))
    assert theirs.get(f"/menus/{menu.id}").status_code == 404
    assert theirs.get("/account").status_code == 200


def test_a_membership_works_up_to_its_last_day(as_user, admin, member, clock):
    membership = member.memberships[0]
    admin.post(url(membership), data={"role": "editor", "ends_on": "2026-11-24"})
    clock.shift(timedelta(days=1))
    assert member.in_network
    clock.shift(timedelta(days=1))
    assert not member.in_network


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_others_of_the_organization_may_not(as_user, organization, member, role):
    client = as_user(make.user(organization, role))
    membership = member.memberships[0]
    assert client.get(f"/organizations/{organization.id}/members").status_code == 403
    assert client.get(url(membership)).status_code == 403
    assert client.post(url(membership), data={"role": "admin"}).status_code == 403
    assert client.post(url(membership, "/end")).status_code == 403
    invited = client.post(
        f"/organizations/{organization.id}/members", data={"email": "x@example.jp", "role": "admin"}
    )
    assert invited.status_code == 403


@pytest.mark.parametrize("person", ["admin elsewhere", "coordinator", "department"])
def test_people_of_other_organizations_may_not(as_user, organization, member, person):
    office = make.department()
    make.relation(office, organization)
    client = as_user(
        {
            "admin elsewhere": lambda: make.user(make.organization(), Role.ADMIN),
            "coordinator": make.coordinator,
            "department": lambda: make.user(office, Role.ADMIN),
        }[person]()
    )
    assert client.get(f"/organizations/{organization.id}/members").status_code == 403
    assert client.post(url(member.memberships[0], "/end")).status_code == 403


def test_numbers_of_another_organization_find_nothing(admin, organization):
    other = make.user(make.organization())
    foreign = other.memberships[0]
    assert admin.get(f"/organizations/{organization.id}/members/{foreign.id}").status_code == 404
    answer = admin.post(f"/organizations/{organization.id}/members/{foreign.id}/end")
    assert answer.status_code == 404
    assert admin.get("/organizations/99999/members").status_code == 404
    assert admin.post(f"/organizations/{organization.id}/invitations/7/cancel").status_code == 404
    assert other.in_network


def test_visitors_are_asked_to_sign_in(visitor, organization):
    assert visitor.get(f"/organizations/{organization.id}/members").status_code == 303


def test_a_system_administrator_manages_every_organization(as_user, organization, member):
    client = as_user(make.system_admin())
    assert client.get(f"/organizations/{organization.id}/members").status_code == 200
    assert client.post(url(member.memberships[0]), data={"role": "admin"}).status_code == 303
    assert client.post(url(member.memberships[0], "/end")).status_code == 303


def test_an_admin_cannot_leave_the_organization_without_one(admin, organization):
    own = db.session.scalars(db.select(Membership).filter_by(role=Role.ADMIN)).one()
    for data in ({"role": "editor"}, {"role": "admin", "ends_on": "2026-12-31"}):
        answer = admin.post(url(own), data=data)
        assert answer.status_code == 422
        assert "組織の管理者がいなくなります" in answer.text
    assert admin.post(url(own, "/end")).status_code == 422
    make.user(organization, Role.ADMIN)
    assert admin.post(url(own, "/end")).status_code == 303
    assert admin.get(f"/organizations/{organization.id}/members").status_code == 403


@pytest.mark.parametrize(
    "data",
    [{"role": "king"}, {}, {"role": "editor", "ends_on": "x"},
     {"role": "editor", "ends_on": "0001-01-01"}],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(admin, member, data):
    membership = member.memberships[0]
    membership.starts_on = date(2026, 4, 1)
    db.session.commit()
    answer = admin.post(url(membership), data=data)
    assert answer.status_code == 422
    assert data.get("ends_on", "") in answer.text


def test_names_are_text(as_user, organization, admin):
    make.user(organization, name='<script>alert(1)</script>"><b>')
    page = admin.get(f"/organizations/{organization.id}/members").text
    assert "<script>alert" not in page


def test_a_list_of_members_asks_the_database_a_few_times_only(app, admin, organization):
    def questions() -> int:
        asked = []
        listen = lambda *_: asked.append(1)  # noqa: E731
        db.event.listen(db.engine, "after_cursor_execute", listen)
        admin.get(f"/organizations/{organization.id}/members")
        db.event.remove(db.engine, "after_cursor_execute", listen)
        return len(asked)

    few = questions()
    for _ in range(10):
        make.user(organization)
    assert questions() <= few


def test_the_page_of_the_organization_leads_there_who_may_go(as_user, admin, organization):
    here = f"/organizations/{organization.id}"
    assert f'href="{here}/members"' in admin.get(here).text
    assert f'href="{here}/members"' not in as_user(make.user(organization)).get(here).text
