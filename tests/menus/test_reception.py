"""受付の状態 follows from the days: the same answer from the model and from the database."""

from datetime import date, timedelta

import pytest

from hub.core.db import db
from hub.menus.listing import reception_is
from hub.menus.models import Menu, Reception, reception_on
from tests import make

DAY = date(2026, 11, 23)
R = Reception


def days(count: int) -> date:
    return DAY + timedelta(days=count)


CASES = [
    ({"is_year_round": True}, R.ALWAYS),
    ({"is_year_round": True, "opens_on": days(5)}, R.ALWAYS),
    ({"is_year_round": True, "is_paused": True}, R.PAUSED),
    ({"is_paused": True, "opens_on": days(-5), "closes_on": days(5)}, R.PAUSED),
    ({}, R.ASK),
    ({"opens_on": days(1)}, R.SOON),
    ({"opens_on": days(60)}, R.SOON),
    ({"opens_on": days(61)}, R.CLOSED),
    ({"opens_on": days(61), "closes_on": days(70)}, R.CLOSED),
    ({"opens_on": days(1), "closes_on": days(5)}, R.SOON),
    ({"opens_on": days(0)}, R.OPEN),
    ({"opens_on": days(-100)}, R.OPEN),
    ({"closes_on": days(15)}, R.OPEN),
    ({"opens_on": days(-1), "closes_on": days(15)}, R.OPEN),
    ({"closes_on": days(14)}, R.CLOSING),
    ({"opens_on": days(0), "closes_on": days(0)}, R.CLOSING),
    ({"opens_on": days(-9), "closes_on": days(1)}, R.CLOSING),
    ({"closes_on": days(-1)}, R.CLOSED),
    ({"opens_on": days(-9), "closes_on": days(-1)}, R.CLOSED),
]


@pytest.mark.parametrize(("given", "state"), CASES, ids=str)
def test_state_of_a_day(app, given, state):
    menu = make.menu(**{"is_year_round": False} | given)

    assert reception_on(DAY, menu) is state


def test_the_database_gives_each_menu_exactly_the_state_of_the_model(app):
    provider = make.organization()
    menus = [make.menu(provider, **{"is_year_round": False} | given) for given, _state in CASES]

    for day in (days(-70), days(-15), days(-1), DAY, days(1), days(14), days(60), days(400)):
        found = {
            state: set(db.session.scalars(db.select(Menu.id).where(reception_is(state, day))))
            for state in Reception
        }
        expected = {
            state: {menu.id for menu in menus if reception_on(day, menu) is state}
            for state in Reception
        }
        assert found == expected, day
