"""Reads of inquiries. The viewer comes first, and nothing they may not see comes back."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from hub.accounts.models import Standing, Viewer
from hub.core.db import db
from hub.core.errors import NotFound
from hub.inquiries import policy
from hub.inquiries.models import Inquiry, InquiryMessage, InquiryState
from hub.organizations import successors


def readable(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Inquiry under which the viewer reads it: ``policy.can_view``."""
    return between(held_by(viewer))


def held_by(viewer: Viewer) -> frozenset[int]:
    """The viewer's organizations, and those that ended for which one of them acts."""
    return successors.today().held_by(viewer.organization_ids)


def between(organization_ids: Iterable[int]) -> ColumnElement[bool]:
    """One of these asks or is asked."""
    ids = list(organization_ids)
    return or_(Inquiry.asker_id.in_(ids), Inquiry.asked_id.in_(ids))


def visible_to(viewer: Viewer) -> Select[Any]:
    return select(Inquiry).where(readable(viewer))


def for_list() -> tuple[Any, ...]:
    return (joinedload(Inquiry.asker), joinedload(Inquiry.asked))


def get_inquiry(viewer: Viewer, inquiry_id: int) -> Inquiry:
    """With what its page shows. Raises NotFound."""
    query = select(Inquiry).where(Inquiry.id == inquiry_id)
    together = (
        *for_list(),
        joinedload(Inquiry.closed_by),
        joinedload(Inquiry.messages).joinedload(InquiryMessage.organization),
    )
    inquiry = db.session.scalars(query.options(*together)).unique().one_or_none()
    if inquiry is None or not policy.can_view(viewer, inquiry, successors.today()):
        raise NotFound
    return inquiry


def may_view(viewer: Viewer, inquiry: Inquiry) -> bool:
    """``policy.can_view`` as of today."""
    return policy.can_view(viewer, inquiry, successors.today())


def with_organization(viewer: Viewer, organization_id: int) -> Select[Any]:
    """What the viewer's organizations and this one asked each other: what goes on first."""
    theirs = successors.today().held_by([organization_id])
    mine = held_by(viewer)
    return (
        select(Inquiry)
        .where(
            or_(
                and_(Inquiry.asker_id.in_(mine), Inquiry.asked_id.in_(theirs)),
                and_(Inquiry.asked_id.in_(mine), Inquiry.asker_id.in_(theirs)),
            )
        )
        .order_by(*in_order())
    )


def of_own(organization_id: int) -> Select[Any]:
    """All of one organization, for its members."""
    held = successors.today().held_by([organization_id])
    return select(Inquiry).where(between(held)).order_by(*in_order())


def waits_for(viewer: Viewer | Standing) -> ColumnElement[bool]:
    """The condition on Inquiry under which the viewer may answer what is open."""
    mine = successors.today().acted_for_by(viewer.editing_ids)
    return and_(Inquiry.state == InquiryState.OPEN, Inquiry.asked_id.in_(mine))


def waiting_for(viewer: Viewer) -> Sequence[Inquiry]:
    query = select(Inquiry).where(waits_for(viewer)).options(*for_list()).order_by(*in_order())
    return db.session.scalars(query).all()


def in_order() -> tuple[Any, ...]:
    """What waits first, by the day by which an answer is hoped for; then the newest."""
    is_over = Inquiry.state != InquiryState.OPEN
    return (is_over, Inquiry.answer_by.is_(None), Inquiry.answer_by, Inquiry.moved_at.desc(),
            Inquiry.id.desc())  # fmt: skip


def open_ones() -> Sequence[Inquiry]:
    """Of everybody: for the worker, who asks what each person may be told."""
    return _some(Inquiry.state == InquiryState.OPEN)


def answered_since(moment: Any) -> Sequence[Inquiry]:
    """Of everybody, as above."""
    return _some(Inquiry.state == InquiryState.ANSWERED, Inquiry.moved_at >= moment)


def by_ids(ids: Iterable[int]) -> Sequence[Inquiry]:
    """Whoever asks knows what may be read."""
    return _some(Inquiry.id.in_(list(ids)))


def _some(*conditions: ColumnElement[bool]) -> Sequence[Inquiry]:
    query = select(Inquiry).where(*conditions).order_by(Inquiry.id).options(*for_list())
    return db.session.scalars(query).all()
