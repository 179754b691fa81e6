"""The themes of an organization on its page."""

from typing import Any

from flask import render_template

from hub.core.slots import panel
from hub.themes import queries


@panel("organization", order=40)
def of_organization(_viewer: Any, organization: Any) -> str | None:
    """Who leads what is for everyone."""
    roles = queries.roles_of_organization(organization.id)
    return render_template("themes/_panel_organization.html", roles=roles) if roles else None
