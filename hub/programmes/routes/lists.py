"""The programmes of the network, organization by organization."""

from itertools import groupby

from flask import render_template, request
from flask_login import current_user

from hub.core.paging import page_number, paginate
from hub.organizations.queries import organizations
from hub.programmes import queries
from hub.programmes.models import CATEGORIES, Category
from hub.programmes.routes.blueprint import bp, number


@bp.get("/programmes")
def index():
    given = request.args.get("category", "")
    category = Category(given) if given in set(Category) else None
    organization_id, is_archived = number("organization"), request.args.get("state") == "ended"
    page = paginate(
        queries.listed(
            current_user, organization_id=organization_id, category=category,
            is_archived=is_archived,
        ),
        number=page_number(),
    )  # fmt: skip
    offered = queries.with_programmes(current_user)
    in_force = [("organization", name) for key, name in offered if key == organization_id]
    if category:
        in_force.append(("category", category.label))
    return render_template(
        "programmes/index.html", page=page, is_archived=is_archived,
        groups=[(o, list(some)) for o, some in groupby(page.items, lambda one: one.organization)],
        categories=[(key.value, text) for key, text in CATEGORIES.items()], category=given,
        offered=offered, organization_id=organization_id, in_force=in_force, own=_own(),
    )  # fmt: skip


def _own():
    """The organizations for which the viewer may enter programmes."""
    if not current_user.editing_ids:
        return []
    return [one for one in organizations() if one.id in current_user.editing_ids]
