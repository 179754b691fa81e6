"""Text that is kept while somebody writes, before it is saved."""

import re

import pytest

from hub.core.db import db
from hub.core.markdown import LONGEST
from hub.meetings.drafts import MinutesDraft
from hub.meetings.models import MinutesState
from tests import make


@pytest.fixture
def meeting(app):
    return make.meeting()


@pytest.fixture
def person(meeting):
    return make.user(meeting.series.secretariat)


@pytest.fixture
def writer(as_user, person):
    return as_user(person)


def here(meeting, path=""):
    return f"/meetings/{meeting.id}/minutes{path}"


def keep(client, meeting, body, **more):
    return client.post(here(meeting, "/draft"), data={"body": body, "version": 0} | more)


def drafts():
    db.session.rollback()
    return db.session.scalars(db.select(MinutesDraft)).all()


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]* value="(\d+)"', page.text)[1]


def test_a_draft_is_kept_quietly_and_changes_nothing_else(writer, meeting, clock):
    minutes = make.minutes(meeting, body="はじめ")
    seen = minutes.version
    answer = keep(writer, meeting, "はじめ\n続き", version=seen, base=1)
    assert answer.json == {"message": "下書きを 10時に控えました"}
    keep(writer, meeting, "はじめ\n続きの続き", version=seen, base=1)
    assert [d.body for d in drafts()] == ["はじめ\n続きの続き"]
    assert (meeting.minutes.version, meeting.minutes.body) == (seen, "はじめ")


def test_the_first_text_can_be_a_draft_before_there_are_minutes(writer, meeting):
    assert keep(writer, meeting, "まだ何もない").status_code == 200
    assert meeting.minutes is None
    assert writer.get(here(meeting)).status_code == 404
    assert "まだ保存していない下書き" in writer.get(here(meeting, "/edit")).text


def test_a_draft_is_offered_opened_and_saved_without_a_script(writer, meeting):
    minutes = make.minutes(meeting, body="はじめ")
    keep(writer, meeting, "控えた文", version=minutes.version, base=1)
    offered = writer.get(here(meeting, "/edit"))
    assert "まだ保存していない下書き" in offered.text
    assert "\nはじめ</textarea>" in offered.text
    opened = writer.get(here(meeting, "/edit?draft=1"))
    assert "\n控えた文</textarea>" in opened.text
    data = {
        "body": "控えた文",
        "version": hidden(opened, "version"),
        "base": hidden(opened, "base"),
    }
    assert writer.post(here(meeting, "/edit"), data=data).status_code == 303
    assert meeting.minutes.body == "控えた文"
    assert drafts() == []
    assert "下書きを開く" not in writer.get(here(meeting, "/edit")).text


def test_a_draft_can_be_thrown_away(writer, meeting):
    keep(writer, meeting, "いらない")
    assert writer.post(here(meeting, "/draft/discard")).status_code == 303
    assert drafts() == []
    assert "いらない" not in writer.get(here(meeting, "/edit?draft=1")).text


def test_a_draft_is_read_by_its_writer_only(writer, as_user, meeting):
    keep(writer, meeting, "わたしの下書き")
    other = as_user(make.user(meeting.series.secretariat))
    for path in ("/edit", "/edit?draft=1"):
        page = other.get(here(meeting, path)).text
        assert "わたしの下書き" not in page
        assert "まだ保存していない下書き" not in page
    keep(other, meeting, "もう一人の下書き")
    assert sorted(d.body for d in drafts()) == ["もう一人の下書き", "わたしの下書き"]


def test_signing_out_loses_no_draft(writer, as_user, person, meeting):
    keep(writer, meeting, "続きはあした")
    writer.post("/logout")
    assert "\n続きはあした</textarea>" in as_user(person).get(here(meeting, "/edit?draft=1")).text


def test_what_was_saved_already_is_no_draft(writer, meeting):
    minutes = make.minutes(meeting, body="同じ文")
    keep(writer, meeting, "別の文", version=minutes.version, base=1)
    keep(writer, meeting, "同じ文", version=minutes.version, base=1)
    assert drafts() == []


def test_a_draft_that_is_too_long_is_refused_and_the_last_one_stays(writer, meeting):
    keep(writer, meeting, "短い")
    answer = keep(writer, meeting, "あ" * (LONGEST + 1))
    assert answer.status_code == 422
    assert "200,000字までです" in answer.json["message"]
    assert [d.body for d in drafts()] == ["短い"]


def test_no_draft_of_what_cannot_be_written_any_more(writer, meeting):
    make.minutes(meeting, MinutesState.CONFIRMED)
    answer = keep(writer, meeting, "おそい")
    assert answer.status_code == 409
    assert answer.json["message"]


@pytest.mark.parametrize("path", ["/draft", "/draft/discard", "/settle"])
def test_only_writers_have_drafts(as_user, visitor, meeting, path):
    member = as_user(make.user())
    assert member.post(here(meeting, path), data={"body": "x"}).status_code == 404
    assert visitor.post(here(meeting, path), data={"body": "x"}).status_code == 303
    make.minutes(meeting, MinutesState.CONFIRMED)
    assert member.post(here(meeting, path), data={"body": "x"}).status_code == 403


def test_the_page_of_writing_knows_where_to_keep_drafts(writer, meeting):
    page = writer.get(here(meeting, "/edit")).text
    assert f'data-autosave="{here(meeting, "/draft")}"' in page
    assert 'role="status" data-autosave-says' in page
    assert "js/autosave.js" in page
