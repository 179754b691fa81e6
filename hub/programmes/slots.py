"""Programmes on the page of their organization."""

from typing import Any

from flask import render_template

from hub.accounts.models import Circle
from hub.core import generations
from hub.core.slots import kept, panel
from hub.programmes import policy, queries
from hub.programmes.models import Indicator, Programme

generations.watch("programmes", Programme, Indicator)


@panel("organization", order=38)
def of_organization(viewer: Any, organization: Any) -> str:
    may_create = policy.can_create_for(viewer, organization.id)
    return _of_organization(Circle.of(viewer), organization.id, may_create)


@kept("programmes")
def _of_organization(circle: Circle, organization_id: int, may_create: bool) -> str:
    programmes = queries.of_organization(circle, organization_id)
    if not programmes and not may_create:
        return ""
    return render_template(
        "programmes/_panel_organization.html", programmes=programmes,
        organization_id=organization_id, may_create=may_create,
    )  # fmt: skip
