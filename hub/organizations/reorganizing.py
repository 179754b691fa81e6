"""組織改編: an organization ends, another one takes over, with the relations it stood in.

What waits passes by itself (``successors``). Relations are rows: they end with the organization,
and go on for the successor from the next day.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select

from hub.audit.log import record
from hub.core.db import db, lock_version
from hub.core.errors import Conflict, Invalid, authorize
from hub.organizations import policy
from hub.organizations.models import Organization, Relation

DAY = timedelta(days=1)


def reorganize(
    actor: Any, organization: Organization, seen: int, *, successor: Organization, last_day: date
) -> None:
    """Its last day, and who takes over from the next. What was recorded before is taken back.

    Raises:
        Forbidden: the actor is neither coordinator nor system administrator.
        Conflict: the organization changed since ``seen``.
        Invalid: the successor is the organization itself, or ends before it begins here.
    """
    authorize(policy.can_reorganize(actor))
    lock_version(organization, seen)
    _check(organization, successor, last_day)
    before = _told(organization)
    _give_back(organization)
    organization.end(last_day, successor)
    _pass_on(organization, successor, last_day)
    record(
        actor, "organization:reorganize", organization, organization_id=organization.id,
        before=before, after=_told(organization),
    )  # fmt: skip


def take_back(actor: Any, organization: Organization, seen: int) -> None:
    """It goes on as if nothing had been recorded, with its relations.

    Raises:
        Forbidden: the actor is neither coordinator nor system administrator.
        Conflict: the organization changed since ``seen``, or nothing was recorded.
    """
    authorize(policy.can_reorganize(actor))
    lock_version(organization, seen)
    if organization.valid_until is None:
        raise Conflict
    before = _told(organization)
    _give_back(organization)
    organization.go_on()
    record(
        actor, "organization:take_back_reorganization", organization,
        organization_id=organization.id, before=before, after=_told(organization),
    )  # fmt: skip


def relations_on(organization: Organization, day: date) -> Sequence[Relation]:
    """In which it stands on that day, as office or as what an office looks after."""
    return db.session.scalars(
        select(Relation)
        .where(
            or_(Relation.office_id == organization.id, Relation.organization_id == organization.id),
            or_(Relation.starts_on.is_(None), Relation.starts_on <= day),
            or_(Relation.ends_on.is_(None), Relation.ends_on >= day),
        )
        .order_by(Relation.id)
    ).all()


def _check(organization: Organization, successor: Organization, last_day: date) -> None:
    if successor.id == organization.id:
        raise Invalid(_("引き継ぐ組織は、ほかの組織から選んでください。"))
    if successor.valid_until is not None and successor.valid_until <= last_day:
        raise Invalid(_("その日までに終わる組織です。続いている組織を選んでください。"))
    heir: Organization | None = successor
    seen = set()
    while heir is not None and heir.id not in seen:
        if heir.id == organization.id:
            raise Invalid(_("この組織が引き継いだ組織です。ほかの組織を選んでください。"))
        seen.add(heir.id)
        heir = heir.successor


def _pass_on(organization: Organization, successor: Organization, last_day: date) -> None:
    for relation in relations_on(organization, last_day):
        if relation.ends_on == last_day:  # it would have ended that day by itself
            continue
        key = _key(relation, organization, successor)
        if key[0] != key[1] and _standing(key, last_day + DAY) is None:
            db.session.add(
                Relation(office_id=key[0], organization_id=key[1], role=key[2],
                         starts_on=last_day + DAY, ends_on=relation.ends_on)
            )  # fmt: skip
        relation.ends_on = last_day


def _give_back(organization: Organization) -> None:
    """The relations of the successor that began for this one end up here again."""
    last_day, successor = organization.valid_until, organization.successor
    if last_day is None or successor is None:
        return
    for relation in relations_on(organization, last_day):
        if relation.ends_on != last_day:
            continue
        key = _key(relation, organization, successor)
        if key[0] == key[1]:  # between the two: there was nothing to pass on
            relation.ends_on = None
            continue
        taken = _standing(key, last_day + DAY)
        if taken is None:  # it ended that day by itself
            continue
        relation.ends_on = taken.ends_on
        if taken.starts_on == last_day + DAY:  # it began for this one
            db.session.delete(taken)
    db.session.flush()


def _key(relation: Relation, old: Organization, new: Organization) -> tuple[int, int, Any]:
    office, of = relation.office_id, relation.organization_id
    return (
        new.id if office == old.id else office, new.id if of == old.id else of, relation.role
    )  # fmt: skip


def _standing(key: tuple[int, int, Any], day: date) -> Relation | None:
    """What holds between the two on that day already."""
    office_id, organization_id, role = key
    return db.session.scalars(
        select(Relation).where(
            Relation.office_id == office_id,
            Relation.organization_id == organization_id,
            Relation.role == role,
            or_(Relation.starts_on.is_(None), Relation.starts_on <= day),
            or_(Relation.ends_on.is_(None), Relation.ends_on >= day),
        )
    ).first()


def _told(organization: Organization) -> dict[str, Any]:
    successor = organization.successor
    return {
        "valid_until": organization.valid_until,
        "successor": successor.short_name if successor is not None else None,
    }
