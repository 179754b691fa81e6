"""Changes. Each authorizes, changes, records; none commits."""

from hub.reviews.commands.deadlines import set_deadline
from hub.reviews.commands.reading import answer, ask, comment, confirm, send_back
from hub.reviews.commands.writing import (
    ask_inside,
    begin,
    check_inside,
    choose_visibility,
    revise,
    submit,
    write_on,
)

__all__ = [
    "answer",
    "ask",
    "ask_inside",
    "begin",
    "check_inside",
    "choose_visibility",
    "comment",
    "confirm",
    "revise",
    "send_back",
    "set_deadline",
    "submit",
    "write_on",
]
