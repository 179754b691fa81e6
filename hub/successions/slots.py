"""担当者 on the pages of things, organizations, members and accounts."""

from typing import Any

from flask import render_template

from hub.accounts.models import Membership, Viewer
from hub.core.slots import panel
from hub.organizations.models import Organization
from hub.successions import policy, queries
from hub.successions.kinds import kind_of


@panel("menu", order=40)
def of_menu(viewer: Viewer, menu: Any) -> str | None:
    return _holder(viewer, menu)


@panel("action", order=40)
def of_action(viewer: Viewer, action: Any) -> str | None:
    return _holder(viewer, action)


@panel("idea", order=40)
def of_idea(viewer: Viewer, idea: Any) -> str | None:
    return _holder(viewer, idea)


@panel("organization", order=85)
def of_organization(viewer: Viewer, organization: Organization) -> str | None:
    """For who administers it: names and numbers are nobody else's."""
    if not policy.can_pass_on(viewer, organization.id):
        return None
    count = queries.count_without_holder(viewer).get(organization.id, 0)
    return render_template(
        "successions/_panel_organization.html", organization=organization, count=count
    )


@panel("membership", order=10)
def of_membership(viewer: Viewer, membership: Membership) -> str | None:
    if not policy.can_pass_on(viewer, membership.organization_id) or not membership.is_active:
        return None
    held = queries.held_by(viewer, membership)
    return render_template("successions/_panel_membership.html", membership=membership, held=held)


@panel("account", order=30)
def of_account(viewer: Any, _account: Any) -> str | None:
    shares = queries.shares_of(viewer)
    return render_template("successions/_panel_account.html", shares=shares) if shares else None


def _holder(viewer: Viewer, thing: Any) -> str | None:
    kind = kind_of(thing)
    owner = kind.owner_of(thing)
    if owner is None or not policy.can_see_holders(viewer, owner):
        return None
    people = queries.members_of(owner)
    return render_template(
        "successions/_panel_holder.html",
        thing=thing, kind=kind, people=people, is_there=thing.holder in people,
        may_set=policy.can_set_holder(viewer, owner),
    )  # fmt: skip
