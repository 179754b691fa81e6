"""先に終わるのを待つもの: chosen, shown both ways, never in a circle, and told of when it slips."""

import itertools
import threading
from datetime import date

import pytest

from hub.actions import waits
from hub.actions.models import Action, ActionStatus, ActionVisibility, action_waits
from hub.actions.waits import Slip
from hub.core.db import db, transaction
from hub.core.errors import Invalid
from tests import make

DUE = date(2026, 12, 9)


@pytest.fixture
def home(app):
    return make.organization()


@pytest.fixture
def editor(as_user, home):
    return as_user(make.user(home))


def wait(client, action, awaited):
    return client.post(f"/actions/{action.id}/waits", data={"awaited": str(awaited.id)})


def pairs():
    return {tuple(row) for row in db.session.execute(db.select(action_waits))}


@pytest.mark.parametrize(
    ("mine", "other", "slip"),
    [
        ({}, {}, None),
        ({}, {"due_on": date(2026, 12, 10)}, Slip.LATER),
        ({}, {"due_on": date(2026, 11, 22)}, Slip.OVERDUE),
        ({"due_on": None}, {"due_on": date(2026, 11, 22)}, Slip.OVERDUE),
        ({"due_on": None}, {"due_on": date(2027, 12, 10)}, None),
        ({}, {"status": "on_hold", "review_on": date(2026, 12, 10)}, Slip.HELD),
        ({}, {"status": "on_hold", "review_on": DUE, "due_on": date(2026, 11, 1)}, None),
        ({}, {"status": "dropped"}, Slip.DROPPED),
        ({}, {"status": "done", "due_on": date(2027, 12, 10)}, None),
        ({"status": "done"}, {"status": "dropped"}, None),
    ],
)
def test_what_is_awaited_slips(mine, other, slip):
    def action(given):
        return Action(**({"due_on": DUE, "status": ActionStatus(given.pop("status", "in_progress"))}
                         | given))  # fmt: skip

    assert waits.slip_of(action(dict(mine)), action(dict(other)), date(2026, 11, 23)) is slip


def test_both_sides_show_the_wait_and_say_what_to_do_when_it_slips(editor, home):
    action = make.action(home, title="申込書を送る", due_on=DUE)
    other = make.action(home, title="申込書を作る", due_on=date(2026, 12, 20))
    page = editor.get(f"/actions/{action.id}/waits?q=申込書 作る").text
    assert "申込書を作る" in page
    assert "これを待つ" in page
    assert wait(editor, action, other).status_code == 303
    assert wait(editor, action, other).status_code == 303  # twice is once
    assert "期限が12月20日（日）で、この宿題の期限（12月9日（水））より後です。" in editor.get(
        f"/actions/{action.id}"
    ).text  # fmt: skip
    theirs = editor.get(f"/actions/{other.id}").text
    assert "この宿題を待っているもの" in theirs
    assert "申込書を送る" in theirs
    assert "待つものに遅れ" in editor.get("/actions").text
    table = editor.get("/actions/export.csv").data.decode("utf-8-sig").splitlines()
    assert table[0].endswith("先に終わるのを待つもの")
    assert any(line.startswith("申込書を送る") and line.endswith("申込書を作る") for line in table)
    gone = editor.post(f"/actions/{action.id}/waits/{other.id}/delete")
    assert gone.status_code == 303
    assert pairs() == set()
    history = editor.get(f"/actions/{action.id}").text
    assert history.count("先に終わるのを待つものを直した") == 2


def test_what_one_may_not_read_is_neither_offered_nor_shown_nor_counted(editor, home, as_user):
    action = make.action(home, title="申込書を送る", due_on=DUE)
    secret = make.action(title="内々の相談", visibility=ActionVisibility.ORGANIZATION,
                         due_on=date(2026, 11, 1))  # fmt: skip
    own = make.action(secret.lead, title="表向きの相談")
    action.awaited.append(secret)
    secret.awaited.append(own)
    db.session.commit()
    for path in (f"/actions/{action.id}", f"/actions/{action.id}/waits", "/actions",
                 f"/actions/{own.id}", "/actions/export.csv"):  # fmt: skip
        page = editor.get(path).text
        assert [text for text in ("内々の相談", "待つものに遅れ") if text in page] == [], path
        assert "この宿題を待っているもの" not in page
    assert wait(editor, action, secret).status_code == 404
    reader = as_user(make.user(secret.lead))
    assert "内々の相談" in reader.get(f"/actions/{action.id}").text
    assert wait(reader, action, own).status_code == 403


def test_nothing_waits_for_itself_not_even_over_others(editor, home):
    first, second, third = (make.action(home) for _number in range(3))
    assert wait(editor, first, first).status_code == 422
    assert wait(editor, first, second).status_code == 303
    assert wait(editor, second, third).status_code == 303
    assert wait(editor, third, first).status_code == 422
    assert second.title not in editor.get(f"/actions/{third.id}/waits").text.split("<main")[1]
    assert pairs() == {(first.id, second.id), (second.id, third.id)}


def test_two_editors_at_once_close_no_circle(app, home):
    person = make.user(home)
    actions = [make.action(home).id for _number in range(3)]
    start = threading.Barrier(3)
    refused = []

    def one(mine, other):
        with app.app_context():
            actor = db.session.get(type(person), person_id)
            start.wait()
            try:
                with transaction():
                    waits.wait_for(
                        actor, db.session.get(Action, mine), db.session.get(Action, other)
                    )
            except Invalid:
                refused.append((mine, other))
            db.session.remove()

    person_id = person.id
    db.session.rollback()
    ring = list(itertools.pairwise([*actions, actions[0]]))
    threads = [threading.Thread(target=one, args=pair) for pair in ring]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert len(pairs()) == 2
