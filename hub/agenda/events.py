"""What the agenda adds to things below it, and does because of them, in the same transaction."""

from datetime import date

from flask_babel import gettext as _

from hub.actions.models import Action, ActionStatus
from hub.agenda import commands, policy, queries
from hub.core import calendar
from hub.core.markdown import literal
from hub.meetings.events import agenda_item_begun, agenda_item_deleted
from hub.meetings.models import AgendaItem


@agenda_item_deleted.connect
def let_go_of_item(item: AgendaItem) -> None:
    commands.let_go(item)


@agenda_item_begun.connect
def carried_over(item: AgendaItem) -> list[str]:
    """What stood open that day, as a quotation: reported, not decided anew."""
    if not policy.is_filled_by_itself(item):
        return []
    left = queries.carried_over_for_all(item.meeting)
    if not left:
        return []
    today = calendar.today()
    day = calendar.short_date(today)
    first = _("終わっていない宿題（%(day)s現在、%(count)s件）", day=day, count=len(left))
    return [f"> {first}", ">", *(f"> - {_line(action, today)}" for action in left)]


def _line(action: Action, today: date) -> str:
    facts = [_("担当 %(name)s", name=action.lead.short_name), str(action.status.label)]
    if action.status is ActionStatus.ON_HOLD and action.review_on:
        facts.append(_("%(day)sに見直す", day=calendar.short_date(action.review_on)))
    elif action.due_on:
        facts.append(_("期限 %(day)s", day=calendar.short_date(action.due_on)))
    if action.is_overdue(today):
        facts.append(_("期限超過"))
    return literal(f"{action.title}（{_('、').join(facts)}）")
