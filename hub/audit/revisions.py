"""Revisions of a text and the differences between them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ScalarSelect, func, select

from hub.audit.models import Revision
from hub.core.db import db
from hub.core.difference import difference

__all__ = ["count", "difference", "keep", "latest", "number", "of"]


def keep(
    actor: Any, subject: Any, content: dict[str, str], *, reason: str = "",
    organization_id: int | None = None,
) -> Revision | None:  # fmt: skip
    """Add a revision when ``content`` differs from the last one; None when it does not."""
    db.session.flush()
    last = latest(subject)
    if last is not None and last.content == content and not reason:
        return None
    revision = Revision(
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        number=last.number + 1 if last else 1,
        actor_id=actor.id if actor is not None else None,
        organization_id=organization_id or (actor.home_organization_id if actor else None),
        reason=reason,
        content=content,
    )
    db.session.add(revision)
    return revision


def of(subject: Any) -> Sequence[Revision]:
    """All revisions, newest first."""
    return db.session.scalars(_of(subject)).all()


def latest(subject: Any) -> Revision | None:
    return db.session.scalars(_of(subject).limit(1)).first()


def count(model: Any) -> ScalarSelect[int]:
    """How many there are of each row of a query for this model."""
    return (
        select(func.count(Revision.id))
        .where(Revision.subject_type == model.__tablename__, Revision.subject_id == model.id)
        .correlate(model)
        .scalar_subquery()
    )


def number(subject: Any, wanted: int) -> Revision | None:
    return db.session.scalars(_of(subject).where(Revision.number == wanted)).first()


def _of(subject: Any):
    return (
        select(Revision)
        .where(Revision.subject_type == subject.__tablename__, Revision.subject_id == subject.id)
        .order_by(Revision.number.desc())
    )
