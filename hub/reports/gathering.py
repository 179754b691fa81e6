"""Everything of a term that one viewer may read, in a fixed number of queries."""

from collections.abc import Collection, Sequence
from datetime import time, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from hub.accounts.models import Viewer
from hub.actions import queries as actions
from hub.actions.models import Action, ActionPartner
from hub.core import calendar
from hub.core.db import db
from hub.ideas import queries as ideas
from hub.ideas.models import OPEN, Idea
from hub.meetings.models import CAME, Attendance, Meeting, Series
from hub.meetings.queries import readable as readable_meeting
from hub.menus import queries as menus
from hub.menus.models import VISIBILITIES, Menu
from hub.organizations.models import Organization
from hub.programmes import queries as programmes
from hub.programmes.models import Programme
from hub.programmes.periods import FiscalTerm
from hub.reports import content, queries, reviewed
from hub.reports.content import Content
from hub.taxonomies.models import Term


def gather(
    viewer: Viewer, organization: Organization | None, term: FiscalTerm,
    among: Sequence[Organization] = (), *, is_public: bool = False,
) -> Content:  # fmt: skip
    """Of one organization, or of the network, which is asked for where ``among`` does not say."""
    them = [organization] if organization is not None else among or queries.reported(term)
    ids = [one.id for one in them]
    indicators = programmes.figures_of(viewer, ids, term)
    carried_out = _programmes(viewer, ids, {indicator.programme_id for indicator in indicators})
    return Content(
        organization=organization,
        term=term,
        made_on=calendar.today(),
        is_public=is_public,
        organizations=them,
        programmes=carried_out,
        indicators=indicators,
        reviews=reviewed.reviews(viewer, ids, term, {programme.id for programme in carried_out}),
        actions=_actions(viewer, organization, term),
        ideas=_ideas(viewer, organization, term),
        menus=_menus(viewer, ids),
        meetings=_meetings(viewer, organization, term),
    )


def _programmes(
    viewer: Viewer, ids: Collection[int], counted: Collection[int]
) -> list[content.Programme]:
    """Those under way, and ended ones with figures in the term."""
    rows = db.session.scalars(
        programmes.visible_to(viewer)
        .where(
            Programme.organization_id.in_(ids),
            or_(Programme.is_archived.is_(False), Programme.id.in_(counted)),
        )
        .order_by(Programme.organization_id, Programme.position, Programme.id)
    )
    return [
        content.Programme(
            id=row.id,
            organization_id=row.organization_id,
            name=row.name,
            category=str(row.category.label),
            summary=row.summary,
            visibility=str(row.visibility.label),
            is_archived=row.is_archived,
        )
        for row in rows
    ]


def _actions(
    viewer: Viewer, organization: Organization | None, term: FiscalTerm
) -> list[content.Action]:
    """Closed in the term, or open today and begun by its end; those of an organization as lead or
    partner."""
    today = calendar.today()
    after = calendar.at(term.ends_on + timedelta(days=1), time())
    begun = or_(
        Meeting.held_on <= term.ends_on,
        and_(Action.meeting_id.is_(None), Action.created_at < after),
    )
    query = (
        select(Action, func.coalesce(readable_meeting(viewer), False))
        .outerjoin(Action.meeting)
        .where(
            actions.readable(viewer),
            or_(
                Action.closed_on.between(term.starts_on, term.ends_on),
                and_(actions.is_open(), begun),
            ),
        )
        .options(
            load_only(
                Action.title,
                Action.lead_id,
                Action.due_on,
                Action.status,
                Action.closed_on,
                Action.result,
                Action.reason,
            ),
            joinedload(Action.lead).load_only(Organization.short_name),
            joinedload(Action.partners)
            .joinedload(ActionPartner.organization)
            .load_only(Organization.short_name),
            contains_eager(Action.meeting)
            .load_only(
                Meeting.series_id,
                Meeting.subtitle,
                Meeting.fiscal_year,
                Meeting.cancelled_at,
                Meeting.number,
            )
            .joinedload(Meeting.series)
            .load_only(Series.name),
        )
        .order_by(Action.closed_on, Action.due_on.is_(None), Action.due_on, Action.id)
    )
    if organization is not None:
        query = query.where(actions.worked_on_by([organization.id]))
    return [
        content.Action(
            title=action.title,
            lead_id=action.lead_id,
            lead=action.lead.short_name,
            partners="、".join(p.organization.short_name for p in action.partners),
            due_on=action.due_on,
            status=action.status,
            is_overdue=action.is_overdue(today),
            closed_on=action.closed_on,
            result=action.result or action.reason,
            meeting=action.meeting.name if action.meeting and may_know_meeting else "",
        )
        for action, may_know_meeting in db.session.execute(query).unique()
    ]


def _ideas(
    viewer: Viewer, organization: Organization | None, term: FiscalTerm
) -> list[content.Idea]:
    """Raised by the end of the term, and open today or ended in it."""
    query = (
        ideas.visible_to(viewer)
        .where(
            Idea.raised_on <= term.ends_on,
            or_(Idea.stage.in_(OPEN), Idea.closed_on.between(term.starts_on, term.ends_on)),
        )
        .options(joinedload(Idea.keeper), joinedload(Idea.proposer))
        .order_by(Idea.raised_on, Idea.id)
    )
    if organization is not None:
        query = query.where(ideas.concerns([organization.id]))
    return [
        content.Idea(
            title=idea.title,
            stage=idea.stage,
            keeper=idea.keeper.short_name if idea.keeper else "",
            proposer=idea.proposer.short_name if idea.proposer else "",
            raised_on=idea.raised_on,
            closed_on=idea.closed_on,
            result=idea.result or idea.reason,
        )
        for idea in db.session.scalars(query)
    ]


def _menus(viewer: Viewer, ids: Collection[int]) -> list[content.Menu]:
    """As they are today: columns alone, for there may be thousands."""
    query = (
        menus.visible_to(viewer)
        .join(Menu.type)
        .where(Menu.provider_id.in_(ids))
        .order_by(Menu.provider_id, Menu.title, Menu.id)
        .with_only_columns(
            Menu.provider_id, Menu.title, Menu.summary, Menu.visibility, Menu.confirmed_on,
            func.coalesce(menus.is_stale(), False).label("is_stale"),
            Term.label.label("type"),
        )
    )  # fmt: skip
    words = {visibility: str(label) for visibility, label in VISIBILITIES.items()}
    return [
        content.Menu(
            provider_id=row.provider_id,
            title=row.title,
            summary=row.summary,
            type=row.type,
            visibility=words[row.visibility],
            confirmed_on=row.confirmed_on,
            is_stale=row.is_stale and viewer.in_network,
        )
        for row in db.session.execute(query)
    ]


def _meetings(
    viewer: Viewer, organization: Organization | None, term: FiscalTerm
) -> list[content.Meeting]:
    """Held in the term; those that the organization came to."""
    query = (
        select(Meeting)
        .where(
            readable_meeting(viewer),
            Meeting.cancelled_at.is_(None),
            Meeting.held_on.between(term.starts_on, min(term.ends_on, calendar.today())),
        )
        .options(joinedload(Meeting.series), joinedload(Meeting.attendances))
        .order_by(Meeting.held_on, Meeting.id)
    )
    if organization is not None:
        came = select(Attendance.meeting_id).where(
            Attendance.organization_id == organization.id, Attendance.answer.in_(CAME)
        )
        query = query.where(Meeting.id.in_(came))
    return [
        content.Meeting(
            name=meeting.name,
            held_on=meeting.held_on,
            place=meeting.place,
            present=[a.organization.short_name for a in meeting.attendances if a.answer in CAME],
        )
        for meeting in db.session.scalars(query).unique()
    ]
