"""What happens to actions because of something below them, in the same transaction."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from hub.actions import wording
from hub.actions.models import Action
from hub.core import calendar
from hub.core.db import db
from hub.meetings.events import agenda_item_deleted, minutes_begun
from hub.meetings.models import AgendaItem, Meeting


@minutes_begun.connect
def lines_for_minutes(meeting: Meeting) -> list[str]:
    """What was agreed so far, as lines of the section 宿題事項."""
    actions = db.session.scalars(
        select(Action)
        .where(Action.meeting_id == meeting.id)
        .order_by(Action.id)
        .options(joinedload(Action.lead), selectinload(Action.partners))
    )
    return [f"- {_plain(action.title)}（{'、'.join(_facts(action))}）" for action in actions]


@agenda_item_deleted.connect
def let_go_of_item(item: AgendaItem) -> None:
    """An action outlives the agenda item it came from; it stays with the meeting."""
    for action in db.session.scalars(select(Action).where(Action.agenda_item_id == item.id)):
        action.agenda_item = None
        action.touch()


def _facts(action: Action) -> list[str]:
    found = [_("担当 %(name)s", name=action.lead.short_name)]
    if action.partners:
        found.append(_("協力 %(names)s", names=wording.partners(action)))
    if action.due_on:
        found.append(_("期限 %(day)s", day=calendar.short_date(action.due_on)))
    return [_plain(text) for text in found]


def _plain(text: str) -> str:
    """Without what Markdown would read as a mark."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#!|" else c for c in text)
