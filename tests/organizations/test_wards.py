"""Pages of wards: their SDC first, then the office and whoever is there."""

import pytest

from hub.organizations.models import OrganizationKind
from hub.taxonomies.models import CITYWIDE, Scheme
from tests import make


@pytest.fixture
def tama(app):
    ward = make.ward("tama", "多摩区", note="北部")
    make.organization(name="区内の財団", ward=ward)
    make.department(name="多摩区役所企画課", kind=OrganizationKind.WARD_OFFICE, ward=ward)
    make.organization(
        name="多摩のSDC", short_name="多摩SDC", kind=OrganizationKind.SDC, ward=ward,
        summary="出会いの場", phone="044-000-0012",
    )  # fmt: skip
    return ward


def test_a_ward_shows_its_sdc_first(visitor, tama):
    page = visitor.get("/wards/tama").text
    places = [page.index(name) for name in ("多摩のSDC", "多摩区役所企画課", "区内の財団")]
    assert places == sorted(places)
    for text in ("北部", "出会いの場", "044-000-0012"):
        assert text in page


def test_all_wards_are_linked_with_numbers(visitor, tama):
    make.ward("asao", "麻生区")
    make.ward(CITYWIDE, "市全域")
    for address in ("/wards", "/wards/tama"):
        page = visitor.get(address).text
        assert 'href="/wards/asao"' in page
        assert 'href="/wards/all"' not in page
        assert "組織 3" in page
        assert "組織 0" in page
    assert "2つの区のそれぞれに" in visitor.get("/wards").text


def test_an_empty_ward_says_so(visitor):
    make.ward("asao", "麻生区")
    assert "登録された組織はありません" in visitor.get("/wards/asao").text


@pytest.mark.parametrize("code", ["nowhere", "%00", "f01", "多摩", "a" * 500, "..%2f"])
def test_an_unknown_ward_is_a_404(visitor, code):
    make.term(Scheme.THEME, "f01")
    assert visitor.get(f"/wards/{code}").status_code == 404
