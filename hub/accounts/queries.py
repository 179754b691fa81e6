"""Reads of people, their memberships and their links."""

import hashlib
import unicodedata
from collections.abc import Sequence

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from hub.accounts import policy
from hub.accounts.models import AccountLink, LinkPurpose, Membership, SignIn, User, Viewer
from hub.core.db import db, now
from hub.core.errors import NotFound, authorize
from hub.organizations.models import Organization
from hub.organizations.queries import get_organization

_SIGN_IN = (
    select(SignIn)
    .where(SignIn.token_hash == bindparam("token_hash"))
    .options(joinedload(SignIn.user).joinedload(User.memberships))
)


def address(text: str | None) -> str:
    """An e-mail address the way it is stored: half width and lower case."""
    return unicodedata.normalize("NFKC", text or "").strip().lower()


def hash_of(token: str) -> str:
    """What the database keeps of a link or a session: the token itself is known to its holder."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_email(email: str) -> User | None:
    return db.session.scalars(select(User).where(User.email == address(email))).first()


def live_sign_in(token: str) -> SignIn | None:
    """With the person, the memberships and their organizations, as every page asks for them."""
    found = db.session.scalars(_SIGN_IN, {"token_hash": hash_of(token)}).unique().first()
    return found if found is not None and found.is_alive(now()) else None


def open_link(token: str) -> AccountLink:
    """The link of this token while it can be used. Raises NotFound."""
    link = db.session.scalars(
        select(AccountLink).where(AccountLink.token_hash == hash_of(token))
    ).first()
    if link is None or not link.is_open:
        raise NotFound
    return link


def managed_organization(viewer: Viewer, organization_id: int) -> Organization:
    """The organization whose members the viewer manages. Raises NotFound, Forbidden."""
    organization = get_organization(organization_id)
    authorize(policy.can_manage_members(viewer, organization.id))
    return organization


def managed_membership(viewer: Viewer, organization_id: int, membership_id: int) -> Membership:
    """Raises NotFound, Forbidden."""
    managed_organization(viewer, organization_id)
    membership = db.session.get(Membership, membership_id)
    if membership is None or membership.organization_id != organization_id:
        raise NotFound
    return membership


def managed_invitation(viewer: Viewer, organization_id: int, link_id: int) -> AccountLink:
    """Raises NotFound, Forbidden."""
    managed_organization(viewer, organization_id)
    link = db.session.get(AccountLink, link_id)
    if link is None or link.organization_id != organization_id or not link.is_open:
        raise NotFound
    return link


def memberships_in(organization: Organization) -> Sequence[Membership]:
    """Those of today and of before, by name."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(Membership.organization_id == organization.id)
        .options(joinedload(Membership.user))
        .order_by(User.name, Membership.id)
    ).all()


def active_membership(user: User, organization_id: int) -> Membership | None:
    return next((m for m in user.active_memberships if m.organization_id == organization_id), None)


def open_invitations(organization: Organization) -> Sequence[AccountLink]:
    return db.session.scalars(
        select(AccountLink)
        .where(
            AccountLink.organization_id == organization.id,
            AccountLink.purpose == LinkPurpose.INVITATION,
            AccountLink.used_at.is_(None),
            AccountLink.expires_at > now(),
        )
        .order_by(AccountLink.id.asc())
    ).all()


def people(viewer: Viewer, words: str = "") -> Select[tuple[User]]:
    """Everybody with an account; ``words`` is looked for in names, addresses, organizations."""
    authorize(policy.can_manage_people(viewer))
    query = select(User).order_by(User.name, User.email)
    for word in words.split():
        part = f"%{_literally(word)}%"
        of_organization = User.memberships.any(
            Membership.organization.has(
                or_(
                    Organization.name.ilike(part, escape="\\"),
                    Organization.short_name.ilike(part, escape="\\"),
                )
            )
        )
        query = query.where(
            or_(
                User.name.ilike(part, escape="\\"),
                User.email.ilike(part, escape="\\"),
                of_organization,
            )
        )
    return query


def get_person(viewer: Viewer, user_id: int) -> User:
    """Raises NotFound, Forbidden."""
    authorize(policy.can_manage_people(viewer))
    person = db.session.get(User, user_id)
    if person is None:
        raise NotFound
    return person


def sign_ins_of(user: User) -> int:
    """How many of their sessions are in use."""
    since = now()
    rows = db.session.scalars(select(SignIn).where(SignIn.user_id == user.id)).all()
    return sum(row.is_alive(since) for row in rows)


def has_system_admin() -> bool:
    return bool(
        db.session.scalar(
            select(func.count())
            .select_from(User)
            .where(User.is_system_admin, User.disabled_at.is_(None))
        )
    )


def _literally(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
