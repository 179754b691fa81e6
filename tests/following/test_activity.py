"""ネットワークの動き: newest first, and never of what the reader may not read."""

import re

from hub.audit.log import record
from hub.core.db import db
from hub.meetings.models import MinutesState, Visibility
from hub.menus.models import MenuState, MenuVisibility
from hub.taxonomies.models import Scheme
from tests import make


def _publish(person, menu):
    record(person, "menu:publish", menu, organization_id=menu.provider_id)
    db.session.commit()


def test_what_happened_is_listed_newest_first_with_its_organization(as_user):
    home = make.organization(short_name="花の会")
    person = make.user(home)
    first, second = make.menu(home, title="部屋を貸す"), make.menu(home, title="花苗を配る")
    _publish(person, first)
    _publish(person, second)
    page = as_user(make.user(make.organization())).get("/activity").text
    assert page.index("花苗を配る") < page.index("部屋を貸す")
    assert "支援メニューが公開されました" in page
    assert "花の会" in page
    assert person.name not in page


def test_what_one_may_not_read_is_not_among_it(as_user):
    home = make.organization()
    person, other = make.user(home), make.user(make.organization())
    own = make.menu(home, title="内々の支援", visibility=MenuVisibility.ORGANIZATION)
    draft = make.menu(home, title="書きかけの支援", state=MenuState.DRAFT, published_at=None)
    series = make.series(secretariat=home, visibility=Visibility.SERIES)
    meeting = make.meeting(home, series=series, visibility=Visibility.SERIES)
    minutes = make.minutes(meeting, MinutesState.CONFIRMED)
    action = make.action(home, meeting=meeting, title="内々の宿題")
    idea = make.idea(meeting, title="内々の種")
    for verb, thing in (
        ("menu:publish", own), ("menu:edit", draft), ("meeting:create", meeting),
        ("minutes:confirm", minutes), ("action:create", action), ("idea:create", idea),
    ):  # fmt: skip
        record(person, verb, thing, organization_id=home.id)
    db.session.commit()
    inside, outside = as_user(person).get("/activity").text, as_user(other).get("/activity").text
    assert inside.count("内々の") >= 3
    assert series.name in inside
    assert "内々の" not in outside
    assert series.name not in outside
    assert "書きかけ" not in inside + outside


def test_that_an_idea_has_an_action_is_no_news_for_who_may_not_read_the_action(as_user):
    home = make.organization()
    idea = make.idea(proposer=home, title="見学会")
    data = {"title": "内々の宿題", "kind": "todo", "lead_id": home.id, "due_on": "2026-12-18",
            "visibility": "organization"}  # fmt: skip
    insider, other = as_user(make.user(home)), as_user(make.user(make.organization()))
    assert insider.post(f"/actions/new?idea={idea.id}", data=data).status_code == 303
    assert "内々の宿題" in insider.get("/activity").text
    assert "見学会" not in other.get("/activity").text


def test_one_sees_at_once_what_is_about_what_one_follows(as_user):
    home, other = make.organization(), make.organization()
    person = make.user(home)
    followed, not_followed = (
        make.menu(home, title="追うもの"),
        make.menu(home, title="追わないもの"),
    )
    _publish(person, followed)
    _publish(person, not_followed)
    reader = as_user(make.user(other))
    reader.post(f"/following/menu/{followed.id}")
    page = reader.get("/activity?of=followed").text
    assert "追うもの" in page
    assert "追わないもの" not in page


def test_older_news_are_reached_page_by_page_without_a_gap(as_user):
    home = make.organization()
    person = make.user(home)
    menu = make.menu(home)
    for number in range(60):
        record(person, "menu:pause" if number % 2 else "menu:edit", menu)
    db.session.commit()
    reader, address, seen = as_user(make.user(make.organization())), "/activity", 0
    while address:
        page = reader.get(address).text
        seen += page.count('<p class="title">')
        found = re.search(r'href="(/activity\?before=\d+)"', page)
        address = found[1] if found else None
    assert seen == 60


def test_strange_addresses_show_the_page(as_user):
    reader = as_user(make.user(make.organization()))
    for query in ("about=x", "organization=x&before=-1", "before=99999999999", "of=all"):
        assert reader.get(f"/activity?{query}").status_code == 200


def test_who_leads_a_theme_is_news_of_the_theme(as_user):
    theme = make.term(Scheme.THEME, "f13")
    role = make.theme_role(theme, make.organization(short_name="花の会"))
    record(make.coordinator(), "theme_role:add", role)
    db.session.commit()
    reader = as_user(make.user(make.organization()))
    reader.post(f"/following/theme/{role.term_id}")
    page = reader.get("/activity?of=followed").text
    assert "分野の役割が決まりました" in page
    assert f'href="/themes/{role.term.code}"' in page
