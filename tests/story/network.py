"""A small network of two years: who is there, and the mornings on which something is due."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from hub.accounts.models import Role, User
from hub.actions.models import Action
from hub.core import calendar
from hub.core.calendar import TOKYO, is_working_day
from hub.core.db import db
from hub.ideas.models import Idea
from hub.meetings.models import Minutes, SeriesKind, Visibility
from hub.taxonomies.models import Scheme
from tests import make
from tests.story.year import Person, Year

ORGANIZATIONS = ("中央", "国際", "社協", "学習", "多摩")
PEOPLE = {  # where, and as what; 青木 and 石田 leave in April
    "事務局": ("中央", Role.EDITOR), "青木": ("国際", Role.EDITOR), "加藤": ("国際", Role.EDITOR),
    "国際の長": ("国際", Role.ADMIN), "石田": ("社協", Role.EDITOR), "小野": ("社協", Role.EDITOR),
    "社協の長": ("社協", Role.ADMIN), "学習": ("学習", Role.EDITOR), "多摩": ("多摩", Role.EDITOR),
}  # fmt: skip
THEME = "f03"


@dataclass(frozen=True)
class Network:
    """Ids and addresses only: no object outlives a session of two years."""

    people: dict[str, Person]
    series: int  # the 連絡会議, read by all
    closed: int  # 会議体まで: 国際, 社協, and the coordinator
    theme: int
    menu: int  # of 国際
    raised: list[str] = field(default_factory=list)  # every idea, as it was raised

    def __getitem__(self, name: str) -> Person:
        return self.people[name]

    def raises(self, *titles: str) -> None:
        self.raised.extend(titles)

    def user(self, name: str) -> User:
        db.session.rollback()
        return db.session.scalars(select(User).filter_by(email=self[name].address)).one()


class Member(Person):
    """Signs in once a day."""

    _kept: tuple[date | None, Any] = (None, None)

    def _browser(self):
        db.session.rollback()
        if self._kept[0] != calendar.today():
            self._kept = (calendar.today(), super()._browser())
        return self._kept[1]


def build(as_user) -> Network:
    homes = {name: make.organization(short_name=name) for name in ORGANIZATIONS}
    users = {
        name: make.user(homes[home], role, name=name, email=f"two{number}@example.jp",
                        is_coordinator=name == "事務局")
        for number, (name, (home, role)) in enumerate(PEOPLE.items())
    }  # fmt: skip
    centre, kian, shakyo, gakushu, tama = homes.values()
    theme = make.term(Scheme.THEME, THEME, label="まちづくり")
    make.theme_role(theme, kian)
    series = make.series(kian, shakyo, gakushu, tama, secretariat=centre, name="連絡会議")
    closed = make.series(
        shakyo, secretariat=kian, name="相談員の会", kind=SeriesKind.WORKING,
        visibility=Visibility.SERIES,
    )  # fmt: skip
    menu = make.menu(kian, title="申込みの手伝い", terms=[theme])
    make.menu(shakyo, title="会議室を貸す")
    for follower in ("国際の長", "小野", "多摩"):
        make.follow(users[follower], theme)
        make.follow(users[follower], kian)
    return Network(
        people={name: Member(as_user, name, user.email) for name, user in users.items()},
        series=series.id, closed=closed.id, theme=theme.id, menu=menu.id,
    )  # fmt: skip


class TwoYears(Year):
    """The worker ticks when a quarter begins and when something is due; mails wait for its next."""

    def go_to(self, day: date) -> None:
        mornings = {day, *days_on_which_something_is_due()}
        while self.today < day:
            self.today += timedelta(days=1)
            if self.today.day == 1 and self.today.month in {1, 4, 7, 10}:
                mornings.add(_working_day(self.today))
            if self.today in mornings and is_working_day(self.today):
                self.tick(time(8, 31))
        self.clock.move_to(datetime.combine(day, time(10), TOKYO))


def days_on_which_something_is_due() -> set[date]:
    db.session.rollback()
    columns = (Action.due_on, Action.review_on, Idea.look_at_on, Minutes.review_until)
    days = {day for column in columns for day in db.session.scalars(select(column)) if day}
    return {_working_day(day) for day in days}


def _working_day(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
