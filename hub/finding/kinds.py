"""The kinds of things the search finds: how rows are loaded, who may see them, where they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from hub.accounts.models import Viewer
from hub.actions import policy as actions
from hub.actions.models import Action, ActionEvent, ActionPartner
from hub.attachments import policy as attachments
from hub.attachments.models import Attachment
from hub.core.db import db
from hub.ideas import policy as ideas
from hub.ideas.models import Idea, IdeaEvent, IdeaPartner
from hub.meetings import policy as meetings
from hub.meetings.models import AgendaItem, Decision, Meeting
from hub.menus import policy as menus
from hub.menus.models import Menu, MenuPartner, MenuState, menu_terms
from hub.organizations import policy as organizations
from hub.organizations.models import Organization, Strength, Visit
from hub.programmes import policy as programmes
from hub.programmes.models import Indicator, Programme
from hub.reviews import policy as reviews
from hub.reviews.models import Review
from hub.search.documents import load_with
from hub.taxonomies.models import Scheme, Term


@dataclass(frozen=True, kw_only=True)
class Kind:
    """``options`` load what a document needs. ``shown`` loads what the rules and a result ask for,
    by joins, as the rows of all kinds come in one statement; ``lines`` are texts of other tables
    (id, text, place), of all kinds in one, too; the ids may be a parameter.

    ``names`` are the columns that are looked at while there is no index. ``may_tell_parent``: who
    works on something may read it without the meeting it comes from.
    """

    label: Any
    model: type[Any]
    options: Sequence[Any] = ()
    shown: Sequence[Any] = ()
    lines: Callable[[Any], Sequence[Select[Any]]] = lambda _ids: ()
    names: Sequence[Any] = ()
    may_view: Callable[[Viewer, Any], bool]
    is_found: Callable[[Any], bool] = lambda _row: True  # by anybody; else it is a draft
    url: Callable[[Any], str]
    title: Callable[[Any], str] = lambda row: row.title
    texts: Callable[[Any], Sequence[str]] = lambda _row: ()  # what is shown of it, best first
    may_tell_parent: Callable[[Viewer, Any], bool] = lambda _viewer, _row: True


_of_meeting = joinedload(Meeting.series)
_AFTER = 2**31  # the places of what comes after everything else


def _lines(owner: Any, text: Any, place: Any, ids: Any) -> Select[Any]:
    """Texts of a table, by the row they belong to; lower places come first."""
    return select(owner.label("id"), text.label("text"), place.label("place")).where(
        owner.in_(ids), text != ""
    )


KINDS: dict[str, Kind] = {
    "menu": Kind(
        label=_("支援メニュー"),
        model=Menu,
        names=(Menu.title,),
        options=(
            joinedload(Menu.provider), joinedload(Menu.type), joinedload(Menu.cost),
            selectinload(Menu.terms),
            selectinload(Menu.partners).joinedload(MenuPartner.organization),
        ),
        shown=(
            joinedload(Menu.provider),
            joinedload(Menu.partners).joinedload(MenuPartner.organization),
        ),
        lines=lambda ids: [
            _lines(menu_terms.c.menu_id, Term.label, Term.position, ids)
            .join(Term, Term.id == menu_terms.c.term_id).where(Term.scheme == Scheme.WARD)
        ],
        may_view=menus.can_view,
        is_found=lambda menu: menu.state is MenuState.PUBLISHED,
        url=lambda menu: url_for("menus.show", menu_id=menu.id),
        texts=lambda menu: (
            menu.summary, menu.body, menu.eligibility, menu.how_to_apply, menu.cost_note,
            menu.reception_note, menu.accessibility, menu.languages,
        ),
    ),
    "meeting": Kind(
        label=_("会議"),
        model=Meeting,
        options=(_of_meeting, joinedload(Meeting.minutes), selectinload(Meeting.attendances)),
        shown=(_of_meeting, joinedload(Meeting.minutes)),
        may_view=meetings.can_view,
        url=lambda meeting: url_for("meetings.show", meeting_id=meeting.id),
        title=lambda meeting: meeting.name,
        texts=lambda meeting: (
            meeting.minutes.confirmed_body if meeting.minutes else "", meeting.handouts,
        ),
    ),
    "agenda_item": Kind(
        label=_("議題"),
        model=AgendaItem,
        names=(AgendaItem.title,),
        options=(joinedload(AgendaItem.meeting).options(_of_meeting),),
        shown=(joinedload(AgendaItem.meeting).options(_of_meeting),),
        may_view=lambda viewer, item: meetings.can_view(viewer, item.meeting),
        url=lambda item: url_for(
            "meetings.show", meeting_id=item.meeting_id, _anchor=f"agenda-{item.id}"
        ),
        texts=lambda item: (item.summary,),
    ),
    "decision": Kind(
        label=_("決定事項"),
        model=Decision,
        names=(Decision.text,),
        options=(joinedload(Decision.meeting).options(_of_meeting),),
        shown=(joinedload(Decision.meeting).options(_of_meeting),),
        may_view=lambda viewer, decision: meetings.can_view(viewer, decision.meeting),
        url=lambda decision: url_for(
            "meetings.show", meeting_id=decision.meeting_id, _anchor="decisions"
        ),
        title=lambda decision: decision.text,
    ),
    "action": Kind(
        label=_("宿題事項"),
        model=Action,
        names=(Action.title,),
        options=(
            joinedload(Action.lead), joinedload(Action.meeting).options(_of_meeting),
            selectinload(Action.partners).joinedload(ActionPartner.organization),
            selectinload(Action.events),
        ),
        shown=(
            joinedload(Action.lead), joinedload(Action.meeting).options(_of_meeting),
            joinedload(Action.partners).lazyload(ActionPartner.organization),
        ),
        lines=lambda ids: [_lines(ActionEvent.action_id, ActionEvent.text, -ActionEvent.id, ids)],
        may_view=actions.can_view,
        url=lambda action: url_for("actions.show", action_id=action.id),
        texts=lambda action: (action.body, action.result, action.reason),
        may_tell_parent=actions.can_view_meeting,
    ),
    "idea": Kind(
        label=_("連携の種"),
        model=Idea,
        names=(Idea.title,),
        options=(
            joinedload(Idea.keeper),
            joinedload(Idea.proposer),
            joinedload(Idea.meeting).options(_of_meeting),
            selectinload(Idea.partners),
            selectinload(Idea.terms),
            selectinload(Idea.events),
        ),
        shown=(
            joinedload(Idea.meeting).options(_of_meeting),
            joinedload(Idea.partners).lazyload(IdeaPartner.organization),
        ),
        lines=lambda ids: [
            _lines(IdeaPartner.idea_id, IdeaPartner.brings, IdeaPartner.id, ids),
            _lines(IdeaEvent.idea_id, IdeaEvent.text, _AFTER - IdeaEvent.id, ids),
        ],
        may_view=ideas.can_view,
        url=lambda idea: url_for("ideas.show", idea_id=idea.id),
        texts=lambda idea: (idea.body, idea.result, idea.reason),
        may_tell_parent=ideas.can_view_meeting,
    ),
    "programme": Kind(
        label=_("事業"),
        model=Programme,
        names=(Programme.name,),
        options=(joinedload(Programme.organization), selectinload(Programme.indicators)),
        shown=(joinedload(Programme.organization),),
        lines=lambda ids: [
            _lines(Indicator.programme_id, Indicator.name, Indicator.position, ids)
        ],
        may_view=programmes.can_view,
        url=lambda programme: url_for("programmes.show", programme_id=programme.id),
        title=lambda programme: programme.name,
        texts=lambda programme: (programme.summary,),
    ),
    "organization": Kind(
        label=_("組織"),
        model=Organization,
        names=(Organization.name, Organization.short_name),
        options=(
            joinedload(Organization.ward),
            selectinload(Organization.strengths).joinedload(Strength.theme),
        ),
        shown=(joinedload(Organization.ward),),
        lines=lambda ids: [_lines(Strength.organization_id, Strength.note, Strength.id, ids)],
        may_view=lambda _viewer, _organization: True,
        url=lambda organization: url_for("organizations.show", organization_id=organization.id),
        title=lambda organization: organization.name,
        texts=lambda organization: (organization.summary, organization.facility),
    ),
    "attachment": Kind(
        label=_("添付ファイル"),
        model=Attachment,
        names=(Attachment.name,),
        may_view=attachments.can_view,
        url=lambda file: url_for("attachments.download", attachment_id=file.id),
        title=lambda file: file.name,
    ),
    "review": Kind(
        label=_("振り返り"),
        model=Review,
        options=(joinedload(Review.organization), selectinload(Review.submissions)),
        shown=(joinedload(Review.organization), joinedload(Review.submissions)),
        may_view=reviews.can_read_settled,
        is_found=lambda review: review.settled is not None,
        url=lambda review: url_for("reviews.show", review_id=review.id),
        texts=lambda review: review.settled.texts if review.settled else (),
    ),
    "visit": Kind(
        label=_("訪問・参加の記録"),
        model=Visit,
        options=(joinedload(Visit.organization).joinedload(Organization.ward),
                 joinedload(Visit.visitor)),
        shown=(joinedload(Visit.organization), joinedload(Visit.visitor)),
        may_view=lambda viewer, _visit: organizations.can_see_visits(viewer),
        url=lambda visit: url_for("organizations.visit", visit_id=visit.id),
        texts=lambda visit: (visit.body,),
    ),
}  # fmt: skip
_OF_MODEL = {kind.model: kind for kind in KINDS.values()}
for _kind in KINDS.values():
    load_with(_kind.model, _kind.options, _kind.names)


def may_view(viewer: Viewer, row: Any) -> bool:
    """The rule of the slice that the row belongs to."""
    kind = _OF_MODEL.get(type(row))
    return kind is not None and kind.may_view(viewer, row)


def load(keys: set[str]) -> dict[str, Any]:
    """The rows of these keys (``kind:id``) with what their documents need, a few queries a kind."""
    by_kind: dict[str, list[int]] = {}
    for key in keys:
        name, _colon, number = key.partition(":")
        by_kind.setdefault(name, []).append(int(number))
    found: dict[str, Any] = {}
    for name, ids in by_kind.items():
        kind = KINDS[name]
        query = select(kind.model).where(kind.model.id.in_(ids)).options(*kind.options)
        found |= {f"{name}:{row.id}": row for row in db.session.scalars(query).unique()}
    return found
