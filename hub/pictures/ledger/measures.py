"""What is counted of actions and ideas: the word for it, and what holds for one of them.

``queries.py`` of the months says the same to the database, for the list behind each number.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from hub.actions.models import ActionStatus
from hub.core import calendar
from hub.ideas.models import Stage

RECENT = "recent"  # of the last year
YEAR = 365


class What(StrEnum):
    # actions in the month in which it happened
    ENTERED = "entered"
    DONE = "done"
    DROPPED = "dropped"
    DUE = "due"
    MISSED = "missed"
    # of the actions that were entered: where they stand today
    OF_DONE = "of_done"
    OF_DROPPED = "of_dropped"
    OF_OPEN = "of_open"
    OF_LATE = "of_late"
    # ideas in the month in which it happened
    RAISED = "raised"
    ROOTED = "rooted"
    LAID_ASIDE = "laid_aside"

    @property
    def label(self):
        return LABELS[self]

    @property
    def meaning(self):
        return MEANINGS.get(self, "")

    @property
    def is_of_ideas(self) -> bool:
        return self in OF_IDEAS


LABELS = {
    What.ENTERED: _("出た"),
    What.DONE: _("完了した"),
    What.DROPPED: _("見送った"),
    What.DUE: _("期限が来た"),
    What.MISSED: _("間に合わなかった"),
    What.OF_DONE: _("完了"),
    What.OF_DROPPED: _("見送り"),
    What.OF_OPEN: _("続いている"),
    What.OF_LATE: _("期限超過"),
    What.RAISED: _("出された"),
    What.ROOTED: _("定着した"),
    What.LAID_ASIDE: _("見送った"),
}
MEANINGS = {
    What.ENTERED: _("登録された月で数えます"),
    What.DUE: _("延ばしたものは、今の期限で数えます"),
    What.MISSED: _("期限のあとに終わったか、期限を過ぎてまだ終わっていない"),
    What.OF_OPEN: _("期限前か、期限がないか、保留"),
}
OF_ACTIONS = (What.ENTERED, What.DONE, What.DROPPED, What.DUE, What.MISSED)
TODAY = (What.OF_DONE, What.OF_DROPPED, What.OF_OPEN, What.OF_LATE)  # each action in one
OF_IDEAS = (What.RAISED, What.ROOTED, What.LAID_ASIDE)
BEGUN = {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}


def marks_of_action(row: Any, entered: date, today: date) -> Iterator[Any]:
    """(what, first day of the month) for each time that it happened; where it stands today."""
    month = calendar.month_start
    yield What.ENTERED, month(entered)
    if (today - entered).days <= YEAR:
        yield RECENT
    is_late = row.status in BEGUN and row.due_on is not None and row.due_on < today
    if row.status is ActionStatus.DONE:
        yield What.OF_DONE
        if row.closed_on:
            yield What.DONE, month(row.closed_on)
    elif row.status is ActionStatus.DROPPED:
        yield What.OF_DROPPED
        if row.closed_on:
            yield What.DROPPED, month(row.closed_on)
    else:
        yield What.OF_LATE if is_late else What.OF_OPEN
    if row.due_on is not None and row.due_on < today:
        yield What.DUE, month(row.due_on)
        if is_late or (row.closed_on is not None and row.closed_on > row.due_on):
            yield What.MISSED, month(row.due_on)


def marks_of_idea(row: Any, today: date) -> Iterator[Any]:
    yield What.RAISED, calendar.month_start(row.raised_on)
    if (today - row.raised_on).days <= YEAR:
        yield RECENT
    if row.closed_on is not None and row.stage in {Stage.ROOTED, Stage.DROPPED}:
        what = What.ROOTED if row.stage is Stage.ROOTED else What.LAID_ASIDE
        yield what, calendar.month_start(row.closed_on)
