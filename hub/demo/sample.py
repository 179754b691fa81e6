"""The sample file, with its days moved so that the demo is always now."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hub.accounts.models import User
from hub.attachments.store import Stored
from hub.core import calendar, yamlfile
from hub.ideas.models import Idea
from hub.meetings.models import AgendaItem, Meeting, Series
from hub.menus.models import Menu
from hub.organizations.models import Organization
from hub.organizations.network import uid_of
from hub.taxonomies.models import Scheme, Term

FILE = Path(__file__).with_name("network.yaml")
OFFICE_HOURS = time(17)


@dataclass
class Sample:
    """The file, the shift of its days, and what was made of it so far, by the ids of the file."""

    data: dict[str, Any]
    shift: timedelta
    password_hashes: list[str] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    terms: dict[tuple[Scheme, str], Term] = field(default_factory=dict)
    files: dict[str, Stored] = field(default_factory=dict)
    menus: dict[str, Menu] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    ideas: dict[str, Idea] = field(default_factory=dict)
    # id of an action or idea -> the item of the agenda it was agreed under
    agreed_under: dict[str, AgendaItem] = field(default_factory=dict)

    def __getitem__(self, section: str) -> list[dict[str, Any]]:
        return self.data[section]

    def day(self, written: str) -> date:
        return date.fromisoformat(written) + self.shift

    def day_or_none(self, written: str | None) -> date | None:
        return self.day(written) if written else None

    def moment(self, written: str) -> datetime:
        """That day at the end of office hours, or just now when that has not come yet."""
        return min(calendar.at(self.day(written), OFFICE_HOURS), calendar.now())

    def uid(self, code: str):
        return uid_of(self.data["meta"]["network"], code)


def read(content: bytes, today: date) -> Sample:
    data = yamlfile.plain(content)
    anchor = date.fromisoformat(data["meta"]["anchor_date"])
    return Sample(data, shift_to(today, anchor))


def shift_to(today: date, anchor: date) -> timedelta:
    """Whole weeks that bring ``anchor`` to its weekday nearest to ``today`` and not after it."""
    return timedelta(weeks=(today - anchor).days // 7)
