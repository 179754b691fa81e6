"""The page of one organization: what it is, whom it stands to, who could work with whom."""

from datetime import date

import pytest

from hub.core.db import db
from hub.organizations.models import OrganizationKind, RelationRole, StrengthKind
from tests import make
from tests.organizations.test_directory import good_at


def test_it_tells_everyone_what_the_organization_is(visitor):
    ward = make.ward()
    organization = make.organization(
        legal_form="公益財団法人", ward=ward, summary="市民活動の要", facility="会館3階",
        phone="044-000-0001", email="a@example.jp", url="https://example.jp/", name_en="Center",
        contact_note="月曜休み",
    )  # fmt: skip
    page = visitor.get(f"/organizations/{organization.id}").text
    for text in (organization.name, "公益財団法人", "市民活動の要", "会館3階", "044-000-0001",
                 "a@example.jp", 'href="https://example.jp/"', "Center", "月曜休み",
                 "市全域の中間支援組織", "/wards/nakahara"):  # fmt: skip
        assert text in page


def test_a_wrong_number_is_a_404(visitor):
    for number in ("0", "999999", "99999999999999999999", "x"):
        assert visitor.get(f"/organizations/{number}").status_code == 404


def test_relations_are_shown_from_both_sides(visitor):
    sdc = make.organization(kind=OrganizationKind.SDC, name="多摩のSDC", short_name="多摩SDC")
    office = make.department(short_name="企画課", kind=OrganizationKind.WARD_OFFICE)
    department = make.department(name="協働推進課", short_name="協働課")
    make.relation(office, sdc, RelationRole.LIAISON)
    make.relation(department, sdc, RelationRole.COORDINATES)
    page = visitor.get(f"/organizations/{sdc.id}").text
    assert "区の連携窓口" in page
    assert "企画課" in page
    assert "全体調整" in page
    assert "協働課" in page
    other_side = visitor.get(f"/organizations/{department.id}").text
    assert "多摩のSDC" in other_side
    assert "全体調整として" in other_side


def test_a_relation_that_ended_is_not_shown(visitor):
    relation = make.relation(make.department(short_name="昔の課"), make.organization())
    relation.ends_on = date(2026, 3, 31)
    db.session.commit()
    assert "昔の課" not in visitor.get(f"/organizations/{relation.organization_id}").text


def test_a_reorganized_department_leads_to_its_successor(visitor):
    new = make.department(name="新しい課", valid_from=date(2026, 4, 1))
    old = make.department(name="古い課", short_name="古課", valid_until=date(2026, 3, 31),
                          successor=new)  # fmt: skip
    page = visitor.get(f"/organizations/{old.id}").text
    assert "令和8年（2026年）3月31日（火）" in page
    assert f'href="/organizations/{new.id}"' in page
    assert f'href="/organizations/{old.id}"' in visitor.get(f"/organizations/{new.id}").text


def test_a_successor_may_be_missing_or_still_to_come(visitor):
    gone = make.department(valid_until=date(2026, 3, 31))
    going = make.department(valid_until=date(2027, 3, 31), successor=make.department())
    assert "引き継いだ組織は登録されていません" in visitor.get(f"/organizations/{gone.id}").text
    assert "次の組織へ引き継ぎます" in visitor.get(f"/organizations/{going.id}").text


@pytest.fixture
def pair(app):
    relies = make.organization(short_name="頼る組織")
    helps = make.organization(short_name="助ける組織")
    good_at(relies, "f11", "国際協力", StrengthKind.RELIANCE, "多言語での案内")
    good_at(helps, "f11", "国際協力", StrengthKind.STRENGTH, "やさしい日本語")
    return relies, helps


def test_the_network_sees_who_could_help_whom(as_user, pair):
    relies, helps = pair
    client = as_user(make.user())
    page = client.get(f"/organizations/{relies.id}").text
    assert "多言語での案内" in page
    assert "助ける組織" in page
    assert "頼る組織" in client.get(f"/organizations/{helps.id}").text


def test_a_visitor_does_not_see_who_could_help_whom(visitor, as_user, pair):
    relies, _helps = pair
    for client in (visitor, as_user(make.system_admin())):
        page = client.get(f"/organizations/{relies.id}").text
        assert "多言語での案内" in page
        assert "助ける組織" not in page


def test_who_is_gone_helps_no_more(as_user, pair):
    relies, helps = pair
    helps.valid_until = date(2026, 3, 31)
    db.session.commit()
    assert "助ける組織" not in as_user(make.user()).get(f"/organizations/{relies.id}").text


def test_hostile_texts_stay_texts(visitor):
    organization = make.organization(
        name="<img src=x onerror=alert(1)>", summary="<script>1</script>\n二行目",
        url="javascript:alert(1)", phone="<b>", email="<i>", contact_note="<u>",
    )  # fmt: skip
    page = visitor.get(f"/organizations/{organization.id}").text
    for text in ("<img src=x", "<script>1", 'href="javascript:', "<b></b>", "<i>", "<u>"):
        assert text not in page


def test_the_search_document_says_what_the_page_says(app, pair):
    relies, _helps = pair
    document = relies.search_document()
    assert "国際協力" in document.body
    assert document.readers == {"public"}
    assert document.themes == {"f11"}
