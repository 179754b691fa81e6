"""Saved searches tell each person, in words and in numbers, what they may read and no more.

Everybody has one that found everything there is, when they might still read all of it.
"""

import re
from datetime import date

import pytest

from hub.accounts.models import User
from hub.core import calendar
from hub.core.db import db, transaction
from hub.finding.saved_keys import Keys
from hub.finding.saved_models import SearchNews
from hub.inbox import letters
from hub.inbox.models import Notice, NoticeKind, Reason, SubjectKind
from hub.notifications.models import Mail
from tests import make
from tests.permissions.canaries import found_in, places, readable
from tests.permissions.world import PEOPLE

WORDS = "機関"  # a part of the name of every organization
KINDS = ("menu", "meeting", "agenda_item", "decision", "action", "idea", "attachment", "visit",
         "organization", "review", "programme")  # fmt: skip


@pytest.fixture
def told(place):
    """Ids of the saved searches by person; each has one unread notice that waits for a mail."""
    place.index_anew()
    everything = Keys(dict.fromkeys(KINDS, (1 << 500) - 2)).stored()
    searches = {}
    with place.app.app_context():
        for person in PEOPLE[1:]:
            user = db.session.get(User, place.world.people[person])
            search = make.saved_search(user, WORDS, known=everything)
            news = make.save(SearchNews(search=search, day=date(2026, 11, 20), keys=everything))
            make.save(Notice(
                user_id=user.id, key=f"saved-search:{news.id}", kind=NoticeKind.SAVED_SEARCH,
                reason=Reason.SAVED_IT, subject_kind=SubjectKind.SEARCH_NEWS, subject_id=news.id,
                told_on=news.day,
            ))  # fmt: skip
            searches[person] = search.id
    return searches


def test_pages_and_the_mail_count_what_the_search_finds_and_name_nothing_else(place, told):
    totals = {p: place.ask(p, f"/api/v1/search?q={WORDS}").json["total"] for p in PEOPLE[1:]}
    assert len(set(totals.values())) >= 4  # they read differently much
    for person, number in told.items():
        page = place.ask(person, f"/search/saved/{number}").text
        for text in (page, place.ask(person, "/search/saved").text):
            assert places(found_in(text) - readable(person)) == set(), person
        assert f">{totals[person]}件<" in page, person
        assert f"{totals[person]}件あります" in place.ask(person, "/inbox").text, person
    with place.app.app_context():
        ids = {place.world.people[person]: person for person in told}
        with place.app.test_request_context(), transaction():
            letters.send_digests(ids, calendar.today())
        mails = {mail.user_id: mail.body for mail in db.session.query(Mail) if mail.user_id}
    for user_id, person in ids.items():
        assert found_in(mails[user_id]) <= readable(person)
        assert re.search(rf"[^0-9]{totals[person]}件あります", mails[user_id]), person


def test_a_membership_that_ends_works_on_the_next_request_and_on_waiting_notices(place, told):
    before = place.ask("editor", f"/api/v1/search?q={WORDS}").json["total"]
    assert f"{before}件あります" in place.ask("editor", "/inbox").text
    with place.app.app_context():
        person = db.session.get(User, place.world.people["editor"])
        person.memberships[0].ends_on = date(2026, 11, 22)
        db.session.commit()
        user_id = person.id
    after = place.ask("editor", f"/api/v1/search?q={WORDS}").json["total"]
    assert 0 < after < before
    assert f"{after}件あります" in place.ask("editor", "/inbox").text
    with place.app.app_context(), place.app.test_request_context():
        with transaction():
            letters.send_digests([user_id], calendar.today())
        [mail] = db.session.query(Mail).filter_by(user_id=user_id)
        assert f"{after}件あります" in mail.body
