"""A year of the 連絡会議 on the sample: three meetings, and every morning between them."""

from collections import Counter
from datetime import date, timedelta

import pytest

from hub.accounts.models import User
from hub.actions.models import Action, ActionKind, ActionStatus
from hub.core.db import db
from hub.ideas.models import Idea, Stage
from hub.meetings.models import Meeting
from hub.notifications.models import Mail
from hub.search import building, outbox
from tests import make
from tests.conftest import ANCHOR
from tests.story.counting import is_right
from tests.story.doings import (
    agree,
    answer_invitation,
    call,
    came,
    circulate,
    conclude,
    decide,
    do,
    extend,
    hand_over,
    invite,
    write,
)
from tests.story.year import (
    Person,
    Year,
    action,
    idea,
    meeting,
    organization,
    proposals,
    sent,
    weekly,
)

FIRST, SECOND, THIRD = date(2026, 12, 9), date(2027, 3, 10), date(2027, 7, 14)
COURSES = "来年度の講座日程を持ち寄りたい"  # a member proposes it in the sample

TEXT_1 = """# 2 協議事項

決定：早見表は七区の窓口に置く
- [ ] 早見表の原稿を点検する @国際交流協会 〆12/25
- [ ] 合同研修の会場を仮予約する @生涯学習財団 〆1/15
- [ ] 講座の日程を一枚にする @社協・ボラセン 〆1/22
- [ ] 案内文の直し方を試す @すくらむ21 〆2/5
アイデア：夜の合同相談会
アイデア：講座の共通申込み @生涯学習財団
保留：助成の条件をそろえるか 〆R9.3.10
次回：令和9年3月10日（水）14:00
"""
TEXT_2 = """# 2 協議事項

決定：取次ぎ票は五月から全組織で使う
- [ ] 取次ぎ票を印刷する @社協・ボラセン 〆4/23
- [ ] 研修の講師を決める @国際交流協会 〆7/30
アイデア：退職した方の学び直しの窓口
次回：令和9年7月14日（水）14:00
"""
TEXT_3 = """# 2 協議事項

決定：案内文は次の年度に見直す
- [ ] 見直しの手順を書く @生涯学習財団 〆9/30
"""


@pytest.fixture
def people(demo):
    """Addresses of the first editors by organization; three more than the sample has."""
    for name in ("社協・ボラセン", "すくらむ21", "生涯学習財団"):
        make.user(organization(name), email=f"story{organization(name).id}@example.jp")
    editors = ("市民活動センター", "国際交流協会", "社協・ボラセン", "すくらむ21", "生涯学習財団")
    return {
        name: db.session.scalars(
            db.select(User)
            .join(User.memberships)
            .filter_by(organization_id=organization(name).id, role="editor")
            .order_by(User.id)
            .limit(1)
        )
        .one()
        .email
        for name in editors
    }


@pytest.fixture
def year(clock, inbox):
    return Year(clock, inbox, ANCHOR.date())


@pytest.fixture
def clients(as_user, people):
    return {name: Person(as_user, name, address) for name, address in people.items()}


@pytest.fixture
def centre(clients):
    """The coordinator, who writes for the secretariat of the series."""
    return clients["市民活動センター"]


def keys(found) -> set[str]:
    return {proposal.key for proposal in found}


def test_a_year_of_the_liaison_meeting(demo, year, people, clients, centre):
    first_id = db.session.scalars(db.select(Meeting.id).filter_by(held_on=FIRST)).one()
    series_id = meeting(first_id).series_id

    # Before the first, which the sample has called: take some proposals, decline and postpone one.
    year.go_to(date(2026, 11, 25))
    is_right(centre, first_id)
    found = proposals(centre, first_id)
    [gap] = [p.key for p in found if p.key == "gap:consult"]
    [plain_words] = [p.key for p in found if p.title.startswith("やさしい日本語")]
    [courses] = [p.key for p in found if p.title == COURSES]
    taken = [plain_words, *[p.key for p in found if p.key.endswith(":overdue")][:2]]
    for key in taken:
        decide(centre, first_id, key, "take")
    decide(centre, first_id, gap, "decline", reason="区の会議で扱うため")
    decide(centre, first_id, courses, "postpone")
    assert not keys(proposals(centre, first_id)) & {*taken, gap, courses}

    year.go_to(date(2026, 11, 27))
    invite(centre, first_id)
    answers = {"国際交流協会": "present", "社協・ボラセン": "proxy", "生涯学習財団": "undecided"}
    answer_invitation(clients, first_id, answers)

    # The first meeting: the lines of its minutes become things.
    year.go_to(date(2026, 12, 10))
    all_came = list(people)
    came(centre, first_id, all_came)
    write(centre, first_id, TEXT_1)
    circulate(centre, first_id, date(2026, 12, 22))
    body = meeting(first_id).minutes.body
    assert [body.count(f"{{{word}:") for word in ("決定", "宿題", "種", "保留")] == [1, 4, 2, 1]
    assert action("助成の条件をそろえるか").status is ActionStatus.ON_HOLD
    assert idea("講座の共通申込み").keeper.short_name == "生涯学習財団"

    year.go_to(date(2026, 12, 14))
    agree(clients, first_id, ["国際交流協会", "社協・ボラセン", "生涯学習財団"])
    hand_over(clients, "早見表の原稿を点検する", "国際交流協会", "社協・ボラセン")
    year.go_to(date(2026, 12, 23))
    do(clients["社協・ボラセン"], "早見表の原稿を点検する", "complete", result="点検した。")
    conclude(centre, first_id, {})
    assert "期限までに答えがなく、異議なしとみなしました。" in (
        centre.get(f"/meetings/{first_id}/minutes").text
    )

    # Between: one is completed, one extended with a reason, one left to become overdue.
    year.go_to(date(2027, 1, 13))
    do(clients["生涯学習財団"], "合同研修の会場を仮予約する", "complete", result="仮予約した。")
    year.go_to(date(2027, 1, 20))
    extend(centre, "講座の日程を一枚にする", date(2027, 7, 30), "日程が四月に決まるため")
    assert action("講座の日程を一枚にする").extensions == 1

    # The second: what was postponed is there again, what was declined is not.
    year.go_to(date(2027, 2, 16))
    second_id = call(centre, series_id, SECOND)
    is_right(centre, second_id)
    found = keys(proposals(centre, second_id))
    late, alone = action("案内文の直し方を試す").id, idea("夜の合同相談会").id
    held = action("助成の条件をそろえるか").id
    wanted = [f"action:{late}:overdue", f"idea:{alone}:alone", f"action:{held}:hold", courses]
    assert set(wanted) <= found
    assert not {gap, plain_words} & found
    for key in wanted:
        decide(centre, second_id, key, "take")
    invite(centre, second_id)
    answer_invitation(clients, second_id, {"国際交流協会": "present", "すくらむ21": "absent"})

    year.go_to(date(2027, 3, 11))
    came(centre, second_id, [name for name in all_came if name != "すくらむ21"])
    write(centre, second_id, TEXT_2)
    circulate(centre, second_id, date(2027, 3, 19))
    do(centre, "助成の条件をそろえるか", "hold", review_on="2027-07-01")
    sent(centre.post(f"/ideas/{alone}/stage", data={
        "stage": "studied", "look_at_on": "2027-07-05", "version": idea("夜の合同相談会").version,
        "keeper_id": organization("社協・ボラセン").id,
    }))  # fmt: skip
    agree(clients, second_id, ["国際交流協会", "生涯学習財団"])
    year.go_to(date(2027, 3, 23))
    conclude(centre, second_id, {COURSES: "continued"})
    year.go_to(date(2027, 4, 20))
    do(clients["社協・ボラセン"], "取次ぎ票を印刷する", "complete", result="印刷した。")

    # The third agenda holds exactly what is open, for the reasons shown.
    year.go_to(date(2027, 6, 24))
    third_id = call(centre, series_id, THIRD)
    is_right(centre, third_id)
    why = {p.key: p.why for p in proposals(centre, third_id)}
    assert "期限の2月5日（金）から" in why[f"action:{late}:overdue"]
    assert "7月1日（木）に見直す" in why[f"action:{held}:hold"]
    assert "7月5日（月）に見直す" in why[f"idea:{alone}:look"]
    extended = action("講座の日程を一枚にする").id
    assert "1月20日（水）から" in why[f"action:{extended}:silent"]
    assert f"idea:{idea('退職した方の学び直しの窓口').id}:alone" in why
    assert not {gap, courses} & why.keys()
    assert [item.title for item in meeting(third_id).agenda_items][1:] == [COURSES]  # 継続
    invite(centre, third_id)

    year.go_to(date(2027, 7, 15))
    came(centre, third_id, all_came)
    write(centre, third_id, TEXT_3)
    circulate(centre, third_id, date(2027, 7, 23))
    agree(clients, third_id, ["国際交流協会"])
    do(centre, "案内文の直し方を試す", "drop", reason="次の年度に見直すことにしたため")
    year.go_to(date(2027, 7, 26))
    conclude(centre, third_id, {})
    year.go_to(date(2027, 11, 24))

    every_reminder_came_once(year, people)
    everything_has_an_end_or_an_owner()
    outbox.drain()
    assert list(building.differences()) == []


def every_reminder_came_once(year: Year, people: dict[str, str]) -> None:
    """As the mails arrived, held against days that were counted without the hub's rules."""
    end = year.today + timedelta(days=1)
    days = {
        ("国際交流協会", "早見表の原稿を点検する"): [date(2026, 12, 11)],  # then handed over
        ("社協・ボラセン", "早見表の原稿を点検する"): [date(2026, 12, 15), date(2026, 12, 22)],
        ("生涯学習財団", "合同研修の会場を仮予約する"): [date(2027, 1, 4), date(2027, 1, 12)],
        ("社協・ボラセン", "取次ぎ票を印刷する"): [date(2027, 4, 9), date(2027, 4, 20)],
        ("社協・ボラセン", "講座の日程を一枚にする"): [
            date(2027, 1, 8), date(2027, 1, 19), date(2027, 7, 16), date(2027, 7, 27),
            *weekly(date(2027, 7, 31), end),
        ],
        ("市民活動センター", "講座の日程を一枚にする"): weekly(date(2027, 8, 13), end),
        ("すくらむ21", "案内文の直し方を試す"): [
            date(2027, 1, 22), date(2027, 2, 2), *weekly(date(2027, 2, 6), date(2027, 7, 16)),
        ],
        ("市民活動センター", "案内文の直し方を試す"): weekly(date(2027, 2, 19), date(2027, 7, 16)),
        ("市民活動センター", "助成の条件をそろえるか"): [date(2027, 3, 10), date(2027, 7, 1)],
        ("生涯学習財団", "見直しの手順を書く"): [
            date(2027, 9, 16), date(2027, 9, 27), *weekly(date(2027, 10, 1), end),
        ],
        ("市民活動センター", "見直しの手順を書く"): weekly(date(2027, 10, 14), end),
    }  # fmt: skip
    told = {key: year.days_of(people[key[0]], key[1]) for key in days}
    assert told == days
    for mails in year.mailed.values():
        digests = Counter(mail.day for mail in mails if mail.is_digest)
        assert max(digests.values(), default=1) == 1
    every_mail_arrived_once(year)
    for address in people.values():
        invited = [mail.subject for mail in year.mailed[address] if mail.is_invitation]
        assert len(invited) == len(set(invited)) == 3


def every_mail_arrived_once(year: Year) -> None:
    db.session.rollback()
    queued = db.session.scalars(db.select(Mail)).all()
    assert all(mail.sent_at for mail in queued)
    arrived = [mail.id for mails in year.mailed.values() for mail in mails]
    assert Counter(arrived) == Counter(mail.id for mail in queued)


def everything_has_an_end_or_an_owner() -> None:
    for it in db.session.scalars(db.select(Action)):
        assert it.status in ActionStatus
        assert it.lead_id
        assert it.owner_id
        assert it.due_on or it.review_on or it.kind is ActionKind.STANDING, it.title
        assert it.result or it.status is not ActionStatus.DONE
        assert it.reason or it.status is not ActionStatus.DROPPED
    assert db.session.scalars(db.select(Action).filter_by(title="研修の講師を決める")).one().is_open
    assert all(it.stage in Stage for it in db.session.scalars(db.select(Idea)))


def test_a_mail_server_in_trouble_loses_and_doubles_nothing(demo, year, people, inbox):
    """Down for two days, then busy for one, then well again."""
    well = demo.config["SMTP_URL"]
    demo.config["SMTP_URL"] = "smtp://127.0.0.1:9"
    year.go_to(date(2026, 11, 25))
    demo.config["SMTP_URL"], inbox.answer = well, "451 busy"
    year.go_to(date(2026, 11, 26))
    assert not year.mailed
    assert db.session.scalars(db.select(Mail)).first() is not None
    inbox.answer = "250 OK"
    year.go_to(date(2026, 12, 4))
    every_mail_arrived_once(year)
