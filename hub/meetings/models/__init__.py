"""Meeting series, their meetings, and what was said, decided and left open in them."""

from hub.meetings.models.agenda import (
    AGENDA_KINDS,
    AGENDA_OUTCOMES,
    AgendaItem,
    AgendaKind,
    AgendaOutcome,
    Decision,
)
from hub.meetings.models.meetings import ATTENDANCES, CAME, Attendance, AttendanceAnswer, Meeting
from hub.meetings.models.minutes import MINUTES_STATES, Minutes, MinutesCheck, MinutesState
from hub.meetings.models.series import (
    SERIES_KINDS,
    SERIES_ROLES,
    VISIBILITIES,
    Series,
    SeriesKind,
    SeriesMember,
    SeriesRole,
    Visibility,
)

__all__ = [
    "AGENDA_KINDS",
    "AGENDA_OUTCOMES",
    "ATTENDANCES",
    "CAME",
    "MINUTES_STATES",
    "SERIES_KINDS",
    "SERIES_ROLES",
    "VISIBILITIES",
    "AgendaItem",
    "AgendaKind",
    "AgendaOutcome",
    "Attendance",
    "AttendanceAnswer",
    "Decision",
    "Meeting",
    "Minutes",
    "MinutesCheck",
    "MinutesState",
    "Series",
    "SeriesKind",
    "SeriesMember",
    "SeriesRole",
    "Visibility",
]
