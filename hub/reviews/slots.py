"""Reviews on the page of their organization."""

from typing import Any

from flask import render_template

from hub.core.slots import panel
from hub.organizations.models import Organization
from hub.reviews import listing

SHOWN = 4


@panel("organization", order=39)
def reviews_of(viewer: Any, organization: Organization) -> str | None:
    rows = listing.of_organization(viewer, organization.id)
    if not rows:
        return None
    return render_template(
        "reviews/_panel_organization.html",
        organization=organization,
        rows=rows[:SHOWN],
        has_more=len(rows) > SHOWN,
    )
