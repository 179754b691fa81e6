"""Changes to the files of a thing. Each authorizes, changes, records; none commits."""

from datetime import timedelta

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.attachments import extraction_queries, owners, policy, queries, store
from hub.attachments.models import TYPES, Attachment
from hub.attachments.store import Stored
from hub.audit.log import record
from hub.core.db import db, now
from hub.core.errors import Invalid, authorize
from hub.core.worker import claim

MOST_FILES = 50
KEPT_AFTER_REMOVAL = timedelta(days=30)
DAY = 24 * 3600.0


def attach(actor: User, owner_kind: str, owner_id: int, stored: Stored) -> Attachment:
    """Hang a stored file on a thing.

    Raises:
        Forbidden: the actor does not edit the thing.
        Invalid: it hangs there already, there are too many, or it must be sent again.
    """
    authorize(policy.can_change(actor, owner_kind, owner_id))
    others = queries.of(owner_kind, owner_id)
    if any((o.sha256, o.name) == (stored.sha256, stored.name) for o in others):
        raise Invalid(_("同じ名前で同じ中身のファイルが、もう付いています。"))
    if len(others) >= MOST_FILES:
        raise Invalid(_("付けられるファイルは%(most)s件までです。", most=MOST_FILES))
    if not store.is_there(stored.sha256):  # the worker swept it away in between
        raise Invalid(_("受け取りが途中で止まりました。もう一度ためしてください。"))
    attachment = Attachment(
        owner_kind=owner_kind,
        owner_id=owner_id,
        name=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        content_type=TYPES[stored.ending][0],
        position=max((o.position for o in others), default=0) + 1,
        uploaded_by_id=actor.id,
    )
    db.session.add(attachment)
    owners.touch(owner_kind, owner_id)
    record(actor, "attachment:add", attachment, after=_about(attachment))
    return attachment


def remove(actor: User, attachment: Attachment) -> None:
    """Take a file off its thing; the row stays as what was there.

    Raises:
        Forbidden: the actor does not edit the thing.
    """
    authorize(policy.can_change(actor, attachment.owner_kind, attachment.owner_id))
    attachment.remove()
    owners.touch(attachment.owner_kind, attachment.owner_id)
    record(actor, "attachment:remove", attachment, before=_about(attachment))


def sweep() -> int:
    """Once a day: delete files that no row needs any more. The number of them."""
    if not claim(f"attachments:sweep:{now():%Y-%m-%d}"):
        return 0
    extraction_queries.forget_removed()
    needed = queries.needed_hashes(removed_since=now() - KEPT_AFTER_REMOVAL)
    paths = list(store.unused(needed, older_than=DAY))
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def _about(attachment: Attachment) -> dict[str, str | int]:
    return {
        "name": attachment.name,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "owner": f"{attachment.owner_kind}:{attachment.owner_id}",
    }
