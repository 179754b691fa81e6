"""Writing the audit log: in the same transaction, so it stands or falls with the change."""

from datetime import date, datetime
from enum import Enum
from typing import Any, TypedDict

from hub.audit.models import AuditEntry
from hub.core.db import db


def record(
    actor: Any,
    verb: str,
    subject: Any,
    *,
    organization_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add an entry. ``verb`` reads ``menu:publish``; ``actor`` None is the command line.

    ``organization_id`` is the organization the actor acted for; by default their own.
    """
    db.session.flush()
    add(actor, verb, subject, organization_id=organization_id, before=before, after=after)


def add(
    actor: Any,
    verb: str,
    subject: Any,
    *,
    organization_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """``record`` of one among many that were flushed together: the subject has its id."""
    if organization_id is None and actor is not None:
        organization_id = actor.home_organization_id
    db.session.add(
        AuditEntry(
            actor_id=actor.id if actor is not None else None,
            organization_id=organization_id,
            verb=verb,
            subject_type=subject.__tablename__,
            subject_id=subject.id,
            before=_plain(before or {}),
            after=_plain(after or {}),
        )
    )


class Changes(TypedDict):
    before: dict[str, Any]
    after: dict[str, Any]


def changed(before: dict[str, Any], after: dict[str, Any]) -> Changes:
    """``before`` and ``after`` cut down to what differs: ``record(..., **changed(old, new))``."""
    names = [name for name in after if before.get(name) != after[name]]
    return {
        "before": {name: before.get(name) for name in names},
        "after": {name: after[name] for name in names},
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _json(value) for name, value in values.items()}


def _json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [_json(item) for item in value]
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return str(value)
