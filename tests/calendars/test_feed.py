"""A calendar address: known to its holder, worth what its holder may read at that moment."""

import re
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import event

from hub.accounts.models import Role
from hub.actions.models import ActionKind, ActionVisibility
from hub.calendars.models import CalendarFeed
from hub.core.calendar import TOKYO
from hub.core.db import db, now
from hub.ideas.models import IdeaVisibility, Stage
from hub.meetings.models import Visibility
from tests import make


@pytest.fixture
def ours(app):
    return make.organization()


@pytest.fixture
def person(ours):
    return make.user(ours, Role.VIEWER)


@pytest.fixture
def client(as_user, person):
    return as_user(person)


def address(client) -> str:
    page = client.post("/calendar/renew", follow_redirects=True)
    assert page.status_code == 200
    return re.search(r'value="http://localhost(/calendar/[\w-]{40,}\.ics)"', page.text)[1]


def entries(visitor, path) -> dict[str, object]:
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    return {str(e["SUMMARY"]): e for e in Calendar.from_ical(answer.text).walk("VEVENT")}


def test_the_address_is_shown_once_and_kept_hashed(client, visitor):
    path = address(client)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    assert token not in client.get("/calendar").text
    (feed,) = db.session.scalars(db.select(CalendarFeed))
    assert token not in feed.token_hash
    assert len(feed.token_hash) == 64
    assert visitor.get(path).status_code == 200


def test_the_account_leads_to_it(client, as_user):
    assert 'href="/calendar"' in client.get("/account").text
    nobody = as_user(make.user(role=None))
    assert 'href="/calendar"' not in nobody.get("/account").text
    assert nobody.get("/calendar").status_code == 200
    assert nobody.post("/calendar/renew").status_code == 403


def test_meetings_of_our_series_and_when_they_are(client, visitor, ours):
    series = make.series(ours)
    meeting = make.meeting(series=series, held_on=date(2026, 12, 9), place="第1会議室")
    make.agenda_item(meeting, title="ないしょの議題")
    make.minutes(meeting, body="ひみつの相談をした。")
    path = address(client)
    entry = entries(visitor, path)[meeting.name]
    assert entry["UID"] == str(meeting.uid)
    assert entry["DTSTART"].dt == datetime(2026, 12, 9, 14, tzinfo=TOKYO)
    assert entry["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert entry["LOCATION"] == "第1会議室"
    assert entry["URL"] == f"http://localhost/meetings/{meeting.id}"
    text = visitor.get(path).text
    assert "ひみつ" not in text
    assert "ないしょ" not in text
    assert "BEGIN:VTIMEZONE" in text


def test_what_is_not_ours_or_not_to_be_read_is_not_in_it(client, visitor, ours):
    public = make.meeting(visibility=Visibility.PUBLIC, held_on=date(2026, 12, 9))
    left = make.series(visibility=Visibility.SERIES)
    make.series_member(left, ours, ends_on=date(2026, 11, 22))
    hidden = make.meeting(series=left, held_on=date(2026, 12, 9))
    old = make.meeting(series=make.series(ours), held_on=date(2026, 5, 1))
    recent = make.meeting(series=make.series(ours), held_on=date(2026, 7, 1))
    found = entries(visitor, address(client))
    assert recent.name in found
    assert not {public.name, hidden.name, old.name} & set(found)


def test_a_called_off_meeting_is_said_to_be(client, visitor, ours):
    meeting = make.meeting(series=make.series(ours), held_on=date(2026, 12, 9))
    meeting.cancel("大雪", now())
    db.session.commit()
    (entry,) = entries(visitor, address(client)).values()
    assert entry["STATUS"] == "CANCELLED"


def test_due_dates_of_what_we_carry(client, visitor, ours):
    lead = make.action(ours, title="一覧を作る", body="ひみつの段取り", due_on=date(2026, 12, 28))
    make.action(title="手伝う", partners=[ours], due_on=date(2026, 11, 2))
    make.action(title="よその", due_on=date(2026, 12, 28))
    make.action(ours, title="毎回見る", kind=ActionKind.STANDING, due_on=None)
    done = make.action(ours, title="済んだ", due_on=date(2026, 12, 28))
    done.complete("できた", date(2026, 11, 20))
    make.action(
        ours, title="うちうち", visibility=ActionVisibility.ORGANIZATION, due_on=date(2026, 12, 1)
    )
    db.session.commit()
    found = entries(visitor, address(client))
    assert set(found) == {"【期限】一覧を作る", "【期限】手伝う", "【期限】うちうち"}
    entry = found["【期限】一覧を作る"]
    assert (entry["UID"], entry["DTSTART"].dt) == (str(lead.uid), date(2026, 12, 28))
    assert entry["DTEND"].dt == date(2026, 12, 29)
    assert "DESCRIPTION" not in entry


def test_rights_are_those_of_the_moment(client, visitor, person, ours):
    meeting = make.meeting(series=make.series(ours), held_on=date(2026, 12, 9))
    other = make.organization()
    theirs = make.meeting(series=make.series(other), held_on=date(2026, 12, 9))
    second = make.member(person, other, Role.VIEWER)
    path = address(client)
    assert set(entries(visitor, path)) == {meeting.name, theirs.name}
    second.ends_on = date(2026, 11, 22)
    db.session.commit()
    assert set(entries(visitor, path)) == {meeting.name}


def test_it_is_dead_with_the_last_membership(client, visitor, person, clock):
    person.memberships[0].ends_on = date(2026, 11, 30)
    db.session.commit()
    path = address(client)
    assert visitor.get(path).status_code == 200
    clock.shift(timedelta(days=8))
    assert visitor.get(path).status_code == 404


def test_it_is_dead_with_the_account(client, visitor, person):
    path = address(client)
    person.disable()
    db.session.commit()
    assert visitor.get(path).status_code == 404


def test_a_new_address_ends_the_one_before(client, visitor):
    old = address(client)
    new = address(client)
    assert old != new
    assert visitor.get(old).status_code == 404
    assert visitor.get(new).status_code == 200
    assert len(db.session.scalars(db.select(CalendarFeed)).all()) == 1


def test_it_can_be_taken_away(client, visitor):
    path = address(client)
    assert client.post("/calendar/delete").status_code == 303
    assert visitor.get(path).status_code == 404
    assert client.post("/calendar/delete").status_code == 404


@pytest.mark.parametrize("token", ["x", "あ", "%00", "a" * 5000, "..%2Fmails", "' or 1=1 --"])
def test_a_wrong_address_is_no_page(app, visitor, token):
    assert visitor.get(f"/calendar/{token}.ics").status_code == 404


def test_nobody_keeps_a_copy(client, visitor):
    answer = visitor.get(address(client))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in answer.headers


def test_asking_changes_nothing(client, visitor):
    path = address(client)
    before = db.session.scalars(db.select(CalendarFeed)).one().updated_at
    visitor.get(path)
    db.session.expire_all()
    assert db.session.scalars(db.select(CalendarFeed)).one().updated_at == before


def test_asking_too_often_is_refused(app, client, visitor):
    path = address(client)
    app.config["RATELIMIT_ENABLED"] = True
    limiter = app.extensions["limiter"]
    for each in limiter:
        each.enabled = True
    try:
        answers = {visitor.get(path).status_code for _ in range(65)}
    finally:
        for each in limiter:
            each.enabled = False
    assert answers == {200, 429}


def test_hostile_titles_stay_text(client, visitor, ours):
    title = "一覧\r\nATTACH:http://x\rEND:VEVENT\u2028BEGIN:VALARM;,\\"
    make.action(ours, title=title, due_on=date(2026, 12, 1))
    meeting = make.meeting(series=make.series(ours), held_on=date(2026, 12, 9), place=title)
    meeting.subtitle = title
    db.session.commit()
    answer = visitor.get(address(client))
    calendar = Calendar.from_ical(answer.text)
    assert len(calendar.walk("VEVENT")) == 2
    assert not calendar.walk("VALARM")
    assert not [line for line in answer.text.splitlines() if line.startswith("ATTACH")]


def test_the_number_of_questions_does_not_grow(client, visitor, ours):
    series = make.series(ours)
    path = address(client)
    counts = []
    for _ in range(2):
        make.meeting(series=series, held_on=date(2026, 12, 9))
        make.action(ours)
        db.session.expire_all()
        counts.append(_statements(lambda: visitor.get(path)))
    assert counts[0] == counts[1]


def _statements(ask) -> int:
    seen = []

    def note(*given):
        seen.append(given[2])

    event.listen(db.engine, "before_cursor_execute", note)
    ask()
    event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_ideas_stand_on_the_day_to_look_again_for_who_keeps_or_proposed_them(
    client, visitor, as_user, ours
):
    other = make.organization()
    day = {"look_at_on": date(2026, 12, 9)}
    make.idea(proposer=other, keeper=ours, title="見る種", **day)
    make.idea(proposer=other, keeper=other, title="よその種", **day)
    make.idea(proposer=ours, title="自組織の秘密", visibility=IdeaVisibility.ORGANIZATION, **day)
    make.idea(proposer=ours, title="終わった種", stage=Stage.DROPPED, reason="重なる", **day)
    found = entries(visitor, address(client))
    assert set(found) == {"【種を見る】見る種", "【種を見る】自組織の秘密"}
    assert found["【種を見る】見る種"]["DTSTART"].dt == date(2026, 12, 9)
    theirs = entries(visitor, address(as_user(make.user(other))))
    assert set(theirs) == {"【種を見る】見る種", "【種を見る】よその種"}
