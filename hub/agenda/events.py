"""What happens to candidates because of something below them, in the same transaction."""

from hub.agenda import commands
from hub.meetings.events import agenda_item_deleted
from hub.meetings.models import AgendaItem


@agenda_item_deleted.connect
def let_go_of_item(item: AgendaItem) -> None:
    commands.let_go(item)
