"""Changes to organizations and visits. Each authorizes, changes, records; none commits."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from hub.audit.log import changed, record
from hub.core import calendar
from hub.core.db import db, lock_version
from hub.core.errors import Invalid, authorize
from hub.organizations import policy
from hub.organizations.models import Organization, StrengthKind, Visit
from hub.taxonomies.models import Term

# What an organization says of itself. Its name, kind and ward come from the network file.
OWN_FIELDS = ("summary", "facility", "phone", "email", "contact_note", "url")


@dataclass(frozen=True, kw_only=True)
class VisitText:
    visited_on: date
    title: str
    body: str


def update_organization(
    actor: Any, organization: Organization, seen: int, fields: dict[str, str]
) -> None:
    """Change what the organization says of itself.

    Raises:
        Forbidden: the actor is not its admin.
        Conflict: it changed since ``seen``.
    """
    authorize(policy.can_edit(actor, organization))
    lock_version(organization, seen)
    before = {name: getattr(organization, name) for name in OWN_FIELDS}
    after = {name: fields[name] for name in OWN_FIELDS}
    if before == after:
        return
    for name, value in after.items():
        setattr(organization, name, value)
    organization.touch()
    difference = changed(before, after)
    record(
        actor, "organization:update", organization, organization_id=organization.id,
        before=difference["before"], after=difference["after"],
    )  # fmt: skip


def set_strengths(
    actor: Any,
    organization: Organization,
    seen: int,
    wanted: dict[StrengthKind, dict[Term, str]],
) -> None:
    """Say what the organization is good at, and what it would like to rely on others for.

    Raises:
        Forbidden: the actor is not its admin.
        Conflict: it changed since ``seen``.
    """
    authorize(policy.can_edit(actor, organization))
    lock_version(organization, seen)
    before = _strengths(organization)
    for kind, notes in wanted.items():
        organization.set_strengths(kind, notes)
    after = _strengths(organization)
    if before == after:
        return
    organization.touch()
    record(
        actor, "organization:strengths", organization, organization_id=organization.id,
        before=before, after=after,
    )  # fmt: skip


def add_visit(
    actor: Any, organization: Organization, visitor: Organization, text: VisitText
) -> Visit:
    """Write down a visit to an SDC in the name of ``visitor``.

    Raises:
        Forbidden: the actor does not write for ``visitor``, or nobody visits this organization.
        Invalid: the day is still to come.
    """
    authorize(policy.can_visit_for(actor, visitor.id, organization))
    _check_day(text.visited_on)
    visit = Visit(organization=organization, visitor=visitor, author_id=actor.id, **asdict(text))
    db.session.add(visit)
    record(
        actor, "visit:add", visit, organization_id=visitor.id,
        after={**asdict(text), "organization": organization.id},
    )  # fmt: skip
    return visit


def update_visit(actor: Any, visit: Visit, seen: int, text: VisitText) -> None:
    """Put a record right.

    Raises:
        Forbidden: the actor does not write for the organization that wrote it.
        Conflict: it changed since ``seen``.
        Invalid: the day is still to come.
    """
    authorize(policy.can_edit_visit(actor, visit))
    lock_version(visit, seen)
    _check_day(text.visited_on)
    after = asdict(text)
    before = {name: getattr(visit, name) for name in after}
    if before == after:
        return
    for name, value in after.items():
        setattr(visit, name, value)
    visit.touch()
    difference = changed(before, after)
    record(
        actor, "visit:update", visit, organization_id=visit.visitor_id,
        before=difference["before"], after=difference["after"],
    )  # fmt: skip


def _check_day(day: date) -> None:
    if day > calendar.today():
        raise Invalid(_("まだ来ていない日です。訪ねた日を入れてください。"))


def _strengths(organization: Organization) -> dict[str, list[str]]:
    return {
        kind.value: sorted(f"{s.theme.code} {s.note}" for s in organization.strengths_of(kind))
        for kind in StrengthKind
    }
