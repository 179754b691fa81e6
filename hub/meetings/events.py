"""What meetings tell those above them. Receivers run in the same transaction."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from blinker import signal

from hub.meetings.lines.model import Kind as Kind  # for receivers

# Sent with the meeting, the first time its minutes are opened: receivers return lines of Markdown
# for the section 宿題事項, one for each thing that was agreed.
minutes_begun = signal("meetings-minutes-begun")

# Sent with the agenda item when minutes are first opened: receivers return lines of Markdown that
# belong under its heading.
agenda_item_begun = signal("meetings-agenda-item-begun")

# Sent with the agenda item before it is deleted, so that what points at it can let go.
agenda_item_deleted = signal("meetings-agenda-item-deleted")

# Sent with the meeting, the ``actor``, the ``tasks`` (LineTask) that the lines of its minutes set,
# and ``bound``: (kind, id) of what other lines are bound to. Receivers do those of their kinds and
# write into each new task the id of what it became.
lines_bound = signal("meetings-lines-bound")

# Sent with the meeting, the ``actor``, the ``kind`` and the ``thing_id`` of a line that was taken
# out of the minutes and is to be withdrawn.
line_withdrawn = signal("meetings-line-withdrawn")

# Sent with the viewer and ``things``, ids by kind; receivers return {(kind, id): Markup}, the
# state of today of what the viewer may see.
line_states = signal("meetings-line-states")


# Sent with the viewer and ``decisions``; receivers return {id: Markup}, what is to be said under
# each of them.
decision_notes = signal("meetings-decision-notes")

ITEM = "item"


@dataclass(kw_only=True)
class LineTask:
    """``before`` is what the line said when it was last read; empty where the line is new.

    Under ITEM stands the id of the agenda item under whose heading the line is.
    """

    kind: Kind
    said: dict[str, Any]
    before: dict[str, Any]
    next_day: date | None
    thing_id: int | None

    @property
    def is_new(self) -> bool:
        return not self.before

    def has_changed(self, name: str) -> bool:
        return self.said[name] != self.before.get(name)

    @property
    def agenda_item_id(self) -> int | None:
        found: int | None = self.said.get(ITEM)
        return found

    @property
    def has_moved(self) -> bool:
        """The line stands under another heading than before."""
        return not self.is_new and self.agenda_item_id != self.before.get(ITEM)

    @property
    def day(self) -> date | None:
        """The day that the line names."""
        return date.fromisoformat(self.said["day"]) if self.said["day"] else None
