"""Sending the mails that are due over SMTP: from the worker only, one by one, never in a request.

Each attempt is written down before it begins (``begin_attempt``) and its end afterwards, both in
a transaction of its own, so that no connection to the database waits for a mail server. A crash
in between leaves a row that is tried again after the lease, with the same Message-ID.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from urllib.parse import unquote, urlsplit

import structlog
from flask import current_app
from sqlalchemy import select

from hub.core.db import db, now, transaction
from hub.core.health import check
from hub.core.worker import every_tick
from hub.notifications import queries
from hub.notifications.models import Mail

log = structlog.get_logger()
PATIENCE = 20  # seconds for the connection and for each answer
LAST_PATIENCE = 120  # for the answer to the whole mail: cut off too early it arrives twice
LONGEST_RUN = timedelta(seconds=45)  # then the worker sees to the other jobs


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail as it is sent, free of the database."""

    id: int
    message: EmailMessage


@every_tick
def send_due() -> None:
    url = current_app.config["SMTP_URL"]
    if not url or current_app.config["DEMO"]:  # a demo writes to nobody
        return
    begin = now()
    connection: smtplib.SMTP | None = None
    try:
        while now() - begin < LONGEST_RUN and (letter := _claim()):
            try:
                connection = connection or _connect(url)
                _hand_over(connection, letter.message)
            except smtplib.SMTPResponseException as error:
                _note(letter, f"{error.smtp_code} {_readable(error.smtp_error)}")
                connection = _usable(connection)
            except smtplib.SMTPRecipientsRefused as error:
                code, reason = next(iter(error.recipients.values()))
                _note(letter, f"{code} {_readable(reason)}")
                connection = _usable(connection)
            except (OSError, smtplib.SMTPException, ValueError) as error:
                _note(letter, f"{type(error).__name__}: {error}")
                log.warning("mail server out of reach", error=type(error).__name__)
                break  # the others wait for the next tick, with all their attempts
            else:
                _note_sent(letter)
    finally:
        _close(connection)


@check("mails")
def _waiting() -> int:
    return queries.waiting()


def compose(mail: Mail) -> EmailMessage:
    message = EmailMessage(policy=SMTP_POLICY)
    sender = current_app.config["MAIL_FROM"]
    message["From"] = sender
    message["To"] = Address(addr_spec=mail.to_address)
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = f"<{mail.id}.{int(mail.created_at.timestamp())}@{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, cte="base64")
    if mail.attachment:
        message.add_attachment(
            mail.attachment, subtype="calendar", charset="utf-8", cte="base64",
            params={"method": "PUBLISH"}, filename=mail.attachment_name,
        )  # fmt: skip
    return message


def _claim() -> Letter | None:
    """Take the mail that has waited longest; the attempt is written down before it begins."""
    while True:
        with transaction():
            mail = db.session.scalars(
                select(Mail)
                .where(Mail.next_try_at <= now())
                .order_by(Mail.next_try_at, Mail.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            ).first()
            if mail is None:
                return None
            mail.begin_attempt()
            try:
                return Letter(id=mail.id, message=compose(mail))
            except (ValueError, MessageError) as error:
                mail.give_up(f"{type(error).__name__}: {error}")


def _note_sent(letter: Letter) -> None:
    with transaction():
        if mail := db.session.get(Mail, letter.id):
            mail.was_sent()


def _note(letter: Letter, error: str) -> None:
    with transaction():
        if mail := db.session.get(Mail, letter.id):
            mail.was_refused(error)
            log.warning("mail not sent", mail=mail.id, attempts=mail.attempts)


def _connect(url: str) -> smtplib.SMTP:
    where = urlsplit(url)
    host, context = where.hostname or "", ssl.create_default_context()
    connection: smtplib.SMTP
    if where.scheme == "smtps":
        connection = smtplib.SMTP_SSL(host, where.port or 465, timeout=PATIENCE, context=context)
    else:
        connection = smtplib.SMTP(host, where.port or 25, timeout=PATIENCE)
    try:
        if where.scheme == "smtp+starttls":
            connection.starttls(context=context)
        if where.username:
            connection.login(unquote(where.username), unquote(where.password or ""))
    except BaseException:
        _close(connection)
        raise
    return connection


def _hand_over(connection: smtplib.SMTP, message: EmailMessage) -> None:
    with _patience(connection, LAST_PATIENCE):
        connection.send_message(message)


@contextmanager
def _patience(connection: smtplib.SMTP, seconds: int) -> Iterator[None]:
    if connection.sock is not None:
        connection.sock.settimeout(seconds)
    yield
    if connection.sock is not None:
        connection.sock.settimeout(PATIENCE)


def _usable(connection: smtplib.SMTP | None) -> smtplib.SMTP | None:
    """The connection after a refusal, made ready for the next mail, or None to open another."""
    try:
        if connection is not None and connection.rset()[0] == 250:
            return connection
    except (OSError, smtplib.SMTPException):
        pass
    _close(connection)
    return None


def _close(connection: smtplib.SMTP | None) -> None:
    if connection is not None:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


def _readable(reason: bytes | str) -> str:
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2].strip("> ") or "localhost"
