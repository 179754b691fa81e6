"""Moving an idea on, looking at it again, notes, and who joins with what."""

from datetime import date

import pytest

from hub.accounts.models import Role
from hub.core.db import db
from hub.ideas.models import IdeaEventKind, Stage
from tests import make


@pytest.fixture
def keeper(app):
    return make.organization(short_name="育て組織")


@pytest.fixture
def person(keeper):
    return make.user(keeper)


@pytest.fixture
def client(as_user, person):
    return as_user(person)


@pytest.fixture
def idea(keeper, person):
    proposer = make.organization(short_name="出し組織")
    return make.idea(proposer=proposer, keeper=keeper, holder=person,
                     look_at_on=date(2026, 11, 20))  # fmt: skip


def post(client, idea, what, **data):
    answer = client.post(f"/ideas/{idea.id}/{what}", data=data)
    db.session.rollback()
    return answer


def kinds(idea):
    return [event.kind for event in idea.events]


def test_one_click_moves_the_day_to_the_next_meeting(client, idea):
    make.meeting(held_on=date(2026, 12, 9))
    page = client.get(f"/ideas/{idea.id}").text
    assert "3日超過" in page
    assert '<input type="hidden" name="look_day" value="2026-12-09">' in page
    assert post(client, idea, "look", look_day="2026-12-09").status_code == 303
    assert (idea.look_at_on, kinds(idea)) == (date(2026, 12, 9), [IdeaEventKind.LOOKED])
    assert "次に見る日を12月9日（水）にした" in client.get(f"/ideas/{idea.id}").text


@pytest.mark.parametrize("day", ["2026-11-23", "2020-01-01", "", "あした"])
def test_no_day_is_set_into_the_past(client, idea, day):
    refused = post(client, idea, "look", look_day=day, look_note="相手を待っている")
    assert refused.status_code == 422
    assert "相手を待っている" in refused.text
    assert idea.look_at_on == date(2026, 11, 20)
    if day and day != "2026-11-23":
        moved = {"stage": "tried", "said": "", "look_at_on": day, "version": idea.version}
        assert post(client, idea, "stage", **moved).status_code == 422


def test_its_way_is_told_with_days_and_words(client, as_user, idea):
    for stage, said in (("studied", "二組織で話した"), ("tried", ""), ("rooted", "毎月続く")):
        moved = {"stage": stage, "said": said, "version": idea.version}
        assert post(client, idea, "stage", **moved).status_code == 303
    assert (idea.stage, idea.result, idea.closed_on, idea.look_at_on) == (
        Stage.ROOTED, "毎月続く", date(2026, 11, 23), None,
    )  # fmt: skip
    viewer = as_user(make.user(make.department(short_name="所管の課"), Role.VIEWER))
    assert post(viewer, idea, "notes", text="広報に載せます").status_code == 303
    assert post(viewer, idea, "notes", text="　").status_code == 422
    page = viewer.get(f"/ideas/{idea.id}").text
    told = ["広報に載せます", "「定着」にした", "毎月続く", "「試行」にした", "「検討中」にした",
            "二組織で話した"]  # fmt: skip
    where = [page.index(text, page.index('id="history"')) for text in told]
    assert where == sorted(where)
    assert "所管の課" in page
    late = post(client, idea, "look", look_day="2026-12-09")
    assert (late.status_code, "もう定着になっています" in late.text) == (409, True)


def test_another_keeper_begins_without_a_person(as_user, idea):
    other = make.organization(short_name="次の組織")
    proposer = as_user(make.user(idea.proposer))
    moved = {"stage": "seed", "said": "", "keeper_id": other.id, "version": idea.version}
    assert post(proposer, idea, "stage", **moved, look_at_on="2026-12-09").status_code == 303
    assert (idea.keeper, idea.holder) == (other, None)
    assert "育てる組織を次の組織にした" in proposer.get(f"/ideas/{idea.id}").text


def test_others_join_with_what_they_bring_and_leave_again(client, as_user, idea):
    joiner = make.organization(short_name="加わり組織")
    other = as_user(make.user(joiner))
    assert (
        post(other, idea, "partners", organization_id=joiner.id, brings="会場と二人").status_code
        == 303
    )
    assert [(p.organization, p.brings) for p in idea.partners] == [(joiner, "会場と二人")]
    page = client.get(f"/ideas/{idea.id}").text
    assert "持ち寄るもの　会場と二人" in page
    assert "加わり組織" in client.get("/ideas").text
    assert client.get("/api/v1/search?q=会場と二人").json["total"] == 1
    assert post(other, idea, "partners", organization_id=joiner.id).status_code == 403
    [partner] = idea.partners
    assert post(client, idea, f"partners/{partner.id}/leave").status_code == 403
    assert post(other, idea, f"partners/{partner.id}/leave").status_code == 303
    assert (idea.partners, kinds(idea)) == ([], [IdeaEventKind.JOINED, IdeaEventKind.LEFT])
    assert "加わるのをやめた" in client.get(f"/ideas/{idea.id}").text


def test_nobody_joins_for_another_organization_or_what_is_over(as_user, keeper, idea):
    joiner = as_user(make.user())
    assert post(joiner, idea, "partners", organization_id=keeper.id).status_code == 422
    idea.become(Stage.DROPPED, "重なる", date(2026, 11, 23))
    db.session.commit()
    assert post(joiner, idea, "partners").status_code == 403
    assert "うちも加わる" not in joiner.get(f"/ideas/{idea.id}").text
