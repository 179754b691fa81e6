"""What meetings tell those above them. Receivers run in the same transaction."""

from blinker import signal

# Sent with the meeting, the first time its minutes are opened: receivers return lines of Markdown
# for the section 宿題事項, one for each thing that was agreed.
minutes_begun = signal("meetings-minutes-begun")

# Sent with the agenda item before it is deleted, so that what points at it can let go.
agenda_item_deleted = signal("meetings-agenda-item-deleted")
