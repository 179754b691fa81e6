"""Reviews on the page of their organization."""

from typing import Any

from flask import render_template

from hub.accounts.models import Standing
from hub.core import generations
from hub.core.slots import kept, panel
from hub.organizations.models import Organization, Relation
from hub.reviews import listing
from hub.reviews.models import Review, ReviewSubmission

SHOWN = 4
generations.watch("reviews", Review, ReviewSubmission)
generations.watch("relations", Relation)


@panel("organization", order=39)
def reviews_of(viewer: Any, organization: Organization) -> str:
    return _of_organization(Standing.of(viewer), organization.id, viewer.is_authenticated)


@kept("reviews", "relations", "organizations")
def _of_organization(standing: Standing, organization_id: int, has_list: bool) -> str:
    rows = listing.of_organization(standing, organization_id)
    if not rows:
        return ""
    return render_template(
        "reviews/_panel_organization.html",
        organization_id=organization_id,
        rows=rows[:SHOWN],
        has_more=has_list and len(rows) > SHOWN,
    )
