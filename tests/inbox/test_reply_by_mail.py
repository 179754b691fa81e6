"""One answer from the mail: bound to person, action and purpose; opening it changes nothing."""

import re
from datetime import date, datetime

import pytest

from hub.accounts.queries import hash_of
from hub.actions.models import Action, ActionEvent, ActionStatus
from hub.audit.models import AuditEntry
from hub.core.calendar import TOKYO
from hub.core.db import db
from hub.inbox.models import ReplyLink
from tests import make
from tests.inbox.mornings import at, mails


@pytest.fixture
def editor(app):
    return make.user(name="佐藤さくら")


@pytest.fixture
def action(editor):
    lead = editor.active_memberships[0].organization
    partner = make.organization(short_name="ひみつの協力")
    return make.action(
        lead, title="早見表を作る", body="ひみつの本文", partners=[partner],
        due_on=date(2026, 12, 7),
    )  # fmt: skip


@pytest.fixture
def address(editor, action, clock):
    at(clock, date(2026, 11, 24))
    return re.search(r"http://localhost(/reply/\S+)", mails(editor)[0].body)[1]


def events(action):
    return list(db.session.scalars(db.select(ActionEvent).filter_by(action_id=action.id)))


def test_the_page_says_title_and_due_date_only_and_changes_nothing(visitor, address, action):
    for _ in range(3):
        response = visitor.get(address)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "早見表を作る" in response.text
    assert "令和8年（2026年）12月7日（月）" in response.text
    for hidden in ("ひみつ", "佐藤", action.lead.short_name):
        assert hidden not in response.text
    assert events(action) == []
    assert visitor.head(address).status_code == 200


def test_a_note_is_in_the_history_as_by_mail_link_and_the_link_is_used_up(
    visitor, address, action, editor, as_user
):
    response = visitor.post(address, data={"text": "半分できました"}, follow_redirects=True)
    assert "知らせを受け取り、経過に書き加えました。" in response.text
    (event,) = events(action)
    assert (event.text, event.user_id, event.by_mail_link) == ("半分できました", editor.id, True)
    assert db.session.get(Action, action.id).status is ActionStatus.NOT_STARTED
    entry = db.session.scalars(db.select(AuditEntry).filter_by(verb="action:note")).one()
    assert entry.after["by_mail_link"] is True
    page = as_user(editor).get(f"/actions/{action.id}").text
    assert "半分できました" in page
    assert "メールのリンクから" in page
    assert visitor.get(address).status_code == 404
    assert visitor.post(address, data={"text": "もう一度"}).status_code == 404
    assert len(events(action)) == 1


def test_it_can_be_set_in_progress(visitor, address, action):
    assert visitor.post(address, data={"is_started": "y"}).status_code == 303
    assert db.session.get(Action, action.id).status is ActionStatus.IN_PROGRESS
    (event,) = events(action)
    assert event.by_mail_link


def test_in_progress_already_it_stays_so(visitor, address, action):
    action.start()
    db.session.commit()
    assert (
        visitor.post(address, data={"is_started": "y", "text": "続けています"}).status_code == 303
    )
    assert [event.text for event in events(action)] == ["続けています"]


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_it_cannot_be_ended_without_signing_in(visitor, address, action, status):
    data = {"status": status, "result": "x", "reason": "x", "do": status}
    assert visitor.post(address, data=data).status_code == 422
    assert db.session.get(Action, action.id).status is ActionStatus.NOT_STARTED
    page = visitor.get(address).text
    assert f"/login?next=/actions/{action.id}" in page.replace("%2F", "/")


def test_too_much_or_nothing_is_refused_and_kept_and_does_not_use_the_link(visitor, address):
    assert visitor.post(address, data={"text": "  "}).status_code == 422
    long = "あ" * 501
    response = visitor.post(address, data={"text": long})
    assert response.status_code == 422
    assert long in response.text
    assert "500字まで" in response.text
    assert visitor.get(address).status_code == 200


def test_only_a_hash_is_stored_and_the_mail_is_emptied_when_sent(address, editor):
    token = address.rpartition("/")[2]
    link = db.session.scalars(db.select(ReplyLink)).one()
    assert link.token_hash == hash_of(token)
    assert token not in repr(link)


def dead(visitor, address):
    db.session.commit()
    seen = visitor.get(address)
    assert seen.status_code == visitor.post(address, data={"text": "x"}).status_code == 404
    assert "早見表" not in seen.text
    return True


def test_dead_after_30_days(visitor, address, clock):
    clock.move_to(datetime(2026, 12, 24, 8, 0, tzinfo=TOKYO))
    assert visitor.get(address).status_code == 200
    clock.move_to(datetime(2026, 12, 24, 9, 0, tzinfo=TOKYO))
    assert dead(visitor, address)


def test_dead_when_the_membership_ends(visitor, address, editor):
    editor.memberships[0].ends_on = date(2026, 11, 23)
    assert dead(visitor, address)


def test_dead_when_the_role_or_the_account_or_the_lead_changes(visitor, address, editor, action):
    editor.memberships[0].role = "viewer"
    assert dead(visitor, address)
    editor.memberships[0].role = "editor"
    editor.disable()
    assert dead(visitor, address)
    editor.enable()
    db.session.commit()
    assert visitor.get(address).status_code == 200
    action.lead = action.owner = make.organization()
    assert dead(visitor, address)


def test_dead_when_the_action_is_closed(visitor, address, action):
    action.complete("できた", date(2026, 11, 25))
    assert dead(visitor, address)


@pytest.mark.parametrize("token", ["x", "a" * 500, "%00", "あ", "../x"])
def test_what_is_no_link_is_a_dead_one(visitor, app, token):
    assert visitor.get(f"/reply/{token}").status_code in {308, 404}


def test_opened_by_somebody_else_who_is_signed_in_it_is_still_its_persons(
    as_user, address, action, editor
):
    other = make.user()
    assert as_user(other).post(address, data={"text": "代わりに"}).status_code == 303
    assert events(action)[0].user_id == editor.id


def test_a_mail_scanner_that_posts_without_the_form_changes_nothing(app, visitor, address, action):
    app.config["WTF_CSRF_ENABLED"] = True
    assert visitor.post(address, data={"text": "x"}).status_code in {303, 400, 401}
    assert events(action) == []
