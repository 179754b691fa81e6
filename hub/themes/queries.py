"""Reads of themes. The viewer comes first, and nothing they may not see comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from hub.accounts.models import Viewer
from hub.actions.models import Action
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound
from hub.ideas.models import Idea
from hub.meetings.models import Decision, Meeting
from hub.menus.models import Menu
from hub.menus.queries import stale_last
from hub.organizations.models import Organization, Strength, StrengthKind
from hub.search.log import InVain
from hub.taxonomies.models import Scheme, Term
from hub.taxonomies.queries import terms
from hub.themes import belonging, policy, unmet
from hub.themes.models import ThemeRole, ThemeRoleKind

SHOWN = 5  # of each list on the page of a theme


@dataclass(frozen=True, kw_only=True)
class Line:
    """A theme in the list of all."""

    term: Term
    roles: Sequence[ThemeRole]  # of today
    menus: int
    ideas: int
    actions: int

    @property
    def lead(self) -> Organization | None:
        return lead_of(self.roles, calendar.today())


@dataclass(frozen=True, kw_only=True)
class Few:
    """The first of a list, and how many there are."""

    items: Sequence[Any] = ()
    total: int = 0


@dataclass(frozen=True, kw_only=True)
class Theme:
    """The page of a theme, as the viewer may see it."""

    term: Term
    roles: Sequence[ThemeRole]  # past and future too, the newest first
    menus: Few
    strengths: Sequence[Strength]
    ideas: Few = field(default_factory=Few)
    actions: Few = field(default_factory=Few)
    decisions: Few = field(default_factory=Few)
    searches: Sequence[InVain] | None = None  # None: not for this viewer

    @property
    def current(self) -> list[ThemeRole]:
        today = calendar.today()
        order = list(ThemeRoleKind)
        found = [role for role in self.roles if role.is_on(today)]
        return sorted(found, key=lambda role: (order.index(role.kind), role.organization.position))

    @property
    def lead(self) -> Organization | None:
        return lead_of(self.roles, calendar.today())

    @property
    def coming_lead(self) -> ThemeRole | None:
        today = calendar.today()
        coming = [r for r in self.roles if r.kind is ThemeRoleKind.LEAD and r.starts_on > today]
        return min(coming, key=lambda role: role.starts_on, default=None)


def get_term(code: str) -> Term:
    """A theme that is offered: a hidden one is not there. Raises NotFound."""
    term = db.session.scalars(_offered(code)).one_or_none()
    if term is None:
        raise NotFound
    return term


def get_role(term: Term, role_id: int) -> ThemeRole:
    """Raises NotFound."""
    role = db.session.get(ThemeRole, role_id)
    if role is None or role.term_id != term.id:
        raise NotFound
    return role


def lead_of(roles: Sequence[ThemeRole], day: date) -> Organization | None:
    leading = (r for r in roles if r.kind is ThemeRoleKind.LEAD and r.is_on(day))
    return next((role.organization for role in leading), None)


def roles_of(term: Term) -> Sequence[ThemeRole]:
    return db.session.scalars(
        select(ThemeRole)
        .where(ThemeRole.term_id == term.id)
        .options(joinedload(ThemeRole.organization))
        .order_by(ThemeRole.starts_on.desc(), ThemeRole.id.desc())
    ).all()


def roles_of_organization(organization_id: int) -> Sequence[ThemeRole]:
    """Those of today, in the order of the themes."""
    return db.session.scalars(
        select(ThemeRole)
        .join(ThemeRole.term)
        .where(ThemeRole.organization_id == organization_id, _is_current(), ~Term.is_hidden)
        .options(joinedload(ThemeRole.term))
        .order_by(Term.position, ThemeRole.id)
    ).all()


def overview(viewer: Viewer) -> list[Line]:
    """All themes, in a fixed number of queries."""
    roles: dict[int, list[ThemeRole]] = {}
    current = select(ThemeRole).where(_is_current()).order_by(ThemeRole.id)
    for role in db.session.scalars(current.options(joinedload(ThemeRole.organization))):
        roles.setdefault(role.term_id, []).append(role)
    inside = policy.can_see_inside(viewer)
    menus = belonging.menu_counts(viewer)
    ideas = belonging.open_idea_counts(viewer) if inside else {}
    actions = belonging.open_action_counts(viewer) if inside else {}
    return [
        Line(
            term=term,
            roles=roles.get(term.id, []),
            menus=menus.get(term.id, 0),
            ideas=ideas.get(term.id, 0),
            actions=actions.get(term.id, 0),
        )
        for term in terms(Scheme.THEME)
    ]


def theme(viewer: Viewer, code: str) -> Theme:
    """Raises NotFound."""
    term, roles = _with_roles(code)
    lead = lead_of(roles, calendar.today())
    menus = belonging.menus_of(viewer, term.id).options(joinedload(Menu.provider))
    given: dict[str, Any] = {
        "menus": _few(menus, stale_last(), Menu.title, Menu.id),
        "strengths": _strengths(term),
    }
    if policy.can_see_inside(viewer):
        given |= {
            "ideas": _few(listed_ideas(viewer, term)),
            "actions": _few(listed_actions(viewer, term)),
            "decisions": _few(listed_decisions(viewer, term)),
        }
    if policy.can_see_searches(viewer, lead.id if lead else None):
        given["searches"] = unmet.about(term)
    return Theme(term=term, roles=roles, **given)


def _with_roles(code: str) -> tuple[Term, list[ThemeRole]]:
    rows = db.session.execute(
        _offered(code)
        .add_columns(ThemeRole)
        .outerjoin(ThemeRole, ThemeRole.term_id == Term.id)
        .options(joinedload(ThemeRole.organization))
        .order_by(ThemeRole.starts_on.desc(), ThemeRole.id.desc())
    ).all()
    if not rows:
        raise NotFound
    return rows[0][0], [row[1] for row in rows if row[1] is not None]


def listed_ideas(viewer: Viewer, term: Term) -> Select[Any]:
    """Those that still grow, what is to be looked at next first."""
    return (
        belonging.open_ideas(viewer, term.id)
        .options(joinedload(Idea.keeper))
        .order_by(Idea.look_at_on.is_(None), Idea.look_at_on, Idea.id)
    )


def listed_actions(viewer: Viewer, term: Term) -> Select[Any]:
    """未完了, the earliest 期限 first."""
    return (
        belonging.open_actions(viewer, term.id)
        .options(joinedload(Action.lead))
        .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
    )


def listed_decisions(viewer: Viewer, term: Term) -> Select[Any]:
    return (
        belonging.decisions_of(viewer, term.id)
        .options(joinedload(Decision.meeting).joinedload(Meeting.series))
        .order_by(Meeting.held_on.desc(), Decision.position, Decision.id)
    )


def _few(query: Select[Any], *order: Any) -> Few:
    """The first rows and the number of all, in one query."""
    counted = query.add_columns(func.count().over()).order_by(*order).limit(SHOWN)
    rows = db.session.execute(counted).unique().all()
    return Few(items=[row[0] for row in rows], total=rows[0][1] if rows else 0)


def _strengths(term: Term) -> Sequence[Strength]:
    """得意分野 first, then 頼りたいこと, in the order of the organizations."""
    today = calendar.today()
    return db.session.scalars(
        select(Strength)
        .join(Strength.organization)
        .where(
            Strength.theme_id == term.id,
            or_(Organization.valid_until.is_(None), Organization.valid_until >= today),
        )
        .options(joinedload(Strength.organization))
        .order_by(Strength.kind != StrengthKind.STRENGTH, Organization.position, Organization.id)
    ).all()


def _offered(code: str) -> Select[Any]:
    return select(Term).where(
        Term.scheme == Scheme.THEME, Term.code == code, Term.is_hidden.is_(False)
    )


def _is_current() -> ColumnElement[bool]:
    today = calendar.today()
    return and_(
        ThemeRole.starts_on <= today,
        or_(ThemeRole.ends_on.is_(None), ThemeRole.ends_on >= today),
    )
