"""A network as it is after years: thousands of menus, meetings with minutes, and actions."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from random import Random
from typing import Any

from sqlalchemy import insert, select

from hub.accounts import commands as accounts
from hub.accounts.models import Membership, Role
from hub.actions.models import Action, ActionEvent, ActionPartner, ActionStatus, EventKind
from hub.core import calendar, generations
from hub.core.db import db, now, transaction
from hub.core.passwords import hash_password
from hub.demo.sample import FILE
from hub.ideas.models import (
    OPEN,
    Idea,
    IdeaPartner,
    IdeaVisibility,
    Stage,
    idea_actions,
    idea_terms,
)
from hub.meetings.models import (
    AgendaItem,
    AgendaKind,
    Attendance,
    AttendanceAnswer,
    Decision,
    Meeting,
    Minutes,
    MinutesState,
    Series,
    SeriesKind,
    SeriesMember,
    SeriesRole,
    Visibility,
)
from hub.menus.models import Menu, MenuPartner, MenuState, MenuVisibility, menu_terms, stale_from
from hub.organizations import network
from hub.organizations.models import Organization, OrganizationKind
from hub.taxonomies.models import Scheme, Term

EMAIL, PASSWORD = "bench@example.jp", "bench-tsunagi-hub"
AT_ONCE = 4000
SERIES = 20
THINGS = (
    "会議室", "印刷機", "助成金", "補助金", "専門相談", "広報支援", "講座", "ボランティア保険",
    "通訳ボランティア", "机といす", "プロジェクター", "人材登録", "交流会", "見守り活動",
    "子ども食堂",
    "外国語資料", "手話通訳", "会計相談", "法人設立相談", "掲示板", "ロッカー", "花の苗",
)  # fmt: skip
DOINGS = (
    "を使えます", "の貸出し", "の申込み", "のご案内", "への参加", "を一緒に探します", "の早見表",
    "の手引き", "を届けます", "の説明会", "の相談日", "の団体登録",
)  # fmt: skip
PHRASES = (
    "市民活動をはじめたばかりの団体も申し込めます。",
    "申込みは、利用する日の二か月前から窓口で受け付けます。",
    "平日の夜と土曜日にも担当者がいますので、まずは電話でお問い合わせください。",
    "登録団体は無料で、それ以外の団体は一時間につき三百円です。",
    "地域の町内会や自治会、学校、企業とのつなぎ役も引き受けます。",
    "予算がなくなりしだい受付を終わることがあります。",
    "子育て中の方には託児を、聞こえにくい方には要約筆記を用意します。",
    "昨年度は四十二団体が利用し、そのうち十五団体がはじめての利用でした。",
    "終わったあとに簡単な報告書を出していただきます。",
    "区役所の担当課と共に、年に二回の説明会を開いています。",
)


class Network:
    """What there is before the thousands: organizations, words, and the person who looks."""

    def __init__(self, random: Random, organizations: int, past: int) -> None:
        self.random = random
        self.today, self.past = calendar.today(), past
        with transaction():
            network.load(None, network.parse(FILE.read_bytes()))
            _add_organizations(random, organizations)
        rows = db.session.scalars(select(Organization).order_by(Organization.id))
        self.organizations = [row.id for row in rows if not row.is_government]
        terms = db.session.execute(
            select(Term.scheme, Term.id, Term.label).where(Term.is_hidden.is_(False))
        )
        self.terms: dict[str, list[int]] = {}
        self.wards: list[str] = []
        for scheme, number, label in terms:
            self.terms.setdefault(scheme, []).append(number)
            self.wards += [label] if scheme is Scheme.WARD else []
        self.home = self.organizations[0]
        with transaction():
            person = accounts.create_user(
                email=EMAIL, name="計測 花子", password_hash=hash_password(PASSWORD)
            )
            person.memberships = [Membership(organization_id=self.home, role=Role.EDITOR)]

    def text(self, sentences: int) -> str:
        return "".join(self.random.choice(PHRASES) for _ in range(sentences))

    def paragraphs(self, number: int) -> str:
        return "\n\n".join(self.text(4) for _ in range(number))

    def day(self, before: int, after: int) -> date:
        return self.today + timedelta(days=self.random.randint(-before, after))

    def some(self, things: list[int], most: int) -> list[int]:
        return self.random.sample(things, self.random.randint(1, min(most, len(things))))


def fill(
    *, menus: int, meetings: int, actions: int, ideas: int = 0, organizations: int = 0,
    past: int = 1800,
) -> None:  # fmt: skip
    """Write so many of each into an empty database, always the same ones.

    ``organizations`` stand beside those of the sample; ``past`` are days.
    """
    given = Network(Random(20261123), organizations, past)
    for rows in (
        _menus(given, menus), _meetings(given, meetings), _actions(given, actions),
        _ideas(given, ideas, actions),
    ):  # fmt: skip
        _write(rows)


def _add_organizations(random: Random, number: int) -> None:
    wards = db.session.scalars(select(Term).where(Term.scheme == Scheme.WARD)).all()
    db.session.add_all(
        Organization(
            code=f"body-{n}", name=f"公益財団法人 第{n}活動センター", short_name=f"第{n}センター",
            kind=OrganizationKind.SDC, ward=random.choice(wards), position=1000 + n,
        )
        for n in range(number)
    )  # fmt: skip


def _morning(day: date) -> datetime:
    return calendar.at(day, time(9))


def _write(rows: Iterator[tuple[Any, dict[str, Any]]]) -> None:
    """Rows come with their table; each chunk is one transaction, and no index jobs."""
    while chunk := list(islice(rows, AT_ONCE)):
        by_table: dict[Any, list[dict[str, Any]]] = {}
        for table, row in chunk:
            by_table.setdefault(table, []).append(row)
        with transaction():
            for table in (t for t in db.metadata.sorted_tables if t in by_table):
                db.session.connection().execute(insert(table), by_table[table])
            generations.renew("menus", "actions", "meetings", "series", "ideas")


def _menus(given: Network, number: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    random = given.random
    for menu_id in range(1, number + 1):
        confirmed, months = given.day(300, 0), [random.choice([3, 4]), random.choice([9, 10])]
        is_year_round = random.random() < 0.6
        dates = None if is_year_round else given.day(20, 120)
        ward, thing = random.choice(given.wards), random.choice(THINGS)
        yield Menu.__table__, {
            "id": menu_id, "version": 1, "review_months": months, "confirmed_on": confirmed,
            "title": f"{ward}の{thing}{random.choice(DOINGS)}（その{menu_id}）",
            "summary": given.text(2), "body": given.paragraphs(3), "eligibility": given.text(1),
            "how_to_apply": given.text(2), "provider_id": random.choice(given.organizations),
            "type_id": random.choice(given.terms[Scheme.TYPE]),
            "cost_id": random.choice(given.terms[Scheme.COST]), "is_year_round": is_year_round,
            "opens_on": dates and dates - timedelta(days=40), "closes_on": dates,
            "state": MenuState.PUBLISHED, "published_at": _morning(confirmed),
            "visibility": random.choices(list(MenuVisibility), [7, 2, 1])[0],
            "stale_from": stale_from(confirmed, months), "updated_at": _morning(confirmed),
        }  # fmt: skip
        chosen = [
            *given.some(given.terms[Scheme.WARD], 2), *given.some(given.terms[Scheme.TARGET], 3),
            *given.some(given.terms[Scheme.THEME], 3), *given.some(given.terms[Scheme.PHASE], 2),
        ]  # fmt: skip
        for term_id in chosen:
            yield menu_terms, {"menu_id": menu_id, "term_id": term_id}
        if random.random() < 0.03:
            partner = {"organization_id": random.choice(given.organizations), "accepted_at": now()}
            yield MenuPartner.__table__, {"menu_id": menu_id, **partner}


def _meetings(given: Network, number: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    random, item_ids = given.random, count(1)
    for series_id in range(1, SERIES + 1):
        yield Series.__table__, {
            "id": series_id, "version": 1, "code": f"series-{series_id}",
            "name": f"{random.choice(given.wards)}連絡会議 第{series_id}部会",
            "kind": SeriesKind.LIAISON, "secretariat_id": random.choice(given.organizations),
            "visibility": Visibility.NETWORK,
        }  # fmt: skip
        for member in {given.home, *random.sample(given.organizations, 8)}:
            yield SeriesMember.__table__, {
                "series_id": series_id, "organization_id": member, "role": SeriesRole.MEMBER,
            }  # fmt: skip
    for meeting_id in range(1, number + 1):
        held = given.day(given.past, 60)
        yield Meeting.__table__, {
            "id": meeting_id, "version": 1, "series_id": random.randint(1, SERIES),
            "held_on": held, "fiscal_year": calendar.fiscal_year(held), "starts_at": time(14),
            "ends_at": time(16), "place": f"{random.choice(given.wards)}役所 会議室",
            "visibility": random.choices(list(Visibility), [5, 3, 2][: len(Visibility)])[0],
        }  # fmt: skip
        for organization_id in random.sample(given.organizations, 6):
            yield Attendance.__table__, {
                "meeting_id": meeting_id, "organization_id": organization_id,
                "answer": random.choice(list(AttendanceAnswer)), "post_title": "担当",
            }  # fmt: skip
        for position in range(1, 5):
            item = {"id": next(item_ids), "meeting_id": meeting_id, "position": position}
            title = f"{random.choice(THINGS)}{random.choice(DOINGS)}について"
            yield AgendaItem.__table__, item | {
                "kind": random.choice(list(AgendaKind)), "title": title, "summary": given.text(2),
            }  # fmt: skip
        for position in range(1, 3):
            yield Decision.__table__, {
                "meeting_id": meeting_id, "position": position, "text": given.text(1),
            }  # fmt: skip
        body = _minutes_text(given)
        yield Minutes.__table__, {
            "meeting_id": meeting_id, "version": 1, "body": body, "confirmed_body": body,
            "state": MinutesState.CONFIRMED, "confirmed_at": _morning(held + timedelta(days=14)),
            "confirmed_title": f"連絡会議（{held:%Y年%m月}）",
        }  # fmt: skip


def _minutes_text(given: Network) -> str:
    """Two pages, as secretariats write them."""
    parts = (
        f"## {number} {given.random.choice(THINGS)}について\n\n{given.paragraphs(2)}\n\n"
        f"- {given.text(1)}\n- {given.text(1)}"
        for number in range(1, 5)
    )
    return "\n\n".join(parts)


def _actions(given: Network, number: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    random = given.random
    meetings = db.session.scalars(select(Meeting.id).order_by(Meeting.id)).all()
    for action_id in range(1, number + 1):
        # what was agreed in years before is done; a tenth is open, and a part of that is late
        is_open = random.random() < 0.1
        due = given.day(20, 90) if is_open else given.day(given.past, 0)
        status = random.choice([ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS])
        closed = {"result": given.text(1), "closed_on": due, "status": ActionStatus.DONE}
        lead = random.choice(given.organizations)
        yield Action.__table__, {
            "id": action_id, "version": 1, "title": f"{random.choice(THINGS)}の一覧を作る",
            "body": given.text(2), "lead_id": lead, "owner_id": lead, "due_on": due,
            "first_due_on": due, "moved_on": given.day(60, 0), "status": status, "result": "",
            "meeting_id": random.choice(meetings), "closed_on": None,
            "created_at": _morning(min(due, given.today) - timedelta(days=action_id % 90)),
            **({} if is_open else closed),
        }  # fmt: skip
        for organization_id in given.some([o for o in given.organizations if o != lead], 2):
            yield ActionPartner.__table__, {
                "action_id": action_id, "organization_id": organization_id,
            }  # fmt: skip
        yield ActionEvent.__table__, {
            "action_id": action_id, "on": due, "at": _morning(due), "kind": EventKind.NOTE,
            "text": given.text(1),
            "organization_id": lead,
        }  # fmt: skip


def _ideas(given: Network, number: int, actions: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each with its fields, an organization that joined, and an action."""
    random = given.random
    for idea_id in range(1, number + 1):
        raised, stage = given.day(given.past, 0), random.choice(list(Stage))
        closed = min(raised + timedelta(days=200), given.today)
        yield Idea.__table__, {
            "id": idea_id, "version": 1, "title": f"{random.choice(THINGS)}を持ち寄る",
            "stage": stage, "raised_on": raised, "moved_on": raised,
            "closed_on": None if stage in OPEN else closed,
            "result": given.text(1) if stage is Stage.ROOTED else "",
            "reason": given.text(1) if stage is Stage.DROPPED else "",
            "proposer_id": random.choice(given.organizations),
            "keeper_id": random.choice(given.organizations),
            "visibility": random.choices(list(IdeaVisibility), [9, 1])[0],
        }  # fmt: skip
        for term_id in given.some(given.terms[Scheme.THEME], 2):
            yield idea_terms, {"idea_id": idea_id, "term_id": term_id}
        joined = {"organization_id": random.choice(given.organizations), "joined_on": raised}
        yield IdeaPartner.__table__, {"idea_id": idea_id, **joined}
        yield idea_actions, {"idea_id": idea_id, "action_id": random.randint(1, actions)}
