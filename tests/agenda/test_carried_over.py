"""議題1 前回からの継続 fills itself."""

from datetime import date
from html import unescape

import pytest

from hub.actions.models import ActionStatus
from hub.meetings.lines.reading import read
from hub.meetings.models import AgendaKind, MinutesState, Visibility
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


def first_minutes(client, meeting):
    page = client.get(f"/meetings/{meeting.id}/minutes/edit").text
    return unescape(page.partition("<textarea")[2].partition("</textarea>")[0])


def test_the_first_text_of_the_minutes_holds_what_was_open_that_day(net, editor, carried):
    make.action(net.member, meeting=net.last, title="*早見表*", due_on=date(2026, 10, 30))
    text = first_minutes(editor, net.coming)
    assert "> 終わっていない宿題（11月23日（月）現在、1件）" in text
    assert (r"> - \*早見表\*（担当 構成、未着手、期限 10月30日（金）、期限超過）") in text


def test_what_is_only_reported_becomes_no_action_of_the_meeting(net, editor, carried):
    make.action(net.member, meeting=net.last, title="宿題: 名簿を送る ＠構成 〆12/20")
    text = first_minutes(editor, net.coming)
    assert "名簿を送る" in text
    assert [line for line in read(text, held_on=net.coming.held_on) if "名簿" in line.text] == []


def test_minutes_hold_only_what_all_their_readers_may_read(net, editor, carried):
    closed = make.meeting(series=net.series, held_on=date(2026, 7, 1), visibility=Visibility.SERIES)
    make.action(net.member, meeting=closed, title="会議体まで")
    make.action(net.member, meeting=net.last, title="網の内")
    assert "会議体まで" in editor.get(f"/meetings/{net.coming.id}").text
    text = first_minutes(editor, net.coming).partition("決定事項")[0]
    assert "網の内" in text
    assert "会議体まで" not in text
