"""Ties follow the lines of minutes: bound, corrected, moved, withdrawn. Ties by hand stay."""

from datetime import date

import pytest

from hub.actions.models import Action
from hub.core.db import db
from hub.ideas.models import Idea
from tests import make
from tests.meetings.test_lines_become_things import circulate, correct, here, save

TEXT = """## 1 協議事項　相談会

アイデア: 合同の相談会
決定: 秋に一度試す
- [ ] 会場をさがす @多摩SDC 〆12/11

## 2 協議事項　広報紙

- [ ] 原稿を集める @多摩SDC 〆12/11
"""


@pytest.fixture
def meeting(app):
    tama = make.organization(short_name="多摩SDC")
    held = make.meeting(tama, held_on=date(2026, 11, 18))
    make.agenda_item(held, title="相談会")
    make.agenda_item(held, title="広報紙")
    return held


@pytest.fixture
def writer(as_user, meeting):
    return as_user(make.user(meeting.series.secretariat))


def tied():
    """What the one idea of the minutes is tied to."""
    db.session.expire_all()
    idea = db.session.scalars(db.select(Idea)).one()
    return {thing.text for thing in idea.decisions} | {thing.title for thing in idea.actions}


def move(text: str, line: str) -> str:
    """The line, with its marker, to the end: under the other heading."""
    [found] = [one for one in text.splitlines() if line in one]
    return text.replace(found, "") + f"\n{found}\n"


def test_what_stands_under_the_heading_of_an_idea_is_tied_to_it(writer, meeting):
    circulate(writer, meeting, TEXT)
    assert tied() == {"秋に一度試す", "会場をさがす"}
    for thing in db.session.scalars(db.select(Idea)).one(), meeting.decisions[0]:
        thing.agenda_item = None
    db.session.commit()  # both at once
    assert tied() == set()


def test_a_line_that_moves_takes_its_tie_along(writer, meeting):
    circulate(writer, meeting, TEXT)
    for line, left in (("会場をさがす", {"秋に一度試す"}), ("秋に一度試す", set())):
        save(writer, meeting, move(meeting.minutes.body, line))
        assert tied() == left
    save(writer, meeting, move(meeting.minutes.body, "合同の相談会"))
    assert tied() == {"秋に一度試す", "会場をさがす", "原稿を集める"}


def test_a_tie_that_came_by_itself_is_not_lost_to_who_chose_ties_before_it(writer, meeting):
    item = meeting.agenda_items[0]
    idea = make.idea(meeting, agenda_item=item)
    seen = idea.version
    make.decision(meeting, text="秋に一度試す", agenda_item=item)
    late = writer.post(f"/ideas/{idea.id}/links", data={"version": seen})
    assert late.status_code == 409
    assert tied() == {"秋に一度試す"}


def test_what_is_withdrawn_is_untied_and_what_was_tied_by_hand_stays(writer, meeting):
    circulate(writer, meeting, TEXT)
    idea = db.session.scalars(db.select(Idea)).one()
    by_hand = make.action(title="下見をする")
    idea.actions.append(by_hand)
    db.session.commit()
    save(writer, meeting, "\n".join(
        line for line in meeting.minutes.body.splitlines()
        if "会場をさがす" not in line and "秋に一度試す" not in line
    ))  # fmt: skip
    assert tied() == {"秋に一度試す", "会場をさがす", "下見をする"}  # asked about first
    page = writer.get(here(meeting)).text
    for number in {int(part.partition("/")[0]) for part in page.split("/lines/")[1:]}:
        writer.post(here(meeting, f"/lines/{number}/withdraw"))
    assert tied() == {"下見をする"}


def test_a_tie_that_somebody_takes_off_by_hand_does_not_come_back(writer, meeting):
    circulate(writer, meeting, TEXT)
    idea = db.session.scalars(db.select(Idea)).one()
    page = writer.get(f"/ideas/{idea.id}/links").text
    assert "秋に一度試す" in page
    kept = {"version": idea.version, "action_ids": [action.id for action in idea.actions]}
    assert writer.post(f"/ideas/{idea.id}/links", data=kept).status_code == 303
    assert tied() == {"会場をさがす"}
    db.session.refresh(meeting)
    save(writer, meeting, meeting.minutes.body.replace("秋に一度試す", "秋に二度試す"))
    assert tied() == {"会場をさがす"}


def test_hands_that_move_things_between_items_tie_and_untie_too(writer, meeting):
    circulate(writer, meeting, TEXT)
    decision = meeting.decisions[0]
    path = f"/meetings/{meeting.id}/decisions/{decision.id}/edit"
    data = {"text": decision.text, "agenda_item_id": str(meeting.agenda_items[1].id)}
    answer = writer.post(path, data={**data, "version": meeting.version})
    assert answer.status_code == 303
    assert tied() == {"会場をさがす"}
    item = meeting.agenda_items[0].id
    answer = writer.post(f"/meetings/{meeting.id}/agenda/{item}/delete")
    assert answer.status_code == 303
    assert tied() == set()
    assert db.session.scalar(db.select(db.func.count(Action.id))) == 2


def test_an_idea_taken_onto_an_agenda_goes_on_over_a_continued_item(writer, meeting):
    before = make.meeting(series=meeting.series, held_on=date(2026, 5, 20))
    idea = make.idea(before, title="合同の相談会")
    coming = make.meeting(series=meeting.series, held_on=date(2026, 12, 9))
    after = make.meeting(series=meeting.series, held_on=date(2027, 2, 17))
    answer = writer.post(f"/agenda/meetings/{coming.id}/idea:{idea.id}:alone/take")
    assert answer.status_code == 303
    db.session.expire_all()
    item = coming.agenda_items[0]
    decided = make.decision(coming, text="次も話す", agenda_item=item)
    going_on = make.agenda_item(after, title=item.title, continued_from=item)
    make.action(title="持ち寄る", meeting=after, agenda_item=going_on)
    assert tied() == {"次も話す", "持ち寄る"}
    decided.agenda_item = None
    db.session.commit()
    assert tied() == {"持ち寄る"}


def test_a_correction_of_confirmed_minutes_moves_ties_too(writer, meeting):
    circulate(writer, meeting, TEXT)
    data = {"version": meeting.minutes.version, "objections": 0, "reason": "結果は次回書く"}
    writer.post(here(meeting, "/confirm"), data=data)
    db.session.expire_all()
    correct(writer, meeting, move(meeting.minutes.body, "会場をさがす"))
    assert tied() == {"秋に一度試す"}
