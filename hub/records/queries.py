"""Reads of the audit log."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, true

from hub.accounts.models import User, Viewer
from hub.audit.models import AuditEntry
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import authorize
from hub.organizations.models import Organization
from hub.records import policy, subjects


class Names(NamedTuple):
    """Who and for whom, by id: read once for a page of entries."""

    people: dict[int, str]
    organizations: dict[int, str]


def entries(
    viewer: Viewer, *, organization_id: int | None = None, month: date | None = None
) -> Select[Any]:
    """Newest first. Raises Forbidden."""
    authorize(policy.can_view_records(viewer))
    query = select(AuditEntry).where(_readable(viewer))
    if organization_id is not None:
        query = query.where(AuditEntry.organization_id == organization_id)
    if month is not None:
        query = query.where(
            AuditEntry.at >= _midnight(month), AuditEntry.at < _midnight(calendar.next_month(month))
        )
    return query.order_by(AuditEntry.id.desc())


def months(viewer: Viewer) -> list[date]:
    """First days of the months since the first entry, newest first; ten years at most."""
    first = db.session.scalar(select(func.min(AuditEntry.at)).where(_readable(viewer)))
    if first is None:
        return []
    month = calendar.month_start(first.astimezone(calendar.TOKYO).date())
    found = []
    while month <= calendar.today():
        found.append(month)
        month = calendar.next_month(month)
    return found[:-121:-1]


def organizations(viewer: Viewer) -> Sequence[Organization]:
    """Those that have entries which the viewer reads."""
    return db.session.scalars(
        select(Organization)
        .where(Organization.id.in_(select(AuditEntry.organization_id).where(_readable(viewer))))
        .order_by(Organization.position, Organization.id)
    ).all()


def names(of: Iterable[AuditEntry]) -> Names:
    rows = list(of)
    actor_ids = {row.actor_id for row in rows} - {None}
    organization_ids = {row.organization_id for row in rows} - {None}
    people = db.session.execute(select(User.id, User.name).where(User.id.in_(actor_ids)))
    found = db.session.execute(
        select(Organization.id, Organization.short_name).where(
            Organization.id.in_(organization_ids)
        )
    )
    return Names(
        people={row[0]: row[1] for row in people}, organizations={row[0]: row[1] for row in found}
    )


def with_content(viewer: Viewer, of: Iterable[AuditEntry]) -> frozenset[int]:
    """Ids of those whose before and after the viewer may read."""
    own = [entry for entry in of if policy.can_see_content(viewer, entry)]
    return subjects.readable(viewer, own)


def _readable(viewer: Viewer) -> ColumnElement[bool]:
    if policy.can_see_all(viewer):
        return true()
    return AuditEntry.organization_id.in_(policy.readable_ids(viewer))


def _midnight(day: date) -> datetime:
    return calendar.at(day, time())
