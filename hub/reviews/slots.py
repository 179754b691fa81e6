"""Reviews on the page of their organization."""

from typing import Any

from flask import render_template

from hub.core.slots import panel
from hub.organizations.models import Organization
from hub.reviews import listing, queries

SHOWN = 4


@panel("organization", order=39)
def reviews_of(viewer: Any, organization: Organization) -> str | None:
    reviews = queries.of_organization(viewer, organization.id)
    if not reviews:
        return None
    return render_template(
        "reviews/_panel_organization.html",
        organization=organization,
        rows=listing.rows(viewer, reviews[:SHOWN]),
        has_more=len(reviews) > SHOWN,
    )
