"""The pictures of the sample: every number on them is that of the list behind it."""

import re

from sqlalchemy import event

from hub.accounts.models import User
from hub.core.db import db
from tests.demo.conftest import demo, demo_folder  # noqa: F401 (fixtures)
from tests.pictures.following import numbers

TOTALS = {  # where a list says how many it has
    "/menus": r"<p><b>(\d+)件</b>",
    "/search/vain": r'class="count">(\d+)件',
    "/pictures/months/list": r'<p class="sub">(\d+)件',
    "/pictures/together/list": r'<p class="sub">(\d+)件',
}
PAGES = ("/pictures/months", "/pictures/together?kind=actions", "/pictures/coverage")
QUERIES = 8  # of each page


def test_every_number_of_the_sample_equals_its_list_and_the_pages_ask_little(demo, as_user):  # noqa: F811
    department = db.session.scalars(db.select(User).filter_by(email="shokan@example.jp")).one()
    client = as_user(department)
    followed: dict[str, int] = {}
    for page in PAGES:
        shown = client.get(page).text
        for path in TOTALS:
            followed |= numbers(shown, path)
    assert {address.partition("?")[0] for address in followed} == set(TOTALS)
    for address, said in followed.items():
        total = re.search(TOTALS[address.partition("?")[0]], client.get(address).text)
        assert int(total[1]) == said, address
    for page in PAGES:
        asked: list[str] = []
        listen = (db.engine, "before_cursor_execute", lambda *call, to=asked: to.append(call[2]))
        event.listen(*listen)
        client.get(page)
        event.remove(*listen)
        assert len(asked) <= QUERIES, page
