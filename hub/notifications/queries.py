"""Reads of mails."""

from typing import Any

from sqlalchemy import Select, func, select

from hub.core.db import db
from hub.core.errors import NotFound, authorize
from hub.notifications import policy
from hub.notifications.models import Mail


def mails() -> Select[tuple[Mail]]:
    """All of them, newest first: for the demo's page, which answers on loopback only."""
    return select(Mail).order_by(Mail.id.desc())


def failed_mails(viewer: Any) -> Select[tuple[Mail]]:
    authorize(policy.can_manage_mails(viewer))
    return select(Mail).where(Mail.failed_at.is_not(None)).order_by(Mail.failed_at.desc())


def failed_mail(viewer: Any, mail_id: int) -> Mail:
    """Raises Forbidden, NotFound."""
    authorize(policy.can_manage_mails(viewer))
    mail = db.session.get(Mail, mail_id)
    if mail is None or mail.failed_at is None:
        raise NotFound
    return mail


def waiting() -> int:
    return (
        db.session.scalar(
            select(func.count()).select_from(Mail).where(Mail.next_try_at.is_not(None))
        )
        or 0
    )
