"""Wanting a mail sent: a row of the transaction of its cause. The worker sends it later."""

import re
from typing import Any

from hub.core.db import db
from hub.core.errors import authorize
from hub.notifications import policy
from hub.notifications.models import Mail

_BREAKS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")


def queue_mail(
    *, key: str, to: str, subject: str, body: str, user: Any = None,
    attachment: str = "", attachment_name: str = "",
) -> Mail:  # fmt: skip
    """Add one plain-text mail. A second one with the same ``key`` fails the transaction.

    ``attachment`` is the text of an iCalendar file that goes with it, under its name. What comes
    from people (names, titles) may be in the subject: line breaks, which could begin another
    header, become spaces.
    """
    mail = Mail(
        key=key,
        to_address=_BREAKS.sub("", to).strip(),
        subject=_BREAKS.sub(" ", subject).strip()[:200],
        body=body.replace("\r\n", "\n").replace("\r", "\n"),
        user_id=user.id if user is not None else None,
        attachment=attachment,
        attachment_name=attachment_name,
    )
    db.session.add(mail)
    return mail


def try_again(actor: Any, mail: Mail) -> None:
    """Give a failed mail all its attempts once more."""
    authorize(policy.can_manage_mails(actor))
    mail.try_again()
