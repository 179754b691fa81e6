"""When somebody was here last: what came since is new on the home page."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from hub.accounts import commands
from hub.accounts.models import User
from hub.core.db import db


def seen(person) -> User:
    db.session.expire_all()
    return db.session.get(User, person.id)


def test_the_first_visit_has_none_before(person, sign_in):
    sign_in()
    assert seen(person).previous_visit_at is None
    assert seen(person).last_seen_at is not None


def test_a_visit_goes_on_while_it_is_not_silent_for_four_hours(person, sign_in, clock):
    here = sign_in()
    for _ in range(4):
        clock.shift(timedelta(hours=3))
        here.get("/account")
    assert seen(person).previous_visit_at is None


def test_after_four_hours_of_silence_a_new_one_begins_at_the_first_page(person, sign_in, clock):
    here = sign_in()
    clock.shift(timedelta(hours=1))
    here.get("/account")
    last = seen(person).last_seen_at
    clock.shift(timedelta(hours=5))
    here.get("/account")
    assert seen(person).previous_visit_at == last
    clock.shift(timedelta(hours=1))
    here.get("/account")
    assert seen(person).previous_visit_at == last


def test_signing_in_anew_begins_a_visit_too(person, sign_in, clock):
    sign_in()
    first = seen(person).last_seen_at
    clock.shift(timedelta(days=3))
    sign_in()
    assert seen(person).previous_visit_at == first


def test_it_is_written_every_ten_minutes_at_most(person, sign_in, clock):
    here = sign_in()
    written = []
    for _ in range(20):
        clock.shift(timedelta(minutes=3))
        here.get("/account")
        written.append(seen(person).last_seen_at)
    assert len(set(written)) == 6  # one at signing in


def test_files_and_health_are_nobodys_visit(person, sign_in, clock):
    here = sign_in()
    before = seen(person).last_seen_at
    clock.shift(timedelta(hours=1))
    here.get("/static/css/base.css")
    here.get("/healthz")
    assert seen(person).last_seen_at == before


def test_a_busy_database_keeps_no_page_from_being_shown(person, sign_in, clock, monkeypatch):
    here = sign_in()
    clock.shift(timedelta(hours=1))

    def locked(*_):
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr(commands, "note_visit", locked)
    assert here.get("/account").status_code == 200


def test_old_links_and_sessions_are_forgotten(person, sign_in, clock):
    here = sign_in()
    here.post("/password-reset", data={"email": person.email})
    clock.move_to(datetime(2027, 6, 1, tzinfo=UTC))
    commands.forget_old()
    db.session.commit()
    for table in ("sign_ins", "account_links"):
        assert db.session.scalar(db.text(f"SELECT count(*) FROM {table}")) == 0


@pytest.mark.parametrize("path", ["/", "/account"])
def test_each_page_reads_the_session_once(person, sign_in, path):
    here = sign_in()
    asked = []
    listen = lambda *given: asked.append(given[2])  # noqa: E731
    db.event.listen(db.engine, "after_cursor_execute", listen)
    here.get(path)
    db.event.remove(db.engine, "after_cursor_execute", listen)
    assert sum("FROM sign_ins" in text for text in asked if "count" not in text) <= 2
