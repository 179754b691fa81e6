"""Handing an action over: proposed, then accepted or declined by who is to lead it."""

import pytest
from sqlalchemy.exc import IntegrityError

from hub.accounts.models import Role
from hub.actions import handovers
from hub.actions.handover_models import ActionHandover, HandoverState
from hub.actions.models import ActionVisibility
from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.meetings.models import Visibility
from tests import make


@pytest.fixture
def lead(app):
    return make.organization(short_name="市民活動センター")


@pytest.fixture
def receiver(app):
    return make.organization(short_name="国際交流協会")


@pytest.fixture
def action(lead):
    return make.action(lead, person="係長")


@pytest.fixture
def giver(as_user, lead):
    return as_user(make.user(lead))


@pytest.fixture
def taker(as_user, receiver):
    return as_user(make.user(receiver))


def propose(client, action, to, note="窓口が変わるため"):
    data = {"to_id": to.id, "handover_note": note}
    return client.post(f"/actions/{action.id}/handovers", data=data)


def question():
    db.session.rollback()
    return db.session.scalars(db.select(ActionHandover).order_by(ActionHandover.id.desc())).first()


def end(client, action, how, **data):
    return client.post(f"/actions/{action.id}/handovers/{question().id}/{how}", data=data)


def page(client, action):
    return client.get(f"/actions/{action.id}").text


def verbs():
    return [e.verb for e in db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id))]


def test_a_proposal_changes_nothing_until_it_is_accepted(giver, taker, action, lead, receiver):
    assert propose(giver, action, receiver).status_code == 303
    assert action.lead_id == lead.id
    assert "引継ぎの申し出があります" in page(giver, action)
    assert "引き受ける" not in page(giver, action)
    asked = page(taker, action)
    assert "引き受ける" in asked
    assert "窓口が変わるため" in asked
    home = taker.get("/").text
    assert "担当の引継ぎの申し出" in home
    assert action.title in home
    assert "担当の引継ぎの申し出" not in giver.get("/").text


def test_accepting_changes_the_lead_with_the_note_as_reason(giver, taker, action, receiver):
    make.action_partner(action, receiver)
    propose(giver, action, receiver)
    assert end(taker, action, "accept").status_code == 303
    assert action.lead_id == receiver.id
    assert action.person == ""
    assert action.partner_ids == frozenset()
    told = page(taker, action)
    assert "担当を市民活動センターから国際交流協会に変えた" in told
    assert "窓口が変わるため" in told
    assert "引継ぎの申し出があります" not in told
    assert "担当の引継ぎの申し出" not in taker.get("/").text
    assert verbs()[-2:] == ["action:propose_handover", "action:accept_handover"]
    assert taker.post(f"/actions/{action.id}/start").status_code == 303


def test_declining_needs_a_reason_and_leaves_the_lead(giver, taker, action, lead, receiver):
    propose(giver, action, receiver)
    refused = end(taker, action, "decline", decline_reason=" ")
    assert refused.status_code == 422
    assert end(taker, action, "decline", decline_reason="人手が足りない").status_code == 303
    assert action.lead_id == lead.id
    told = page(giver, action)
    assert "国際交流協会が担当の引継ぎを断った" in told
    assert "人手が足りない" in told
    assert propose(giver, action, receiver).status_code == 303


def test_a_proposal_is_withdrawn_by_who_may_make_it(giver, taker, action, receiver):
    propose(giver, action, receiver)
    assert end(taker, action, "withdraw").status_code == 403
    assert end(giver, action, "withdraw").status_code == 303
    assert end(taker, action, "accept").status_code == 409
    assert end(giver, action, "withdraw").status_code == 409
    assert question().state is HandoverState.WITHDRAWN


def test_one_proposal_at_a_time_and_what_was_typed_stays(giver, action, receiver):
    other = make.organization()
    propose(giver, action, receiver)
    second = propose(giver, action, other, "もう一つの理由")
    assert second.status_code == 409
    assert "もう一つの理由" in second.text
    db.session.add(ActionHandover(action=action, from_id=1, to_id=other.id, note="x"))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


@pytest.mark.parametrize(("to", "note"), [("", "理由"), ("x", "理由"), ("999999", "理由"),
                                          ("own", "理由"), ("receiver", " "),
                                          ("receiver", "あ" * 2001)])  # fmt: skip
def test_what_cannot_be_asked_is_refused(giver, action, lead, receiver, to, note):
    number = {"own": lead.id, "receiver": receiver.id}.get(to, to)
    data = {"to_id": number, "handover_note": note}
    answer = giver.post(f"/actions/{action.id}/handovers", data=data)
    assert answer.status_code == 422
    assert note.strip() in answer.text
    assert question() is None


def test_only_who_reads_the_action_already_is_asked(as_user, lead, receiver):
    member = make.organization()
    series = make.series(lead, member, visibility=Visibility.SERIES)
    held = make.meeting(series=series)
    inside = make.action(lead, meeting=held)
    own = make.action(lead, visibility=ActionVisibility.ORGANIZATION)
    giver = as_user(make.user(lead))
    assert {o.id for o in handovers.receivers(inside)} == {member.id, series.secretariat_id}
    assert handovers.receivers(own) == []
    assert propose(giver, inside, receiver).status_code == 422
    assert propose(giver, inside, member).status_code == 303


def test_who_may_propose_and_answer(as_user, visitor, action, lead, receiver):
    for person in (make.user(lead, Role.VIEWER), make.user(receiver), make.user()):
        assert propose(as_user(person), action, receiver).status_code == 403
    assert "/login" in propose(visitor, action, receiver).location
    coordinator = as_user(make.coordinator())
    assert propose(coordinator, action, receiver).status_code == 303
    for person in (make.user(receiver, Role.VIEWER), make.user(lead), make.coordinator()):
        assert end(as_user(person), action, "accept").status_code == 403
        assert end(as_user(person), action, "decline", decline_reason="x").status_code == 403
    assert "引き受ける" not in page(as_user(make.user(receiver, Role.VIEWER)), action)


def test_a_question_is_void_once_the_action_ended_or_got_another_lead(
    giver, taker, as_user, action, receiver
):
    propose(giver, action, receiver)
    giver.post(f"/actions/{action.id}/complete", data={"result": "できた"})
    assert end(taker, action, "accept").status_code == 409
    assert action.title not in taker.get("/").text.partition("次の会議")[0]
    other = make.action(action.lead)
    propose(giver, other, receiver)
    db.session.get(type(other), other.id).lead = make.organization()
    db.session.commit()
    assert end(taker, other, "accept").status_code == 409
    assert "引継ぎの申し出があります" not in page(taker, other)
    coordinator = as_user(make.coordinator())
    assert propose(coordinator, other, receiver).status_code == 303
    assert end(taker, other, "accept").status_code == 303


def test_a_question_of_another_action_is_not_found_under_this_one(giver, taker, action, receiver):
    propose(giver, action, receiver)
    other = make.action(receiver)
    for how in ("accept", "decline", "withdraw"):
        assert taker.post(f"/actions/{other.id}/handovers/{question().id}/{how}").status_code == 404
        assert taker.post(f"/actions/{action.id}/handovers/999999/{how}").status_code == 404


def test_a_note_is_text_only(giver, taker, action, receiver):
    propose(giver, action, receiver, "<script>alert(1)</script>")
    assert "<script>alert" not in page(taker, action)
