"""What accounts show on the pages of organizations."""

from flask import render_template

from hub.accounts import policy
from hub.accounts.models import Viewer
from hub.core.slots import panel
from hub.organizations.models import Organization


@panel("organization", order=90)
def members_of(viewer: Viewer, organization: Organization) -> str | None:
    if not policy.can_manage_members(viewer, organization.id):
        return None
    return render_template("accounts/_panel_members.html", organization=organization)
