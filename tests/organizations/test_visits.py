"""訪問・参加の記録: of SDCs, by anyone of the network, read inside it only."""

import re
from datetime import date

import pytest

from hub.accounts.models import Role
from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.organizations.models import OrganizationKind, Visit
from tests import make

TYPED = {"visited_on": "2026-10-01", "title": "月例会に参加", "body": "- 若い人が多い"}


@pytest.fixture
def sdc(app):
    return make.organization(kind=OrganizationKind.SDC, name="多摩のSDC", short_name="多摩SDC")


@pytest.fixture
def center(app):
    return make.organization(short_name="活動センター")


@pytest.fixture
def editor(as_user, center):
    return as_user(make.user(center))


def write(client, sdc, by, **changes):
    data = TYPED | {"visitor": by.id} | changes
    return client.post(f"/organizations/{sdc.id}/visits/new", data=data)


def rewrite(client, visit, **changes):
    data = TYPED | {"version": visit.version} | changes
    return client.post(f"/visits/{visit.id}/edit", data=data)


def test_a_visit_is_written_down_and_read_in_the_network(as_user, editor, sdc, center):
    answer = write(editor, sdc, center)
    assert answer.status_code == 303
    page = editor.get(answer.location).text
    for text in (
        "月例会に参加",
        "<li>若い人が多い</li>",
        "多摩のSDC",
        "令和8年（2026年）10月1日（木）",
    ):
        assert text in page
    viewer = as_user(make.user(make.department(), Role.VIEWER))
    for address in (f"/organizations/{sdc.id}", f"/organizations/{sdc.id}/visits"):
        page = viewer.get(address).text
        assert "月例会に参加" in page
        assert "活動センターが訪問" in page
    assert "多摩SDCを訪問" in viewer.get(f"/organizations/{center.id}").text
    entry = db.session.scalars(db.select(AuditEntry)).one()
    assert (entry.verb, entry.organization_id) == ("visit:add", center.id)


def test_outside_the_network_there_are_no_records(as_user, visitor, sdc, center):
    visit = make.visit(organization=sdc, visitor=center, title="ひみつの題名")
    for client in (visitor, as_user(make.system_admin())):
        for address in (f"/visits/{visit.id}", f"/organizations/{sdc.id}/visits"):
            assert client.get(address).status_code == 404
        for organization in (sdc, center):
            assert "ひみつの題名" not in client.get(f"/organizations/{organization.id}").text
    assert visitor.get(f"/visits/{visit.id}").text == visitor.get("/visits/999999").text
    for address in (f"/organizations/{sdc.id}/visits/new", f"/visits/{visit.id}/edit"):
        assert visitor.get(address).status_code == 303
        assert visitor.post(address, data=TYPED).status_code == 303
        assert as_user(make.system_admin()).get(address).status_code == 404
    assert db.session.scalar(db.select(db.func.count(Visit.id))) == 1


def test_who_left_reads_no_more(as_user, sdc, center):
    visit = make.visit(organization=sdc, visitor=center)
    person = make.user(center)
    client = as_user(person)
    assert client.get(f"/visits/{visit.id}").status_code == 200
    person.memberships[0].ends_on = date(2026, 11, 22)
    db.session.commit()
    assert client.get(f"/visits/{visit.id}").status_code == 404


def test_viewers_read_and_do_not_write(as_user, sdc, center):
    client = as_user(make.user(center, Role.VIEWER))
    visit = make.visit(organization=sdc, visitor=center)
    assert client.get(f"/visits/{visit.id}").status_code == 200
    assert client.get(f"/organizations/{sdc.id}/visits/new").status_code == 403
    assert write(client, sdc, center).status_code == 403
    assert rewrite(client, visit).status_code == 403


def test_one_writes_only_for_ones_own_organization(editor, sdc, center):
    other = make.organization()
    assert write(editor, sdc, other).status_code == 422
    assert write(editor, sdc, sdc).status_code == 422
    assert db.session.scalars(db.select(Visit)).first() is None


def test_only_the_visitors_editors_put_a_record_right(as_user, editor, sdc, center):
    visit = make.visit(organization=sdc, visitor=center)
    for person in (make.user(sdc, Role.ADMIN), make.user(), make.coordinator()):
        client = as_user(person)
        assert client.get(f"/visits/{visit.id}/edit").status_code == 403
        assert rewrite(client, visit).status_code == 403
        assert f"/visits/{visit.id}/edit" not in client.get(f"/visits/{visit.id}").text
    assert rewrite(editor, visit, title="直した題名").status_code == 303
    assert "直した題名" in editor.get(f"/visits/{visit.id}").text


def test_only_sdcs_are_visited(editor, center):
    other, department = make.organization(), make.department()
    for organization in (other, department):
        address = f"/organizations/{organization.id}/visits/new"
        assert editor.get(address).status_code == 404
        assert write(editor, organization, center).status_code == 404


def test_nobody_visits_themselves(as_user, sdc):
    assert as_user(make.user(sdc)).get(f"/organizations/{sdc.id}/visits/new").status_code == 403


def test_one_with_two_organizations_says_for_which(as_user, sdc, center):
    second = make.organization(short_name="もう一つ")
    person = make.user(center)
    make.member(person, second)
    client = as_user(person)
    page = client.get(f"/organizations/{sdc.id}/visits/new").text
    assert 'type="radio"' in page
    assert "もう一つ" in page
    assert write(client, sdc, second).status_code == 303
    assert db.session.scalars(db.select(Visit)).one().visitor_id == second.id


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("visited_on", ""),
        ("visited_on", "きのう"),
        ("visited_on", "2026-02-30"),
        ("visited_on", "2026-11-24"),
        ("visited_on", "9999999999"),
        ("title", ""),
        ("title", "あ" * 201),
        ("body", " "),
        ("body", "あ" * 10_001),
        ("visitor", "x"),
        ("visitor", "999999999999999999999"),
        ("visitor", ""),
    ],
)
def test_what_cannot_be_is_refused_and_kept(editor, sdc, center, field, value):
    changes = {"title": "残る題名"} | {field: value}
    answer = write(editor, sdc, center, **changes)
    assert answer.status_code == 422
    assert "か所を直してください" in answer.text
    assert "残る題名" in answer.text or field == "title"
    assert "若い人が多い" in answer.text or field == "body"
    assert db.session.scalars(db.select(Visit)).first() is None


@pytest.mark.parametrize("typed", ["2026/10/1", "R8.10.1", "2026-10-01"])
def test_a_day_is_read_in_the_usual_forms(editor, sdc, center, typed):
    write(editor, sdc, center, visited_on=typed)
    assert db.session.scalars(db.select(Visit)).one().visited_on == date(2026, 10, 1)


def test_two_editors_see_both_texts(as_user, editor, sdc, center):
    visit = make.visit(organization=sdc, visitor=center, body="もとの文")
    seen, second = visit.version, as_user(make.user(center))
    rewrite(editor, visit, body="先の文", version=seen)
    answer = rewrite(second, visit, body="後の<script>文", version=seen)
    assert answer.status_code == 409
    assert "先の文" in answer.text
    assert "後の" in answer.text
    assert "<script>文" not in answer.text
    newer = re.search(r'name="version" value="(\d+)"', answer.text).group(1)
    merged = {"keep-body": "merged", "merged-body": "両方の文"}
    assert rewrite(second, visit, version=newer, **merged).status_code == 303
    db.session.refresh(visit)
    assert visit.body == "両方の文"


def test_scripts_in_a_record_do_not_run(editor, sdc, center):
    body = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    answer = write(editor, sdc, center, body=body, title="<svg onload=alert(1)>")
    page = editor.get(answer.location).text
    for text in ("<script>alert", 'href="javascript:', "onerror=alert(1)>", "<svg onload"):
        assert text not in page.replace("&lt;", "")


def test_many_records_come_in_pages(editor, sdc, center):
    for number in range(27):
        make.visit(organization=sdc, visitor=center, title=f"記録{number:02}")
    page = editor.get(f"/organizations/{sdc.id}").text
    assert page.count("活動センターが訪問") == 5
    assert "すべての記録を見る" in page
    second = editor.get(f"/organizations/{sdc.id}/visits?page=2").text
    assert second.count("活動センターが訪問") == 2
    for number in ("x", "0", "-1", "999999999999"):
        assert editor.get(f"/organizations/{sdc.id}/visits?page={number}").status_code == 200


def test_the_search_document_is_for_the_network(app, sdc, center):
    document = make.visit(organization=sdc, visitor=center).search_document()
    assert document.readers == {"network"}
    assert document.organizations == {sdc.id, center.id}
    assert "多摩SDC" in document.body
