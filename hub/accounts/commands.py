"""Sessions, passwords, and the links sent by mail. Hashes are made before, outside.

Signing in and out changes nothing that anybody else sees, so it is in the server's log and not
in the audit log: that one is no time clock of the staff.
"""

import secrets
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from hub.accounts import letters, policy, queries
from hub.accounts.models import AccountLink, LinkPurpose, Membership, Role, SignIn, User
from hub.audit.log import changed, record
from hub.core import calendar
from hub.core.db import db, now
from hub.core.errors import Conflict, Invalid, authorize
from hub.organizations.models import Organization

INVITATION_LASTS = timedelta(days=14)
RESET_LASTS = timedelta(hours=1)
KEPT_FOR = timedelta(days=90)


def create_user(
    *, email: str, name: str, password_hash: str, is_coordinator: bool = False,
    is_system_admin: bool = False,
) -> User:  # fmt: skip
    """An account, by the command line or the demo. Raises Invalid when the address has one."""
    if queries.by_email(email):
        raise Invalid(_("%(email)s のアカウントは、すでにあります。", email=email))
    user = User(
        email=queries.address(email),
        name=name,
        password_hash=password_hash,
        is_coordinator=is_coordinator,
        is_system_admin=is_system_admin,
    )
    db.session.add(user)
    record(None, "account:create", user, after={"email": user.email, "name": name})
    return user


def begin_session(email: str, *, seen_hash: str, renewed_hash: str | None) -> tuple[User, str]:
    """Start a session for whoever proved the password behind ``seen_hash``.

    Raises:
        Conflict: the account was disabled or its password changed in between.
    """
    user = queries.by_email(email)
    if user is None or not user.is_active or user.password_hash != seen_hash:
        raise Conflict
    if renewed_hash is not None:
        user.password_hash = renewed_hash
    user.was_seen(now())
    return user, start_session(user)


def start_session(user: User) -> str:
    """Add a session; the result is the secret that the cookie holds."""
    token = secrets.token_urlsafe(32)
    db.session.add(SignIn(user_id=user.id, token_hash=queries.hash_of(token)))
    return token


def end_session(token: str) -> None:
    db.session.execute(delete(SignIn).where(SignIn.token_hash == queries.hash_of(token)))


def end_other_sessions(actor: User, token: str) -> None:
    db.session.execute(
        delete(SignIn).where(
            SignIn.user_id == actor.id, SignIn.token_hash != queries.hash_of(token)
        )
    )
    record(actor, "account:end_other_sessions", actor)


def note_visit(token: str, at: datetime) -> None:
    if sign_in := queries.live_sign_in(token):
        sign_in.seen_at = at
        sign_in.user.was_seen(at)


def rename(actor: User, name: str) -> None:
    before = {"name": actor.name}
    actor.name = name
    record(actor, "account:rename", actor, **changed(before, {"name": name}))


def change_password(actor: User, *, seen_hash: str, password_hash: str) -> str:
    """End every session and every reset link; the result is the secret of a new session."""
    if actor.password_hash != seen_hash:
        raise Conflict(_("パスワードは、ほかの画面で先に変わりました。ログインし直してください。"))
    _set_password(actor, password_hash)
    record(actor, "account:change_password", actor)
    return start_session(actor)


def request_reset(email: str) -> None:
    """Send a link when the address has an account; do the same work when it has none."""
    link, token = _new_link(LinkPurpose.RESET, email, RESET_LASTS)
    user = queries.by_email(email)
    if user is not None and user.is_active:
        letters.reset(link, token, user)


def print_reset(email: str) -> str:
    """The token of a reset link, for who runs the machine. Raises Invalid."""
    user = queries.by_email(email)
    if user is None or not user.is_active:
        raise Invalid(_("%(email)s の使えるアカウントはありません。", email=email))
    link, token = _new_link(LinkPurpose.RESET, email, RESET_LASTS)
    record(None, "account:make_reset_link", link, after={"email": user.email})
    return token


def reset_password(token: str, *, password_hash: str) -> User:
    """Raises NotFound when the link was used, has expired, or its account has gone."""
    link = queries.open_link(token)
    user = queries.by_email(link.email)
    if link.purpose is not LinkPurpose.RESET or user is None or not user.is_active:
        raise Conflict(_("このリンクは使えません。もう一度、再設定を申し込んでください。"))
    _set_password(user, password_hash)
    record(user, "account:reset_password", user)
    return user


def invite(
    actor: User | None, organization: Organization, *, email: str, role: Role,
    ends_on: date | None = None, is_coordinator: bool = False,
) -> tuple[AccountLink, str]:  # fmt: skip
    """Invite into an organization by mail; ``actor`` None is the command line.

    The answer does not tell whether the address has an account; only that somebody is a member
    of this organization already, which its 組織の管理者 sees in the list anyway.
    """
    if actor is not None:
        authorize(policy.can_manage_members(actor, organization.id))
        authorize(not is_coordinator or policy.can_manage_people(actor))
    _check_end(ends_on)
    person = queries.by_email(email)
    if person is not None and queries.active_membership(person, organization.id):
        raise Invalid(_("この人は、すでにこの組織の一員です。"))
    link, token = _new_link(LinkPurpose.INVITATION, email, INVITATION_LASTS)
    link.organization, link.role, link.ends_on = organization, role, ends_on
    link.is_coordinator, link.invited_by_id = is_coordinator, actor.id if actor else None
    letters.invitation(link, token, by=actor.name if actor else _("つなぎハブの運営"))
    record(
        actor, "account:invite", link, organization_id=organization.id,
        after={"email": link.email, "role": role, "ends_on": ends_on},
    )  # fmt: skip
    return link, token


def invite_system_admin(email: str) -> str:
    """The token of a link that makes the first administrator; only for the command line."""
    if queries.by_email(email):
        raise Invalid(_("%(email)s のアカウントは、すでにあります。", email=email))
    link, token = _new_link(LinkPurpose.INVITATION, email, INVITATION_LASTS)
    link.is_system_admin = True
    record(None, "account:invite", link, after={"email": link.email, "is_system_admin": True})
    return token


def cancel_invitation(actor: User, link: AccountLink) -> None:
    authorize(policy.can_manage_members(actor, link.organization_id or 0))
    link.close()
    record(
        actor, "account:cancel_invitation", link, organization_id=link.organization_id,
        before={"email": link.email, "role": link.role},
    )  # fmt: skip


def accept_as_newcomer(token: str, *, name: str, password_hash: str) -> User:
    """Make the account of an invited address. Raises NotFound, Conflict."""
    link = queries.open_link(token)
    if link.purpose is not LinkPurpose.INVITATION or queries.by_email(link.email):
        raise Conflict(_("このアドレスにはもうアカウントがあります。ログインして受けてください。"))
    user = User(email=link.email, name=name, password_hash=password_hash)
    db.session.add(user)
    db.session.flush()
    _accept(user, link)
    return user


def accept(actor: User, token: str) -> None:
    """Take an invitation with the account of its address. Raises NotFound, Forbidden."""
    link = queries.open_link(token)
    authorize(link.purpose is LinkPurpose.INVITATION and link.email == actor.email)
    _accept(actor, link)


def forget_old() -> None:
    """Links and sessions that can no longer be used, after some months."""
    before = now() - KEPT_FOR
    db.session.execute(delete(AccountLink).where(AccountLink.expires_at < before))
    db.session.execute(delete(SignIn).where(SignIn.seen_at < before))


def close_links(email: str, *purposes: LinkPurpose) -> None:
    for link in db.session.scalars(
        select(AccountLink).where(
            AccountLink.email == email,
            AccountLink.purpose.in_(purposes),
            AccountLink.used_at.is_(None),
        )
    ):
        link.close()


def end_sessions(user: User) -> None:
    db.session.execute(delete(SignIn).where(SignIn.user_id == user.id))


def _set_password(user: User, password_hash: str) -> None:
    """An invitation stays: with an account it sets no password, and asks to sign in."""
    user.set_password(password_hash)
    end_sessions(user)
    close_links(user.email, LinkPurpose.RESET)


def _new_link(purpose: LinkPurpose, email: str, lasts: timedelta) -> tuple[AccountLink, str]:
    token = secrets.token_urlsafe(32)
    link = AccountLink(
        purpose=purpose,
        token_hash=queries.hash_of(token),
        email=queries.address(email),
        expires_at=now() + lasts,
        is_coordinator=False,
        is_system_admin=False,
    )
    db.session.add(link)
    db.session.flush()
    return link, token


def _accept(user: User, link: AccountLink) -> None:
    link.close()
    if link.is_coordinator:
        user.is_coordinator = True
    if link.is_system_admin:
        user.is_system_admin = True
    if link.organization_id is not None and link.role is not None:
        _check_end(link.ends_on)
        membership = queries.active_membership(user, link.organization_id)
        if membership is None:
            membership = Membership(user_id=user.id, organization=link.organization)
            membership.starts_on = calendar.today()
            db.session.add(membership)
        membership.role, membership.ends_on = link.role, link.ends_on
    record(
        user, "account:accept_invitation", user, organization_id=link.organization_id,
        after={"email": link.email, "role": link.role, "ends_on": link.ends_on},
    )  # fmt: skip


def _check_end(ends_on: date | None) -> None:
    if ends_on is not None and ends_on < calendar.today():
        raise Invalid(_("終わりの日は、今日か、それより後にしてください。"))
