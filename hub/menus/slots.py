"""Menus on the pages of organizations and wards, and files that belong to menus."""

from flask import render_template, url_for

from hub.accounts.models import Circle, Viewer
from hub.attachments import owners
from hub.core.db import db
from hub.core.slots import kept, panel
from hub.menus import policy, queries
from hub.menus.models import Menu
from hub.organizations.models import Organization
from hub.taxonomies.models import CITYWIDE, ONLINE, Term

SHOWN = 10  # menus in a panel; the list has all

owners.register(
    "menu",
    owners.OwnerKind(
        load=lambda menu_id: db.session.get(Menu, menu_id),
        can_view=policy.can_view,
        can_edit=policy.can_edit,
        url=lambda menu: url_for("menus.show", menu_id=menu.id),
        name=lambda menu: menu.title,
    ),
)


@panel("organization", order=10)
def menus_of_organization(viewer: Viewer, organization: Organization) -> str:
    writes = policy.can_provide(viewer, organization.id)
    return _of_organization(Circle.of(viewer), organization.id, writes)


@kept("menus")
def _of_organization(circle: Circle, organization_id: int, writes: bool) -> str:
    count, own, joint_count, joint = queries.of_organization(circle, organization_id, limit=SHOWN)
    if not count and not joint and not writes:
        return ""
    return render_template(
        "menus/_panel_organization.html",
        organization_id=organization_id, count=count, own=own, joint_count=joint_count,
        joint=joint, writes=writes,
    )  # fmt: skip


@panel("ward", order=10)
def menus_of_ward(viewer: Viewer, ward: Term) -> str:
    return _of_ward(Circle.of(viewer), ward.id)


@kept("menus")
def _of_ward(circle: Circle, ward_id: int) -> str:
    ward = db.session.get_one(Term, ward_id)
    counts = queries.count_by_ward(circle)
    count, menus = queries.of_ward(circle, ward, limit=SHOWN)
    return render_template(
        "menus/_panel_ward.html",
        ward=ward, count=count, menus=menus,
        citywide=counts.get(CITYWIDE, 0), online=counts.get(ONLINE, 0),
        citywide_code=CITYWIDE, online_code=ONLINE,
    )  # fmt: skip
