"""Two people write the same minutes: joined by lines, or asked where lines meet."""

import pytest

from hub.audit import revisions
from hub.core.db import db
from hub.core.markdown import LONGEST
from hub.meetings.merging import start_of
from hub.meetings.models import MinutesState
from tests import make

BEFORE = "一行め\n二行め\n三行め\n四行め"


@pytest.fixture
def meeting(app):
    return make.meeting()


@pytest.fixture
def writer(as_user, meeting):
    return as_user(make.user(meeting.series.secretariat))


@pytest.fixture
def other(as_user, meeting):
    return as_user(make.user(meeting.series.secretariat))


@pytest.fixture
def start(meeting):
    make.minutes(meeting, body=BEFORE)
    return opened(meeting)


def opened(meeting):
    """What the form carries that opens the minutes now."""
    db.session.rollback()
    now = start_of(meeting)
    return {"version": now.version, "base": now.revision}


def here(meeting, path=""):
    return f"/meetings/{meeting.id}/minutes{path}"


def save(client, meeting, body, start):
    return client.post(here(meeting, "/edit"), data={"body": body} | start)


def test_changes_of_different_lines_are_joined_and_shown(writer, other, meeting, start):
    save(other, meeting, BEFORE.replace("一行め", "一行め、彼ら"), start)
    late = save(writer, meeting, BEFORE.replace("四行め", "四行め、わたし"), start)
    assert late.status_code == 303
    assert meeting.minutes.body == "一行め、彼ら\n二行め\n三行め\n四行め、わたし"
    page = writer.get(late.location)
    assert "行ごとに合わせました" in page.text
    assert "<ins>、彼ら</ins>" in page.text
    assert "data-saved=" in page.text
    texts = [r.content["body"] for r in revisions.of(meeting.minutes)]
    assert len(texts) == 3


def test_two_first_writers_of_the_prepared_text_are_joined(writer, other, meeting):
    start = opened(meeting)
    text = writer.get(here(meeting, "/edit")).text
    first = text.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0].strip()
    save(other, meeting, first.replace("# 決定事項", "# 決定事項\n\n彼らの文"), start)
    late = save(writer, meeting, first.replace("# 保留論点", "# 保留論点\n\nわたしの文"), start)
    assert late.status_code == 303
    assert "彼らの文" in meeting.minutes.body
    assert "わたしの文" in meeting.minutes.body
    assert "行ごとに合わせました" in writer.get(late.location).text


def conflict(writer, other, meeting, start):
    save(other, meeting, "一行め\n彼らの二行め\n三行め\n彼らの四行め", start)
    late = save(writer, meeting, "わたしの一行め\nわたしの二行め\n三行め\nわたしの四行め", start)
    assert late.status_code == 409
    return late


def settle(client, meeting, start, other, **choices):
    data = {"body": "わたしの一行め\nわたしの二行め\n三行め\nわたしの四行め", "base": start["base"],
            "version": other["version"], "seen": other["base"]} | choices  # fmt: skip
    return client.post(here(meeting, "/settle"), data=data)


def test_the_same_lines_are_shown_side_by_side(writer, other, meeting, start):
    page = conflict(writer, other, meeting, start).text
    assert "2か所あります" in page
    for line in ("彼らの二行め", "わたしの二行め", "彼らの四行め", "わたしの四行め", "二行め"):
        assert line in page
    assert meeting.minutes.body.startswith("一行め\n彼ら")
    whole = page.partition("<textarea")[2].partition("</textarea>")[0]
    for line in ("わたしの一行め", "彼らの二行め", "わたしの二行め", "三行め"):
        assert line in whole


def test_each_place_is_chosen(writer, other, meeting, start):
    conflict(writer, other, meeting, start)
    choices = {"place-1": "mine", "place-2": "theirs"}
    assert settle(writer, meeting, start, opened(meeting), **choices).status_code == 303
    assert meeting.minutes.body == "わたしの一行め\nわたしの二行め\n三行め\n彼らの四行め"


def test_nothing_chosen_keeps_both(writer, other, meeting, start):
    conflict(writer, other, meeting, start)
    assert settle(writer, meeting, start, opened(meeting), **{"place-1": "?"}).status_code == 303
    assert meeting.minutes.body == (
        "わたしの一行め\n彼らの二行め\nわたしの二行め\n三行め\n彼らの四行め\nわたしの四行め"
    )


def test_the_whole_text_can_be_put_right_by_hand(writer, other, meeting, start):
    conflict(writer, other, meeting, start)
    assert save(writer, meeting, "二人の文", opened(meeting)).status_code == 303
    assert meeting.minutes.body == "二人の文"


def test_a_third_save_during_the_choice_is_joined_too(writer, other, meeting, start):
    conflict(writer, other, meeting, start)
    seen = opened(meeting)
    save(other, meeting, "一行め\n彼らの二行め\n彼らの三行め\n彼らの四行め", seen)
    choices = {"place-1": "mine", "place-2": "mine"}
    assert settle(writer, meeting, start, seen, **choices).status_code == 303
    assert meeting.minutes.body == "わたしの一行め\nわたしの二行め\n彼らの三行め\nわたしの四行め"


def test_a_third_save_of_the_same_lines_asks_again(writer, other, meeting, start):
    conflict(writer, other, meeting, start)
    seen = opened(meeting)
    save(other, meeting, "一行め\n別の二行め\n三行め\n彼らの四行め", seen)
    again = settle(writer, meeting, start, seen, **{"place-1": "mine", "place-2": "mine"})
    assert again.status_code == 409
    assert "別の二行め" in again.text
    assert "わたしの四行め" in again.text


def test_a_draft_from_before_is_joined_with_what_others_saved(writer, other, meeting, start):
    draft = BEFORE.replace("四行め", "控えた四行め")
    writer.post(here(meeting, "/draft"), data={"body": draft} | start)
    save(other, meeting, BEFORE.replace("一行め", "彼らの一行め"), start)
    page = writer.get(here(meeting, "/edit?draft=1"))
    assert "行ごとに合わせます" in page.text
    assert f'name="version" type="hidden" value="{start["version"]}"' in page.text
    assert save(writer, meeting, draft, start).status_code == 303
    assert meeting.minutes.body == "彼らの一行め\n二行め\n三行め\n控えた四行め"


def test_confirmed_in_between_what_was_written_becomes_a_correction(writer, meeting, start):
    meeting.minutes.send_for_review(None)
    meeting.minutes.confirm(meeting.minutes.created_at)
    db.session.commit()
    late = save(writer, meeting, "おくれた文", start)
    assert late.status_code == 409
    assert "\nおくれた文</textarea>" in late.text
    assert "理由を入れて訂正" in late.text
    assert meeting.minutes.body == BEFORE


def test_sent_for_review_in_between_the_text_is_still_saved(writer, meeting, start):
    meeting.minutes.send_for_review(None)
    db.session.commit()
    assert save(writer, meeting, BEFORE + "\n五行め", start).status_code == 303
    assert meeting.minutes.body == BEFORE + "\n五行め"
    assert meeting.minutes.state is MinutesState.REVIEW


def test_two_texts_that_are_too_long_together_are_refused_and_kept(writer, other, meeting, start):
    save(other, meeting, "彼ら" * (LONGEST // 3) + "\n" + BEFORE, start)
    mine = BEFORE + "\n" + "私" * (LONGEST // 2)
    late = save(writer, meeting, mine, start)
    assert late.status_code == 422
    assert "短くしてください" in late.text
    assert "私" * (LONGEST // 2) in late.text
    assert f'name="version" type="hidden" value="{start["version"]}"' in late.text


@pytest.mark.parametrize("bad", ["", "x", "-1", "999999", "9" * 20])
def test_hostile_numbers_never_break_the_choice(writer, other, meeting, start, bad):
    save(other, meeting, "彼らの文", start)
    for data in ({"base": bad}, {"seen": bad}, {"version": bad}):
        answer = settle(writer, meeting, start, opened(meeting), **data)
        assert answer.status_code in {303, 409}
    answer = save(writer, meeting, "<script>x</script>", {"version": bad, "base": bad})
    assert answer.status_code in {303, 409}
    assert "<script>x" not in answer.text
