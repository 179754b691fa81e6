"""Mails over SMTP: delivered once, nothing lost and nothing doubled when the server has trouble."""

import asyncio
import socket
import time
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from hub.core import worker
from hub.core.db import db, transaction
from hub.notifications import delivery
from hub.notifications.commands import queue_mail
from hub.notifications.models import PAUSES, Mail
from tests import make


class Inbox:
    """A mail server; ``answer`` is what it says to the whole mail, ``wait`` how long it thinks."""

    def __init__(self):
        self.received, self.answer, self.wait, self.refused = [], "250 OK", 0, set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.wait)
        if self.answer.startswith("250"):
            self.received.append(message_from_bytes(envelope.content, policy=default))
        return self.answer


@pytest.fixture
def inbox(app):
    handler = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    yield handler
    controller.stop()


BODY = "本文です。\n二行目。\n"


def mail(key="k1", to="yamada@example.jp", subject="【つなぎハブ】件名"):
    with transaction():
        queue_mail(key=key, to=to, subject=subject, body=BODY)
    return db.session.scalars(db.select(Mail).filter_by(key=key)).one()


def again(row) -> Mail:
    db.session.expire_all()
    return db.session.get(Mail, row.id)


def test_a_mail_arrives_once_in_japanese(inbox):
    row = mail()
    for _ in range(3):
        delivery.send_due()
    (message,) = inbox.received
    assert message["Subject"] == "【つなぎハブ】件名"
    assert message["To"] == "yamada@example.jp"
    assert message.get_content().splitlines() == BODY.splitlines()
    assert again(row).sent_at is not None
    assert again(row).body == ""


def test_a_calendar_file_goes_with_the_mail_and_is_not_kept(inbox):
    file = "BEGIN:VCALENDAR\r\nSUMMARY:会議\r\nEND:VCALENDAR\r\n"
    with transaction():
        queue_mail(
            key="k1", to="yamada@example.jp", subject="案内", body=BODY, attachment=file,
            attachment_name="kaigi.ics",
        )  # fmt: skip
    row = db.session.scalars(db.select(Mail)).one()
    delivery.send_due()
    (message,) = inbox.received
    text, part = message.iter_parts()
    assert text.get_content().splitlines() == BODY.splitlines()
    assert part.get_content_type() == "text/calendar"
    assert dict(part["Content-Type"].params) == {
        "method": "PUBLISH", "charset": "utf-8",
    }  # fmt: skip
    assert part.get_filename() == "kaigi.ics"
    assert part.get_payload(decode=True).decode() == file
    assert again(row).attachment == ""


def test_the_worker_sends_at_its_tick(inbox):
    mail()
    worker.tick()
    assert len(inbox.received) == 1


def test_no_request_ever_waits_for_the_server(inbox, visitor):
    inbox.wait = 30
    make.user(email="yamada@example.jp")
    before = time.perf_counter()
    assert visitor.post("/password-reset", data={"email": "yamada@example.jp"}).status_code == 200
    assert time.perf_counter() - before < 5
    assert inbox.received == []
    assert again(db.session.scalars(db.select(Mail)).one()).attempts == 0


def test_nothing_is_sent_when_the_change_fails(inbox):
    def fail():
        with transaction():
            queue_mail(key="k1", to="yamada@example.jp", subject="x", body="x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    delivery.send_due()
    assert inbox.received == []


def test_without_a_server_mails_stay(app):
    row = mail()
    delivery.send_due()
    assert again(row).attempts == 0


def test_the_demo_writes_to_nobody(app, inbox):
    app.config["DEMO"] = True
    mail()
    delivery.send_due()
    assert inbox.received == []


def test_a_server_that_is_down_is_tried_with_growing_pauses_and_loses_nothing(app, inbox, clock):
    url = app.config["SMTP_URL"]
    app.config["SMTP_URL"] = "smtp://127.0.0.1:9"
    first, second = mail("k1"), mail("k2")
    delivery.send_due()
    assert again(first).attempts == 1
    assert again(second).attempts == 0  # one failed connection is enough for a tick
    delivery.send_due()
    assert again(first).attempts == 1  # not before its pause is over
    app.config["SMTP_URL"] = url
    clock.shift(timedelta(minutes=2))
    delivery.send_due()
    assert sorted(m["Message-ID"] for m in inbox.received) == sorted(
        delivery.compose(again(row))["Message-ID"] for row in (first, second)
    )


def test_after_the_last_attempt_it_is_given_up_and_can_be_tried_again(app, inbox, clock, as_user):
    inbox.answer = "451 try later"
    row = mail()
    waits = []
    while again(row).failed_at is None:
        begin = again(row).next_try_at
        clock.move_to(begin + timedelta(seconds=1))
        delivery.send_due()
        if again(row).next_try_at:
            waits.append(round((again(row).next_try_at - begin) / timedelta(minutes=1)))
    assert waits == [round(pause / timedelta(minutes=1)) for pause in PAUSES]
    assert "451" in again(row).error
    clock.shift(timedelta(days=3))
    delivery.send_due()
    assert inbox.received == []
    inbox.answer = "250 OK"
    admin = as_user(make.system_admin())
    page = admin.get("/mails/failed").text
    assert "yamada@example.jp" in page
    assert "本文です" not in page
    assert admin.post(f"/mails/{row.id}/retry").status_code == 303
    delivery.send_due()
    assert len(inbox.received) == 1


def test_one_refused_recipient_does_not_keep_the_others(inbox):
    inbox.refused = {"gone@example.jp"}
    bad, good = mail("k1", to="gone@example.jp"), mail("k2")
    delivery.send_due()
    assert [m["To"] for m in inbox.received] == ["yamada@example.jp"]
    assert "550" in again(bad).error
    assert again(good).sent_at is not None


def test_a_slow_server_gets_it_once(inbox, monkeypatch):
    monkeypatch.setattr(delivery, "PATIENCE", 0.5)
    inbox.wait = 1.5  # longer than any other answer may take
    mail()
    delivery.send_due()
    delivery.send_due()
    assert len(inbox.received) == 1


def test_an_attempt_that_died_is_tried_again_with_the_same_number(inbox, clock, monkeypatch):
    row = mail()

    def power_fails(*_):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_hand_over", power_fails)
        with pytest.raises(SystemExit):
            delivery.send_due()
    delivery.send_due()
    assert inbox.received == []  # somebody may still be at it
    clock.shift(timedelta(minutes=11))
    delivery.send_due()
    (message,) = inbox.received
    assert message["Message-ID"] == delivery.compose(again(row))["Message-ID"]


def test_two_workers_at_once_send_it_once(inbox):
    mail()
    first, second = delivery._claim(), delivery._claim()
    assert first is not None
    assert second is None


def test_names_and_addresses_begin_no_other_header(inbox):
    mail("k1", subject="件名\r\nBcc: evil@example.jp\u2028X: y")
    mail("k2", to="yamada@example.jp\r\nBcc: evil@example.jp")
    delivery.send_due()
    assert all(m["Bcc"] is None and m["X"] is None for m in inbox.received)
    assert [m["To"] for m in inbox.received] == ["yamada@example.jp"]


def test_an_address_that_no_mail_can_carry_is_given_up_at_once(inbox):
    bad, good = mail("k1", to="<>"), mail("k2")
    delivery.send_due()
    delivery.send_due()
    assert again(bad).failed_at is not None
    assert again(good).sent_at is not None


def test_a_mail_about_one_thing_is_queued_once(app):
    mail()
    with pytest.raises(Exception, match="UNIQUE"):
        mail()


def test_a_failing_server_changes_no_page(app, visitor):
    app.config["SMTP_URL"] = "smtp://127.0.0.1:9"
    make.user(email="yamada@example.jp")
    assert visitor.post("/password-reset", data={"email": "yamada@example.jp"}).status_code == 200
    worker.tick()
    assert visitor.get("/login").status_code == 200
