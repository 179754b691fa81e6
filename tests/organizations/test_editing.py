"""An organization is edited by its own admin, and by nobody else."""

import re

import pytest

from hub.accounts.models import Role
from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.organizations.models import Organization, StrengthKind
from hub.taxonomies.models import Scheme
from tests import make
from tests.organizations.test_directory import good_at

TYPED = {
    "summary": "新しい紹介",
    "facility": "会館2階",
    "phone": "044-000-0001",
    "email": "a@example.jp",
    "contact_note": "月曜休み",
    "url": "https://example.jp/",
}
PAGES = ("edit", "strengths")


@pytest.fixture
def organization(app):
    make.term(Scheme.THEME, "f01", label="福祉", position=1)
    make.term(Scheme.THEME, "f11", label="国際協力", position=2)
    return make.organization(summary="もとの紹介")


@pytest.fixture
def admin(as_user, organization):
    return as_user(make.user(organization, Role.ADMIN))


def version(organization):
    db.session.expire_all()
    return db.session.get(Organization, organization.id).version


def edit(client, organization, seen=None, **changes):
    data = TYPED | {"version": seen or version(organization)} | changes
    return client.post(f"/organizations/{organization.id}/edit", data=data)


def say(client, organization, seen=None, **rows):
    data = {"version": seen or version(organization)} | rows
    return client.post(f"/organizations/{organization.id}/strengths", data=data)


def said(organization):
    db.session.expire_all()
    found = db.session.get(Organization, organization.id).strengths
    return {(s.kind, s.theme.code, s.note) for s in found}


@pytest.mark.parametrize("page", PAGES)
def test_only_its_own_admin_opens_the_form(as_user, visitor, organization, admin, page):
    address = f"/organizations/{organization.id}/{page}"
    assert admin.get(address).status_code == 200
    for person in (
        make.user(organization, Role.EDITOR),
        make.user(organization, Role.VIEWER),
        make.user(role=Role.ADMIN),
        make.coordinator(organization),
        make.coordinator(),
        make.system_admin(),
    ):
        client = as_user(person)
        assert client.get(address).status_code == 403
        assert client.post(address, data=TYPED | {"version": 1}).status_code == 403
        assert address not in client.get(f"/organizations/{organization.id}").text
    assert "/login?next=" in visitor.get(address).location
    assert visitor.post(address, data=TYPED).status_code == 303
    assert admin.get(f"/organizations/999999/{page}").status_code == 404


def test_the_supervising_department_does_not_edit(as_user, organization):
    department = make.department()
    make.relation(department, organization)
    client = as_user(make.user(department, Role.ADMIN))
    assert edit(client, organization).status_code == 403


def test_what_it_says_of_itself_is_saved_and_recorded(admin, visitor, organization):
    assert edit(admin, organization).status_code == 303
    page = visitor.get(f"/organizations/{organization.id}").text
    for text in TYPED.values():
        assert text in page
    entry = db.session.scalars(db.select(AuditEntry)).one()
    assert (entry.verb, entry.organization_id) == ("organization:update", organization.id)
    assert entry.before["summary"] == "もとの紹介"
    assert entry.after["summary"] == "新しい紹介"


def test_saving_without_a_change_records_nothing(admin, organization):
    edit(admin, organization)
    before = version(organization)
    assert edit(admin, organization).status_code == 303
    assert version(organization) == before
    assert db.session.scalar(db.select(db.func.count(AuditEntry.id))) == 1


def test_names_and_kind_cannot_be_smuggled_in(admin, organization):
    name = organization.name
    edit(admin, organization, name="別の名前", kind="department", code="x", uid="1", position=9)
    db.session.refresh(organization)
    assert (organization.name, organization.kind.value) == (name, "citywide")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("summary", ""),
        ("summary", "　 \n"),
        ("summary", "あ" * 401),
        ("facility", "あ" * 201),
        ("phone", "でんわ"),
        ("phone", "<script>"),
        ("email", "だれか"),
        ("email", "a@b@c"),
        ("url", "javascript:alert(1)"),
        ("url", "example.jp"),
        ("url", "https://" + "a" * 600),
    ],
)
def test_what_cannot_be_is_refused_and_kept(admin, organization, field, value):
    answer = edit(admin, organization, **{field: value}, contact_note="残る言葉")
    assert answer.status_code == 422
    assert "か所を直してください" in answer.text
    assert "残る言葉" in answer.text
    assert f'href="#{field}"' in answer.text
    db.session.refresh(organization)
    assert organization.summary == "もとの紹介"


def test_control_characters_go_and_fields_may_be_empty(admin, organization):
    empty = dict.fromkeys(("facility", "phone", "email", "contact_note", "url"), "")
    assert edit(admin, organization, **empty | {"summary": "紹\x00介\x07"}).status_code == 303
    db.session.refresh(organization)
    assert (organization.summary, organization.phone) == ("紹介", "")


def test_two_admins_see_both_texts_and_choose(as_user, admin, organization):
    second = as_user(make.user(organization, Role.ADMIN))
    seen = version(organization)
    edit(admin, organization, seen, summary="先に保存した紹介")
    answer = edit(second, organization, seen, summary="あとの<b>紹介</b>", facility="別館")
    assert answer.status_code == 409
    assert "先に保存した紹介" in answer.text
    assert "あとの&lt;b&gt;紹介&lt;/b&gt;" in answer.text
    assert "<b>紹介" not in answer.text
    newer = re.search(r'name="version" value="(\d+)"', answer.text).group(1)
    choice = {"keep-summary": "theirs", "keep-facility": "mine"}
    final = edit(second, organization, newer, summary="あとの紹介", facility="別館", **choice)
    assert final.status_code == 303
    db.session.refresh(organization)
    assert (organization.summary, organization.facility) == ("先に保存した紹介", "別館")


@pytest.mark.parametrize("seen", ["", "x", "0", "99999999999", "-1"])
def test_a_wrong_version_is_a_conflict(admin, organization, seen):
    answer = admin.post(f"/organizations/{organization.id}/edit", data=TYPED | {"version": seen})
    assert answer.status_code == 409
    assert "新しい紹介" in answer.text


def test_strengths_are_said_changed_and_taken_back(admin, organization):
    rows = {
        "strength_theme_0": "f01", "strength_note_0": "地区のつながり",
        "reliance_theme_0": "f11", "reliance_note_0": "",
    }  # fmt: skip
    assert say(admin, organization, **rows).status_code == 303
    both = {
        (StrengthKind.STRENGTH, "f01", "地区のつながり"),
        (StrengthKind.RELIANCE, "f11", ""),
    }
    assert said(organization) == both
    entry = db.session.scalars(db.select(AuditEntry)).one()
    assert entry.verb == "organization:strengths"
    assert entry.after["strength"] == ["f01 地区のつながり"]
    rows = {"strength_theme_0": "f01", "strength_note_0": "", "reliance_theme_0": ""}
    assert say(admin, organization, **rows).status_code == 303
    assert said(organization) == {(StrengthKind.STRENGTH, "f01", "")}


def test_one_theme_may_be_both(admin, organization):
    say(admin, organization, strength_theme_0="f01", reliance_theme_0="f01")
    assert len(said(organization)) == 2


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ({"strength_theme_0": "f99"}, "か所を直してください"),
        ({"strength_theme_0": "f01", "strength_theme_1": "f01"}, "一度だけ"),
        ({"strength_note_0": "言葉だけ"}, "分野を選んでください"),
        ({"strength_theme_0": "f01", "strength_note_0": "あ" * 201}, "200字まで"),
    ],
)
def test_rows_that_do_not_fit_are_refused_and_kept(admin, organization, rows, text):
    answer = say(admin, organization, **rows, reliance_note_1="残る言葉", reliance_theme_1="f11")
    assert answer.status_code == 422
    assert text in answer.text
    assert "残る言葉" in answer.text
    assert said(organization) == set()


def test_rows_beyond_the_form_are_ignored(admin, organization):
    many = {f"strength_theme_{n}": "" for n in range(200)}
    assert say(admin, organization, **many, strength_theme_x="f01").status_code == 303
    assert said(organization) == set()


def test_a_hidden_theme_that_is_used_stays(admin, organization):
    hidden = make.term(Scheme.THEME, "f20", label="条例の活動", is_hidden=True)
    page = admin.get(f"/organizations/{organization.id}/strengths").text
    assert "条例の活動" not in page
    good_at(organization, hidden.code, hidden.label)
    page = admin.get(f"/organizations/{organization.id}/strengths").text
    assert "条例の活動" in page
    assert say(admin, organization, strength_theme_0="f20").status_code == 303


def test_two_admins_on_strengths_see_both(as_user, admin, organization):
    second = as_user(make.user(organization, Role.ADMIN))
    for number in range(6):
        good_at(organization, f"x{number}", f"分野{number}")
    seen = version(organization)
    others = {f"strength_theme_{n}": "" for n in range(1, 6)}
    say(admin, organization, seen, strength_theme_0="x0", **others)
    mine = {f"strength_theme_{n}": f"x{n}" for n in range(6)} | {"strength_note_5": "私の言葉"}
    answer = say(second, organization, seen, **mine)
    assert answer.status_code == 409
    assert "私の言葉" in answer.text
    newer = re.search(r'name="version" value="(\d+)"', answer.text).group(1)
    assert say(second, organization, newer, **mine).status_code == 303
    assert (StrengthKind.STRENGTH, "x5", "私の言葉") in said(organization)
