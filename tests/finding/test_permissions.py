"""A search never tells what its reader may not read: not in hits, counts, facets, texts or JSON."""

from datetime import date

import pytest

from hub.accounts.models import Role
from hub.actions.models import ActionVisibility
from hub.attachments.models import Attachment
from hub.core.db import db
from hub.meetings.models import MinutesState, Visibility
from hub.menus.models import MenuState, MenuVisibility
from hub.search import outbox
from hub.taxonomies.models import Scheme
from tests import make
from tests.worlds import once

CANARY = "秘密の合言葉"


def attached(owner_kind, owner_id):
    return make.save(
        Attachment(
            owner_kind=owner_kind, owner_id=owner_id, name=f"{CANARY}.pdf", sha256="0" * 64,
            size=1000, content_type="application/pdf",
        )
    )  # fmt: skip


@pytest.fixture
def world(app, clock, tmp_path_factory):
    return once(app, clock, "rights of the search", tmp_path_factory.mktemp, _world)


def _world():
    """One private thing of every kind, and a person of every kind."""
    own, member, other = (make.organization() for _ in range(3))
    office = make.department()
    make.relation(office, own)
    series = make.series(member, secretariat=own, visibility=Visibility.SERIES)
    held = make.meeting(own, member, series=series, place=CANARY)
    topic = make.term(Scheme.THEME, "f07", label="環境保全")
    people = {
        "own": make.user(own),
        "member": make.user(member, Role.VIEWER),
        "other": make.user(other, Role.ADMIN),
        "department": make.user(office, Role.VIEWER),
        "coordinator": make.coordinator(other),
        "admin": make.system_admin(),
        "former": make.user(role=None),
        "visitor": None,
    }
    make.member(people["former"], own, ends_on=date(2026, 11, 22))
    make.minutes(held, MinutesState.CONFIRMED, body=CANARY)
    public = make.menu(own, title="誰でも読める", visibility=MenuVisibility.PUBLIC)
    kept = make.menu(own, title=CANARY, visibility=MenuVisibility.ORGANIZATION, terms=[topic])
    private = {
        "agenda_item": (make.agenda_item(held, title=CANARY), {"own", "member", "coordinator"}),
        "decision": (make.decision(held, text=CANARY), {"own", "member", "coordinator"}),
        "meeting": (held, {"own", "member", "coordinator"}),
        "action": (make.action(own, title=CANARY, meeting=held), {"own", "member", "coordinator"}),
        "own action": (
            make.action(own, title=CANARY, visibility=ActionVisibility.ORGANIZATION), {"own"},
        ),
        "menu": (kept, {"own"}),
        "draft": (make.menu(own, title=CANARY, state=MenuState.DRAFT), set()),
        "file of the meeting": (attached("meeting", held.id), {"own", "member", "coordinator"}),
        "file of the menu": (attached("menu", kept.id), {"own"}),
        "visit": (
            make.visit(title=CANARY, organization=own, visitor=member),
            {"own", "member", "other", "department", "coordinator"},
        ),
        "network menu": (
            make.menu(own, title=CANARY, visibility=MenuVisibility.NETWORK),
            {"own", "member", "other", "department", "coordinator"},
        ),
    }  # fmt: skip
    outbox.drain()
    assert public.id
    return people, private


def count_for(private, name):
    return sum(name in readers for _thing, readers in private.values())


@pytest.fixture
def client_of(app, world, as_user, visitor):
    people, _private = world
    return lambda name: as_user(people[name]) if people[name] else visitor


PEOPLE = ["own", "member", "other", "department", "coordinator", "admin", "former", "visitor"]


@pytest.mark.parametrize("name", PEOPLE)
def test_each_person_finds_what_they_may_read_and_no_more(name, world, client_of):
    _people, private = world
    expected = count_for(private, name)
    answer = client_of(name).get("/api/v1/search", query_string={"q": CANARY}).json
    assert answer["total"] == expected == len(answer["items"])
    assert sum(entry["count"] for entry in answer["facets"]["kind"]) == expected
    assert max((c["count"] for c in answer["facets"]["organization"]), default=0) <= expected
    themes = [choice["value"] for choice in answer["facets"]["theme"]]
    assert themes == (["f07"] if name == "own" else [])


@pytest.mark.parametrize("name", ["admin", "former", "visitor"])
def test_the_page_of_an_outsider_does_not_know_the_word(name, client_of):
    page = client_of(name).get("/search", query_string={"q": "合言葉"}).text
    assert "見つかりませんでした" in page
    assert CANARY not in page
    assert 'class="tabs"' not in page


@pytest.mark.parametrize("name", PEOPLE)
def test_every_result_can_be_opened(name, world, client_of):
    client = client_of(name)
    for item in client.get("/api/v1/search", query_string={"q": CANARY}).json["items"]:
        if item["kind"] != "attachment":  # these here have no content
            assert client.get(item["url"]).status_code == 200


def test_what_one_works_on_does_not_tell_from_which_hidden_meeting_it_comes(as_user):
    home = make.organization()
    held = make.meeting(visibility=Visibility.SERIES)
    make.action(home, title=CANARY, meeting=held)
    make.idea(held, title=CANARY, keeper=home)
    outbox.drain()
    for person, told in ((make.user(home), None), (make.coordinator(), f"meeting:{held.id}")):
        found = as_user(person).get("/api/v1/search", query_string={"q": CANARY}).json["items"]
        assert [item["parent"] for item in found] == [told, told]


def total_for(client):
    return client.get("/api/v1/search", query_string={"q": CANARY}).json["total"]


def test_taking_a_membership_away_works_on_the_next_request(world, client_of):
    people, private = world
    client = client_of("own")
    assert total_for(client) == count_for(private, "own")
    db.session.delete(people["own"].memberships[0])
    db.session.commit()
    assert total_for(client) == 0


def test_leaving_the_series_works_on_the_next_request(world, client_of):
    _people, private = world
    client = client_of("member")
    before = total_for(client)
    held, _readers = private["meeting"]
    member = held.series.members[0]
    member.ends_on = date(2026, 11, 22)
    db.session.commit()
    assert total_for(client) == before - 5  # the meeting, its item, decision, action and file


def test_a_narrower_visibility_counts_before_the_index_knows_it(world, client_of):
    _people, private = world
    client = client_of("other")
    before = total_for(client)
    menu, _readers = private["network menu"]
    menu.visibility = MenuVisibility.ORGANIZATION
    db.session.commit()  # without the drain that a request would have made
    assert outbox.waiting()
    assert total_for(client) == before - 1
    facets = client.get("/api/v1/search", query_string={"q": CANARY}).json["facets"]
    assert {"value": "menu", "count": 1} not in facets["kind"]


def test_what_belongs_to_a_hidden_meeting_is_hidden_with_it(app, as_user):
    held = make.meeting(place=CANARY)
    make.agenda_item(held, title=CANARY)
    make.action(title=CANARY, meeting=held)
    outbox.drain()
    client = as_user(make.user())
    assert total_for(client) == 3
    held.visibility = Visibility.SERIES
    db.session.commit()
    assert total_for(client) == 0
    outbox.drain()
    assert total_for(client) == 0


def test_a_publication_reaches_what_belongs_to_the_meeting(app, visitor):
    held = make.meeting(place=CANARY, visibility=Visibility.SERIES)
    make.agenda_item(held, title=CANARY)
    make.action(title=CANARY, meeting=held)
    attached("meeting", held.id)
    outbox.drain()
    assert total_for(visitor) == 0
    held.visibility = Visibility.PUBLIC
    db.session.commit()
    outbox.drain()
    assert total_for(visitor) == 4
