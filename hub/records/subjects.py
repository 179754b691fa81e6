"""Whether a viewer reads the thing that an entry is about.

An entry belongs to the organization that somebody acted for, which need not be one that reads the
thing: a coordinator writes in meetings of others, an editor of two organizations in either.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import User, Viewer
from hub.actions import policy as actions
from hub.actions.models import Action
from hub.attachments import owners
from hub.attachments.models import Attachment
from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.ideas import policy as ideas
from hub.ideas.models import Idea
from hub.inquiries import queries as inquiries
from hub.inquiries.models import Inquiry
from hub.meetings import policy as meetings
from hub.meetings.models import AgendaItem, Decision, Meeting, Minutes, Series
from hub.menus import policy as menus
from hub.menus.models import Menu
from hub.programmes import policy as programmes
from hub.programmes.models import Indicator, Programme
from hub.reviews import policy as reviews
from hub.reviews import queries as review_queries
from hub.reviews.models import Review
from hub.successions.models import Succession
from hub.themes import policy as themes
from hub.themes.models import ThemeHandover

CHUNK = 500


@dataclass(frozen=True)
class Subject:
    model: type[Any]
    may_view: Callable[[Viewer, Any], bool]
    options: Sequence[Any] = ()

    def viewed(self, viewer: Viewer, rows: Sequence[Any]) -> frozenset[int]:
        """Ids of those that the viewer reads."""
        return frozenset(row.id for row in rows if self.may_view(viewer, row))


@dataclass(frozen=True)
class _OfReviews(Subject):
    """Who only reads what is settled is not told of the steps towards it."""

    def viewed(self, viewer: Viewer, rows: Sequence[Any]) -> frozenset[int]:
        offices = review_queries.offices_of({review.organization_id for review in rows})
        return frozenset(
            review.id
            for review in rows
            if reviews.can_read_draft(viewer, review)
            or reviews.can_read_submissions(viewer, review, offices[review.organization_id])
        )


_of_meeting = joinedload(Meeting.series).selectinload(Series.members)
# What not everybody in the network reads; entries about anything else go by their organization.
SUBJECTS = {
    subject.model.__tablename__: subject
    for subject in (
        Subject(Menu, menus.can_view),
        Subject(Meeting, meetings.can_view, (_of_meeting,)),
        Subject(
            AgendaItem,
            lambda viewer, item: meetings.can_view(viewer, item.meeting),
            (joinedload(AgendaItem.meeting).options(_of_meeting),),
        ),
        Subject(
            Decision,
            lambda viewer, decision: meetings.can_view(viewer, decision.meeting),
            (joinedload(Decision.meeting).options(_of_meeting),),
        ),
        Subject(
            Minutes,
            meetings.can_view_minutes,
            (joinedload(Minutes.meeting).options(_of_meeting, selectinload(Meeting.attendances)),),
        ),
        Subject(
            Action,
            actions.can_view,
            (joinedload(Action.meeting).options(_of_meeting), selectinload(Action.partners)),
        ),
        Subject(
            Idea,
            ideas.can_view,
            (joinedload(Idea.meeting).options(_of_meeting), selectinload(Idea.partners)),
        ),
        _OfReviews(Review, reviews.can_read_draft, (selectinload(Review.submissions),)),
        Subject(Programme, programmes.can_view),
        Subject(
            Indicator,
            lambda viewer, indicator: programmes.can_view(viewer, indicator.programme),
            (joinedload(Indicator.programme),),
        ),
        Subject(ThemeHandover, themes.can_view_handover),
        Subject(Inquiry, inquiries.may_view),
        Subject(
            Succession,
            lambda viewer, succession: viewer.administers(succession.organization_id),
        ),
        Subject(
            Attachment,
            lambda viewer, file: owners.may_view(viewer, file.owner_kind, file.owner_id),
        ),
    )
}


def readable(viewer: Viewer, entries: Iterable[AuditEntry]) -> frozenset[int]:
    """Ids of the entries about things that the viewer reads today.

    Of a thing that is gone nobody can say who read it: then entries of coordinators are left out,
    who may have acted outside their own organization.
    """
    rows = list(entries)
    by_type: dict[str, set[int]] = {}
    for entry in rows:
        by_type.setdefault(entry.subject_type, set()).add(entry.subject_id)
    views: dict[tuple[str, int], bool] = {}
    for name, ids in by_type.items():
        if name in SUBJECTS:
            loaded = list(_load(SUBJECTS[name], sorted(ids)))
            viewed = SUBJECTS[name].viewed(viewer, loaded)
            views |= {(name, row.id): row.id in viewed for row in loaded}
    coordinators = set(db.session.scalars(select(User.id).where(User.is_coordinator)))
    return frozenset(
        entry.id
        for entry in rows
        if entry.subject_type not in SUBJECTS
        or views.get((entry.subject_type, entry.subject_id), entry.actor_id not in coordinators)
    )


def _load(subject: Subject, ids: Sequence[int]) -> Iterable[Any]:
    for start in range(0, len(ids), CHUNK):
        some = subject.model.id.in_(ids[start : start + CHUNK])
        query = select(subject.model).where(some).options(*subject.options)
        yield from db.session.scalars(query).unique()
