"""Accounts as a whole: only system administrators, and never without one."""

import pytest

from hub.accounts.models import Role, User
from hub.core.db import db
from hub.menus.models import MenuVisibility
from tests import make


@pytest.fixture
def root(app):
    return make.system_admin(name="管理者")


@pytest.fixture
def admin(as_user, root):
    return as_user(root)


def user(number) -> User:
    db.session.expire_all()
    return db.session.get(User, number)


DEEDS = ["make-coordinator", "unmake-coordinator", "make-system-admin", "unmake-system-admin",
         "disable", "enable"]  # fmt: skip


@pytest.mark.parametrize("kind", ["viewer", "editor", "admin", "coordinator"])
def test_nobody_else_may(as_user, root, kind):
    person = make.coordinator() if kind == "coordinator" else make.user(role=Role(kind))
    client = as_user(person)
    assert client.get("/admin/people").status_code == 403
    assert client.get(f"/admin/people/{root.id}").status_code == 403
    for deed in DEEDS:
        assert client.post(f"/admin/people/{root.id}/{deed}").status_code == 403
        assert client.post(f"/admin/people/{person.id}/{deed}").status_code == 403
    assert not user(person.id).is_system_admin


def test_visitors_are_asked_to_sign_in(visitor, root):
    assert visitor.get("/admin/people").status_code == 303
    assert visitor.post(f"/admin/people/{root.id}/disable").status_code == 303
    assert user(root.id).is_active


def test_a_coordinator_is_made_and_unmade(admin):
    person = make.user()
    admin.post(f"/admin/people/{person.id}/make-coordinator")
    assert user(person.id).coordinates
    admin.post(f"/admin/people/{person.id}/unmake-coordinator")
    assert not user(person.id).coordinates


def test_a_coordinator_needs_an_organization(admin):
    person = make.user(role=None)
    answer = admin.post(f"/admin/people/{person.id}/make-coordinator")
    assert answer.status_code == 422
    assert "先にどこかの組織へ" in answer.text


def test_a_disabled_account_is_out_at_once_and_can_come_back(admin, as_user):
    person = make.user()
    theirs = as_user(person)
    assert theirs.get("/account").status_code == 200
    admin.post(f"/admin/people/{person.id}/disable")
    assert theirs.get("/account").status_code == 303
    admin.post(f"/admin/people/{person.id}/enable")
    assert theirs.get("/account").status_code == 303  # the session stays dead
    assert as_user(user(person.id)).get("/account").status_code == 200


@pytest.mark.parametrize("deed", ["unmake-system-admin", "disable"])
def test_the_last_system_administrator_stays(admin, root, deed):
    make.system_admin().disable()
    db.session.commit()
    answer = admin.post(f"/admin/people/{root.id}/{deed}")
    assert answer.status_code == 422
    assert "最後のシステム管理者" in answer.text
    assert user(root.id).is_system_admin
    assert user(root.id).is_active


def test_one_of_two_may_go_and_then_sees_nothing_of_it(admin, root):
    make.system_admin()
    answer = admin.post(f"/admin/people/{root.id}/unmake-system-admin")
    assert (answer.status_code, answer.location) == (303, "/account")
    assert admin.get("/admin/people").status_code == 403


def test_a_disabled_account_does_not_become_an_administrator(admin):
    person = make.user()
    person.disable()
    db.session.commit()
    assert admin.post(f"/admin/people/{person.id}/make-system-admin").status_code == 422


def test_people_are_found_by_name_address_and_organization(admin):
    make.user(
        make.organization(short_name="みどりの会"), name="緑川100%", email="midori@example.jp"
    )
    for words in ("緑川", "MIDORI", "みどりの", "緑川 みどり", "100%"):
        assert "midori@example.jp" in admin.get("/admin/people", query_string={"q": words}).text
    for words in ("x%x", "緑_川", "%%%", "\\"):
        page = admin.get("/admin/people", query_string={"q": words})
        assert page.status_code == 200
        assert "midori@example.jp" not in page.text


def test_many_people_come_in_pages(admin):
    for _ in range(30):
        make.user()
    assert "31件" in admin.get("/admin/people").text
    assert admin.get("/admin/people?page=2").text.count('<th scope="row">') == 6


def test_a_number_that_is_nobody(admin):
    assert admin.get("/admin/people/9999").status_code == 404
    assert admin.post("/admin/people/9999/disable").status_code == 404


def test_a_system_administrator_without_memberships_reads_no_content(admin):
    menus = [
        make.menu(visibility=visibility, title=f"秘密{visibility.value}")
        for visibility in MenuVisibility
        if visibility is not MenuVisibility.PUBLIC
    ]
    assert [admin.get(f"/menus/{menu.id}").status_code for menu in menus] == [404] * len(menus)
    assert "秘密" not in admin.get("/menus").text
    assert admin.get(f"/meetings/{make.meeting().id}").status_code == 404
    assert admin.get(f"/actions/{make.action().id}").status_code == 404
