"""What changed reaches who follows it, by the morning's mail, once, and can be left from there."""

from datetime import date, timedelta

import pytest

from hub.audit.log import record
from hub.core.db import db
from hub.following.models import Follow
from hub.ideas.models import IdeaVisibility, Stage
from hub.meetings.models import MinutesState, Visibility
from hub.menus.models import MenuVisibility
from hub.taxonomies.models import Scheme
from tests import make
from tests.inbox.mornings import at, mails, notices

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def home(app):
    return make.organization(short_name="花の会")


@pytest.fixture
def reader(app):
    return make.user(make.organization())


def _happens(person, verb, thing, **after):
    record(person, verb, thing, organization_id=person.home_organization_id, after=after)
    db.session.commit()


def test_each_kind_of_followed_thing_brings_its_news(home, clock):
    theme = make.term(Scheme.THEME, "f13", label="子どもの健全育成")
    series = make.series(secretariat=home, name="連絡会議")
    menu = make.menu(home, title="花苗を配る")
    menu.terms = [theme]
    idea = make.idea(proposer=home, title="花で結ぶ")
    action = make.action(home, title="一覧を刷る")
    idea.actions = [action]
    meeting = make.meeting(home, series=series, visibility=Visibility.NETWORK)
    minutes = make.minutes(meeting, MinutesState.CONFIRMED)
    followers = {}
    for name, thing in (("組織「花の会」", home), ("分野「子どもの健全育成」", theme),
                        ("会議体「連絡会議」", series), ("支援メニュー「花苗を配る」", menu),
                        ("連携の種「花で結ぶ」", idea)):  # fmt: skip
        followers[name] = make.user(make.organization())
        make.follow(followers[name], thing)
    person = make.user(home)
    _happens(person, "menu:edit", menu)
    _happens(person, "minutes:confirm", minutes)
    _happens(person, "action:status", action, status="in_progress")
    at(clock, TUESDAY)
    bodies = {name: mails(user)[0].body for name, user in followers.items()}
    assert [name for name, body in bodies.items() if f"している{name}の動き" not in body] == []
    titles = ("花苗を配る", minutes.title, "一覧を刷る")
    told = {name: [t for t in titles if f"・{t}" in body] for name, body in bodies.items()}
    assert told == {
        "組織「花の会」": ["花苗を配る", "一覧を刷る"],
        "分野「子どもの健全育成」": ["花苗を配る"],
        "会議体「連絡会議」": [minutes.title],
        "支援メニュー「花苗を配る」": ["花苗を配る"],
        "連携の種「花で結ぶ」": ["一覧を刷る"],
    }


def test_everything_is_told_once_and_nothing_from_before(home, reader, clock):
    menu, person = make.menu(home), make.user(home)
    _happens(person, "menu:edit", menu)
    make.follow(reader, menu)
    at(clock, TUESDAY)
    assert notices(reader) == []
    for _time in range(3):
        _happens(person, "menu:edit", menu)
    at(clock, TUESDAY + timedelta(days=1))
    at(clock, TUESDAY + timedelta(days=2))
    [notice] = notices(reader)
    assert notice.facts["count"] == 3
    assert "ほか2件の動き" in mails(reader)[0].body


def test_ones_own_doings_are_no_news(home, clock):
    menu, person = make.menu(home), make.user(home)
    make.follow(person, menu)
    _happens(person, "menu:edit", menu)
    at(clock, TUESDAY)
    assert notices(person) == []


def test_what_may_not_be_read_is_not_told_even_when_it_was_noticed_before(
    home, reader, clock, as_user
):
    menu, person = make.menu(home, title="見えていた支援"), make.user(home)
    make.follow(reader, menu)
    make.follow(reader, home)
    own = make.menu(home, title="内々の支援", visibility=MenuVisibility.ORGANIZATION)
    _happens(person, "menu:publish", own)
    at(clock, TUESDAY)
    assert notices(reader) == []
    _happens(person, "menu:edit", menu)
    at(clock, TUESDAY + timedelta(days=1))
    assert "見えていた支援" in as_user(reader).get("/inbox").text
    menu.visibility = MenuVisibility.ORGANIZATION
    db.session.commit()
    assert "見えていた支援" not in as_user(reader).get("/inbox").text


def test_what_belongs_to_a_followed_thing_only_by_something_hidden_is_not_told_of_it(
    home, reader, clock, as_user
):
    """Neither by a meeting, nor by an idea or a menu of others."""
    theme, series = make.term(Scheme.THEME, "f13"), make.series(visibility=Visibility.SERIES)
    mine = reader.active_memberships[0].organization
    held = make.meeting(series=series, visibility=Visibility.SERIES)
    of_meeting = make.action(mine, meeting=held, title="会議で頼まれた")
    of_idea, of_menu = make.action(home, title="種からの"), make.action(home, title="支援の")
    idea = make.idea(proposer=home, visibility=IdeaVisibility.ORGANIZATION)
    idea.actions, idea.terms = [of_idea], [theme]
    menu = make.menu(home, visibility=MenuVisibility.ORGANIZATION, terms=[theme])
    of_menu.menus = [menu]
    member = make.user(home)
    for person in (reader, member):
        make.follow(person, series)
        make.follow(person, theme)
    writer = make.user(home)
    for action in (of_meeting, of_idea, of_menu):
        _happens(writer, "action:edit", action)
    at(clock, TUESDAY)
    assert notices(reader) == []
    assert len(notices(member)) == 2
    pages = [as_user(person).get("/activity?of=followed").text for person in (reader, member)]
    titles = (of_meeting.title, of_idea.title, of_menu.title)
    assert [[t for t in titles if t in page] for page in pages] == [[], [*titles[1:]]]
    assert titles[0] in as_user(reader).get("/activity").text


def test_it_is_left_from_the_notice_and_nothing_more_comes(home, reader, clock, as_user):
    menu, person = make.menu(home), make.user(home)
    make.follow(reader, menu)
    _happens(person, "menu:edit", menu)
    at(clock, TUESDAY)
    row = db.session.scalars(db.select(Follow)).one()
    assert f"/following#follow-{row.id}" in mails(reader)[0].body
    assert f'action="/following/{row.id}/leave"' in as_user(reader).get("/inbox").text
    as_user(reader).post(f"/following/{row.id}/leave")
    assert "/leave" not in as_user(reader).get("/inbox").text
    _happens(person, "menu:edit", menu)
    at(clock, TUESDAY + timedelta(days=1))
    assert len(mails(reader)) == 1


def test_who_proposed_an_idea_hears_when_it_moves(home, reader, clock):
    idea = make.idea(proposer=reader.active_memberships[0].organization, proposed_by=reader)
    _happens(make.user(home), "idea:status", idea, stage=Stage.TRIED.value)
    at(clock, TUESDAY)
    body = mails(reader)[0].body
    assert "連携の種が「試行」になりました" in body
    assert "あなたが出した連携の種だから" in body


def test_another_day_another_keeper_and_another_lead_are_told(home, reader, clock, as_user):
    meeting = make.meeting(visibility=Visibility.NETWORK, held_on=date(2026, 12, 1))
    idea, action = make.idea(proposer=home), make.action(home)
    make.follow(reader, meeting.series)
    make.follow(reader, home)
    secretary = make.user(meeting.series.secretariat)
    data = {"held_on": "2026-12-08", "visibility": "network", "version": meeting.version}
    assert as_user(secretary).post(f"/meetings/{meeting.id}/edit", data=data).status_code == 303
    _happens(secretary, "idea:hand_over", idea)
    _happens(secretary, "action:hand_over", action)
    at(clock, TUESDAY)
    body = mails(reader)[0].body
    for words in ("会議の日が12月8日（火）になりました", "育てる組織が変わりました",
                  "宿題事項の担当が変わりました"):  # fmt: skip
        assert words in body


def test_an_overdue_notice_is_not_pushed_aside_by_news(home, reader, clock):
    lead = reader.active_memberships[0].organization
    action = make.action(lead, title="遅れ", due_on=date(2026, 11, 20))
    make.follow(reader, lead)
    _happens(make.user(home), "action:edit", action)
    at(clock, TUESDAY)
    body = mails(reader)[0].body
    assert body.count("・遅れ") == 2
    assert all(notice.read_at is None for notice in notices(reader))
