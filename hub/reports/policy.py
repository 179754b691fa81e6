"""Who may ask for a report, and read one. Pure functions: no session, no request."""

from typing import Any

from hub.accounts.models import Viewer
from hub.reports.models import Report

Rights = dict[str, Any]  # lists of what somebody belongs to, and a truth


def can_ask(viewer: Viewer) -> bool:
    return viewer.in_network


def can_view(viewer: Viewer, report: Report, rights: Rights) -> bool:
    """Its asker alone, as long as every right it was made with still holds."""
    if viewer.id != report.user_id or not viewer.in_network:
        return False
    return all(_holds(had, rights.get(name)) for name, had in report.rights.items())


def _holds(had: Any, has: Any) -> bool:
    if isinstance(had, bool):
        return has or not had
    return set(had) <= set(has or ())
