"""Reads of files."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, or_, select

from hub.accounts.models import Viewer
from hub.attachments import policy
from hub.attachments.models import Attachment
from hub.core.db import db
from hub.core.errors import NotFound


def of(owner_kind: str, owner_id: int) -> Sequence[Attachment]:
    """The files of a thing. Whoever may see the thing may see them, so no viewer is asked for."""
    asked = {"owner_kind": owner_kind, "owner_id": owner_id}
    return db.session.scalars(_of(), asked).all()


@cache  # making it costs more than asking the database with it
def _of() -> Select[Attachment]:
    return (
        select(Attachment)
        .where(
            Attachment.owner_kind == bindparam("owner_kind"),
            Attachment.owner_id == bindparam("owner_id"),
            Attachment.is_removed.is_(False),
        )
        .order_by(Attachment.position, Attachment.id)
    )


def get_attachment(viewer: Viewer, attachment_id: int) -> Attachment:
    """Raises NotFound."""
    attachment = db.session.get(Attachment, attachment_id)
    if attachment is None or not policy.can_view(viewer, attachment):
        raise NotFound
    return attachment


def check_owner(viewer: Viewer, owner_kind: str, owner_id: int) -> None:
    """Raises NotFound when there is no such thing for this viewer."""
    if not policy.can_list(viewer, owner_kind, owner_id):
        raise NotFound


def needed_hashes(removed_since: datetime) -> frozenset[str]:
    """Contents that a row still needs: in use, or taken away since that moment."""
    return frozenset(
        db.session.scalars(
            select(Attachment.sha256).where(
                or_(Attachment.is_removed.is_(False), Attachment.updated_at >= removed_since)
            )
        )
    )
