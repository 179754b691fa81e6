"""議題1 前回からの継続 fills itself."""

from datetime import date

import pytest

from hub.actions.models import ActionStatus
from hub.meetings.models import AgendaKind, MinutesState
from tests import make


@pytest.fixture
def carried(net):
    return make.agenda_item(net.coming, kind=AgendaKind.CARRY, title="継続課題の確認")


def test_what_earlier_meetings_left_open_overdue_first(net, editor, carried):
    make.action(net.member, meeting=net.last, title="先の期限", due_on=date(2026, 12, 1))
    make.action(net.member, meeting=net.earlier, title="遅れたもの", due_on=date(2026, 11, 1))
    make.action(net.member, meeting=net.last, title="済んだもの", status=ActionStatus.DONE,
                result="済")  # fmt: skip
    make.action(net.member, meeting=net.coming, title="この会議のもの")
    make.action(net.member, meeting=make.meeting(net.member), title="よその会議のもの")
    page = editor.get(f"/meetings/{net.coming.id}").text
    shown = page.partition('class="carried"')[2].partition("</details>")[0]
    assert "終わっていない宿題 2件（うち期限超過 1件）" in shown
    assert "現在" in shown
    assert shown.index("遅れたもの") < shown.index("先の期限")
    for title in ("済んだもの", "この会議のもの", "よその会議のもの"):
        assert title not in shown


def test_nothing_left_open_is_said(net, editor, carried):
    page = editor.get(f"/meetings/{net.coming.id}").text
    assert "前の会議までの宿題は、すべて終わっています" in page


def test_confirmed_minutes_stand_for_it(net, editor, carried):
    make.action(net.member, meeting=net.last)
    make.minutes(net.coming, MinutesState.CONFIRMED)
    assert 'class="carried"' not in editor.get(f"/meetings/{net.coming.id}").text


def test_visitors_of_a_public_meeting_read_only_what_is_theirs(net, visitor, carried):
    net.coming.visibility = "public"
    make.action(net.member, meeting=net.last, title="網の内")
    page = visitor.get(f"/meetings/{net.coming.id}").text
    assert "網の内" not in page
    assert "すべて終わっています" not in page
