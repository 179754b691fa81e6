"""The list: what is in it, in which order and groups, and that every count is true."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from hub.actions import selection
from hub.actions.models import ActionKind, ActionStatus
from hub.actions.selection import Group, Selection, State, Who
from hub.core import calendar
from hub.core.db import db
from hub.meetings.models import Visibility
from tests import make
from tests.worlds import once

TODAY = date(2026, 11, 23)


@pytest.fixture
def mine(app, request):
    if "many" in request.fixturenames:
        return request.getfixturevalue("crowd")[0]
    return make.organization()


@pytest.fixture
def viewer(mine):
    return make.user(mine)


@pytest.fixture
def client(as_user, viewer):
    return as_user(viewer)


@pytest.fixture
def many(crowd):
    return crowd[1]


@pytest.fixture
def crowd(app, clock, tmp_path_factory):
    return once(app, clock, "many actions", tmp_path_factory.mktemp, _crowd)


def _crowd():
    """Actions of every status and around every border between the groups."""
    mine = make.organization()
    other, held = make.organization(), make.meeting()
    days = [None, *(TODAY + timedelta(days=n) for n in (-40, -1, 0, 1, 14, 15, 90))]
    made = []
    for number, day in enumerate(days):
        lead, partners = [(mine, []), (other, [mine]), (other, [])][number % 3]
        kind = ActionKind.STANDING if day is None else ActionKind.TODO
        meeting = held if number % 2 else None
        for status in ("wait", "start", "hold", "done", "drop"):
            action = make.action(
                lead, partners=partners, due_on=day, kind=kind, meeting=meeting,
                title=f"{status} {number}",
            )  # fmt: skip
            move(action, status, number)
            made.append(action)
    make.action(make.organization(), visibility="organization")  # unseen
    return mine, made


def move(action, status, number):
    if status == "start":
        action.start()
    elif status == "hold":
        action.hold(TODAY + timedelta(days=number * 5 - 10))
    elif status == "done":
        action.complete("できた", TODAY - timedelta(days=number))
    elif status == "drop":
        action.drop("要らない", TODAY - timedelta(days=number))
    db.session.commit()


def titles(page: str) -> list[str]:
    table = page.partition("<tbody>")[2]
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', table)


def counts(page: str, of: str) -> dict[str, int]:
    segments = page.partition(f'aria-label="{of}"')[2].partition("</ul>")[0]
    found = re.findall(r">([^<>]+) <span class=\"n\">(\d+)</span>", segments)
    return {name.strip(): int(count) for name, count in found}


def whole_list(client, address: str) -> list[str]:
    found, number = [], 1
    while True:
        mark = "&" if "?" in address else "?"
        page = client.get(f"{address}{mark}page={number}").text
        found += titles(page)
        if f"page={number + 1}" not in page:
            return found
        number += 1


@pytest.mark.parametrize("who", list(Who))
def test_each_count_equals_its_list(client, many, who):
    page = client.get(f"/actions?who={who}").text
    states = counts(page, "状態でしぼる")
    assert list(states) == [
        "未完了", "期限超過", "未着手", "進行中", "保留", "完了", "見送り",
    ]  # fmt: skip
    for state in State:
        found = whole_list(client, f"/actions?who={who}&state={state}")
        assert len(found) == len(set(found)) == states[str(state.label)]
    whos = counts(page, "組織でしぼる")
    assert len(whole_list(client, f"/actions?who={who}")) == whos[str(who.label)]


def test_counts_are_those_of_the_selection_in_force(client, many, mine):
    page = client.get(f"/actions?q=start&organization={mine.id}").text
    states = counts(page, "状態でしぼる")
    assert states["未着手"] == states["完了"] == 0
    assert states["進行中"] == len(titles(page))
    assert states["進行中"] == len([a for a in many if a.title.startswith("start") and (
        a.lead == mine or mine.id in a.partner_ids)])  # fmt: skip


def test_groups_are_the_same_in_the_database_and_in_the_page(viewer, many):
    for state in State:
        chosen = Selection(state=state)
        actions = db.session.scalars(selection.matching(viewer, chosen)).all()
        groups = [selection.group_of(action, TODAY) for action in actions]
        assert groups == sorted(groups, key=list(Group).index)
        found = {group: groups.count(group) for group in set(groups)}
        assert found == selection.Tally(viewer, chosen).groups


def test_the_overdue_come_first_the_longest_first(client, many):
    page = client.get("/actions").text
    headings = ["期限を過ぎています", "二週間以内", "それより先", "期限なし"]
    places = [page.index(heading) for heading in headings if heading in page]
    assert places == sorted(places)
    assert titles(page)[:2] == ["wait 1", "start 1"]
    assert "40日超過" in page
    overdue = [a for a in many if a.is_overdue(TODAY)]
    assert counts(page, "状態でしぼる")["期限超過"] == len(overdue) == 4


def test_what_is_on_hold_waits_for_its_day_not_for_its_due_date(app):
    action = make.action(due_on=TODAY - timedelta(days=5))
    action.hold(TODAY + timedelta(days=30))
    db.session.commit()
    assert selection.group_of(action, calendar.today()) is Group.LATER


def test_a_selection_is_kept_in_the_addresses(client, many, mine):
    page = client.get(f"/actions?who=lead&organization={mine.id}&q=wait").text
    links = page.partition('aria-label="状態でしぼる"')[2].partition("</ul>")[0]
    for name in ("who=lead", f"organization={mine.id}", "q=wait"):
        assert links.count(name) == len(State)
    exports = page.partition("この一覧を書き出す")[2]
    assert f"export.xlsx?who=lead&amp;organization={mine.id}&amp;q=wait" in exports
    chips = page.partition('class="chips"')[2]
    assert mine.short_name in chips
    assert "「wait」" in chips


def test_long_lists_have_pages(client, mine):
    for _number in range(30):
        make.action(mine)
    first, second = client.get("/actions").text, client.get("/actions?page=2").text
    assert (len(titles(first)), len(titles(second))) == (25, 5)
    assert not set(titles(first)) & set(titles(second))
    assert "30件のうち1から25件目" in first
    assert ">30件<" in first  # the heading of the group counts the whole list


def test_a_filter_by_series_tells_nothing_to_who_only_helps(as_user, mine):
    series = make.series(visibility=Visibility.SERIES)
    held = make.meeting(series=series)
    action = make.action(partners=[mine], meeting=held)
    client = as_user(make.user(mine))
    page = client.get("/actions")
    assert titles(page.text) == [action.title]
    assert series.name not in page.text.partition("<table")[2]
    assert titles(client.get(f"/actions?series={series.id}").text) == []
    assert titles(client.get(f"/actions?meeting={held.id}").text) == []
    secretariat = as_user(make.user(series.secretariat))
    assert titles(secretariat.get(f"/actions?series={series.id}").text) == [action.title]
    assert titles(secretariat.get(f"/actions?meeting={held.id}").text) == [action.title]


def test_the_newest_move_is_shown(client, mine):
    action = make.action(mine)
    make.action_event(action, "古い話", on=date(2026, 9, 16))
    make.action_event(action, "三区で試作を確認中", on=date(2026, 11, 2))
    make.action_event(action, "その前の話", on=date(2026, 10, 1))
    page = client.get("/actions").text
    assert "三区で試作を確認中" in page
    assert "古い話" not in page
    assert "その前の話" not in page


def test_nothing_found_says_what_to_try(client, many):
    page = client.get("/actions?q=どこにもない言葉").text
    assert "あてはまる宿題事項はありません" in page
    assert "<table" not in page
    assert "条件をゆるめると" in page


def test_words_are_taken_as_they_are(client, mine):
    make.action(mine, title="達成率100%の表")
    make.action(mine, title="達成率100点の表")
    assert titles(client.get("/actions?q=100%25").text) == ["達成率100%の表"]
    assert titles(client.get("/actions?q=表　達成率100点").text) == ["達成率100点の表"]


@pytest.mark.parametrize(
    "query",
    ["page=x", "page=-1", "page=99999999999999999999", "page=0", "who=nobody", "state=lost",
     "organization=x", "organization=99999999999999999999", "series=-1", "meeting=1e9",
     "q=%00%08", "q=" + "あ" * 500, "q='\"<script>", "state=open&state=done", "organization="],
)  # fmt: skip
def test_strange_addresses_show_a_list(client, many, query):
    for path in ("/actions", "/actions/board", "/actions/export.csv"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 200
        assert "<script>" not in answer.text


def test_a_longer_list_does_not_ask_the_database_more_often(client, as_user, mine):
    series = make.series(visibility=Visibility.SERIES)

    def add(count):
        for _number in range(count):
            action = make.action(
                make.organization(), partners=[mine, make.organization()],
                meeting=make.meeting(series=series),
            )  # fmt: skip
            make.action_event(action)

    def asked(path) -> int:
        db.session.expire_all()
        statements = []
        listen = (db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
        event.listen(*listen)
        assert client.get(path).status_code == 200
        event.remove(*listen)
        return len(statements)

    for path in ("/actions", "/actions/board", "/actions/export.xlsx"):
        add(2)
        few = asked(path)
        add(5)
        assert asked(path) <= few


def test_status_words_are_those_of_the_field():
    assert [str(s.label) for s in ActionStatus] == ["未着手", "進行中", "保留", "完了", "見送り"]
