"""What each source finds, and what it leaves alone."""

from datetime import date

import pytest

from hub.actions.models import ActionKind, ActionStatus, ActionVisibility
from hub.agenda import queries
from hub.agenda.candidates import Kind
from hub.core.db import db
from hub.ideas.models import IdeaVisibility, Stage
from hub.meetings.models import SeriesKind, Visibility
from hub.menus.models import MenuState, MenuVisibility
from hub.organizations.models import Strength, StrengthKind
from hub.search.log import SearchLog
from hub.taxonomies.models import Scheme
from tests import make


@pytest.fixture
def found(net):
    """Candidates for the coming meeting, of one kind."""

    def look(kind=None, meeting=None):
        waiting = queries.candidates(net.editor, meeting or net.coming).waiting
        return [c for c in waiting if kind is None or c.kind is kind]

    return look


OPEN, RUNNING, HELD = ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS, ActionStatus.ON_HOLD


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        (Kind.OVERDUE, {"status": OPEN, "due_on": date(2026, 11, 22)}),
        (Kind.OVERDUE, {"status": RUNNING, "due_on": date(2026, 10, 1)}),
        (None, {"status": OPEN, "due_on": date(2026, 11, 23)}),  # today
        (None, {"status": OPEN, "due_on": date(2026, 12, 1)}),
        (Kind.HOLD, {"status": HELD, "review_on": date(2026, 12, 9)}),  # the day of the meeting
        (Kind.HOLD, {"status": HELD, "review_on": date(2026, 11, 1)}),
        (None, {"status": HELD, "review_on": date(2026, 12, 10)}),
        (None, {"status": HELD, "review_on": date(2027, 1, 9), "moved_on": date(2026, 1, 1)}),
        (Kind.SILENT, {"status": RUNNING, "moved_on": date(2026, 9, 24)}),  # 60 days
        (None, {"status": RUNNING, "moved_on": date(2026, 9, 25)}),
        (Kind.OVERDUE, {"due_on": date(2026, 11, 1), "moved_on": date(2026, 9, 1)}),
        (None, {"kind": ActionKind.STANDING, "due_on": None, "moved_on": date(2026, 1, 1)}),
        (None, {"status": ActionStatus.DONE, "result": "済", "due_on": date(2026, 10, 1)}),
        (None, {"status": ActionStatus.DROPPED, "reason": "否", "due_on": date(2026, 10, 1)}),
    ],
)
def test_actions_of_the_series(net, found, expected, given):
    make.action(net.member, meeting=net.last, **given)
    assert [c.kind for c in found()] == ([expected] if expected else [])


def test_the_reason_of_an_overdue_action_says_since_when_and_who(net, found):
    action = make.action(net.member, meeting=net.last, due_on=date(2026, 10, 30))
    [candidate] = found()
    assert candidate.title == action.title
    assert candidate.why == "期限の10月30日（金）から24日たち、未着手のままです。担当は構成です。"


def test_actions_of_elsewhere_are_not_spoken_about(net, found):
    late = {"due_on": date(2026, 10, 1)}
    make.action(net.member, **late)
    make.action(net.secretariat, visibility=ActionVisibility.ORGANIZATION, **late)
    make.action(net.member, meeting=make.meeting(net.member), **late)
    assert found() == []


@pytest.mark.parametrize(
    ("count", "meeting", "acted"),
    [(1, "earlier", False), (0, "earlier", True), (0, "last", False)],
)
def test_decisions_without_a_destination(net, found, count, meeting, acted):
    held = getattr(net, meeting)
    item = make.agenda_item(held)
    make.decision(held, agenda_item=item, text="機材を貸し借りする")
    if acted:
        make.action(net.member, meeting=held, agenda_item=item)
    assert len(found(Kind.DECISION)) == count


@pytest.mark.parametrize(
    ("why", "given"),
    [
        ("11月30日（月）に見直すことになっています。いまは「試行」です。",
         {"look_at_on": date(2026, 11, 30), "stage": Stage.TRIED}),
        ("9月16日（水）の会議で出ましたが、育てる組織が決まっていません。", {}),
        ("9月16日（水）の会議で出ましたが、育てる組織が決まっていません。",
         {"look_at_on": date(2027, 1, 30)}),
        (None, {"look_at_on": date(2027, 1, 30), "kept": True}),
        (None, {"kept": True}),
        ("5月20日（水）から187日、動きがありません。育てる組織は構成です。",
         {"kept": True, "moved_on": date(2026, 5, 20)}),
        (None, {"stage": Stage.ROOTED, "result": "続いている"}),
        (None, {"stage": Stage.DROPPED, "reason": "重なる"}),
    ],
)  # fmt: skip
def test_ideas_to_be_looked_at_or_without_a_keeper(net, found, why, given):
    keeper = net.member if given.pop("kept", False) else None
    make.idea(net.last, keeper=keeper, **given)
    make.idea(make.meeting(net.member))
    assert [c.why for c in found(Kind.IDEA)] == ([why] if why else [])


def test_ideas_without_a_meeting_go_to_the_liaison_meeting_if_everybody_reads_them(net, found):
    own, others = net.secretariat, make.organization(short_name="出し組織")
    make.idea(proposer=others, title="みんなの種")
    make.idea(proposer=own, title="幹事だけの種", visibility=IdeaVisibility.ORGANIZATION)
    ended = {
        visibility: make.series(secretariat=own, visibility=visibility, is_archived=True)
        for visibility in (Visibility.NETWORK, Visibility.SERIES)
    }
    make.idea(make.meeting(series=ended[Visibility.NETWORK]), title="終わった会議の種")
    make.idea(make.meeting(series=ended[Visibility.SERIES]), title="閉じた会議の種")
    make.idea(proposer=others, keeper=own, look_at_on=date(2027, 3, 1), title="先の種")
    assert {c.title: c.why for c in found(Kind.IDEA)} == {
        "みんなの種": "11月23日（月）に出し組織から出ましたが、育てる組織が決まっていません。",
        "終わった会議の種": "9月16日（水）の会議で出ましたが、育てる組織が決まっていません。",
    }
    working = make.series(secretariat=own, kind=SeriesKind.WORKING)
    meeting = make.meeting(series=working, held_on=date(2026, 12, 1))
    assert found(Kind.IDEA, meeting) == []  # there is a liaison meeting for them
    net.series.kind = SeriesKind.EXCHANGE
    db.session.commit()
    assert "みんなの種" in {c.title for c in found(Kind.IDEA, meeting)}


def test_an_idea_that_was_spoken_about_comes_again_until_it_is_looked_after(net, found, editor):
    idea = make.idea(net.last)
    [candidate] = found(Kind.IDEA)
    editor.post(f"/agenda/meetings/{net.coming.id}/{candidate.key}/take")
    db.session.rollback()
    assert found(Kind.IDEA) == []
    later = make.meeting(series=net.series, held_on=date(2027, 2, 17))
    assert [c.key for c in found(Kind.IDEA, later)] == [candidate.key]
    idea.keeper, idea.look_at_on = net.member, date(2027, 6, 1)
    db.session.commit()
    assert found(Kind.IDEA, later) == []


def test_menus_that_wait_to_be_looked_over_are_one_candidate(net, found):
    stale = {"stale_from": date(2026, 11, 1)}
    make.menu(net.member, **stale)
    make.menu(net.member, **stale)
    make.menu(net.member, visibility=MenuVisibility.NETWORK, **stale)
    make.menu(net.secretariat, **stale)
    make.menu(net.member, stale_from=date(2027, 5, 1))
    make.menu(net.secretariat, state=MenuState.DRAFT, **stale)
    make.menu(net.secretariat, visibility=MenuVisibility.ORGANIZATION, **stale)
    [candidate] = found(Kind.STALE)
    assert candidate.title == "見直し月を過ぎた支援メニューが4件"
    assert candidate.why.startswith("構成が3件、幹事が1件です。見直し月（10月）")


@pytest.fixture
def wards(app):
    return [
        make.term(Scheme.WARD, code, label=label, note=area, position=number)
        for number, (code, label, area) in enumerate(
            [("k", "川崎区", "南部"), ("n", "中原区", "中部"), ("t", "多摩区", "北部"),
             ("a", "麻生区", "北部"), ("all", "市全域", ""), ("online", "オンライン", "")]
        )
    ]  # fmt: skip


def test_kinds_of_support_that_some_wards_lack(net, found, wards):
    child = make.term(Scheme.TYPE, "child", label="保育付き")
    make.menu(net.member, type=child, terms=wards[:2])
    make.menu(net.member, type=child, terms=wards[2:3], state=MenuState.DRAFT)
    make.menu(net.member, type=child, terms=wards[2:], visibility=MenuVisibility.ORGANIZATION)
    [candidate] = found(Kind.GAP)
    assert candidate.title == "「保育付き」が北部の2区にない"
    assert candidate.why == (
        "多摩区・麻生区に「保育付き」の支援メニューがありません。あるのは川崎区・中原区です。"
    )


@pytest.mark.parametrize("served", [[4], [0, 5], [0, 1, 2, 3], []])
def test_support_for_all_online_or_nowhere_is_no_gap(net, found, wards, served):
    child = make.term(Scheme.TYPE, "child")
    make.menu(net.member, type=child, terms=[wards[n] for n in served])
    assert found(Kind.GAP) == []


def test_only_the_smallest_gaps_are_shown(net, found, wards):
    for number in range(1, 4):
        kind = make.term(Scheme.TYPE, f"kind{number}", label=f"種類{number}")
        make.menu(net.member, type=kind, terms=wards[:number])
    assert [c.key for c in found(Kind.GAP)] == ["gap:kind3", "gap:kind2"]


NOW, LONG_AGO = date(2026, 11, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("count", "searches"),
    [
        (1, [("a", 0, NOW), ("b", 0, NOW)]),
        (1, [("a", 0, NOW), ("b", 3, NOW)]),  # found, but not opened
        (1, [(None, 0, NOW)] * 5),  # visitors of five days
        (0, [(None, 0, NOW)] * 4),
        (0, [("a", 0, date(2026, 9, 1)), ("b", 0, NOW)]),  # not in the same month
        (0, [("a", 0, NOW), ("a", 0, NOW)]),  # one organization alone
        (0, [("a", 0, NOW), (None, 0, NOW)]),
        (0, [("a", 0, LONG_AGO), ("b", 0, LONG_AGO)]),
    ],
)
def test_what_was_searched_in_vain(net, found, count, searches):
    organizations = {"a": net.member.id, "b": net.secretariat.id, None: None}
    for number, (who, total, month) in enumerate(searches):
        make.save(SearchLog(month=month, organization_id=organizations[who],
                            words="平日夜 会議室", total=total, person=f"p{number}"))  # fmt: skip
    assert len(found(Kind.SEARCH)) == count


def test_who_searched_is_not_said(net, found):
    for organization in (net.member, make.organization(short_name="さがした組織")):
        make.save(SearchLog(month=NOW, organization_id=organization.id, words="夜の部屋", total=0))
    [candidate] = found()
    assert candidate.why == "11月に2組織がさがし、見つかりませんでした（該当なし2、開かれず0）。"
    assert "さがした組織" not in str(candidate)


@pytest.mark.parametrize("together", [False, True])
def test_what_one_relies_on_and_another_is_good_at(net, found, together):
    theme = make.term(Scheme.THEME, "f11", label="国際協力")
    asking = make.organization(short_name="相談先")
    make.save(Strength(organization=net.member, kind=StrengthKind.STRENGTH, theme=theme))
    make.save(Strength(organization=asking, kind=StrengthKind.RELIANCE, theme=theme,
                       note="多言語での案内"))  # fmt: skip
    if together:
        make.action(net.secretariat, partners=[net.member, asking])
    titles = [c.title for c in found(Kind.MATCH)]
    assert titles == ([] if together else ["相談先の頼りたいこと「多言語での案内」"])


@pytest.mark.parametrize(
    ("count", "given"),
    [
        (1, {"opens_on": date(2027, 1, 12)}),
        (1, {"opens_on": date(2026, 4, 1), "closes_on": date(2026, 12, 4)}),
        (0, {"opens_on": date(2027, 2, 18)}),  # after the meeting after this one
        (0, {"closes_on": date(2026, 11, 22)}),
        (0, {"opens_on": date(2027, 1, 12), "is_paused": True}),
        (0, {"opens_on": date(2027, 1, 12), "is_year_round": True}),
        (0, {"opens_on": date(2027, 1, 12), "visibility": MenuVisibility.ORGANIZATION}),
        (0, {"opens_on": date(2027, 1, 12), "type": "space"}),
    ],
)
def test_grants_that_open_or_close_before_the_meeting_after(net, found, count, given):
    make.meeting(series=net.series, held_on=date(2027, 2, 17))
    kind = make.term(Scheme.TYPE, given.pop("type", "grant"))
    make.menu(net.secretariat, type=kind, **({"is_year_round": False} | given))
    assert len(found(Kind.GRANT)) == count


def test_grants_that_open_together_are_one_matter(net, found):
    kind = make.term(Scheme.TYPE, "grant")
    for title in ("入門", "発展"):
        make.menu(net.member, type=kind, title=title, is_year_round=False,
                  opens_on=date(2027, 1, 12))  # fmt: skip
    [candidate] = found()
    assert candidate.title == "助成「入門」ほか1件の受付"
    assert [e.text for e in candidate.evidence] == ["入門", "発展"]


def test_what_members_proposed(net, found):
    make.agenda_proposal(net.series, net.member, title="日程", text="**重なり**を避けたい")
    make.agenda_proposal(make.series(net.member), net.member, title="よその会議")
    [candidate] = found()
    assert (candidate.title, candidate.why, candidate.minutes) == ("日程", "重なりを避けたい", 20)


def test_the_most_urgent_comes_first(net, found):
    make.agenda_proposal(net.series, net.member)
    make.menu(net.member, stale_from=date(2026, 11, 1))
    make.action(net.member, meeting=net.last, due_on=date(2026, 11, 20))
    make.action(net.member, meeting=net.last, due_on=date(2026, 10, 20), title="先のもの")
    make.action(net.member, meeting=net.last, moved_on=date(2026, 9, 1))
    kinds = [c.kind for c in found()]
    assert kinds == [Kind.OVERDUE, Kind.OVERDUE, Kind.MEMBER, Kind.SILENT, Kind.STALE]
    assert found()[0].title == "先のもの"


def test_a_coordinator_is_not_told_what_they_may_not_read(net):
    """What the lead alone may read stays out, though the coordinator makes the agenda."""
    coordinator = make.coordinator()
    closed = make.series(net.member, visibility=Visibility.SERIES)
    held = make.meeting(series=closed, held_on=date(2026, 9, 16))
    make.action(net.member, meeting=held, due_on=date(2026, 10, 1))
    make.action(net.member, visibility=ActionVisibility.ORGANIZATION, due_on=date(2026, 10, 1))
    coming = make.meeting(series=closed, held_on=date(2026, 12, 9))
    [candidate] = queries.candidates(coordinator, coming).waiting
    assert candidate.kind is Kind.OVERDUE
    assert queries.candidates(coordinator, net.coming).waiting == []
