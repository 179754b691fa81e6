"""The way to the reports of an organization from its page."""

from flask import render_template

from hub.accounts.models import Viewer
from hub.core.slots import panel
from hub.organizations.models import Organization
from hub.reports import policy


@panel("organization", order=90)
def reports_of_organization(viewer: Viewer, organization: Organization) -> str:
    return render_template(
        "reports/_panel_organization.html",
        organization=organization, may_ask=policy.can_ask(viewer),
    )  # fmt: skip
