"""The directory: all organizations by kind, narrowed down by what is in the address."""

from datetime import date

import pytest

from hub.core.db import db
from hub.organizations.models import OrganizationKind, RelationRole, Strength, StrengthKind
from hub.taxonomies.models import Scheme
from tests import make


def good_at(organization, code, label, kind=StrengthKind.STRENGTH, note=""):
    theme = make.term(Scheme.THEME, code, label=label)
    return make.save(Strength(organization=organization, kind=kind, theme=theme, note=note))


@pytest.fixture
def network(app):
    nakahara, tama = make.ward(), make.ward("tama", "多摩区")
    center = make.organization(name="市民活動センター本部", ward=nakahara, summary="要となる組織")
    sdc = make.organization(name="多摩のSDC", kind=OrganizationKind.SDC, ward=tama)
    office = make.department(name="多摩区役所", kind=OrganizationKind.WARD_OFFICE, ward=tama)
    good_at(center, "f19", "団体運営の支援")
    good_at(sdc, "f03", "まちづくり")
    return center, sdc, office


def test_it_is_public_and_grouped_by_kind_with_numbers_from_the_data(visitor, network):
    page = visitor.get("/organizations").text
    for text in ("市全域の中間支援組織", "市民活動センター本部", "要となる組織", "団体運営の支援"):
        assert text in page
    order = [page.index(o.name) for o in network]
    assert order == sorted(order)
    assert "市全域の中間支援組織が1" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("kind=sdc", {"多摩のSDC"}),
        ("ward=tama", {"多摩のSDC", "多摩区役所"}),
        ("ward=tama&kind=sdc", {"多摩のSDC"}),
        ("ward=tama&ward=nakahara", {"多摩のSDC", "多摩区役所", "市民活動センター本部"}),
        ("theme=f19", {"市民活動センター本部"}),
        ("theme=f19&kind=sdc", set()),
        ("kind=nothing&ward=%00&theme=f99", {"多摩のSDC", "多摩区役所", "市民活動センター本部"}),
        ("page=99999999999", {"多摩のSDC", "多摩区役所", "市民活動センター本部"}),
        ("page=-1&page=x", {"多摩のSDC", "多摩区役所", "市民活動センター本部"}),
    ],
)
def test_it_is_narrowed_down_by_its_address(visitor, network, query, names):
    answer = visitor.get(f"/organizations?{query}")
    assert answer.status_code == 200
    found = {o.name for o in network if f">{o.name}</a>" in answer.text}
    assert found == names


def test_counts_are_those_of_the_selection_in_force(visitor, network):
    page = visitor.get("/organizations?ward=tama").text
    assert "<span>市の所管課</span>" not in page
    assert '<span>区のソーシャルデザインセンター</span><span class="n">1</span>' in page
    assert '<span>中原区</span><span class="n">1</span>' in page  # another ward would add it


def test_a_choice_can_be_taken_back_by_a_link(visitor, network):
    page = visitor.get("/organizations?ward=tama&kind=sdc").text
    assert 'class="chip" href="/organizations?ward=tama"' in page
    assert 'class="chip" href="/organizations?kind=sdc"' in page


def test_an_empty_result_says_what_to_try(visitor, network):
    page = visitor.get("/organizations?theme=f19&kind=sdc").text
    assert "当てはまる組織はありません" in page
    assert "条件をすべて外す" in page


def test_an_empty_hub_has_a_directory_too(visitor):
    assert visitor.get("/organizations").status_code == 200
    assert visitor.get("/wards").status_code == 200


def test_what_no_longer_exists_is_not_listed(visitor, network):
    center, _sdc, _office = network
    center.valid_until = date(2026, 3, 31)
    db.session.commit()
    assert "市民活動センター本部" not in visitor.get("/organizations").text


def test_names_are_escaped(visitor, app):
    make.organization(name="<script>alert(1)</script>", summary="<b>太字</b>")
    page = visitor.get("/organizations").text
    assert "<script>alert" not in page
    assert "<b>太字" not in page


def test_a_long_network_comes_in_pages(visitor, app):
    for _number in range(60):
        make.organization()
    first, second = visitor.get("/organizations"), visitor.get("/organizations?page=2")
    assert first.text.count('class="result"') == 50
    assert second.text.count('class="result"') == 10


def test_an_office_says_whom_it_stands_to(visitor, network):
    _center, sdc, office = network
    make.relation(office, sdc, RelationRole.LIAISON)
    for address in ("/organizations", "/wards/tama"):
        assert f"{sdc.short_name}の区の連携窓口" in visitor.get(address).text
