"""Taking, changing, postponing and declining candidates, and when they come again."""

from datetime import date

import pytest

from hub.agenda.models import AgendaProposal, ProposalState
from hub.core.db import db
from hub.meetings.models import AgendaKind
from tests import make


@pytest.fixture
def action(net):
    return make.action(
        net.member, meeting=net.last, due_on=date(2026, 10, 30), title="返し方をそろえる"
    )


@pytest.fixture
def key(action):
    return f"action:{action.id}:overdue"


def panel(client, meeting):
    """The part of the page with the candidates that wait."""
    page = client.get(f"/meetings/{meeting.id}").text
    found = page.partition('id="candidates"')[2]
    return found.partition("見送った・次回に回した候補")[0].partition('id="propose"')[0]


def row():
    db.session.expire_all()
    return db.session.scalars(db.select(AgendaProposal)).one()


def test_a_candidate_that_is_taken_becomes_an_agenda_item(net, editor, here, key, action):
    assert action.title in panel(editor, net.coming)
    answer = editor.post(f"{here}/{key}/take", follow_redirects=True)
    assert "「返し方をそろえる」を次第に入れました。" in answer.text
    [item] = net.coming.agenda_items
    assert (item.title, item.planned_minutes, item.presenter) == (action.title, 10, net.member)
    assert item.kind is AgendaKind.DISCUSS
    assert "24日たち" in item.summary
    assert (row().state, row().agenda_item) == (ProposalState.TAKEN, item)
    assert action.title not in panel(editor, net.coming)


def test_a_candidate_is_changed_before_it_is_taken(net, editor, here, key):
    page = editor.get(f"{here}/{key}/change").text
    assert 'value="返し方をそろえる"' in page
    data = {"kind": "report", "title": "返し方", "planned_minutes": "２５", "summary": "案を見る"}
    assert editor.post(f"{here}/{key}/change", data=data).status_code == 303
    [item] = net.coming.agenda_items
    assert (item.kind, item.title, item.planned_minutes) == (AgendaKind.REPORT, "返し方", 25)
    assert row().agenda_item == item


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"planned_minutes": "0"}, {"kind": "carry"}, {"title": "あ" * 201}]
)
def test_a_wrong_change_is_refused_and_kept(net, editor, here, key, wrong):
    data = {"kind": "report", "title": "返し方", "planned_minutes": "10", "summary": "のこる"}
    answer = editor.post(f"{here}/{key}/change", data=data | wrong)
    assert answer.status_code == 422
    assert "のこる" in answer.text
    assert net.coming.agenda_items == []


def test_an_item_that_is_deleted_is_a_candidate_again(net, editor, here, key, action):
    editor.post(f"{here}/{key}/take")
    [item] = net.coming.agenda_items
    editor.post(f"/meetings/{net.coming.id}/agenda/{item.id}/delete")
    assert row().state is ProposalState.WAITING
    assert action.title in panel(editor, net.coming)


def test_what_was_taken_and_is_still_overdue_comes_for_the_meeting_after(
    net, editor, here, key, action, clock
):
    editor.post(f"{here}/{key}/take")
    after = make.meeting(series=net.series, held_on=date(2027, 2, 17))
    assert action.title in panel(editor, after)


def test_what_was_spoken_about_once_comes_again_only_when_its_facts_change(net, editor, here):
    decision = make.decision(net.earlier, text="機材を貸し借りする")
    assert decision.text in panel(editor, net.coming)
    editor.post(f"{here}/decision:{decision.id}/take")
    after = make.meeting(series=net.series, held_on=date(2027, 2, 17))
    assert decision.text not in panel(editor, after)
    net.coming.cancel("台風", make.now())
    db.session.commit()
    assert decision.text in panel(editor, after)


def test_declining_needs_a_reason(net, editor, here, key, action):
    for reason in ("", "　", "あ" * 301):
        answer = editor.post(f"{here}/{key}/decline", data={"reason": reason})
        assert answer.status_code == 422
    assert 'id="error-title"' in answer.text
    assert action.title in panel(editor, net.coming)


def test_declined_it_comes_again_only_when_its_facts_change(net, editor, here, key, action):
    data = {"reason": "担当と話した"}
    assert editor.post(f"{here}/{key}/decline", data=data).status_code == 303
    after = make.meeting(series=net.series, held_on=date(2027, 2, 17))
    for meeting in (net.coming, after):
        assert action.title not in panel(editor, meeting)
    assert "担当と話した" in editor.get(f"/meetings/{net.coming.id}").text
    action.set_due(date(2026, 11, 13))
    db.session.commit()
    assert action.title in panel(editor, net.coming)
    assert "10日たち" in panel(editor, net.coming)


def test_postponed_it_comes_again_for_the_next_meeting(net, editor, here, key, action):
    assert editor.post(f"{here}/{key}/postpone").status_code == 303
    after = make.meeting(series=net.series, held_on=date(2027, 2, 17))
    assert action.title not in panel(editor, net.coming)
    assert action.title in panel(editor, after)


@pytest.mark.parametrize("deed", ["decline", "postpone"])
def test_what_was_put_aside_is_taken_back(net, editor, here, key, action, deed):
    editor.post(f"{here}/{key}/{deed}", data={"reason": "いらない"})
    assert action.title not in panel(editor, net.coming)
    assert editor.post(f"{here}/{key}/restore").status_code == 303
    assert action.title in panel(editor, net.coming)
    assert row().state is ProposalState.WAITING


def test_what_is_decided_or_gone_is_not_there(net, editor, here, key, action):
    editor.post(f"{here}/{key}/postpone")
    for deed in ("take", "postpone", "decline"):
        answer = editor.post(f"{here}/{key}/{deed}", data={"reason": "理由"})
        assert answer.status_code == 404
        assert "この候補は、もうありません" in answer.text
    assert editor.get(f"{here}/{key}/change").status_code == 404
    assert net.coming.agenda_items == []


@pytest.mark.parametrize("key", ["x", "action:1", "member:0", "%00", "あ", "action:99:overdue"])
def test_keys_that_name_nothing(net, editor, here, key):
    for deed in ("take", "postpone", "decline", "restore"):
        assert editor.post(f"{here}/{key}/{deed}").status_code == 404


def test_only_who_edits_the_meeting_chooses(net, as_user, here, key):
    for person in (net.proposer, make.user()):
        client = as_user(person)
        assert "議題の候補" not in client.get(f"/meetings/{net.coming.id}").text
        for deed in ("take", "postpone", "decline", "restore"):
            assert client.post(f"{here}/{key}/{deed}").status_code == 403
    assert as_user(make.coordinator()).post(f"{here}/{key}/take").status_code == 303


def test_outsiders_are_not_told_that_the_meeting_exists(net, as_user, here, key):
    net.coming.visibility = "series"
    db.session.commit()
    assert as_user(make.user()).post(f"{here}/{key}/take").status_code == 404


def test_a_meeting_that_was_held_or_called_off_has_no_candidates(net, editor, action, key):
    net.coming.cancel("台風", make.now())
    db.session.commit()
    for meeting in (net.last, net.coming):
        assert "議題の候補" not in editor.get(f"/meetings/{meeting.id}").text
        assert editor.post(f"/agenda/meetings/{meeting.id}/{key}/take").status_code == 404


def test_from_the_seventh_on_candidates_are_folded(net, editor):
    for number in range(8):
        make.action(net.member, meeting=net.last, due_on=date(2026, 10, 1 + number))
    page = panel(editor, net.coming)
    assert "8件" in page
    assert "ほかの候補（2件）" in page
    assert page.partition("ほかの候補")[0].count('class="proposal"') == 6


def test_a_title_that_is_markup_is_shown_as_text(net, editor, here):
    action = make.action(
        net.member, meeting=net.last, due_on=date(2026, 10, 1), title="<script>alert(1)</script>"
    )
    assert "<script>alert(1)" not in panel(editor, net.coming)
    editor.post(f"{here}/action:{action.id}:overdue/take")
    assert "<script>alert(1)" not in editor.get(f"/meetings/{net.coming.id}").text
