"""What a year is played with: people at their browsers, mornings, and the mails that arrive."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import unescape

from sqlalchemy import select

from hub.accounts.models import User
from hub.actions.models import Action
from hub.core import worker
from hub.core.calendar import TOKYO, is_working_day
from hub.core.db import db
from hub.ideas.models import Idea
from hub.meetings.models import Meeting
from hub.organizations.models import Organization

PROPOSAL = re.compile(
    r'<li class="proposal">.*?<h3>(?P<title>.*?)</h3>\s*<p class="why">(?P<why>.*?)<br>'
    r'(?P<evidence>.*?)</p>.*?action="/agenda/meetings/\d+/(?P<key>[^/"]+)/take"',
    re.DOTALL,
)


@dataclass(frozen=True)
class Arrived:
    """A mail that came in the morning of ``day``; ``id`` is that of its row."""

    day: date
    id: int
    subject: str
    text: str

    @property
    def is_digest(self) -> bool:
        return self.subject.startswith("【つなぎハブ】お知らせ")

    @property
    def is_invitation(self) -> bool:
        return self.subject.startswith("【つなぎハブ】開催案内：")


@dataclass(frozen=True)
class Proposal:
    key: str
    title: str
    why: str
    evidence: str

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]


class Person:
    """Signs in anew each time: no session lasts a year."""

    def __init__(self, as_user, name: str, address: str) -> None:
        self.as_user, self.name, self.address = as_user, name, address

    def get(self, url: str):
        return self._browser().get(url)

    def post(self, url: str, **given):
        return self._browser().post(url, **given)

    def _browser(self):
        db.session.rollback()  # the requests write in sessions of their own
        return self.as_user(db.session.scalars(select(User).filter_by(email=self.address)).one())


class Year:
    """``mailed`` is what arrived, by address."""

    def __init__(self, clock, inbox, today: date) -> None:
        self.clock, self.inbox, self.today = clock, inbox, today
        self.mailed: dict[str, list[Arrived]] = defaultdict(list)

    def go_to(self, day: date) -> None:
        """Morning after morning until the one of ``day``; then it is ten o'clock.

        Of the days on which nothing leaves those of one week a month are lived. On Mondays there
        is a second tick after one that sent something, which must not come twice.
        """
        while self.today < day:
            self.today += timedelta(days=1)
            if is_working_day(self.today) or self.today.day <= 7:
                before = self.arrived
                self.tick(time(8, 31))
                if self.arrived > before and self.today.weekday() == 0:
                    self.tick(time(8, 32))
        self.clock.move_to(datetime.combine(day, time(10), TOKYO))

    @property
    def arrived(self) -> int:
        return sum(map(len, self.mailed.values()))

    def tick(self, moment: time) -> None:
        self.clock.move_to(datetime.combine(self.today, moment, TOKYO))
        worker.tick()
        for message in self.inbox.received:
            number = int(message["Message-ID"].strip("<").partition(".")[0])
            text = message.get_body().get_content().replace("\r\n", "\n")
            arrived = Arrived(self.today, number, message["Subject"], text)
            self.mailed[message["To"]].append(arrived)
        self.inbox.received.clear()

    def days_of(self, address: str, title: str) -> list[date]:
        """When the address was told of something; a day twice if twice."""
        line = f"・{title}\n"
        return [mail.day for mail in self.mailed[address] for _ in range(mail.text.count(line))]


def weekly(first: date, until: date) -> list[date]:
    """The first working day from ``first``, then each first one after a week, before ``until``."""
    days, day = [], first
    while True:
        while not is_working_day(day):
            day += timedelta(days=1)
        if day >= until:
            return days
        days.append(day)
        day += timedelta(days=7)


def proposals(client, meeting_id: int) -> list[Proposal]:
    """The candidates as the page of the meeting shows them."""
    page = client.get(f"/meetings/{meeting_id}").text
    return [
        Proposal(*(unescape(found[name]) for name in ("key", "title", "why", "evidence")))
        for found in PROPOSAL.finditer(page)
    ]


def carried_over(client, meeting_id: int) -> set[int]:
    """Ids of the actions under 前回からの継続, as the page of the meeting shows them."""
    page = client.get(f"/meetings/{meeting_id}").text
    part = page.partition('<details class="carried"')[2].partition("</details>")[0]
    return {int(number) for number in re.findall(r'href="/actions/(\d+)"', part)}


def organization(name: str) -> Organization:
    return db.session.scalars(select(Organization).filter_by(short_name=name)).one()


def meeting(meeting_id: int) -> Meeting:
    db.session.rollback()
    return db.session.get_one(Meeting, meeting_id)


def action(title: str) -> Action:
    db.session.rollback()
    return db.session.scalars(select(Action).filter_by(title=title)).one()


def idea(title: str) -> Idea:
    db.session.rollback()
    return db.session.scalars(select(Idea).filter_by(title=title)).one()


def sent(answer) -> None:
    """A form was accepted."""
    assert answer.status_code == 303, answer.text
