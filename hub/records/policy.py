"""Who may read the audit log. Pure functions: no session, no request."""

from hub.accounts.models import Viewer
from hub.audit.models import AuditEntry


def can_see_all(viewer: Viewer) -> bool:
    """That something was done, by whom and when; not what was written."""
    return viewer.is_system_admin


def readable_ids(viewer: Viewer) -> frozenset[int]:
    """Organizations whose entries the viewer reads: as 組織の管理者, or as 事務局 of their own."""
    own = viewer.organization_ids if viewer.coordinates else frozenset()
    return viewer.administered_ids | own


def can_view_records(viewer: Viewer) -> bool:
    return can_see_all(viewer) or bool(readable_ids(viewer))


def can_see_content(viewer: Viewer, entry: AuditEntry) -> bool:
    """What was written before and after: it may be a draft, so for who edits there.

    And for who reads the thing itself: ``queries.with_content``.
    """
    organization_id = entry.organization_id
    return organization_id in readable_ids(viewer) and viewer.edits_for(organization_id)
