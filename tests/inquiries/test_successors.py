"""組織改編: what was asked of an office waits for the one that took over, and is read there."""

from datetime import date, datetime

from hub.core.calendar import TOKYO
from hub.core.db import db
from hub.inquiries.models import Inquiry
from hub.organizations import successors
from tests import make


def test_threads_and_what_waits_pass_to_the_successor_from_its_first_day(app, as_user, clock):
    body = make.organization()
    last = make.department(short_name="文化協働課")
    middle = make.department(short_name="協働課", successor=last, valid_until=date(2026, 9, 30))
    old = make.department(short_name="推進課", successor=middle, valid_until=date(2026, 11, 30))
    asked = make.inquiry(body, old, "様式はありますか", title="様式の問合せ")
    sent = make.inquiry(old, body, "人数は", title="人数の問合せ")
    people = {o: as_user(make.user(o)) for o in (body, old, middle, last)}
    pages = [f"/inquiries/{asked.id}", f"/inquiries/{sent.id}"]

    assert [people[old].get(page).status_code for page in pages] == [200, 200]
    assert [people[last].get(page).status_code for page in pages] == [404, 404]
    assert "様式の問合せ" not in people[last].get("/inquiries").text

    clock.move_to(datetime(2026, 12, 1, 10, tzinfo=TOKYO))
    waiting = people[last].get("/inquiries?who=asked").text
    assert "様式の問合せ" in waiting
    assert "自組織の回答待ち" in waiting
    assert "人数の問合せ" in people[last].get("/inquiries?who=asker").text
    assert "様式の問合せ" in people[last].get(f"/organizations/{body.id}").text
    assert "引き継いだ組織" in people[body].get(pages[0]).text
    assert [people[middle].get(page).status_code for page in pages] == [404, 404]
    # who was there before reads on, and writes no more
    assert "様式はありますか" in people[old].get(pages[0]).text
    assert people[old].post(f"{pages[0]}/messages", data={"text": "x"}).status_code == 403
    assert people[last].post(f"{pages[0]}/messages", data={"text": "あります"}).status_code == 303
    db.session.rollback()
    assert db.session.get(Inquiry, asked.id).messages[-1].organization_id == last.id
    # a new question goes to who is there now
    assert (
        f'selected value="{last.id}"'
        in people[body].get(f"/inquiries/new?organization={old.id}").text
    )


def test_a_chain_that_leads_back_into_itself_ends(app):
    one, other = make.department(valid_until=date(2026, 3, 31)), make.department()
    one.successor_id, other.successor_id = other.id, one.id
    other.valid_until = date(2026, 3, 31)
    db.session.commit()
    acting = successors.today()
    assert acting.of(one.id) == other.id
    assert acting.held_by([other.id]) == {one.id, other.id}
