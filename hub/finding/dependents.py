"""What must be indexed anew when something else changes.

A document tells of more than its own row: a menu names its provider, an action is read by the
readers of its meeting. Whoever is named here is looked at again with the next drain; only what
really differs is written.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select

from hub.actions.models import Action, ActionEvent, ActionPartner
from hub.attachments.models import Attachment
from hub.core.db import db
from hub.ideas.models import Idea, IdeaEvent, IdeaPartner, idea_terms
from hub.meetings.models import AgendaItem, Attendance, Meeting, Minutes, Series
from hub.menus.models import Menu, MenuPartner, menu_terms
from hub.organizations.models import Organization, Strength, Visit
from hub.programmes.models import Indicator, Programme
from hub.search.documents import follow, part_of
from hub.taxonomies.models import Term


def _of_term(term: Term) -> Iterator[Any]:
    tagged = select(menu_terms.c.menu_id).where(menu_terms.c.term_id == term.id)
    of_kind = or_(Menu.type_id == term.id, Menu.cost_id == term.id, Menu.id.in_(tagged))
    yield from db.session.scalars(select(Menu).where(of_kind))
    about = select(idea_terms.c.idea_id).where(idea_terms.c.term_id == term.id)
    yield from db.session.scalars(select(Idea).where(Idea.id.in_(about)))
    strong = select(Strength.organization_id).where(Strength.theme_id == term.id)
    yield from db.session.scalars(
        select(Organization).where(
            or_(Organization.ward_id == term.id, Organization.id.in_(strong))
        )
    )


def _of_organization(organization: Organization) -> Iterator[Any]:
    number = organization.id
    joint = select(MenuPartner.menu_id).where(MenuPartner.organization_id == number)
    yield from db.session.scalars(
        select(Menu).where(or_(Menu.provider_id == number, Menu.id.in_(joint)))
    )
    helped = select(ActionPartner.action_id).where(ActionPartner.organization_id == number)
    yield from db.session.scalars(
        select(Action).where(or_(Action.lead_id == number, Action.id.in_(helped)))
    )
    yield from db.session.scalars(
        select(Visit).where(or_(Visit.organization_id == number, Visit.visitor_id == number))
    )
    yield from db.session.scalars(select(Programme).where(Programme.organization_id == number))


def _of_series(series: Series) -> Iterator[Any]:
    for meeting in db.session.scalars(select(Meeting).where(Meeting.series_id == series.id)):
        yield meeting
        yield from meeting.search_dependents()


def _of_meeting(meeting: Meeting) -> Iterator[Any]:
    """Its actions, ideas and files, and the meetings of its series, whose 回次 may have moved."""
    yield from db.session.scalars(select(Action).where(Action.meeting_id == meeting.id))
    yield from db.session.scalars(select(Idea).where(Idea.meeting_id == meeting.id))
    yield from _files("meeting", meeting.id)
    yield from db.session.scalars(select(Meeting).where(Meeting.series_id == meeting.series_id))


def _of_menu(menu: Menu) -> Iterator[Any]:
    yield from _files("menu", menu.id)


def _files(owner_kind: str, owner_id: int) -> Iterator[Attachment]:
    yield from db.session.scalars(
        select(Attachment).where(
            Attachment.owner_kind == owner_kind, Attachment.owner_id == owner_id
        )
    )


follow(Term, _of_term)
follow(Organization, _of_organization)
follow(Series, _of_series)
follow(Meeting, _of_meeting)
follow(Menu, _of_menu)
part_of(Strength, Organization, "organization_id")
part_of(MenuPartner, Menu, "menu_id")
part_of(Minutes, Meeting, "meeting_id")
part_of(Attendance, Meeting, "meeting_id")
part_of(AgendaItem, Meeting, "meeting_id")
part_of(ActionPartner, Action, "action_id")
part_of(ActionEvent, Action, "action_id")
part_of(Indicator, Programme, "programme_id")
part_of(IdeaPartner, Idea, "idea_id")
part_of(IdeaEvent, Idea, "idea_id")
