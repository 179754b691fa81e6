"""Reads of programmes. The viewer comes first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import Viewer
from hub.core.db import db
from hub.core.errors import NotFound
from hub.programmes import policy
from hub.programmes.models import Indicator, Programme, ProgrammeVisibility


def readable(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Programme under which the viewer reads it."""
    if viewer.in_network:
        return true()
    return Programme.visibility == ProgrammeVisibility.PUBLIC


def visible_to(viewer: Viewer) -> Select[Any]:
    return select(Programme).where(readable(viewer))


def get_programme(viewer: Viewer, programme_id: int) -> Programme:
    """With its indicators and figures. Raises NotFound."""
    programme = db.session.scalars(
        select(Programme)
        .where(Programme.id == programme_id)
        .options(
            joinedload(Programme.organization),
            selectinload(Programme.indicators).selectinload(Indicator.figures),
        )
    ).one_or_none()
    if programme is None or not policy.can_view(viewer, programme):
        raise NotFound
    return programme


def of_organization(viewer: Viewer, organization_id: int) -> Sequence[Programme]:
    """Those that are not ended, in their order, with their indicators."""
    return db.session.scalars(
        visible_to(viewer)
        .where(Programme.organization_id == organization_id, Programme.is_archived.is_(False))
        .options(selectinload(Programme.indicators))
        .order_by(Programme.position, Programme.id)
    ).all()
