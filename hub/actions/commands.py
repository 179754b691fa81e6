"""Changes to action items. Each authorizes, changes, records; none commits."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from hub.accounts.models import User
from hub.actions import policy, rules
from hub.actions.models import (
    Action,
    ActionEvent,
    ActionPartner,
    ActionStatus,
    EventKind,
)
from hub.actions.rules import Entry
from hub.audit import log
from hub.audit.log import changed, record
from hub.core import calendar
from hub.core.db import db, lock_version
from hub.core.errors import Conflict, Invalid, authorize
from hub.meetings.models import AgendaItem, Meeting
from hub.menus.models import Menu
from hub.menus.queries import visible_to as visible_menus
from hub.organizations.models import Organization


def create_action(actor: User, entry: Entry, *, meeting: Meeting | None = None) -> Action:
    """Enter an action, from a meeting or on one's own.

    Raises:
        Invalid: a rule of the field is broken.
    """
    [action] = create_actions(actor, [entry], meeting=meeting)
    return action


def create_actions(
    actor: User, entries: Sequence[Entry], *, meeting: Meeting | None = None
) -> list[Action]:
    """Many at once, as minutes hold them."""
    authorize(policy.can_create(actor) if meeting is None else policy.can_create_in(actor, meeting))
    made = []
    for entry in entries:
        authorize(policy.can_give_lead(actor, entry.lead_id, meeting))
        _refuse(rules.problems(entry, in_meeting=meeting is not None))
        owner_id = meeting.series.secretariat_id if meeting is not None else entry.lead_id
        action = Action(meeting=meeting, owner_id=owner_id)
        action.set_due(entry.due_on)
        _fill(actor, action, entry)
        made.append(action)
    facts = [_facts(action) for action in made]  # as they are: nothing is read again for it
    db.session.add_all(made)
    db.session.flush()
    with db.session.no_autoflush:
        for action, after in zip(made, facts, strict=True):
            speaker = policy.speaks_for(actor, action)
            db.session.add(_event(actor, action, EventKind.CREATED, by=speaker))
            log.add(actor, "action:create", action, after=after, organization_id=speaker)
    db.session.flush()
    return made


def edit_action(actor: User, action: Action, entry: Entry, *, seen: int, reason: str = "") -> None:
    """Change any field. A changed lead or due date needs a reason.

    Raises:
        Conflict: somebody else changed the action since ``seen``.
        Invalid: a rule of the field is broken.
    """
    authorize(policy.can_edit(actor, action))
    lock_version(action, seen)
    if entry.lead_id != action.lead_id and not actor.coordinates:
        authorize(policy.can_give_lead(actor, entry.lead_id, action.meeting))
    _refuse(rules.problems(entry, in_meeting=action.meeting is not None))
    if (missing := rules.needs_reason(action, entry)) and not reason.strip():
        raise Invalid(missing)
    before, lead_before, due_before = _facts(action), action.lead_id, action.due_on
    speaker = policy.speaks_for(actor, action)
    action.set_due(entry.due_on)
    _fill(actor, action, entry)
    difference = changed(before, _facts(action))
    if not difference["after"]:
        return
    action.touch()
    if entry.due_on != due_before:
        happened(actor, action, EventKind.DUE, text=reason, by=speaker,
                  due_before=due_before, due_after=entry.due_on)  # fmt: skip
    if entry.lead_id != lead_before:
        happened(actor, action, EventKind.LEAD, text=reason, by=speaker,
                  lead_before_id=lead_before, lead_after_id=entry.lead_id)  # fmt: skip
    if names := [n for n in difference["after"] if n not in {"due_on", "lead", "extensions"}]:
        happened(actor, action, EventKind.EDITED, by=speaker, changed=names)
    difference["after"]["reason"] = reason
    record(actor, "action:edit", action, organization_id=speaker, **difference)


def start_action(actor: User, action: Action, *, by_mail_link: bool = False) -> None:
    """進行中"""
    before = _may_move(actor, action, ActionStatus.IN_PROGRESS)
    action.start()
    _moved(actor, action, before, by_mail_link=by_mail_link)


def put_back_action(actor: User, action: Action) -> None:
    """未着手"""
    before = _may_move(actor, action, ActionStatus.NOT_STARTED)
    action.wait()
    _moved(actor, action, before)


def hold_action(actor: User, action: Action, *, until: date | None, note: str = "") -> None:
    """保留, with a day to look again; also moves that day of what is on hold already."""
    before = _may_move(actor, action, ActionStatus.ON_HOLD)
    if refusal := rules.hold_problem(until, calendar.today()):
        raise Invalid(refusal)
    assert until is not None
    action.hold(until)
    _moved(actor, action, before, note)


def complete_action(actor: User, action: Action, *, result: str) -> None:
    """完了, with a result."""
    before = _may_move(actor, action, ActionStatus.DONE)
    action.complete(_said(result, _("完了にするには、結果を入れてください。")), calendar.today())
    _moved(actor, action, before, result)


def drop_action(actor: User, action: Action, *, reason: str) -> None:
    """見送り, with a reason."""
    before = _may_move(actor, action, ActionStatus.DROPPED)
    action.drop(_said(reason, _("見送りにするには、理由を入れてください。")), calendar.today())
    _moved(actor, action, before, reason)


def reopen_action(actor: User, action: Action, *, note: str) -> None:
    """Back to 進行中 after 完了 or 見送り; the note says why. What it was stays in the history."""
    authorize(policy.can_reopen(actor, action))
    if action.is_open:
        raise Conflict(_("この宿題事項は、もう再開されています。"))
    said = _said(note, _("再開するには、理由を入れてください。"))
    before = action.status
    action.start()
    _moved(actor, action, before, said)


def add_note(actor: User, action: Action, *, text: str, by_mail_link: bool = False) -> None:
    """経過 of who works on it, a comment of any other reader. Raises no version: nothing that
    somebody edits changes."""
    authorize(policy.can_note(actor, action))
    said = _said(text, _("内容を入れてください。"))
    kind = EventKind.NOTE if policy.works_on(actor, action) else EventKind.COMMENT
    happened(actor, action, kind, text=said, by_mail_link=by_mail_link)
    record(actor, f"action:{kind.value}", action, organization_id=policy.speaks_for(actor, action),
           after={"text": said, "by_mail_link": by_mail_link})  # fmt: skip


def _may_move(actor: User, action: Action, to: ActionStatus) -> ActionStatus:
    """The status it has now, when it may be moved on from there."""
    authorize(policy.can_set_status(actor, action))
    if not action.is_open:
        raise Conflict(
            _("この宿題事項は、もう%(status)sになっています。", status=action.status.label)
        )
    if action.status is to and to is not ActionStatus.ON_HOLD:
        raise Conflict(_("この宿題事項は、もう%(status)sになっています。", status=to.label))
    return action.status


def _moved(
    actor: User, action: Action, before: ActionStatus, text: str = "", *,
    by_mail_link: bool = False,
) -> None:  # fmt: skip
    happened(actor, action, EventKind.STATUS, text=text.strip(), status=action.status,
              by_mail_link=by_mail_link)  # fmt: skip
    after = {"status": action.status, "review_on": action.review_on,
             "result": action.result, "reason": action.reason,
             "by_mail_link": by_mail_link}  # fmt: skip
    record(actor, "action:status", action, organization_id=policy.speaks_for(actor, action),
           before={"status": before}, after=after)  # fmt: skip


def happened(
    actor: User, action: Action, kind: EventKind, *, by: int | None = None, **given: Any
) -> None:
    """Add a line to the history. ``by``: the organization, where the change moved it away."""
    event = _event(actor, action, kind, by=by or policy.speaks_for(actor, action), **given)
    db.session.add(event)
    db.session.flush()
    # Straight to the table: 最近の動き is no field that two people could edit against each other.
    db.session.execute(
        update(Action.__table__).where(Action.__table__.c.id == action.id).values(moved_on=event.on)
    )
    db.session.expire(action, ["moved_on", "events"])


def _event(
    actor: User, action: Action, kind: EventKind, *, by: int | None, **given: Any
) -> ActionEvent:
    return ActionEvent(
        action_id=action.id, kind=kind, on=calendar.today(), user_id=actor.id, organization_id=by,
        **given,
    )  # fmt: skip


def _fill(actor: User, action: Action, entry: Entry) -> None:
    action.title, action.body, action.kind = entry.title, entry.body, entry.kind
    action.person, action.visibility = entry.person, entry.visibility
    if entry.lead_id != action.lead_id:
        action.lead, action.holder = _organization(entry.lead_id), None  # nobody there holds it yet
    action.agenda_item = _agenda_item(action.meeting, entry.agenda_item_id)
    _set_partners(action, entry.partner_ids - {entry.lead_id})
    _set_menus(actor, action, entry.menu_ids)


def _set_partners(action: Action, wanted: frozenset[int]) -> None:
    action.partners = [p for p in action.partners if p.organization_id in wanted]
    for number in sorted(wanted - action.partner_ids):
        action.partners.append(ActionPartner(organization=_organization(number)))


def _set_menus(actor: User, action: Action, wanted: frozenset[int]) -> None:
    """Only what the actor sees is linked or unlinked; what they do not see stays linked."""
    if not wanted and not action.menus:
        return
    seen = {
        menu.id: menu
        for menu in db.session.scalars(
            visible_menus(actor).where(Menu.id.in_(wanted | {m.id for m in action.menus}))
        )
    }
    if wanted - seen.keys():
        raise Invalid(_("選ばれた支援メニューが、今は見られません。選び直してください。"))
    hidden = [menu for menu in action.menus if menu.id not in seen]
    action.menus = hidden + [seen[number] for number in sorted(wanted)]


def _organization(number: int) -> Organization:
    organization = db.session.get(Organization, number)
    if organization is None:
        raise Invalid(_("選ばれた組織がありません。選び直してください。"))
    return organization


def _agenda_item(meeting: Meeting | None, number: int | None) -> AgendaItem | None:
    if number is None:
        return None
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.id == number)).one_or_none()
    if item is None or meeting is None or item.meeting_id != meeting.id:
        raise Invalid(_("選ばれた議題が、この会議にありません。選び直してください。"))
    return item


def _said(text: str, refusal: str) -> str:
    if not (text or "").strip(" \u3000\n\t"):
        raise Invalid(refusal)
    return text.strip()


def _refuse(found: Iterable[rules.Problem]) -> None:
    for _name, message in found:
        raise Invalid(message)


def _facts(action: Action) -> dict[str, Any]:
    """The fields as the audit log and the history name them."""
    return {
        "title": action.title,
        "body": action.body,
        "kind": action.kind,
        "lead": action.lead_id if action.lead is None else action.lead.id,
        "partners": sorted(p.organization.id for p in action.partners),
        "person": action.person,
        "due_on": action.due_on,
        "extensions": action.extensions or 0,  # None until it is stored
        "visibility": action.visibility,
        "agenda_item": action.agenda_item.id if action.agenda_item else None,
        "menus": sorted(menu.id for menu in action.menus),
    }
