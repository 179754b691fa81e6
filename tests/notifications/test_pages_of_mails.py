"""The demo's mails, and those that failed: who sees what."""

import pytest

from hub.core.db import db, now, transaction
from hub.notifications.commands import queue_mail
from hub.notifications.models import Mail
from tests import make


@pytest.fixture
def mail(app):
    with transaction():
        queue_mail(
            key="k1",
            to="yamada@example.jp",
            subject="件名<b>",
            body="<script>x</script>\nhttp://localhost/links/abc\n",
        )
    return db.session.scalars(db.select(Mail)).one()


def test_the_demo_shows_its_mails_with_their_links_on_loopback(app, visitor, mail):
    app.config["DEMO"] = True
    page = visitor.get("/mails")
    assert page.status_code == 200
    assert 'href="http://localhost/links/abc"' in page.text
    assert "<script>x" not in page.text
    assert "件名<b>" not in page.text


def test_the_demo_without_mails_says_what_to_try(app, visitor):
    app.config["DEMO"] = True
    assert "まだメールはありません" in visitor.get("/mails").text


@pytest.mark.parametrize(
    "address", ["192.0.2.7", "10.0.0.1", "::ffff:192.0.2.7", "2001:db8::1", ""]
)
def test_elsewhere_there_is_no_such_page(app, visitor, mail, address):
    app.config["DEMO"] = True
    nothing = visitor.get("/nothing-here", environ_base={"REMOTE_ADDR": address})
    answer = visitor.get("/mails", environ_base={"REMOTE_ADDR": address})
    assert (answer.status_code, answer.text) == (404, nothing.text)


def test_outside_the_demo_there_is_no_such_page(as_user, mail):
    assert as_user(make.system_admin()).get("/mails").status_code == 404


@pytest.mark.parametrize("make_person", [make.user, make.coordinator])
def test_only_system_administrators_see_failed_mails(as_user, mail, make_person):
    mail.failed_at, mail.next_try_at = now(), None
    db.session.commit()
    client = as_user(make_person())
    assert client.get("/mails/failed").status_code == 403
    assert client.post(f"/mails/{mail.id}/retry").status_code == 403


def test_visitors_are_asked_to_sign_in(visitor, mail):
    assert visitor.get("/mails/failed").status_code == 303
    assert visitor.post(f"/mails/{mail.id}/retry").status_code == 303


def test_only_what_failed_is_tried_again(as_user, mail):
    client = as_user(make.system_admin())
    assert client.post(f"/mails/{mail.id}/retry").status_code == 404
    assert client.post("/mails/999/retry").status_code == 404


def test_no_failed_mail_is_said_so(as_user):
    page = as_user(make.system_admin()).get("/mails/failed").text
    assert "届かなかったメールはありません" in page


def test_details_of_health_count_waiting_mails(visitor, mail):
    assert visitor.get("/healthz").json["mails"] == 1
