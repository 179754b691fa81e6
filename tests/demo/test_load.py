"""``hub demo load``: the sample, whole, once, and as of today."""

from collections import Counter
from datetime import date, timedelta

import pytest

from hub.accounts.models import Role, User
from hub.actions.models import Action, ActionKind, ActionStatus, EventKind
from hub.audit import revisions
from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.core.errors import Conflict
from hub.core.installation import is_demo_database
from hub.core.passwords import matches
from hub.demo import commands
from hub.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from hub.demo.commands import load_demo
from hub.demo.sample import FILE, shift_to
from hub.ideas.models import Idea, IdeaVisibility, Stage
from hub.meetings.models import AttendanceAnswer, Decision, Meeting, Minutes, MinutesState
from hub.menus.models import Menu, MenuPartner, MenuState, MenuVisibility, Reception
from hub.organizations.models import Organization, OrganizationKind, Strength, Visit
from hub.programmes.models import Programme
from tests import make

ANCHOR = date(2026, 11, 23)


def count(model) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model))


def all_of(model):
    return db.session.scalars(db.select(model).order_by(model.id)).all()


def test_everything_comes_in(demo):
    kinds = Counter(o.kind for o in all_of(Organization))
    assert kinds == {
        OrganizationKind.CITYWIDE: 6,
        OrganizationKind.SDC: 7,
        OrganizationKind.DEPARTMENT: 7,
        OrganizationKind.WARD_OFFICE: 7,
    }
    assert Counter(m.state for m in all_of(Menu)) == {MenuState.PUBLISHED: 42, MenuState.DRAFT: 2}
    assert {m.visibility for m in all_of(Menu)} == {MenuVisibility.PUBLIC}
    assert count(Programme) == 12
    assert count(Meeting) == 7
    assert Counter(a.kind for a in all_of(Action)) == {ActionKind.TODO: 17, ActionKind.STANDING: 1}
    assert count(Decision) == 12
    assert count(Visit) == 6
    assert {s.organization_id for s in all_of(Strength)} == {
        o.id for o in all_of(Organization) if not o.is_government
    }


def test_numbers_of_meetings_are_counted_within_series_and_year(demo):
    names = [m.name for m in all_of(Meeting)]
    assert names == [
        "令和7年度 第1回 中間支援ネットワーク連絡会議",
        "令和7年度 第2回 中間支援ネットワーク連絡会議",
        "令和7年度 第1回 中間支援組織 所管部署合同ワーキング",
        "令和7年度 第3回 中間支援ネットワーク連絡会議",
        "令和8年度 第1回 区SDCとの連携に向けた意見交換会",
        "令和8年度 第1回 中間支援ネットワーク連絡会議（所管部署同席）",
        "令和8年度 第2回 中間支援ネットワーク連絡会議",
    ]


@pytest.mark.parametrize(
    ("today", "weeks"),
    [
        (date(2026, 11, 23), 0),
        (date(2026, 11, 29), 0),
        (date(2026, 11, 30), 1),
        (date(2026, 11, 22), -1),
        (date(2027, 7, 1), 31),
    ],
)
def test_days_are_shifted_by_whole_weeks(today, weeks):
    assert shift_to(today, ANCHOR) == timedelta(weeks=weeks)


def test_months_later_the_demo_is_still_now(app, clock):
    clock.move_to("2027-07-01T10:00:00+09:00")
    load_demo()
    days = [m.held_on for m in all_of(Meeting)]
    assert days[0] == date(2025, 5, 21) + timedelta(weeks=31)
    assert {day.weekday() for day in days} == {2}
    assert days[-1] > date(2027, 7, 1)
    assert all_of(Meeting)[-1].fiscal_year == 2027
    assert all_of(Meeting)[-1].minutes is None
    assert "令和8年度" in all_of(Meeting)[3].ordinal
    first = all_of(Action)[0]
    assert first.due_on == date(2025, 7, 31) + timedelta(weeks=31)
    assert first.due_on.weekday() == date(2025, 7, 31).weekday()
    assert not [e for a in all_of(Action) for e in a.events if e.on > date(2027, 7, 1)]


@pytest.mark.parametrize("today", ["2026-11-23", "2027-02-03", "2027-06-30", "2028-01-09"])
def test_every_state_of_reception_is_there_whenever_it_is_loaded(app, clock, today):
    clock.move_to(f"{today}T10:00:00+09:00")
    load_demo()
    published = [m for m in all_of(Menu) if m.state is MenuState.PUBLISHED]
    assert {m.reception for m in published} == set(Reception) - {Reception.PAUSED}
    assert 0 < sum(m.is_stale for m in published) < 20


def test_free_text_deadlines_stay_as_a_note(demo):
    menus = {m.title: m for m in all_of(Menu)}
    languages = menus["多言語の相談窓口"]
    assert languages.is_year_round
    assert languages.reception_note == "通年（月〜土の例）"
    rooms = menus["会議室の利用（2室・連結可）"]
    assert (rooms.reception, rooms.reception_note) == (Reception.ALWAYS, "")
    assert menus["花苗・資材の提供"].reception is Reception.ASK
    assert rooms.confirmed_on == date(2026, 4, 1)
    assert rooms.contact_phone == rooms.provider.phone
    assert rooms.how_to_apply == "先に団体の登録が必要です。電話で申し込みます。"


def test_there_are_drafts_and_joint_menus_to_try(demo):
    answers = Counter(p.accepted_at is not None for p in all_of(MenuPartner))
    assert answers[True] >= 1
    assert answers[False] >= 1
    assert Counter(len(revisions.of(menu)) for menu in all_of(Menu)) == {1: 40, 2: 4}


def test_minutes_of_held_meetings_are_confirmed(demo):
    assert {m.state for m in all_of(Minutes)} == {MinutesState.CONFIRMED}
    assert count(Minutes) == 6
    with_departments = all_of(Meeting)[5]
    minutes = with_departments.minutes
    assert [r.content["state"] for r in revisions.of(minutes)] == ["confirmed", "draft"]
    titles = [line[2:] for line in minutes.text.splitlines() if line.startswith("# ")]
    assert titles == ["次第", "決定事項", "宿題事項", "保留論点", "次回予定", "作成・確認"]
    assert "欠席: 生涯学習推進課" in minutes.text
    assert minutes.title == with_departments.name
    came = Counter(a.answer for a in with_departments.attendances)
    assert came == {AttendanceAnswer.PRESENT: 10, AttendanceAnswer.ABSENT: 1}


def test_actions_keep_their_history(demo):
    actions = {a.title: a for a in all_of(Action)}
    rooms = actions["会議室の空き傾向と機材を一覧にする"]
    assert (rooms.first_due_on, rooms.due_on) == (date(2026, 1, 31), date(2026, 12, 4))
    assert rooms.extensions == 1
    assert [e.kind for e in rooms.events] == [
        EventKind.CREATED, EventKind.STATUS, EventKind.NOTE, EventKind.DUE,
        EventKind.NOTE,
    ]  # fmt: skip
    assert rooms.agenda_item.title == "対面の会議が減った後の場所の使い方"
    standing = actions["解散・引継ぎの相談の受け方を事例で持ち寄る"]
    assert (standing.kind, standing.due_on) == (ActionKind.STANDING, None)
    overdue = [a for a in actions.values() if a.is_overdue(ANCHOR)]
    assert len(overdue) == 4
    assert all(a.result and a.closed_on for a in actions.values() if a.status is ActionStatus.DONE)


def test_seeds_of_meetings_and_ideas_raised_by_members_fill_the_ledger(demo):
    ideas = {idea.title: idea for idea in all_of(Idea)}
    assert not {a.title for a in all_of(Action)} & ideas.keys()
    assert len(ideas) == 11
    site = ideas["合同のボランティア登録サイトを新設する案"]
    assert (site.stage, site.keeper.code, site.look_at_on) == (
        Stage.STUDIED, "shakyo", date(2026, 12, 9),
    )  # fmt: skip
    north = ideas["北部会場でテーマ型の交流会を開く"]
    assert north.agenda_item.title == "北部と南部をまたぐ交流"
    pages = ideas["互いの紙面で一団体ずつ紹介し合う"]
    assert (pages.stage, pages.closed_on) == (Stage.ROOTED, date(2026, 3, 20))
    assert [e.stage for e in pages.events if e.stage] == [Stage.SEED, Stage.TRIED, Stage.ROOTED]
    assert {p.organization.code: p.brings for p in pages.partners}["green"]
    assert all(i.result or i.reason for i in ideas.values() if not i.is_open)
    assert all(i.look_at_on or i.keeper is None for i in ideas.values() if i.is_open)
    assert [i.title for i in ideas.values() if i.is_due(ANCHOR)] == [
        "区をまたぐ「おためし参加」の日"
    ]
    assert [i.title for i in ideas.values() if i.is_open and not i.keeper] == [
        "閉じる花壇の引継ぎ先を地図にする"
    ]
    private = [i for i in ideas.values() if i.visibility is IdeaVisibility.ORGANIZATION]
    assert [i.concerned_ids for i in private] == [{private[0].proposer_id}]


def test_the_accounts_are_those_that_are_printed(demo):
    users = {u.email: u for u in all_of(User)}
    assert list(users) == [email for email, _what in DEMO_ACCOUNTS]
    assert len({u.password_hash for u in users.values()}) == 8
    assert all(matches(u.password_hash, DEMO_PASSWORD) for u in users.values())
    office = users["jimukyoku@example.jp"]
    assert office.coordinates
    assert not users["kokusai@example.jp"].coordinates
    roles = {e: [(m.organization.code, m.role) for m in u.memberships] for e, u in users.items()}
    assert roles == {
        "jimukyoku@example.jp": [("kcac", Role.EDITOR)],
        "kokusai@example.jp": [("kian", Role.EDITOR)],
        "tama@example.jp": [("sdc-tama", Role.EDITOR)],
        "etsuran@example.jp": [("green", Role.VIEWER)],
        "shokan@example.jp": [("dept-shimin", Role.EDITOR)],
        "admin@example.jp": [],
        "kanri@example.jp": [("kcac", Role.ADMIN)],
        "tantou@example.jp": [("kcac", Role.EDITOR)],
    }
    assert users["admin@example.jp"].is_system_admin


def test_it_is_marked_and_never_loaded_twice(app):
    assert not is_demo_database()
    runner = app.test_cli_runner()
    first = runner.invoke(args=["demo", "load"])
    assert first.exit_code == 0
    assert "jimukyoku@example.jp" in first.stdout
    assert is_demo_database()
    before = count(AuditEntry)
    second = runner.invoke(args=["demo", "load"])
    assert second.exit_code == 1
    assert "もう読み込まれています" in second.stderr
    assert count(AuditEntry) == before


@pytest.mark.parametrize("real", [make.organization, make.system_admin], ids=["body", "person"])
def test_real_data_is_never_mixed_with_the_sample(app, real):
    real()
    people, bodies = count(User), count(Organization)
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 1
    assert "実際のデータ" in result.stderr
    assert (count(User), count(Organization), count(Menu)) == (people, bodies, 0)
    assert not is_demo_database()


def test_what_fails_half_way_leaves_nothing(app, monkeypatch):
    def fail(sample):
        raise RuntimeError("power cut")

    monkeypatch.setattr(commands, "PARTS", (*commands.PARTS, fail))
    with pytest.raises(RuntimeError):
        load_demo()
    assert (count(User), count(Organization), count(Menu), count(AuditEntry)) == (0, 0, 0, 0)
    monkeypatch.undo()
    load_demo()
    with pytest.raises(Conflict):
        load_demo()


def test_loading_the_network_file_over_the_demo_changes_nothing(demo):
    before = count(AuditEntry)
    result = demo.test_cli_runner().invoke(args=["network", "load", str(FILE)])
    assert result.exit_code == 0
    assert "新規0・変更0" in result.stdout
    assert count(AuditEntry) == before


def test_ids_that_leave_the_hub_are_the_same_in_every_demo(demo):
    assert str(all_of(Menu)[0].uid) == "e0f6ecc3-75eb-5eea-b390-64e3799ac3ed"
