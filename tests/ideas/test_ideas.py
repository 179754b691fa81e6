"""連携の種: from a line of minutes through its stages, and who may do what."""

from datetime import date

import pytest

from hub.accounts.models import Role
from hub.core.db import db
from hub.ideas.models import Idea, Stage
from hub.meetings.line_models import LineBinding
from hub.meetings.models import Visibility
from tests import make

TITLE = "相談カーでつなぐ"


@pytest.fixture
def keeper(app):
    return make.organization(short_name="多摩SDC")


@pytest.fixture
def meeting(keeper):
    series = make.series(keeper, visibility=Visibility.SERIES)
    return make.meeting(series.secretariat, keeper, series=series)


@pytest.fixture
def writer(as_user, meeting):
    return as_user(make.user(meeting.series.secretariat))


@pytest.fixture
def idea(meeting, keeper):
    return make.idea(meeting, title=TITLE, keeper=keeper)


def move(client, idea, stage, said="", **more):
    data = {"stage": stage, "said": said, "version": idea.version} | more
    answer = client.post(f"/ideas/{idea.id}/stage", data=data)
    db.session.expire_all()
    return answer


def circulate(writer, meeting, body):
    data = {"body": body, "version": 0, "base": 0}
    assert writer.post(f"/meetings/{meeting.id}/minutes/edit", data=data).status_code == 303
    send(writer, meeting)


def send(writer, meeting):
    db.session.expire_all()
    data = {"version": meeting.minutes.version}
    assert writer.post(f"/meetings/{meeting.id}/minutes/review", data=data).status_code == 303
    db.session.expire_all()


def change(writer, meeting, body):
    page = writer.get(f"/meetings/{meeting.id}/minutes/edit").text
    base = page.partition('name="base" type="hidden" value="')[2].partition('"')[0]
    data = {"body": body, "version": meeting.minutes.version, "base": base}
    assert writer.post(f"/meetings/{meeting.id}/minutes/edit", data=data).status_code == 303
    db.session.expire_all()


def ideas(meeting):
    return list(db.session.scalars(db.select(Idea).filter_by(meeting_id=meeting.id)))


def test_a_line_of_minutes_becomes_an_idea_and_follows_its_line(writer, meeting, keeper):
    circulate(writer, meeting, f"アイデア: {TITLE} @多摩SDC")
    [idea] = ideas(meeting)
    assert (idea.title, idea.stage, idea.keeper) == (TITLE, Stage.SEED, keeper)
    assert meeting.minutes.body.endswith("{種:R8-1}")
    change(writer, meeting, meeting.minutes.body.replace("つなぐ", "三か月つなぐ"))
    assert [i.title for i in ideas(meeting)] == ["相談カーで三か月つなぐ"]
    page = writer.get(f"/meetings/{meeting.id}/minutes").text
    assert f'<a href="/ideas/{idea.id}">種' in page
    assert "相談カーで三か月つなぐ" in writer.get(f"/meetings/{meeting.id}").text


def test_an_idea_whose_line_is_taken_out_is_dropped_when_the_secretariat_says_so(writer, meeting):
    circulate(writer, meeting, f"アイデア: {TITLE}")
    change(writer, meeting, "話した")
    assert [i.stage for i in ideas(meeting)] == [Stage.SEED]
    line = db.session.scalars(db.select(LineBinding)).one()
    writer.post(f"/meetings/{meeting.id}/minutes/lines/{line.id}/withdraw")
    db.session.expire_all()
    assert [(i.stage, i.reason) for i in ideas(meeting)] == [
        (Stage.DROPPED, "議事録から行が削られたため")
    ]


def test_what_a_stage_asks_for_is_asked_for_and_nothing_typed_is_lost(writer, idea):
    assert move(writer, idea, "tried", look_at_on="R9.1.15").status_code == 303
    assert (idea.stage, idea.look_at_on) == (Stage.TRIED, date(2027, 1, 15))
    for stage, asked in (("rooted", "結果を入れて"), ("dropped", "理由を入れて")):
        page = move(writer, idea, stage, said="　")
        assert page.status_code == 422
        assert asked in page.text
        assert f'value="{stage}" checked' in page.text.replace("checked ", "") or stage in page.text
    assert move(writer, idea, "rooted", said="三区で続いている").status_code == 303
    assert (idea.stage, idea.result, idea.look_at_on) == (Stage.ROOTED, "三区で続いている", None)
    assert move(writer, idea, "seed").status_code == 303
    assert (idea.stage, idea.result) == (Stage.SEED, "")


def test_who_comes_second_sees_what_was_changed_and_keeps_what_was_typed(writer, idea):
    seen = idea.version
    move(writer, idea, "tried")
    late = move(writer, idea, "dropped", said="人が足りない", version=seen)
    assert late.status_code == 409
    assert "今の段階は試行" in late.text
    assert "人が足りない" in late.text
    assert f'value="{idea.version}"' in late.text
    assert idea.stage is Stage.TRIED


def test_readers_and_movers(as_user, visitor, meeting, keeper, idea):
    elsewhere = make.organization()
    people = {
        "keeper": (make.user(keeper), 200, 303),
        "viewer of the keeper": (make.user(keeper, Role.VIEWER), 200, 403),
        "secretariat": (make.user(meeting.series.secretariat), 200, 303),
        "coordinator": (make.coordinator(elsewhere), 200, 303),
        "stranger": (make.user(elsewhere), 404, 404),
        "administrator": (make.system_admin(), 404, 404),
    }
    for name, (person, reads, moves) in people.items():
        client = as_user(person)
        assert client.get(f"/ideas/{idea.id}").status_code == reads, name
        assert move(client, idea, "tried").status_code == moves, name
        assert (TITLE in client.get("/ideas").text) == (reads == 200), name
    assert visitor.get(f"/ideas/{idea.id}").status_code == visitor.get("/ideas/999").status_code


def test_the_keeper_alone_gives_nothing_away(as_user, keeper, idea):
    other = make.organization()
    page = move(as_user(make.user(keeper)), idea, "tried", keeper_id=other.id)
    assert page.status_code == 303
    assert (idea.stage, idea.keeper) == (Stage.TRIED, keeper)


def test_the_secretariat_says_who_keeps_it(writer, idea):
    other = make.organization()
    assert move(writer, idea, "studied", keeper_id=other.id).status_code == 303
    assert idea.keeper == other
    assert move(writer, idea, "studied", keeper_id="").status_code == 303
    assert idea.keeper is None
    assert move(writer, idea, "studied", keeper_id="9999").status_code == 422


@pytest.mark.parametrize("address", ["/ideas?stage=nothing", "/ideas?page=x", "/ideas?page=99"])
def test_odd_addresses_are_answered(writer, idea, address):
    assert writer.get(address).status_code in {200, 404}


def test_odd_input_is_refused(writer, idea):
    for more in ({"stage": "flying"}, {"stage": "seed", "look_at_on": "いつか"},
                 {"stage": "seed", "said": "あ" * 3_000}):  # fmt: skip
        data = {"version": idea.version, "said": ""} | more
        assert writer.post(f"/ideas/{idea.id}/stage", data=data).status_code == 422


def test_the_search_finds_ideas_for_their_readers_only(writer, as_user, meeting):
    circulate(writer, meeting, f"アイデア: {TITLE}")
    assert TITLE in writer.get("/search?q=相談カー&kind=idea").text.replace("<mark>", "").replace(
        "</mark>", ""
    )
    stranger = as_user(make.user(make.organization()))
    assert TITLE not in stranger.get("/search?q=相談カー").text.replace("<mark>", "").replace(
        "</mark>", ""
    )


def test_markup_in_a_line_is_text(writer, meeting):
    circulate(writer, meeting, "アイデア: <script>alert(1)</script>つなぐ <img src=x onerror=a>")
    [idea] = ideas(meeting)
    for page in (f"/ideas/{idea.id}", "/ideas", f"/meetings/{meeting.id}/minutes"):
        main = writer.get(page).text.partition("<main")[2]
        assert "<script" not in main
        assert "<img" not in main
