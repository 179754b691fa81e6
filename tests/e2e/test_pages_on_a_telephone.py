"""Each page template at 360 px."""

import pytest

from tests.e2e.looking import PREPARING, looked_at, named, without_an_index
from tests.e2e.pages import SIGHTS, Places, Sight, prepare

WIDTH = 360


@pytest.fixture(scope="module")
def places(server, people) -> Places:
    return prepare(server, people)


@pytest.mark.parametrize("sight", SIGHTS, ids=named)
def test_page_is_clean(people, places, sight: Sight):
    assert looked_at(people(sight.who, WIDTH), places, sight, WIDTH) == []


def test_search_without_an_index_is_clean(server, people, places):
    with without_an_index(server):
        assert looked_at(people(None, WIDTH), places, PREPARING, WIDTH) == []
