"""One of every kind of person around one meeting, and what each may do."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hub.accounts.models import Role
from hub.core.db import db
from hub.meetings.models import Meeting, Minutes, MinutesState, SeriesMember, Visibility
from tests import make


@dataclass
class Around:
    """``people`` by kind; None is a visitor."""

    meeting: Meeting
    people: dict[str, Any] = field(default_factory=dict)

    @property
    def minutes(self) -> Minutes:
        assert self.meeting.minutes is not None
        return self.meeting.minutes


def around(visibility: Visibility, state: MinutesState | None = None) -> Around:
    secretariat, member, office = make.organization(), make.organization(), make.department()
    left, elsewhere = make.organization(), make.organization()
    series = make.series(member, secretariat=secretariat, observers=[office], visibility=visibility)
    series.members.append(SeriesMember(organization=left, ends_on=date(2026, 11, 22)))
    db.session.commit()
    meeting = make.meeting(secretariat, member, office, left, series=series)
    if state is not None:
        make.minutes(meeting, state, body="# 次第\n\nひみつの相談をした。")
    return Around(
        meeting,
        {
            "visitor": None,
            "elsewhere": make.user(elsewhere),
            "department elsewhere": make.user(make.department()),
            "left": make.user(left),
            "viewer": make.user(member, Role.VIEWER),
            "editor": make.user(member),
            "admin": make.user(member, Role.ADMIN),
            "observer": make.user(office),
            "secretariat viewer": make.user(secretariat, Role.VIEWER),
            "secretariat": make.user(secretariat),
            "secretariat admin": make.user(secretariat, Role.ADMIN),
            "coordinator": make.coordinator(make.organization()),
            "system admin": make.system_admin(),
        },
    )


EVERYBODY = {
    "visitor", "elsewhere", "department elsewhere", "left", "viewer", "editor", "admin",
    "observer", "secretariat viewer", "secretariat", "secretariat admin", "coordinator",
    "system admin",
}  # fmt: skip
SIGNED_IN = EVERYBODY - {"visitor"}
NETWORK = SIGNED_IN - {"system admin"}
INSIDE = {"viewer", "editor", "admin", "observer", "secretariat viewer", "secretariat",
          "secretariat admin"}  # fmt: skip
WRITERS = {"secretariat", "secretariat admin"}
EDITORS = WRITERS | {"coordinator"}
READERS = {
    Visibility.PUBLIC: EVERYBODY,
    Visibility.NETWORK: NETWORK,
    Visibility.SERIES: INSIDE | {"coordinator"},
}
