"""The panel beside the text of minutes: what was understood, what was not, and what follows."""

from datetime import date

import pytest

from hub.core.markdown import LONGEST
from hub.meetings.models import MinutesState
from tests import make
from tests.meetings.test_minutes import PAYLOADS, Dangers

TEXT = """# 協議
決定: 早見カードを刷る
- [ ] 会場を仮予約する @多摩SDC @国際協会 〆12/11
- [ ] 声をかける @北部のみなさん 〆来月末
アイデア: 相談カーでつなぐ @国際協会
"""


@pytest.fixture
def meeting(app):
    tama = make.organization(short_name="多摩SDC", name="多摩区ソーシャルデザインセンター")
    make.organization(short_name="国際協会", name="公益財団法人国際協会")
    series = make.series(tama)
    return make.meeting(series.secretariat, tama, series=series, held_on=date(2026, 11, 18))


@pytest.fixture
def writer(as_user, meeting):
    return as_user(make.user(meeting.series.secretariat))


def here(meeting, path=""):
    return f"/meetings/{meeting.id}/minutes{path}"


def read(client, meeting, text):
    return client.post(here(meeting, "/lines"), data={"body": text})


def test_what_was_understood_is_said_line_by_line(writer, meeting):
    page = read(writer, meeting, TEXT).text
    for said in ("2行目", "早見カードを刷る", "担当", "多摩SDC", "国際協会", "12月11日（金）",
                 "「12/11」から", "育てる組織"):  # fmt: skip
        assert said in page
    assert "4行を読み取り、うち1行を確かめてください" in page


def test_what_was_not_understood_is_said_with_what_becomes_of_it(writer, meeting):
    page = read(writer, meeting, TEXT).text
    assert "「北部のみなさん」という組織がありません。" in page
    assert f"幹事組織（{meeting.series.secretariat.short_name}）の担当にします" in page
    assert "「来月末」を日付として読めません。" in page
    assert "このままなら、期限を決めない継続課題にします。" in page
    make.meeting(series=meeting.series, held_on=date(2026, 12, 16))
    later = read(writer, meeting, TEXT).text
    assert "このままなら、次回の会議（12月16日（水））を期限にします。" in later


def test_a_name_that_may_mean_several_is_not_guessed(writer, meeting):
    make.organization(short_name="高津SDC")
    page = read(writer, meeting, "宿題: 刷る @SDC 〆12/1").text
    assert "「SDC」に当てはまる組織がいくつかあります。" in page
    assert "もしかして　多摩SDC、高津SDC。" in page


def test_a_meeting_without_lines_says_how_to_write_them(writer, meeting):
    assert "ここに並びます" in read(writer, meeting, "話した").text
    assert read(writer, meeting, "").status_code == 200


def test_without_javascript_the_panel_stands_on_the_page_and_on_the_preview(writer, meeting):
    make.minutes(meeting, body=TEXT)
    page = writer.get(here(meeting, "/edit")).text
    assert 'href="#lines"' in page
    assert "「来月末」を日付として読めません。" in page
    data = {"body": "決定: 別の文", "version": meeting.minutes.version, "do": "preview"}
    preview = writer.post(here(meeting, "/edit"), data=data).text
    assert "別の文</h4>" in preview
    assert "<code>" not in preview.partition('id="lines"')[2]


def test_a_doubtful_line_never_keeps_the_text_from_being_saved(writer, meeting):
    data = {"body": TEXT, "version": 0, "base": 0}
    assert writer.post(here(meeting, "/edit"), data=data).status_code == 303
    sent = writer.post(here(meeting, "/review"), data={"version": meeting.minutes.version})
    assert sent.status_code == 303


def test_confirmed_minutes_are_read_on_the_page_of_correction(writer, meeting):
    make.minutes(meeting, MinutesState.CONFIRMED, body=TEXT)
    assert "早見カードを刷る</h4>" in writer.get(here(meeting, "/correct")).text


def test_only_writers_ask(as_user, visitor, meeting):
    member = make.user(meeting.attendances[1].organization)
    assert read(as_user(member), meeting, TEXT).status_code == 404  # there is no minutes yet
    assert read(visitor, meeting, TEXT).status_code == 303
    make.minutes(meeting, MinutesState.CONFIRMED)
    assert read(as_user(member), meeting, TEXT).status_code == 403


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("around", ["決定: {}", "- [ ] {} @{} 〆{}", "保留: 〆{}"])
def test_markup_in_a_line_is_never_run(writer, meeting, payload, around):
    answer = read(writer, meeting, around.replace("{}", payload))
    assert answer.status_code == 200
    assert Dangers(answer.text).found == []


def test_hostile_texts_are_answered(writer, meeting):
    assert read(writer, meeting, "あ" * (LONGEST + 1)).status_code == 422
    for text in (
        "決定: \x00\x07",
        "- [ ] " * 500,
        "> " * 300 + "決定: x",
        "決定: 〆{宿題:R8-999999}",
    ):
        assert read(writer, meeting, text).status_code == 200
    assert writer.post(here(meeting, "/lines")).status_code == 200
