"""Changes to memberships by an organization's admin, and to people by system administrators."""

from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from hub.accounts import commands, policy
from hub.accounts.models import LinkPurpose, Membership, Role, User
from hub.audit.log import changed, record
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import Invalid, authorize


def change_membership(
    actor: User, membership: Membership, *, role: Role, ends_on: date | None
) -> None:
    """Raises Invalid: the end lies before the begin, or no 組織の管理者 would be left."""
    authorize(policy.can_manage_members(actor, membership.organization_id))
    if ends_on and membership.starts_on and ends_on < membership.starts_on:
        raise Invalid(_("終わりの日は、始まりの日より後にしてください。"))
    if role is not Role.ADMIN or ends_on is not None:
        _keep_an_admin(actor, membership, until=ends_on if role is Role.ADMIN else None)
    before = {"role": membership.role, "ends_on": membership.ends_on}
    membership.role, membership.ends_on = role, ends_on
    _record(actor, "membership:change", membership, before)


def end_membership(actor: User, membership: Membership) -> None:
    """End it now: yesterday was the last day."""
    authorize(policy.can_manage_members(actor, membership.organization_id))
    _keep_an_admin(actor, membership, until=None)
    before = {"role": membership.role, "ends_on": membership.ends_on}
    yesterday = calendar.today() - timedelta(days=1)
    membership.ends_on = yesterday
    if membership.starts_on and membership.starts_on > yesterday:
        membership.starts_on = yesterday
    _record(actor, "membership:end", membership, before)


def make_coordinator(actor: User, person: User) -> None:
    authorize(policy.can_manage_people(actor))
    if not person.in_network:
        raise Invalid(_("事務局にするには、先にどこかの組織へ招いてください。"))
    person.is_coordinator = True
    record(actor, "account:make_coordinator", person, after={"email": person.email})


def unmake_coordinator(actor: User, person: User) -> None:
    authorize(policy.can_manage_people(actor))
    person.is_coordinator = False
    record(actor, "account:unmake_coordinator", person, before={"email": person.email})


def make_system_admin(actor: User, person: User) -> None:
    authorize(policy.can_manage_people(actor))
    if not person.is_active:
        raise Invalid(_("止めているアカウントは、システム管理者にできません。"))
    person.is_system_admin = True
    record(actor, "account:make_system_admin", person, after={"email": person.email})


def unmake_system_admin(actor: User, person: User) -> None:
    authorize(policy.can_manage_people(actor))
    _keep_a_system_admin(person)
    person.is_system_admin = False
    record(actor, "account:unmake_system_admin", person, before={"email": person.email})


def disable(actor: User, person: User) -> None:
    """The account cannot be used from the next request on, nor any link sent to it."""
    authorize(policy.can_manage_people(actor))
    _keep_a_system_admin(person)
    if person.is_active:
        person.disable()
        commands.end_sessions(person)
        commands.close_links(person.email, *LinkPurpose)
    record(actor, "account:disable", person, after={"email": person.email})


def enable(actor: User, person: User) -> None:
    authorize(policy.can_manage_people(actor))
    person.enable()
    record(actor, "account:enable", person, after={"email": person.email})


def _record(actor: User, verb: str, membership: Membership, before: dict) -> None:
    after = {"role": membership.role, "ends_on": membership.ends_on}
    differences = changed(before, after)
    differences["after"]["email"] = membership.user.email
    record(actor, verb, membership, organization_id=membership.organization_id, **differences)


def _keep_an_admin(actor: User, membership: Membership, *, until: date | None) -> None:
    """Refuse what leaves an organization without 組織の管理者, now or after ``until``."""
    if membership.role is not Role.ADMIN or not membership.is_active:
        return
    if policy.can_leave_without_admin(actor):
        return
    others = db.session.scalars(
        select(Membership)
        .where(
            Membership.organization_id == membership.organization_id,
            Membership.role == Role.ADMIN,
            Membership.id != membership.id,
        )
        .with_for_update(of=Membership)
    ).all()
    last = until or calendar.today()
    if not any(
        m.is_active and m.user.is_active and (m.ends_on is None or m.ends_on > last) for m in others
    ):
        raise Invalid(
            _("組織の管理者がいなくなります。先に、ほかの人を組織の管理者にしてください。")
        )


def _keep_a_system_admin(person: User) -> None:
    """Refuse what leaves the hub without a system administrator who can sign in."""
    admins = db.session.scalars(
        select(User).where(User.is_system_admin, User.disabled_at.is_(None)).with_for_update()
    ).all()
    if [admin.id for admin in admins] == [person.id]:
        raise Invalid(_("最後のシステム管理者です。先に、ほかの人をシステム管理者にしてください。"))
