"""Programmes on the page of their organization."""

from typing import Any

from flask import render_template

from hub.core.slots import panel
from hub.programmes import policy, queries


@panel("organization", order=38)
def of_organization(viewer: Any, organization: Any) -> str | None:
    programmes = queries.of_organization(viewer, organization.id)
    may_create = policy.can_create_for(viewer, organization.id)
    if not programmes and not may_create:
        return None
    return render_template(
        "programmes/_panel_organization.html", programmes=programmes, organization=organization,
        may_create=may_create,
    )  # fmt: skip
