"""Menus on the pages of organizations and wards, and files that belong to menus."""

from flask import render_template, url_for

from hub.accounts.models import Viewer
from hub.attachments import owners
from hub.core.db import db
from hub.core.slots import panel
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
def menus_of_organization(viewer: Viewer, organization: Organization) -> str | None:
    count, own, joint_count, joint = queries.of_organization(viewer, organization.id, limit=SHOWN)
    writes = policy.can_provide(viewer, organization.id)
    if not count and not joint and not writes:
        return None
    return render_template(
        "menus/_panel_organization.html",
        organization=organization, count=count, own=own, joint_count=joint_count, joint=joint,
        writes=writes,
    )  # fmt: skip


@panel("ward", order=10)
def menus_of_ward(viewer: Viewer, ward: Term) -> str:
    counts = queries.count_by_ward(viewer)
    count, menus = queries.of_ward(viewer, ward, limit=SHOWN)
    return render_template(
        "menus/_panel_ward.html",
        ward=ward, count=count, menus=menus,
        citywide=counts.get(CITYWIDE, 0), online=counts.get(ONLINE, 0),
        citywide_code=CITYWIDE, online_code=ONLINE,
    )  # fmt: skip
