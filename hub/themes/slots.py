"""The themes of an organization on its page."""

from typing import Any

from flask import render_template

from hub.core import generations
from hub.core.slots import kept, panel
from hub.taxonomies.models import Term
from hub.themes import queries
from hub.themes.models import ThemeRole

generations.watch("theme_roles", ThemeRole, Term)


@panel("organization", order=40)
def of_organization(_viewer: Any, organization: Any) -> str:
    """Who leads what is for everyone."""
    return _of_organization(organization.id)


@kept("theme_roles")
def _of_organization(organization_id: int) -> str:
    roles = queries.roles_of_organization(organization_id)
    return render_template("themes/_panel_organization.html", roles=roles) if roles else ""
