"""The sample has leads of themes, a lead that is handed over, and 担当者."""

from hub.accounts.models import User
from hub.core.db import db
from hub.themes.models import ThemeHandover, ThemeHandoverState


def test_a_lead_waits_for_an_answer_and_a_person_can_be_followed(demo, as_user):
    people = {u.email: u for u in db.session.scalars(db.select(User))}
    names = ("tama@example.jp", "kanri@example.jp", "admin@example.jp")
    asked, chief, outsider = (as_user(people[name]) for name in names)
    handover = db.session.scalars(db.select(ThemeHandover)).one()
    assert handover.state is ThemeHandoverState.PROPOSED
    assert handover.items
    address = f"/themes/f03/handovers/{handover.id}"
    assert address in asked.get("/").text
    page = asked.get(address).text
    assert "北部会場の交流会は" in page  # the words of the outgoing lead
    assert "引き受ける" in page
    assert "市民活動センター" in outsider.get("/themes").text
    membership = people["tantou@example.jp"].memberships[0]
    page = chief.get(f"/organizations/1/members/{membership.id}/succession").text
    assert page.count("上と同じ人") == 6
    assert "担当者のいないもの" in chief.get("/").text
