"""At circulation the lines of minutes become decisions, actions and ideas, and stay bound."""

import time
from datetime import date

import pytest

from hub.actions.models import Action, ActionKind, ActionStatus
from hub.core.db import db
from hub.meetings.headings import items_by_line
from hub.meetings.line_models import BindingState, LineBinding
from hub.meetings.models import AgendaItem
from tests import make

TEXT = """# 協議

決定: 早見カードを刷る
- [ ] 会場を仮予約する @多摩SDC @国際協会 〆12/11
- 宿題: ちらしを作る @国際協会
保留: 助成の条件をそろえるか 〆R9.2.17
次回: 令和9年2月17日（水）18:30 宮前区役所
"""


@pytest.fixture
def tama(app):
    return make.organization(short_name="多摩SDC", name="多摩区ソーシャルデザインセンター")


@pytest.fixture
def kokusai(app):
    return make.organization(short_name="国際協会", name="公益財団法人国際協会")


@pytest.fixture
def meeting(tama, kokusai):
    series = make.series(tama, kokusai)
    return make.meeting(series.secretariat, tama, series=series, held_on=date(2026, 11, 18))


@pytest.fixture
def writer(as_user, meeting):
    return as_user(make.user(meeting.series.secretariat))


def here(meeting, path=""):
    return f"/meetings/{meeting.id}/minutes{path}"


def save(client, meeting, body):
    page = client.get(here(meeting, "/edit")).text
    fields = {
        name: page.partition(f'name="{name}" type="hidden" value="')[2].partition('"')[0]
        for name in ("version", "base")
    }
    answer = client.post(here(meeting, "/edit"), data={"body": body, **fields})
    assert answer.status_code == 303
    db.session.expire_all()


def send(client, meeting):
    answer = client.post(here(meeting, "/review"), data={"version": meeting.minutes.version})
    assert answer.status_code == 303
    db.session.expire_all()


def circulate(client, meeting, body=TEXT):
    save(client, meeting, body)
    send(client, meeting)


def correct(client, meeting, body):
    data = {"body": body, "reason": "数え違い", "version": meeting.minutes.version}
    assert client.post(here(meeting, "/correct"), data=data).status_code == 303
    db.session.expire_all()


def actions(meeting):
    query = db.select(Action).filter_by(meeting_id=meeting.id).order_by(Action.id)
    return list(db.session.scalars(query))


def bindings(meeting):
    query = db.select(LineBinding).filter_by(meeting_id=meeting.id).order_by(LineBinding.id)
    return list(db.session.scalars(query))


def test_circulation_makes_exactly_the_things_of_the_lines(writer, meeting, tama, kokusai):
    circulate(writer, meeting)
    assert [d.text for d in meeting.decisions] == ["早見カードを刷る"]
    booked, leaflet, held = actions(meeting)
    assert (booked.title, booked.lead, booked.due_on) == (
        "会場を仮予約する", tama, date(2026, 12, 11),
    )  # fmt: skip
    assert [p.organization for p in booked.partners] == [kokusai]
    assert booked.owner == meeting.series.secretariat
    assert (leaflet.lead, leaflet.due_on) == (kokusai, date(2027, 2, 17))  # until the next meeting
    assert (held.status, held.review_on) == (ActionStatus.ON_HOLD, date(2027, 2, 17))
    assert meeting.next_meeting_note == "令和9年2月17日（水）18:30 宮前区役所"


def test_each_line_gets_its_marker_at_its_end(writer, meeting):
    circulate(writer, meeting)
    lines = meeting.minutes.body.splitlines()
    assert lines[2] == "決定: 早見カードを刷る {決定:R8-1}"
    assert lines[3] == "- [ ] 会場を仮予約する @多摩SDC @国際協会 〆12/11 {宿題:R8-1}"
    assert lines[4] == "- 宿題: ちらしを作る @国際協会 {宿題:R8-2}"
    assert lines[5].endswith("〆R9.2.17 {保留:R8-1}")
    assert "{" not in lines[6]


def test_markers_are_counted_on_in_the_series_and_begin_anew_with_the_year(writer, meeting):
    circulate(writer, meeting, "決定: 一つ")
    for day, marker in ((date(2027, 3, 1), "R8-2"), (date(2027, 4, 1), "R9-1")):
        later = make.meeting(series=meeting.series, held_on=day)
        circulate(writer, later, "決定: 二つ")
        assert later.minutes.body == f"決定: 二つ {{決定:{marker}}}"


def test_taking_back_and_sending_again_makes_nothing_twice(writer, meeting):
    circulate(writer, meeting)
    body, made = meeting.minutes.body, [a.id for a in actions(meeting)]
    assert writer.post(here(meeting, "/take-back")).status_code == 303
    db.session.expire_all()
    send(writer, meeting)
    assert meeting.minutes.body == body
    assert [a.id for a in actions(meeting)] == made
    assert len(meeting.decisions) == 1
    assert len(bindings(meeting)) == 4


def test_a_draft_makes_nothing_yet(writer, meeting):
    save(writer, meeting, TEXT)
    assert actions(meeting) == []
    assert meeting.decisions == []
    assert meeting.minutes.body == TEXT.strip("\n")


def test_what_was_entered_by_hand_is_bound_and_not_doubled(writer, meeting, tama):
    decision = make.decision(meeting, text="早見カードを刷る")
    action = make.action(tama, meeting=meeting, title="会場を仮予約する", due_on=date(2026, 12, 1))
    circulate(writer, meeting)
    assert [d.id for d in meeting.decisions] == [decision.id]
    assert [a.title for a in actions(meeting)].count("会場を仮予約する") == 1
    assert action.due_on == date(2026, 12, 1)  # what was entered stands


def test_the_first_text_of_minutes_doubles_nothing(writer, meeting, tama, kokusai):
    make.decision(meeting, text="*早見*カードを刷る")
    make.action(tama, partners=[kokusai], meeting=meeting, title="会場 [北部] をあたる")
    page = writer.get(here(meeting, "/edit"))
    text = page.text.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    circulate(writer, meeting, text.strip("\n"))
    assert len(meeting.decisions) == 1
    assert len(actions(meeting)) == 1
    assert len(bindings(meeting)) == 2


@pytest.mark.parametrize("how", ["review", "correction"])
def test_an_edited_line_updates_its_thing(writer, meeting, tama, kokusai, how):
    circulate(writer, meeting)
    body = meeting.minutes.body
    edited = (
        body.replace("早見カードを刷る", "早見カードを五百枚刷る")
        .replace("会場を仮予約する @多摩SDC @国際協会 〆12/11", "会場を予約する @国際協会 〆12/18")
        .replace("〆R9.2.17", "〆R9.3.1")
    )
    if how == "review":
        save(writer, meeting, edited)
    else:
        data = {"version": meeting.minutes.version, "objections": 0}
        writer.post(here(meeting, "/confirm"), data=data)
        db.session.expire_all()
        correct(writer, meeting, edited)
    assert [d.text for d in meeting.decisions] == ["早見カードを五百枚刷る"]
    booked, _leaflet, held = actions(meeting)
    assert (booked.title, booked.lead, booked.due_on) == (
        "会場を予約する", kokusai, date(2026, 12, 18),
    )  # fmt: skip
    assert (booked.first_due_on, booked.extensions) == (date(2026, 12, 11), 1)
    assert "議事録が直されたため" in [event.text for event in booked.events]
    assert held.review_on == date(2027, 3, 1)
    assert len(bindings(meeting)) == 4


def test_a_corrected_typo_does_not_take_back_what_was_settled_since(writer, meeting):
    circulate(writer, meeting)
    booked = actions(meeting)[0]
    booked.due_on = date(2027, 1, 29)
    db.session.commit()
    save(writer, meeting, meeting.minutes.body.replace("仮予約", "予約"))
    assert (actions(meeting)[0].title, actions(meeting)[0].due_on) == (
        "会場を予約する", date(2027, 1, 29),
    )  # fmt: skip


def test_a_line_that_is_added_in_review_is_new(writer, meeting):
    circulate(writer, meeting)
    save(writer, meeting, meeting.minutes.body + "\n決定: もう一つ")
    assert meeting.minutes.body.endswith("決定: もう一つ {決定:R8-2}")
    assert [d.text for d in meeting.decisions] == ["早見カードを刷る", "もう一つ"]


def test_of_two_lines_with_one_marker_the_second_is_new(writer, meeting):
    circulate(writer, meeting, "決定: 一つ")
    save(writer, meeting, "決定: 一つ {決定:R8-1}\n決定: 二つ {決定:R8-1}")
    assert meeting.minutes.body == "決定: 一つ {決定:R8-1}\n決定: 二つ {決定:R8-2}"
    assert [d.text for d in meeting.decisions] == ["一つ", "二つ"]


def test_a_marker_of_another_meeting_binds_nothing(writer, meeting):
    circulate(writer, meeting, "決定: 一つ")
    later = make.meeting(series=meeting.series, held_on=date(2026, 12, 1))
    circulate(writer, later, "決定: 二つ {決定:R8-1}")
    assert later.minutes.body == "決定: 二つ {決定:R8-2}"
    assert [d.text for d in meeting.decisions] == ["一つ"]


def test_a_line_that_is_taken_out_is_asked_about_and_stays_until_then(writer, meeting):
    circulate(writer, meeting)
    save(writer, meeting, "話した")
    assert len(actions(meeting)) == 3
    assert len(meeting.decisions) == 1
    assert {b.state for b in bindings(meeting)} == {BindingState.GONE}
    page = writer.get(here(meeting)).text
    assert "議事録から削られた行" in page
    decided, booked, leaflet, held = bindings(meeting)
    for binding, answer in (
        (decided, "withdraw"), (booked, "withdraw"), (leaflet, "keep"), (held, "withdraw"),
    ):  # fmt: skip
        answered = writer.post(here(meeting, f"/lines/{binding.id}/{answer}"))
        assert answered.status_code == 303
        assert writer.post(here(meeting, f"/lines/{binding.id}/{answer}")).status_code == 409
    db.session.expire_all()
    assert meeting.decisions == []
    assert [(a.status, a.reason) for a in actions(meeting)] == [
        (ActionStatus.DROPPED, "議事録から行が削られたため"),
        (ActionStatus.NOT_STARTED, ""),
        (ActionStatus.DROPPED, "議事録から行が削られたため"),
    ]
    assert "議事録から削られた行" not in writer.get(here(meeting)).text


def test_a_line_that_comes_back_is_bound_again(writer, meeting):
    circulate(writer, meeting, "決定: 一つ")
    save(writer, meeting, "話した")
    save(writer, meeting, "決定: 一つ {決定:R8-1}")
    assert [b.state for b in bindings(meeting)] == [BindingState.BOUND]
    assert len(meeting.decisions) == 1


def test_what_was_withdrawn_does_not_come_back_with_its_marker(writer, meeting):
    circulate(writer, meeting, "決定: 一つ")
    save(writer, meeting, "話した")
    writer.post(here(meeting, f"/lines/{bindings(meeting)[0].id}/withdraw"))
    db.session.expire_all()
    save(writer, meeting, "決定: 一つ {決定:R8-1}")
    assert meeting.minutes.body == "決定: 一つ {決定:R8-2}"
    assert [d.text for d in meeting.decisions] == ["一つ"]


def test_what_a_line_leaves_open_is_settled_without_a_guess(writer, meeting):
    circulate(writer, meeting, "宿題: 声をかける @北部のみなさん 〆来月末\n宿題:\n保留: 名前")
    called, held = actions(meeting)
    assert called.lead == meeting.series.secretariat
    assert (called.kind, called.due_on) == (ActionKind.STANDING, None)
    assert (held.kind, held.status) == (ActionKind.STANDING, ActionStatus.NOT_STARTED)
    make.meeting(series=meeting.series, held_on=date(2026, 12, 16))
    save(writer, meeting, meeting.minutes.body + "\n宿題: 会場 @多摩SDC\n保留: 日取り")
    later, on_hold = actions(meeting)[2:]
    assert later.due_on == date(2026, 12, 16)  # the next meeting
    assert (on_hold.status, on_hold.review_on) == (ActionStatus.ON_HOLD, date(2026, 12, 16))


def test_a_ticked_box_is_done(writer, meeting):
    circulate(writer, meeting, "- [x] 礼状を送った @多摩SDC\n- [ ] 刷る @多摩SDC 〆12/1")
    assert [a.status for a in actions(meeting)] == [ActionStatus.DONE, ActionStatus.NOT_STARTED]
    save(writer, meeting, meeting.minutes.body.replace("[ ]", "[x]"))
    assert [a.status for a in actions(meeting)] == [ActionStatus.DONE, ActionStatus.DONE]


def test_states_of_today_stand_beside_the_lines_and_the_text_does_not_change(writer, meeting):
    circulate(writer, meeting)
    before = writer.get(here(meeting)).text
    assert '<span class="line-marker">宿題:R8-1</span>' in before
    assert before.count('class="line-state"') == 3
    assert "未着手" in before.partition('class="minutes-text"')[2]
    assert "現在の状況（印刷日" in before
    body = meeting.minutes.body
    writer.post(f"/actions/{actions(meeting)[0].id}/start")
    after = writer.get(here(meeting)).text
    assert "進行中" in after.partition('class="minutes-text"')[2].partition("</article>")[0]
    db.session.expire_all()
    assert meeting.minutes.body == body


def test_only_the_secretariat_answers_for_removed_lines(writer, as_user, meeting, tama):
    circulate(writer, meeting)
    save(writer, meeting, "話した")
    line = bindings(meeting)[0]
    others = [make.user(tama), make.coordinator(make.organization())]
    for person in others:
        for answer in ("keep", "withdraw"):
            denied = as_user(person).post(here(meeting, f"/lines/{line.id}/{answer}"))
            assert denied.status_code in {403, 404}
        assert "議事録から削られた行" not in as_user(person).get(here(meeting)).text
    other = make.meeting(series=meeting.series, held_on=date(2026, 12, 1))
    assert writer.post(here(other, f"/lines/{line.id}/keep")).status_code == 404
    assert writer.post(here(meeting, "/lines/999/keep")).status_code == 404


def test_two_thousand_lines_become_things_soon(writer, meeting):
    text = "\n".join(f"- [ ] 会場{n}をあたる @多摩SDC 〆12/11" for n in range(2_000))
    save(writer, meeting, text)
    begin = time.process_time()
    send(writer, meeting)
    assert time.process_time() - begin < 15
    assert len(actions(meeting)) == 2_000


def test_what_stands_under_the_heading_of_an_agenda_item_belongs_to_it():
    items = [AgendaItem(id=3, title="早見表"), AgendaItem(id=4, title="早見表の*配り方*")]
    text = "\n".join(
        [
            "決定：先に",
            "## 2 協議事項　早見表（国際交流協会）",
            "決定：早見表を置く",
            "### 意見",
            "- [ ] 届ける @社協",
            "## 3 協議事項　早見表の\\*配り方\\*",
            "決定：配る",
            "# 決定事項",
            "- まとめ",
        ]
    )
    assert items_by_line(text, items) == {2: 3, 3: 3, 4: 3, 5: 3, 6: 4, 7: 4}


def test_things_are_tied_to_the_agenda_item_of_their_heading(writer, meeting):
    item = make.agenda_item(meeting, title="早見カード")
    circulate(
        writer,
        meeting,
        "## 1 協議事項　早見カード\n\n決定: 刷る\n- [ ] 配る @多摩SDC 〆12/11\n\n"
        "# その他\n\n決定: 次は二月\n",
    )
    tied = {decision.text: decision.agenda_item_id for decision in meeting.decisions}
    assert tied == {"刷る": item.id, "次は二月": None}
    assert db.session.scalars(db.select(Action)).one().agenda_item_id == item.id
