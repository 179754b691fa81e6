"""Changes to who stands how to a theme. Each authorizes, changes, records; none commits."""

from datetime import date
from typing import Any

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.audit.log import changed, record
from hub.core.db import db, lock_version
from hub.core.errors import Invalid, authorize
from hub.organizations.models import Organization
from hub.taxonomies.models import Term
from hub.themes import policy, queries
from hub.themes.models import ThemeRole, ThemeRoleKind


def add_role(
    actor: User, term: Term, *, organization_id: int, kind: ThemeRoleKind, starts_on: date,
    ends_on: date | None,
) -> None:  # fmt: skip
    """Raises Invalid: a second 幹事 at a time, or the organization stands there already."""
    authorize(policy.can_set_roles(actor))
    organization = db.session.get(Organization, organization_id)
    if organization is None:
        raise Invalid(_("選ばれた組織がありません。選び直してください。"))
    role = ThemeRole(
        term_id=term.id, organization=organization, kind=kind, starts_on=starts_on, ends_on=ends_on
    )
    with db.session.no_autoflush:
        _refuse_overlap(term, role)
    db.session.add(role)
    record(actor, "theme_role:add", role, after=_facts(role))


def change_role(
    actor: User, role: ThemeRole, *, kind: ThemeRoleKind, starts_on: date, ends_on: date | None,
    seen: int,
) -> None:  # fmt: skip
    """Raises Conflict, Invalid."""
    authorize(policy.can_set_roles(actor))
    lock_version(role, seen)
    before = _facts(role)
    with db.session.no_autoflush:
        role.kind, role.starts_on, role.ends_on = kind, starts_on, ends_on
        _refuse_overlap(role.term, role)
    record(actor, "theme_role:change", role, **changed(before, _facts(role)))


def remove_role(actor: User, role: ThemeRole) -> None:
    """Entered by mistake: as if it had never been."""
    authorize(policy.can_set_roles(actor))
    record(actor, "theme_role:remove", role, before=_facts(role))
    db.session.delete(role)


def _refuse_overlap(term: Term, role: ThemeRole) -> None:
    if role.ends_on is not None and role.ends_on < role.starts_on:
        raise Invalid(_("終わる日は、始まる日より後にしてください。"))
    for other in queries.roles_of(term):
        if other is role or not other.meets(role.starts_on, role.ends_on):
            continue
        if other.kind is role.kind is ThemeRoleKind.LEAD:
            raise Invalid(
                _("その期間の幹事は%(name)sです。幹事は一度に一つの組織です。",
                  name=other.organization.short_name)
            )  # fmt: skip
        if other.organization_id == role.organization.id:
            raise Invalid(
                _("%(name)sは、その期間に%(role)sとして入っています。",
                  name=other.organization.short_name, role=other.kind.label)
            )  # fmt: skip


def _facts(role: ThemeRole) -> dict[str, Any]:
    return {
        "organization": role.organization.id,
        "kind": role.kind,
        "starts_on": role.starts_on,
        "ends_on": role.ends_on,
    }
