"""What members propose, who reads it, and what became of it."""

from datetime import date

import pytest

from hub.accounts.models import Role
from hub.agenda.models import AgendaProposal, ProposalState
from hub.core.db import db
from tests import make

GIVEN = {"title": "講座の日程", "text": "重なりを避けたい。", "minutes": "20"}


@pytest.fixture
def member(as_user, net):
    return as_user(net.proposer)


@pytest.fixture
def there(net):
    return f"/agenda/series/{net.series.id}"


def given(net, **changes):
    return GIVEN | {"organization_id": net.member.id} | changes


def test_a_member_proposes_and_reads_what_became_of_it(net, member, editor, there, here):
    answer = member.post(f"{there}/propose", data=given(net), follow_redirects=True)
    assert "提案しました" in answer.text
    assert "検討待ち" in member.get(there).text
    proposal = db.session.scalars(db.select(AgendaProposal)).one()
    assert "講座の日程" in editor.get(f"/meetings/{net.coming.id}").text
    editor.post(f"{here}/{proposal.key}/decline", data={"reason": "部会で話す"})
    page = member.get(there).text
    assert "見送り" in page
    assert "部会で話す" in page


def test_a_taken_proposal_leads_to_its_meeting_and_does_not_come_again(
    net, member, editor, there, here
):
    proposal = make.agenda_proposal(net.series, net.member)
    editor.post(f"{here}/{proposal.key}/take")
    [item] = net.coming.agenda_items
    assert (item.title, item.presenter, item.planned_minutes) == (proposal.title, net.member, 20)
    assert f"/meetings/{net.coming.id}#agenda" in member.get(there).text
    after = make.meeting(series=net.series, held_on=date(2027, 2, 17))
    assert proposal.key not in editor.get(f"/meetings/{after.id}").text


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"text": " "}, {"minutes": ""}, {"minutes": "二十"}, {"minutes": "601"},
     {"title": "あ" * 201}, {"text": "あ" * 10_001}, {"organization_id": "0"},
     {"organization_id": "x"}, {"organization_id": ""}],
)  # fmt: skip
def test_a_wrong_proposal_is_refused_and_kept(net, member, there, wrong):
    answer = member.post(f"{there}/propose", data=given(net) | wrong)
    assert answer.status_code == 422
    assert "講座の日程" in answer.text or "重なりを避けたい" in answer.text
    assert db.session.scalars(db.select(AgendaProposal)).all() == []


def test_nobody_proposes_for_another_organization(net, member, there):
    answer = member.post(f"{there}/propose", data=given(net, organization_id=net.secretariat.id))
    assert answer.status_code == 422


def test_who_may_propose(net, as_user, there):
    watcher = make.organization()
    make.series_member(net.series, watcher, role="observer")
    left = make.organization()
    make.series_member(net.series, left, ends_on=date(2026, 9, 30))
    for person, status in [
        (net.proposer, 200),
        (net.editor, 200),
        (make.user(net.member, Role.VIEWER), 403),
        (make.user(watcher), 403),
        (make.user(left), 403),
        (make.user(), 403),
        (make.system_admin(), 404),
    ]:
        assert as_user(person).get(f"{there}/propose").status_code == status


def test_members_read_their_own_proposals_and_taken_ones_only(net, as_user, editor, here):
    proposal = make.agenda_proposal(net.series, net.member)
    other = make.organization()
    make.series_member(net.series, other)
    stranger = as_user(make.user(other))
    path = f"/agenda/proposals/{proposal.id}"
    assert as_user(make.user(net.member, Role.VIEWER)).get(path).status_code == 200
    assert editor.get(path).status_code == 200
    assert stranger.get(path).status_code == 404
    assert proposal.title not in stranger.get(f"/agenda/series/{net.series.id}").text
    editor.post(f"{here}/{proposal.key}/take")
    assert stranger.get(path).status_code == 200


def test_what_the_hub_found_has_no_page_of_a_proposal(net, editor, here):
    action = make.action(net.member, meeting=net.last, due_on=date(2026, 10, 1))
    editor.post(f"{here}/action:{action.id}:overdue/postpone")
    row = db.session.scalars(db.select(AgendaProposal)).one()
    assert editor.get(f"/agenda/proposals/{row.id}").status_code == 404


def test_a_proposal_is_taken_back_until_it_is_decided_upon(net, member, editor, here):
    proposal = make.agenda_proposal(net.series, net.member)
    decided = make.agenda_proposal(net.series, net.member, title="決まったもの")
    path = f"/agenda/proposals/{proposal.id}"
    assert member.post(f"{path}/withdraw").status_code == 303
    assert proposal.state is ProposalState.WITHDRAWN
    assert proposal.title not in editor.get(f"/meetings/{net.coming.id}").text
    editor.post(f"{here}/{decided.key}/take")
    assert member.post(f"/agenda/proposals/{decided.id}/withdraw").status_code == 409
    assert editor.post(f"{path}/withdraw").status_code == 403


def test_files_of_a_proposal_go_with_it(net, as_user, member, editor, here):
    proposal = make.agenda_proposal(net.series, net.member)
    file = make.attachment("agenda_proposal", proposal.id)
    manage = f"/attachments/agenda_proposal/{proposal.id}"
    assert file.name in member.get(f"/agenda/proposals/{proposal.id}").text
    assert editor.get(f"/attachments/{file.id}").status_code == 200
    assert as_user(make.user()).get(f"/attachments/{file.id}").status_code == 404
    assert member.get(manage).status_code == 200
    editor.post(f"{here}/{proposal.key}/take")
    assert member.get(manage).status_code == 403


def test_markdown_of_a_proposal_is_shown_safely(net, member):
    proposal = make.agenda_proposal(
        net.series, net.member, text="**大事** <script>alert(1)</script>"
    )
    page = member.get(f"/agenda/proposals/{proposal.id}").text
    assert "<strong>大事</strong>" in page
    assert "<script>alert" not in page
