"""Changes. Each authorizes, changes, records; none commits."""

from typing import Any

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.agenda import policy, queries
from hub.agenda.candidates import Candidate
from hub.agenda.models import AgendaProposal
from hub.audit.log import record
from hub.core.db import db
from hub.core.errors import Conflict, Invalid, authorize
from hub.meetings import commands as meetings
from hub.meetings.models import AgendaItem, Meeting, Series


def take(actor: User, meeting: Meeting, key: str, **changes: Any) -> AgendaItem:
    """採用: it becomes an agenda item; ``changes`` stand in place of what the hub suggests.

    Raises:
        NotFound: somebody else decided upon it, or its reason is gone.
    """
    found = queries.get_candidate(actor, meeting, key)
    given = suggested(found) | changes
    item = meetings.add_agenda_item(actor, meeting, **given)
    row = _row(meeting.series, found)
    row.take(item)
    row.minutes = item.planned_minutes or row.minutes
    _record(actor, "agenda_proposal:take", row, after={"agenda_item": item.title})
    return item


def postpone(actor: User, meeting: Meeting, key: str) -> None:
    """It comes again for the meeting after this one."""
    row = _row(meeting.series, queries.get_candidate(actor, meeting, key))
    row.postpone(meeting)
    _record(actor, "agenda_proposal:postpone", row)


def decline(actor: User, meeting: Meeting, key: str, reason: str) -> None:
    """見送り: it does not come again unless what stands behind it changes."""
    found = queries.get_candidate(actor, meeting, key)
    if not reason:
        raise Invalid(_("見送る理由を入れてください。"))
    row = _row(meeting.series, found)
    row.decline(meeting, reason)
    _record(actor, "agenda_proposal:decline", row, after={"reason": reason})


def restore(actor: User, meeting: Meeting, key: str) -> None:
    """A candidate that was declined or postponed is one again."""
    row = queries.get_aside(actor, meeting, key).stored
    assert row is not None
    row.wait()
    _record(actor, "agenda_proposal:restore", row)


def propose(
    actor: User, series: Series, *, organization_id: int, title: str, text: str, minutes: int
) -> AgendaProposal:
    """An item that a member would like to have on the agenda."""
    authorize(
        policy.can_propose(actor, series) and organization_id in policy.proposing_for(actor, series)
    )
    row = AgendaProposal.of_member(series, organization_id, title=title, text=text, minutes=minutes)
    db.session.add(row)
    _record(actor, "agenda_proposal:create", row, after={"title": title, "minutes": minutes})
    return row


def withdraw(actor: User, proposal: AgendaProposal) -> None:
    authorize(actor.edits_for(proposal.organization_id))
    if not policy.can_edit(actor, proposal):
        raise Conflict(_("この提案は、もう取り下げられません。扱いを確かめてください。"))
    proposal.withdraw()
    _record(actor, "agenda_proposal:withdraw", proposal)


def suggested(found: Candidate) -> dict[str, Any]:
    """The agenda item as the hub would write it."""
    return {
        "kind": found.kind.agenda_kind,
        "title": found.title[:200],
        "presenter_id": found.presenter_id,
        "planned_minutes": found.minutes,
        "summary": found.why,
    }


def let_go(item: AgendaItem) -> None:
    """An agenda item goes: what it was made from waits again."""
    rows = db.session.scalars(db.select(AgendaProposal).filter_by(agenda_item_id=item.id))
    for row in rows:
        row.wait()


def _row(series: Series, found: Candidate) -> AgendaProposal:
    row = found.stored
    if row is None:
        row = AgendaProposal(series=series, key=found.key, title="", minutes=found.minutes)
        db.session.add(row)
    row.facts = found.facts
    if not row.is_from_member:
        row.title, row.text = found.title[:200], found.why
    return row


def _record(
    actor: User, verb: str, row: AgendaProposal, *, after: dict[str, Any] | None = None
) -> None:
    """For the organization that proposes, or the secretariat where the actor writes for it."""
    for organization_id in (row.series.secretariat_id, row.organization_id):
        if organization_id is not None and actor.edits_for(organization_id):
            record(actor, verb, row, organization_id=organization_id, after=after)
            return
    record(actor, verb, row, after=after)
