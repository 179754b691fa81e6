"""No page asks the database once for each thing it shows."""

import pytest
from flask import g
from sqlalchemy import event

from hub.accounts.models import User
from hub.core.db import db

PAGES = {
    "/": 10,
    "/menus": 4,
    "/meetings": 5,
    "/actions": 5,
    "/actions/board": 6,
    "/organizations": 4,
    "/organizations/1": 11,
    "/wards/tama": 5,
    "/menus/3": 11,
    "/meetings/3": 12,
    "/meetings/series/1": 7,
    "/meetings/2/minutes": 12,
    "/actions/3": 12,
    "/ideas/2": 12,
    "/inquiries": 12,
    "/inquiries/1": 12,
    "/desk": 12,
}


@pytest.mark.parametrize("who", ["jimukyoku@example.jp", "shokan@example.jp"])
@pytest.mark.parametrize("address", PAGES)
def test_the_queries_of_a_page_are_few(demo, as_user, who, address):
    client = as_user(db.session.scalars(db.select(User).filter_by(email=who)).one())
    client.get(address)  # what is kept in memory until something changes is there now
    g.pop("_login_user")  # which is kept for the whole test
    db.session.expunge_all()
    said: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: said.append(call[2]))
    assert client.get(address).status_code == 200
    assert len(said) <= PAGES[address], "\n".join(said)
