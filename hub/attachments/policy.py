"""Who may do what with a file: what they may do with the thing it belongs to."""

from hub.accounts.models import Viewer
from hub.attachments import owners
from hub.attachments.models import Attachment


def can_view(viewer: Viewer, attachment: Attachment) -> bool:
    return not attachment.is_removed and can_list(
        viewer, attachment.owner_kind, attachment.owner_id
    )


def can_list(viewer: Viewer, owner_kind: str, owner_id: int) -> bool:
    return owners.may_view(viewer, owner_kind, owner_id)


def can_change(actor: Viewer, owner_kind: str, owner_id: int) -> bool:
    """Add files to a thing and take them away."""
    return owners.may_edit(actor, owner_kind, owner_id)
