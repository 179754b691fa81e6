"""Who may look after mails. Pure functions: no session, no request."""

from typing import Any


def can_manage_mails(actor: Any) -> bool:
    """See which mails failed and have them tried again; what they say stays hidden."""
    return bool(actor.is_system_admin)
